"""How goods may be sold: standing, awards and sources, urging, prices, terms of sale."""

import re
from datetime import date

from teleshop.kernel.rules import rule
from teleshop.wording.domain import places
from teleshop.wording.domain.profile import MEDICAL
from teleshop.wording.domain.ruling import Case, Ruling, exempt, fail, warn

_CHECKED = date(2026, 11, 23)
_AD_LAW = "广告法"
_AD_SINCE = date(2015, 9, 1)

_PATENT_KIND = re.compile("发明|实用新型|外观设计")
_PATENT_NUMBER = re.compile(r"(?:zl)?(?:19|20)[0-9]{10}(?:\.?[0-9x])?|zl[0-9]{8}")
_APPLIED_FOR = re.compile("申请专利|专利申请|已申请|正在申请")


@rule(
    id="R3.1-9.2",
    clause="2.3.5",
    source="广告法；关于严禁中央和国家机关使用“特供”“专供”等标识的通知",
    article="9(1), 9(2)",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def state_and_its_organs(case: Case) -> Ruling:
    """Flag, anthem, emblem, organs of state and their officials sell nothing."""
    return fail(
        "R3.1-9.2",
        "不得使用或变相使用国旗、国歌、国徽、国家机关及其工作人员的名义，请删除。",
        "Flag, anthem, emblem and organs of the state may not be used to sell; remove it.",
    )


@rule(
    id="R3.1-14",
    clause="2.3.5",
    source="商标法",
    article="14",
    effective_from=date(2014, 5, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def well_known_mark(case: Case) -> Ruling:
    """That a mark is well known is no argument of sale, true or not."""
    return fail(
        "R3.1-14",
        "“驰名商标”字样不得用于商品、包装或广告宣传，请删除。",
        "The words “well-known trademark” may not be used to sell; remove them.",
    )


@rule(
    id="R3.1-28",
    clause="2.3.5",
    source=_AD_LAW,
    article="28",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def needs_proof(case: Case) -> Ruling:
    """A title may be used by who holds it."""
    if case.proved:
        return exempt(
            "R3.1-28",
            "证明已备案。",
            "Proof is on file.",
        )
    return fail(
        "R3.1-28",
        "该称号须有证明：请提交认定文件，或删除。",
        "The title needs proof: bring the certificate or remove it.",
    )


@rule(
    id="R3.1-9.7",
    clause="2.3.5",
    source=_AD_LAW,
    article="9(7), 9(8)",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def public_order(case: Case) -> Ruling:
    """Nothing against public order and good custom."""
    return fail(
        "R3.1-9.7",
        "内容妨碍社会公共秩序或违背社会良好风尚，请删除。",
        "Against public order and good custom; remove it.",
    )


@rule(
    id="R3.1-9.8",
    clause="2.3.5",
    source=_AD_LAW,
    article="9(8)",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def superstition(case: Case) -> Ruling:
    """No superstition."""
    return fail(
        "R3.1-9.8",
        "不得含有迷信内容，请删除。",
        "Superstition may not be used to sell; remove it.",
    )


@rule(
    id="R3.1-13",
    clause="2.3.5",
    source=_AD_LAW,
    article="13",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def belittling(case: Case) -> Ruling:
    """Other goods are not run down."""
    return fail(
        "R3.1-13",
        "不得贬低其他经营者的商品或服务，请删除。",
        "The goods of others may not be belittled; remove it.",
    )


@rule(
    id="R3.1-12",
    clause="2.3.5",
    source=_AD_LAW,
    article="12",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def patent(case: Case) -> Ruling:
    """A patent is named by its kind and number; an application is none."""
    if _APPLIED_FOR.search(case.clause) is not None:
        return fail(
            "R3.1-12",
            "未取得专利权的，不得宣传专利申请，请删除。",
            "An application is no patent and may not be advertised; remove it.",
        )
    if _PATENT_KIND.search(case.sentence) and _PATENT_NUMBER.search(case.sentence):
        return exempt(
            "R3.1-12",
            "已标明专利种类和专利号；请确保专利有效。",
            "Kind and number of the patent are stated; make sure that it is in force.",
        )
    return fail(
        "R3.1-12",
        "涉及专利的，须标明专利号和专利种类，请补充或删除。",
        "State number and kind of the patent, or remove the word.",
    )


@rule(
    id="R3.1-11",
    clause="2.3.5",
    source="广告法；广告引证内容执法指南",
    article="11",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def citation(case: Case) -> Ruling:
    """Figures and findings show where they come from."""
    if places.has_source(case.sentence):
        return exempt(
            "R3.1-11",
            "引证内容已注明来源；来源须写明机构或作者、名称和日期。",
            "The source is stated; it must name institution or author, title and date.",
        )
    return fail(
        "R3.1-11",
        "引用数据、调查或研究结果须注明来源（机构或作者、名称、日期），请补充或删除。",
        "Figures and findings need their source (who, title, date); add it or remove them.",
    )


@rule(
    id="R4-71",
    clause="2.3.5",
    source="广发〔2009〕71号",
    article="短片广告和居家购物节目",
    effective_from=date(2010, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def urging(case: Case) -> Ruling:
    """No shouting of last chances on television; elsewhere it must be true."""
    if case.goods.on_tv:
        return fail(
            "R4-71",
            "电视购物不得使用虚假断货、抢购、甩货等催促用语，请删除。",
            "Television shopping may not urge with last chances and clearances; remove it.",
        )
    return warn(
        "R4-71",
        "催促用语不得用于电视；其他渠道须与库存和期限相符，由审核人员判断。",
        "Not for television; elsewhere it must agree with stock and dates. A reviewer decides.",
    )


@rule(
    id="R2.1-words",
    clause="2.3.5",
    source="明码标价和禁止价格欺诈规定",
    article="16, 17, 19",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def price_basis(case: Case) -> Ruling:
    """A price to compare with has its basis on file."""
    if case.proved:
        return exempt(
            "R2.1-words",
            "比较价格的依据已备案。",
            "The basis of the price compared with is on file.",
        )
    return fail(
        "R2.1-words",
        "价格比较须有依据（前七日最低成交价等），请删除；比较价格由价格页面标示。",
        "A comparison of prices needs its basis; remove it, prices are compared where they are "
        "shown.",
    )


@rule(
    id="R4.6",
    clause="2.3.5",
    source="广发〔2009〕71号；广告法",
    article="短片广告和居家购物节目; 16, 18",
    effective_from=date(2010, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def testimony(case: Case) -> Ruling:
    """No experts, celebrities or beneficiaries as proof."""
    if case.goods.on_tv or case.goods.category_kind in MEDICAL:
        return fail(
            "R4.6",
            "不得以专家、名人、医生或受益者的名义作推荐或证明，请删除。",
            "Experts, celebrities and beneficiaries may not recommend or prove; remove it.",
        )
    return warn(
        "R4.6",
        "推荐者须真实使用过商品并书面同意；由审核人员判断。",
        "Who recommends must have used the goods and consented. A reviewer decides.",
    )


@rule(
    id="R3.1-25",
    clause="2.3.5",
    source=_AD_LAW,
    article="25",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def investment(case: Case) -> Ruling:
    """No return is promised."""
    return fail(
        "R3.1-25",
        "不得对保本、收益或升值作出承诺或暗示，请删除。",
        "Neither capital nor returns nor a rise in value may be promised; remove it.",
    )


@rule(
    id="R3.1-24",
    clause="2.3.5",
    source=_AD_LAW,
    article="24",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def education(case: Case) -> Ruling:
    """No admission, passing or better marks are promised."""
    return fail(
        "R3.1-24",
        "不得保证升学、通过考试或教育培训效果，不得以命题人员名义宣传，请删除。",
        "Neither admission nor passing nor effect may be promised, whatever is sold; remove it.",
    )


@rule(
    id="R1.22",
    clause="2.3.5",
    source="消费者权益保护法；侵害消费者权益行为处罚办法；法释〔2022〕8号",
    article="26; 12; 1",
    effective_from=date(2015, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def void_term(case: Case) -> Ruling:
    """Terms that take a customer's rights away are void."""
    return fail(
        "R1.22",
        "该条款排除消费者权利或免除经营者责任，依法无效，请删除。",
        "The term takes rights from the customer or frees the seller of duties; remove it.",
    )
