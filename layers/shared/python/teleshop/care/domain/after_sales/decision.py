"""The answer of the rules to a wish of a customer: outcome, rules and articles, dates, reasons and
the duty that follows. A decision is a value; the same facts give the same one at any time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from teleshop.kernel.rules import get_rule

Param = str | int


class Outcome(StrEnum):
    """``refer``: the rules do not suffice, a person decides."""

    APPROVE = "approve"
    REFUSE = "refuse"
    REFER = "refer"


class Party(StrEnum):
    """Who bears a cost or owes the next step."""

    CUSTOMER = "customer"
    OPERATOR = "operator"


class Remedy(StrEnum):
    """What a customer may ask for."""

    RETURN = "return"
    EXCHANGE = "exchange"
    REPAIR = "repair"


class Ground(StrEnum):
    """Why: without reason, or because the goods are faulty, not as described, or were damaged on
    the way (all three: not in conformity, art. 24).
    """

    NO_REASON = "no_reason"
    QUALITY = "quality"
    MISMATCH = "mismatch"
    TRANSPORT_DAMAGE = "transport_damage"

    @property
    def is_fault(self) -> bool:
        """Whether the operator answers for it."""
        return self is not Ground.NO_REASON

    @property
    def is_of_goods(self) -> bool:
        """Whether the goods themselves are at fault, not their way to the customer."""
        return self in (Ground.QUALITY, Ground.MISMATCH)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from."""

    rule: str
    source: str
    article: str
    clause: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words; ``line`` is the number of the order line, None for the whole."""

    code: str
    rule: str
    zh: str
    en: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ReasonKind:
    """A reason before its parameters are known; ``zh`` and ``en`` are templates."""

    code: str
    rule: str
    zh: str
    en: str

    def of(self, line: int | None = None, **params: Param) -> Reason:
        """The reason for one line."""
        return Reason(
            self.code, self.rule, self.zh.format(**params), self.en.format(**params), line
        )


@dataclass(frozen=True, slots=True)
class Duty:
    """What must follow: by whom, and the first instant (UTC) at which it is too late."""

    what: str
    party: Party
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``dates`` are calendar days in China by name (``window_start``, ``window_end`` …);
    ``remedies`` what the customer may have, whatever was asked for; ``freight`` who pays for the
    way back.
    """

    outcome: Outcome
    rules: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    dates: dict[str, date] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()
    freight: Party | None = None
    duty: Duty | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Source and article of every rule applied."""
        return cite(self.rules)


def cite(rules: Iterable[str]) -> tuple[Citation, ...]:
    """Source and article of rules by their ids; KeyError for one that does not exist."""
    found = (get_rule(id) for id in rules)
    return tuple(Citation(each.id, each.source, each.article, each.clause) for each in found)


def merged_rules(*groups: Iterable[str]) -> tuple[str, ...]:
    """The rules of several decisions, each once, in the order in which they were applied."""
    return tuple(dict.fromkeys(rule for group in groups for rule in group))
