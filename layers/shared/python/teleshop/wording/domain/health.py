"""What goods may be said to do for health (广告法 16 to 18, 20, 22; notices on TV shopping)."""

from datetime import date

from teleshop.kernel.rules import rule
from teleshop.wording.domain.profile import MEDICAL, WordingKind
from teleshop.wording.domain.ruling import Case, Ruling, exempt, fail, warn

_CHECKED = date(2026, 11, 23)
_AD_LAW = "广告法"
_AD_SINCE = date(2015, 9, 1)

_CERTIFIED = frozenset({WordingKind.DEVICE, WordingKind.DRUG})


@rule(
    id="R7.5",
    clause="2.3.5",
    source=_AD_LAW,
    article="17",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def treatment(case: Case) -> Ruling:
    """Only drugs and devices with a certificate are said to treat, as it was approved."""
    goods = case.goods
    if goods.category_kind in _CERTIFIED and goods.holds_device_or_drug_certificate:
        return exempt(
            "R7.5",
            "商品持有药品或医疗器械证件；表述须与批准内容一致。",
            "The goods hold a certificate of a drug or device; say only what was approved.",
        )
    if goods.category_kind in MEDICAL:
        return fail(
            "R7.5",
            "未见有效的药品或医疗器械证件，不得涉及疾病治疗功能；请删除或提交证件。",
            "No treatment may be claimed without a certificate; remove it or bring the "
            "certificate.",
        )
    return fail(
        "R7.5",
        "普通商品不得涉及疾病治疗功能，不得使用医疗用语，请删除。",
        "Ordinary goods neither treat diseases nor use medical terms; remove the word.",
    )


@rule(
    id="R3.1-16",
    clause="2.3.5",
    source=_AD_LAW,
    article="16, 17, 18",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def assertion(case: Case) -> Ruling:
    """No goods are said to cure or to be without side effects, whatever certificate they hold."""
    return fail(
        "R3.1-16",
        "不得断言功效、安全性或治愈率，持有证件也不例外，请删除。",
        "Efficacy, safety and rates of cure may not be asserted, with a certificate neither; "
        "remove it.",
    )


@rule(
    id="R3.1-18",
    clause="2.3.5",
    source=_AD_LAW,
    article="17, 18",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def health_function(case: Case) -> Ruling:
    """Functions of health food are for registered or filed health food (蓝帽)."""
    if case.goods.has_blue_hat and case.goods.category_kind is WordingKind.HEALTH_FOOD:
        return exempt(
            "R3.1-18",
            "商品为已注册或备案的保健食品；表述须与批准的保健功能一致，并注明本品不能代替药物。",
            "Registered health food; keep to the approved function and say that it replaces no "
            "drug.",
        )
    return fail(
        "R3.1-18",
        "未注册或备案为保健食品，不得宣传保健功能，请删除。",
        "Only registered or filed health food may claim this; remove it.",
    )


@rule(
    id="R4.4-words",
    clause="2.3.5",
    source="广告法；广发〔2009〕71号",
    article="17, 18; 短片广告和居家购物节目",
    effective_from=date(2010, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def body_function(case: Case) -> Ruling:
    """Losing weight, enlarging and lengthening are claimed for no goods."""
    return fail(
        "R4.4-words",
        "不得宣传减肥、丰胸、壮阳、增高、延年益寿等功效，请删除。",
        "Losing weight, enlarging, potency, growth and long life may not be claimed; remove it.",
    )


@rule(
    id="R4.4-TV13",
    clause="2.3.5",
    source="国家新闻出版广电总局2013年10月29日通知",
    article="卫视电视购物短片广告",
    effective_from=date(2014, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def shaping(case: Case) -> Ruling:
    """Shaping and shaking off fat have no place on television."""
    if case.goods.on_tv:
        return fail(
            "R4.4-TV13",
            "电视购物不得出现矫形、塑形、透脂、甩脂等内容，请删除。",
            "Television shopping may not speak of shaping or shaking off fat; remove it.",
        )
    return warn(
        "R4.4-TV13",
        "该词不得用于电视；其他渠道须有依据，由审核人员判断。",
        "Not for television; elsewhere it needs a basis. A reviewer decides.",
    )


@rule(
    id="R3.1-20",
    clause="2.3.5",
    source=_AD_LAW,
    article="20",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def instead_of_breast_milk(case: Case) -> Ruling:
    """No food or drink is said to take the place of breast milk."""
    return fail(
        "R3.1-20",
        "不得声称可替代母乳，请删除。",
        "Nothing may be said to replace breast milk; remove it.",
    )


@rule(
    id="R3.1-22",
    clause="2.3.5",
    source=_AD_LAW,
    article="22",
    effective_from=_AD_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def tobacco(case: Case) -> Ruling:
    """Tobacco is not advertised."""
    return fail(
        "R3.1-22",
        "不得发布烟草广告或销售电子烟，请删除。",
        "Tobacco and electronic cigarettes are neither advertised nor sold; remove it.",
    )


@rule(
    id="R3.1",
    clause="2.3.5",
    source="药品、医疗器械、保健食品、特殊医学用途配方食品广告审查管理暂行办法",
    article="11",
    effective_from=date(2020, 3, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def restricted_for_health_goods(case: Case) -> Ruling:
    """Drugs, devices, health food and special medical food are not pressed on people."""
    return fail(
        "R3.1",
        "此类商品的广告不得使用该用语（安全性保证、热销抢购、推荐获奖、赠送等），请删除。",
        "Advertising of such goods may not use this (assured safety, urging, awards, gifts); "
        "remove it.",
    )
