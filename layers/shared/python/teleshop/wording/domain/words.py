"""What a word list is made of: groups of words with code, level, law and days in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from teleshop.wording.domain.profile import Proof, WordingKind


class Code(StrEnum):
    """What a word is found as; the values are stable codes of the API."""

    ABS_ZUI = "ABS_ZUI"
    ABS_ONE = "ABS_ONE"
    ABS_LEVEL = "ABS_LEVEL"
    ABS_FIRST = "ABS_FIRST"
    BRAND = "BRAND"
    FALSE = "FALSE"
    AUTH = "AUTH"
    URGE = "URGE"
    LOWPRICE = "LOWPRICE"
    MED = "MED"
    HEALTH = "HEALTH"
    TV13 = "TV13"
    INVEST = "INVEST"
    EDU = "EDU"
    SUPERST = "SUPERST"
    STATE = "STATE"
    ORDER = "ORDER"
    SOURCE = "SOURCE"
    PATENT = "PATENT"
    BELITTLE = "BELITTLE"
    INFANT = "INFANT"
    TOBACCO = "TOBACCO"
    TESTIMONY = "TESTIMONY"
    RESTRICTED = "RESTRICTED"
    VOID_TERM = "VOID_TERM"


CODE_NAMES: Mapping[Code, tuple[str, str]] = MappingProxyType(
    {
        Code.ABS_ZUI: ("“最”类用语", "superlatives"),
        Code.ABS_ONE: ("“第一”“唯一”类用语", "first and only"),
        Code.ABS_LEVEL: ("级别和极限用语", "levels and extremes"),
        Code.ABS_FIRST: ("首家、独家类用语", "first to have, exclusive"),
        Code.BRAND: ("品牌地位用语", "standing of a brand"),
        Code.FALSE: ("无法兑现的绝对承诺", "promises that cannot be kept"),
        Code.AUTH: ("权威和称号", "authority and titles"),
        Code.URGE: ("催促用语", "urging"),
        Code.LOWPRICE: ("低价和比较价格", "low prices and prices compared with"),
        Code.MED: ("医疗用语", "medical terms"),
        Code.HEALTH: ("保健和身体功效", "functions for health and body"),
        Code.TV13: ("电视购物禁用的塑形用语", "shaping, banned on television"),
        Code.INVEST: ("投资收益承诺", "promised returns"),
        Code.EDU: ("教育效果承诺", "promised success in education"),
        Code.SUPERST: ("迷信", "superstition"),
        Code.STATE: ("国家象征和国家机关", "symbols and organs of the state"),
        Code.ORDER: ("公共秩序和良好风尚", "public order and good custom"),
        Code.SOURCE: ("引证内容", "figures and findings"),
        Code.PATENT: ("专利", "patents"),
        Code.BELITTLE: ("贬低他人", "belittling others"),
        Code.INFANT: ("替代母乳", "in place of breast milk"),
        Code.TOBACCO: ("烟草", "tobacco"),
        Code.TESTIMONY: ("专家、名人和受益者推荐", "experts, celebrities, beneficiaries"),
        Code.RESTRICTED: ("三品一械禁用语", "words banned for drugs, devices and health food"),
        Code.VOID_TERM: ("无效格式条款", "void terms"),
    }
)


class Level(StrEnum):
    """How serious a word is as such; what it means in its place is the rules' to say."""

    BLOCK = "block"
    HIGH = "high"
    MID = "mid"
    PROOF = "proof"


class Judge(StrEnum):
    """Which rule decides on a word."""

    ABSOLUTE = "absolute"
    STATE = "state"
    WELL_KNOWN = "well_known"
    PROOF = "proof"
    PRICE = "price"
    URGING = "urging"
    TREATMENT = "treatment"
    ASSERTION = "assertion"
    BLUE_HAT = "blue_hat"
    HEALTH = "health"
    SHAPING = "shaping"
    INVESTMENT = "investment"
    EDUCATION = "education"
    SUPERSTITION = "superstition"
    ORDER = "order"
    CITATION = "citation"
    PATENT = "patent"
    BELITTLING = "belittling"
    INFANT = "infant"
    TOBACCO = "tobacco"
    TESTIMONY = "testimony"
    RESTRICTED = "restricted"
    VOID_TERM = "void_term"


@dataclass(frozen=True, slots=True)
class Source:
    """Where it is written that a word may not stand."""

    title: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGroup:
    """Words that are found as one code and judged by one rule.

    ``kinds``: only in texts about goods of these kinds; None in all. ``since`` and ``until`` are
    the first and the last day in force. ``proof`` is what may stand behind such a word.
    """

    code: Code
    level: Level
    judge: Judge
    words: tuple[str, ...]
    sources: tuple[Source, ...]
    since: date
    until: date | None = None
    kinds: frozenset[WordingKind] | None = None
    proof: Proof | None = None

    def applies(self, kind: WordingKind, day: date) -> bool:
        """Whether its words count for such goods on that day."""
        if self.kinds is not None and kind not in self.kinds:
            return False
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """One edition of the list. ``safe`` are regular expressions over normal forms of what only
    looks like one of the words; they are taken out before anything is looked for.
    """

    version: str
    last_checked: date
    groups: tuple[WordGroup, ...]
    safe: tuple[str, ...]
