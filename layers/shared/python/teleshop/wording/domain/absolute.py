"""Absolute terms (绝对化用语): the order of decision of the market authority's guide of 2023.

Each step is asked in turn and answers a ruling or None; the first ruling counts. That nothing is
left after the safe list is the screen's own first step.
"""

import re
from collections.abc import Callable
from datetime import date

from teleshop.kernel.rules import get_rule, rule
from teleshop.wording.domain import places
from teleshop.wording.domain.profile import NEVER_MINOR, Proof
from teleshop.wording.domain.ruling import Case, Ruling, exempt, fail, warn
from teleshop.wording.domain.words import Code, Level

_GUIDE = "广告绝对化用语执法指南"
_SINCE = date(2023, 2, 25)
_CHECKED = date(2026, 11, 23)

_THESE_GOODS = re.compile("本品|本产品|该产品|本商品|此款|这款|本款|此产品")
_GOODS = re.compile("产品|商品|本品")
_WISH = re.compile(
    "力求|追求|争取|致力|努力|立志|希望|祝愿|祝您|祝你|愿景|愿为|愿您|目标|竭诚|竭尽|尽最大|理念|"
    "宗旨|梦想|期待|渴望|向往|用心做"
)
_WISHED = (
    "服务|品牌|品质|质量|体验|自己|自我|生活|态度|企业|公司|团队|口碑|信誉|保障|效果|状态|境界|"
    "水平|标准|一天|每一?天|明天|未来|祝福|礼物|一切|回忆|时光|家庭|家人|结果|选择|答案|方案|追求"
)
_AS_WISHED = re.compile(
    f"(?:的|和|与|及|或|、|{_WISHED})*(?:(?:带给|献给|留给|送给|分享给|给)[^的]{{0,12}})?"
)
"""What follows a term that is itself what is wished: nothing, or something that is not for sale."""
_REACHED = re.compile("已经|已成|做到了|成为了|达到了|实现了|荣获|成就了|赢得")
_SELF = re.compile("本公司|我公司|我司|公司|本企业|我们企业|集团|本店")
_PROFILE = re.compile("成立|创立|创办|创建|注册|总部|经营范围|员工|占地|创始人|企业文化")
_OWN = re.compile(
    "(?:同一?品牌|本品牌|自有品牌|(?:自家|我们家|旗下).).{0,12}?(?:中|各款|以来)|"
    "[本同该全]系列|系列中|历代|上一?代|前代|以往"
)
"""The own goods as those compared among; that they are the own ones is no comparison."""
_OTHERS = re.compile("全国|中国|全网|全球|世界|国内|行业|业内|同类|市场|同行|市面")
_TIP = re.compile(
    "(?:食用|使用|饮用|服用|赏味|品尝|冲泡|保存|储存|贮存|存放|施用|观看|安装|洗涤)"
    "(?:期|时间|期限|温度|方法|方式|条件|距离|时机|建议)|(?:为|以)(?:了)?(?:达到|获得|确保|"
    "保证)最佳(?:使用)?效果"
)
_GOODS_PRAISED = re.compile(
    "的(?!是|为|做法|方法|方式|时间|期限|时机|温度|湿度|条件|距离|效果|状态|口感|季节|选择)"
)
"""Behind the term comes what it praises, and that is neither how nor when something is used."""
_STANDARD = re.compile(
    "(?<![a-z0-9])(?:gb|qb|ny|sb|sn|db)t?[0-9]|国家标准|行业标准|地方标准|地理标志|等级标准"
)
_AWARD = re.compile("奖|称号|荣誉|认定|评定|授予|入选|非物质文化遗产|高新技术企业|实验室")


