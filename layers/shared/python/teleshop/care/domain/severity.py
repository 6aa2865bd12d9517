"""Which words of a customer make a complaint a major one (6.1.3): rules as data.

A rule names words (regular expressions) and exclusions: places of the text that an exclusion
covers do not count, such as "没有受伤". What is found is the rule's code with the words, so that
the agent is told why. The lists are own choice; a person may raise a case for any reason, and
nothing lowers it again.

Words that are told come from these lists alone: where a word has a gap for what stands between, its
fixed parts are groups, so that nothing a customer wrote freely is repeated.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

MAX_WORDS = 5
"""As many words as are told of one rule."""


@dataclass(frozen=True)
class SeverityRule:
    """``words`` and ``exclusions`` are regular expressions, without regard to upper case; a word
    with a gap has its fixed parts as groups.
    """

    code: str
    zh: str
    en: str
    words: tuple[str, ...]
    exclusions: tuple[str, ...] = field(default=())

    def name(self, language: Literal["zh", "en"]) -> str:
        """What the rule is about, for a person."""
        return self.zh if language == "zh" else self.en

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Every word."""
        return re.compile("|".join(self.words), re.IGNORECASE)

    @cached_property
    def excluded(self) -> re.Pattern[str] | None:
        """Every exclusion."""
        return re.compile("|".join(self.exclusions), re.IGNORECASE) if self.exclusions else None

    def words_in(self, text: str) -> tuple[str, ...]:
        """The words of the rule that the text holds outside exclusions, each once."""
        covered = [match.span() for match in self.excluded.finditer(text)] if self.excluded else []
        found = (
            _fixed(match).lower()
            for match in self.pattern.finditer(text)
            if not any(start <= match.start() and match.end() <= end for start, end in covered)
        )
        return tuple(dict.fromkeys(found))[:MAX_WORDS]


