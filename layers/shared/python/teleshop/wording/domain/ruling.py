"""What the rules on words are asked, and what they answer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from teleshop.wording.domain.profile import GoodsProfile
from teleshop.wording.domain.words import WordGroup


class Verdict(StrEnum):
    """``fail``: it may not stand there; ``warn``: a person decides; ``exempt``: it may, for the
    reason given.
    """

    FAIL = "fail"
    WARN = "warn"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says of a word; the texts say what to do."""

    verdict: Verdict
    rule: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A word in its place, in normal forms: ``before`` and ``after`` are what stands before and
    after it in its clause; ``sentence`` is the whole sentence. ``names`` are the operators' names,
    ``products`` those of the goods; ``day`` is the day in China by which is judged.
    """

    group: WordGroup
    word: str
    before: str
    after: str
    clause: str
    sentence: str
    goods: GoodsProfile
    day: date
    names: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    in_operator_name: bool = False

    @property
    def proved(self) -> bool:
        """Whether a document that proves such a word is on file."""
        wanted = {self.group.code.value, *({self.group.proof.value} if self.group.proof else ())}
        return not wanted.isdisjoint(self.goods.proofs)


def exempt(rule: str, zh: str, en: str) -> Ruling:
    """It may stand there."""
    return Ruling(Verdict.EXEMPT, rule, zh, en)


def warn(rule: str, zh: str, en: str) -> Ruling:
    """A person decides."""
    return Ruling(Verdict.WARN, rule, zh, en)


def fail(rule: str, zh: str, en: str) -> Ruling:
    """It may not stand there."""
    return Ruling(Verdict.FAIL, rule, zh, en)