@rule(
    id="R3.3.2",
    clause="2.3.5",
    source=_GUIDE,
    article="4",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def about_the_operator(case: Case) -> Ruling | None:
    """It stands in the operator's name, or in what the operator says of itself and not of goods."""
    if case.in_operator_name:
        return exempt(
            "R3.3.2",
            "该词是经营者名称的一部分，不指向商品。",
            "The word is part of the operator's name and does not point at goods.",
        )
    named = any(name in case.clause for name in case.names)
    speaks = named or _SELF.search(case.clause) is not None
    sells = _points_at_goods(case) or _GOODS.search(case.clause) is not None
    if speaks and not sells and _PROFILE.search(case.clause) is not None:
        return exempt(
            "R3.3.2",
            "该词介绍经营者自身情况，不推销商品；内容须真实。",
            "The word tells of the operator itself and sells no goods; it must be true.",
        )
    return None


@rule(
    id="R3.3.3",
    clause="2.3.5",
    source=_GUIDE,
    article="5",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def wish_or_goal(case: Case) -> Ruling | None:
    """It tells an attitude, a wish or a goal and not what the goods are."""
    if _WISH.search(case.before) is None or _points_at_goods(case):
        return None
    if _REACHED.search(case.clause) is not None or _AS_WISHED.fullmatch(case.after) is None:
        return None
    if _OTHERS.search(case.clause) is not None or places.is_fact(case.clause):
        return None
    return exempt(
        "R3.3.3",
        "该词表达服务态度、主观愿望或目标追求，不指向商品。",
        "The word tells an attitude, a wish or a goal and does not point at goods.",
    )


@rule(
    id="R3.3.4-self",
    clause="2.3.5",
    source=_GUIDE,
    article="6(1)",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def compared_with_own(case: Case) -> Ruling | None:
    """Goods are compared with others of the same brand or enterprise only."""
    if _OWN.search(case.clause) is None or _OTHERS.search(case.sentence) is not None:
        return None
    if places.is_fact(case.clause) and case.group.code is Code.ABS_ONE:
        return None
    return exempt(
        "R3.3.4-self",
        "仅与同一品牌或同一企业的商品比较；请确保比较属实。",
        "Compared only with goods of the same brand or enterprise; make sure that it is true.",
    )


@rule(
    id="R3.3.4-tip",
    clause="2.3.5",
    source=_GUIDE,
    article="6(2)",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def advice_on_use(case: Case) -> Ruling | None:
    """It is advice on how, when and how long to use or keep the goods."""
    if case.group.code is not Code.ABS_ZUI or _TIP.search(case.clause) is None:
        return None
    if _GOODS_PRAISED.match(case.after) is not None:
        return None
    return exempt(
        "R3.3.4-tip",
        "该词用于使用方法、使用时间或保存期限的消费提示。",
        "The word gives advice on use, on the time of use, or on keeping.",
    )


@rule(
    id="R3.3.4-grade",
    clause="2.3.5",
    source=_GUIDE,
    article="6(3)",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def grade_of_a_standard(case: Case) -> Ruling | None:
    """It is the name of a grade by a national, trade or local standard that is on file."""
    if _STANDARD.search(case.sentence) is None:
        return None
    if Proof.GRADE in case.goods.proofs or case.proved:
        return exempt(
            "R3.3.4-grade",
            "该词是标准规定的分级用语，且依据已备案。",
            "The word is a grade of a standard, and the basis is on file.",
        )
    return fail(
        "R3.3.4-grade",
        "分级用语须能说明依据：请提交所引用的标准或认定文件。",
        "A grade needs its basis: bring the standard or certificate that is referred to.",
    )


@rule(
    id="R3.3.4-award",
    clause="2.3.5",
    source=_GUIDE,
    article="6(5)",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def award_of_the_state(case: Case) -> Ruling | None:
    """It is part of an award or title given by the state's rules, with the document on file."""
    if _AWARD.search(case.clause) is None or Proof.STATE_AWARD not in case.goods.proofs:
        return None
    return exempt(
        "R3.3.4-award",
        "该词是按国家有关规定评定的奖项或称号，证明已备案。",
        "The word is part of an award or title by the rules of the state, and proof is on file.",
    )


@rule(
    id="R3.3.4-fact",
    clause="2.3.5",
    source=f"{_GUIDE}；广告法",
    article="6(6); 11",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def limited_fact(case: Case) -> Ruling | None:
    """Sales, share or order in time are stated for a period and a region, with source and proof."""
    if not places.is_fact(case.sentence):
        return None
    missing = [
        words
        for there, words in (
            (places.has_time(case.sentence), ("具体时间", "the period")),
            (_has_region(case), ("地域范围", "the region")),
            (places.has_source(case.sentence), ("数据来源", "the source of the figures")),
            (_is_proved(case), ("证明文件", "a document that proves it")),
        )
        if not there
    ]
    if not missing:
        return narrow_ranking(case) or exempt(
            "R3.3.4-fact",
            "在限定的时间和地域内陈述事实，注明来源，证明已备案。",
            "A fact within a stated period and region, with its source, and proof on file.",
        )
    lacking_zh = "、".join(zh for zh, _ in missing)
    lacking_en = ", ".join(en for _, en in missing)
    return fail(
        "R3.3.4-fact",
        f"陈述销量、占有率或先后顺序须限定时间和地域、注明来源并备有证明；缺少：{lacking_zh}。",
        f"Sales, share and order need period, region, source and proof; missing: {lacking_en}.",
    )


@rule(
    id="R3.4",
    clause="2.3.5",
    source="广告引证内容执法指南",
    article="市场监管总局公告2026年第20号",
    effective_from=date(2026, 6, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def narrow_ranking(case: Case) -> Ruling | None:
    """A ranking within less than a province, made so that it is won, proves no first place."""
    if not get_rule("R3.4").in_force(case.day) or not places.is_narrow(case.sentence):
        return None
    return fail(
        "R3.4",
        "排名的地域范围小于省级，不能支持“第一”“冠军”等表述；请删除或改用省级以上范围的数据。",
        "A ranking within less than a province does not justify such a claim; remove it or use "
        "figures of a province or more.",
    )


@rule(
    id="R3.3.5",
    clause="2.3.5",
    source=f"广告法；{_GUIDE}",
    article="9(3), 28; 7",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def without_proof(case: Case) -> Ruling | None:
    """It points at the goods and nothing proves it; what only asks for proof may have it."""
    if case.group.level is Level.PROOF:
        if case.proved:
            return exempt(
                "R3.3.5",
                "所述事实的证明已备案。",
                "Proof of the fact stated is on file.",
            )
        return fail(
            "R3.3.5",
            "该词须有证明：请提交证明文件，或删除该词。",
            "The word needs proof: bring the document or remove the word.",
        )
    if case.group.level is Level.HIGH:
        return fail(
            "R3.3.5",
            "绝对化用语指向商品且无法证明，请删除，或改为可证明的具体事实。",
            "An absolute term points at the goods and is not proved; remove it or state a fact "
            "that can be proved.",
        )
    return None


@rule(
    id="R3.3.6",
    clause="2.3.5",
    source=_GUIDE,
    article="11",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def never_minor(case: Case) -> Ruling | None:
    """About health, wealth and education no absolute term is a small matter."""
    if case.goods.category_kind not in NEVER_MINOR:
        return None
    return fail(
        "R3.3.6",
        "医疗、药品、医疗器械、保健食品、特医食品、投资和教育类商品不得使用此类用语，请删除。",
        "Goods of health, investment and education may not be praised so; remove the word.",
    )


@rule(
    id="R3.3.7",
    clause="2.3.5",
    source=_GUIDE,
    article="9, 10",
    effective_from=_SINCE,
    confidence="H",
    last_checked=_CHECKED,
)
def perhaps_minor(case: Case) -> Ruling:
    """What is left may be minor: first, brief, of small effect; a person decides."""
    return warn(
        "R3.3.7",
        "该词可能构成绝对化用语，请提供依据或改写；由审核人员判断。",
        "The word may be an absolute term; give its basis or say it otherwise. A reviewer decides.",
    )


STEPS: tuple[Callable[[Case], Ruling | None], ...] = (
    about_the_operator,
    wish_or_goal,
    compared_with_own,
    advice_on_use,
    grade_of_a_standard,
    award_of_the_state,
    limited_fact,
    without_proof,
    never_minor,
)


def judge_absolute(case: Case) -> Ruling:
    """The ruling of the first step that has one."""
    for step in STEPS:
        ruling = step(case)
        if ruling is not None:
            return ruling
    return perhaps_minor(case)


def _points_at_goods(case: Case) -> bool:
    if _THESE_GOODS.search(case.clause) is not None:
        return True
    return any(name in case.clause for name in case.products)


def _has_region(case: Case) -> bool:
    return places.has_region(case.sentence) or places.is_narrow(case.sentence)


def _is_proved(case: Case) -> bool:
    """Whether proof of rank or order is on file: facts of both kinds are proved by either."""
    return case.proved or not {Proof.SALES_RANK, Proof.FIRST}.isdisjoint(case.goods.proofs)