def _fixed(match: re.Match[str]) -> str:
    parts = [part for part in match.groups() if part]
    return "…".join(parts) if parts else match.group()


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that applies, by its code, and the words that made it apply."""

    code: str
    words: tuple[str, ...] = ()


_NOT = r"(?:没有?|未|并未|无|不曾|幸好没|并没有?)(?:人|被|造成|导致|发生|出现|任何|再|过|什么)*"
_NOT_EN = r"(?:no|not|nobody|no one|without|never|wasn't|weren't|isn't)\s+(?:\w+\s+){0,2}"

SEVERITY_RULES: tuple[SeverityRule, ...] = (
    SeverityRule(
        "injury",
        "人身伤害",
        "Injury to a person",
        (
            r"受伤",
            r"烫伤",
            r"烧伤",
            r"割伤",
            r"划伤(?:了)?(?:手|脸|脚|孩子|皮肤|我)",
            r"骨折",
            r"流血",
            r"出血",
            r"住院",
            r"急诊",
            r"急救",
            r"昏迷",
            r"晕倒",
            r"窒息",
            r"毁容",
            r"致残",
            r"死亡",
            r"身亡",
            r"过敏(?:性?休克|严重)",
            r"严重过敏",
            r"救护车",
            r"\binjur(?:y|ies|ed)\b",
            r"\bhospitali[sz]ed\b",
            r"\bburnt? (?:my|his|her|their|our)\b",
            r"\bbleeding\b",
            r"\bambulance\b",
            r"\bdied\b",
        ),
        (
            _NOT + r"(?:受伤|烫伤|烧伤|割伤|骨折|流血|出血|住院|昏迷|晕倒|窒息|伤亡|死亡)",
            r"包装[^，。；]{0,6}受伤",
            r"(?:防|预防|避免|以免|担心|怕)(?:止|被|会)?(?:受伤|烫伤|烧伤|割伤|窒息)",
            r"(?:受伤|烫伤|烧伤)(?:膏|药|贴)",
            r"死亡(?:之|游戏|搁浅)",
            _NOT_EN + r"(?:injur(?:y|ies|ed)|hospitali[sz]ed|bleeding|died)",
        ),
    ),
    SeverityRule(
        "food_safety",
        "食品安全",
        "Food safety",
        (
            r"食物中毒",
            r"中毒",
            r"发霉",
            r"霉变",
            r"变质",
            r"(吃出|吃到)[^，。；]{0,6}(虫|异物|玻璃|金属|头发|蟑螂|塑料)",
            r"上吐下泻",
            r"(吃了|吃完|吃后)[^，。；]{0,10}(呕吐|腹泻|拉肚子)",
            r"(过期)[^，。；]{0,4}(食品|奶粉|牛奶|零食|饮料|月饼|保健品)",
            r"(食品|奶粉|牛奶|零食|饮料|月饼|保健品)[^，。；]{0,6}(过期)",
            r"三无食品",
            r"\bfood poisoning\b",
            r"\bmou?ldy\b",
            r"\bmaggots?\b",
            r"\bspoil(?:ed|t) food\b",
        ),
        (
            _NOT + r"(?:食物)?(?:中毒|发霉|霉变|变质)",
            r"(?:中了?毒|病毒|中毒)(?:软件|电脑|手机)",
            r"(?:电脑|手机|系统)[^，。；]{0,4}中毒",
            r"防(?:止)?(?:发)?霉变?",
            r"(?:衣服|衣柜|鞋|皮包|皮鞋|墙)[^，。；]{0,6}发霉",
            _NOT_EN + r"(?:food poisoning|mou?ldy|maggots?)",
        ),
    ),
    SeverityRule(
        "fire",
        "起火、爆炸或触电",
        "Fire, explosion or electric shock",
        (
            r"起火",
            r"着火",
            r"失火",
            r"火灾",
            r"自燃",
            r"爆炸",
            r"炸裂",
            r"冒烟",
            r"触电",
            r"漏电",
            r"电击",
            r"caught fire",
            r"\bon fire\b",
            r"\bexplo(?:ded|sion|des)\b",
            r"\belectric(?:al)? shock\b",
            r"\bsmok(?:e|ing) (?:came|coming|from)\b",
        ),
        (
            _NOT + r"(?:起火|着火|失火|火灾|自燃|爆炸|冒烟|触电|漏电|电击)",
            r"(?:防|避免|以免|防止)(?:止)?(?:起火|着火|火灾|爆炸|触电|漏电)",
            r"漏电(?:保护|开关)",
            r"火灾报警器",
            r"(?:价格|优惠|信息|流量|活动|人气|口味|口感)[^，。；]{0,3}爆炸",
            r"爆炸(?:盐|性|头|糖)",
            r"电击(?:棒|器|枪)",
            _NOT_EN + r"(?:exploded|explosion|on fire|electric(?:al)? shock)",
        ),
    ),
    SeverityRule(
        "fraud",
        "欺诈、假冒",
        "Fraud or counterfeits",
        (
            r"诈骗",
            r"欺诈",
            r"欺骗消费者",
            r"骗子",
            r"骗(?:钱|局|了我|老人)",
            r"被骗",
            r"假货",
            r"假冒",
            r"冒牌",
            r"山寨",
            r"虚假宣传",
            r"\bscam(?:med|mer|mers)?\b",
            r"\bfraud(?:ulent|sters?)?\b",
            r"\bcounterfeits?\b",
            r"\bfake (?:goods|product|brand)\b",
        ),
        (
            r"(?:不是|并非|没有?说?是|不算)(?:说)?(?:诈骗|欺诈|骗子|假货|假冒|冒牌|虚假宣传)",
            r"(?:防|反)(?:止)?(?:诈骗|欺诈|被骗|诈)",
            r"假一赔[十三]",
            r"(?:是不是|是否)(?:诈骗|骗子|假货|假冒|冒牌)",
            _NOT_EN + r"(?:scam|fraud|counterfeits?|fake (?:goods|product|brand))",
        ),
    ),
    SeverityRule(
        "minors",
        "涉及未成年人",
        "Minors",
        (
            r"未成年",
            r"(宝宝|婴儿|孩子|小孩|儿童|幼儿|小朋友)[^，。；]{0,12}?"
            r"(误食|吞下|吞了|吞食|吞咽|卡住|卡喉|噎到|噎住|夹伤|夹到|夹住|烫伤|烫到|受伤|伤到|过敏|中毒|窒息|发烧|呕吐)",
            r"(偷偷|私自)[^，。；]{0,6}(下单|付款|刷卡|购买)[^，。；]{0,8}(孩子|小孩|学生)",
            r"(孩子|小孩|学生)[^，。；]{0,6}(偷偷|私自)[^，。；]{0,8}?(下单|付款|刷卡|购买|买)",
            r"\bminors?\b",
            r"\b(child|baby|toddler|infant|kid|son|daughter)\b[^,.;]{0,30}?"
            r"\b(swallowed|choked|hurt|burnt|burned|injured|allergic)\b",
            r"\bunderage\b",
        ),
        (
            r"(?:宝宝|婴儿|孩子|小孩|儿童|幼儿|小朋友)[^，。；]{0,8}"
            r"(?:没有?|未|并未|不会)(?:被|有)?(?:受|烫|夹|卡|噎|误食|吞|过敏|中毒|窒息|发烧|呕吐)伤?",
            r"未成年人?(?:保护法|模式)",
            r"\bminor (?:issue|problem|scratch|defect|damage|fault|delay|thing|detail|change)s?\b",
            r"\b(?:child|baby|toddler|infant|kid|son|daughter)\b[^,.;]{0,20}\b(?:not|never|n't)\b"
            r"[^,.;]{0,15}\b(?:swallowed|choked|hurt|burnt|burned|injured|allergic)\b",
        ),
    ),
    SeverityRule(
        "press",
        "媒体曝光",
        "Press or media",
        (
            r"记者",
            r"媒体",
            r"电视台曝光",
            r"曝光",
            r"上(?:微博)?热搜",
            r"(?:发|上)(?:到)?(?:微博|抖音|小红书|朋友圈)",
            r"315晚会",
            r"\bjournalists?\b",
            r"\bnewspapers?\b",
            r"\b(?:go|going|went) to the (?:press|media)\b",
            r"\bgo(?:ing)? viral\b",
        ),
        (
            r"(?:不会|不想|没有|没打算|不打算|并不)(?:去|找|想|要|向|给)?[^，。；]{0,3}(?:记者|媒体|曝光|上热搜)",
            r"(?:多|流|新|全)媒体(?:音箱|播放|电脑|设备|教室|中心|功能|系统)?",
            r"(?:照片|相片|胶片|镜头|相机)[^，。；]{0,3}曝光",
            r"(?:双重|长|过度|自动)曝光",
            _NOT_EN + r"(?:journalists?|newspapers?|go(?:ing)? to the (?:press|media))",
        ),
    ),
    SeverityRule(
        "privacy",
        "个人信息泄露",
        "Leak of personal data",
        (
            r"(泄露|泄漏|外泄|倒卖|贩卖|出卖)[^，。；]{0,8}?(信息|隐私|电话|号码|地址|身份证|资料)",
            r"(信息|隐私|电话|号码|地址|身份证|资料)[^，。；]{0,7}?(泄露|泄漏|外泄|倒卖|出卖)",
            r"冒充(?:你们|贵公司|客服|平台)",
            r"\b(leaked|sold|stole) (?:my|our) (?:\w+ )?"
            r"(data|information|number|address|details)\b",
            r"\bdata (?:breach|leak)\b",
            r"\bidentity theft\b",
        ),
        (
            r"(?:没有?|未|不会|不要|勿|防止?|避免|以免|担心)[^，。；]{0,4}"
            r"(?:泄露|泄漏|外泄)[^，。；]{0,8}(?:信息|隐私|电话|号码|地址|身份证|资料)?",
            r"(?:信息|隐私|电话|号码|地址|身份证|资料)[^，。；]{0,4}(?:没有?|未|不会|不要)(?:被)?"
            r"(?:泄露|泄漏|外泄)",
            _NOT_EN + r"data (?:breach|leak)",
        ),
    ),
)

_RULES = {rule.code: rule for rule in SEVERITY_RULES}


def severity_rule(code: str) -> SeverityRule | None:
    """The rule of a code; None for a reason that only people give."""
    return _RULES.get(code)


def found_in(text: str, rules: Sequence[SeverityRule] = SEVERITY_RULES) -> tuple[Found, ...]:
    """The rules that a text meets, each with the words that made it; empty for a normal case."""
    found = ((rule.code, rule.words_in(text)) for rule in rules)
    return tuple(Found(code, words) for code, words in found if words)
