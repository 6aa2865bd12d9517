"""What events say, as far as it is counted: facts of one event without anything of a person.

The names are those of the events' own fields; whatever else an event says is not taken over.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

PLATFORM: Final = "platform"
"""Who keeps the warehouse from which goods are sent, where nothing else is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Pieces of one line; ``amount`` fen were charged for them. Of those that were delivered:
    when, and who sent them; None elsewhere.
    """

    supplier_id: str
    quantity: int
    line: int = 0
    amount: int = 0
    gift_of: int | None = None
    delivered_at: datetime | None = None
    dispatched_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesFact:
    """What happened to goods of an order, perhaps of several suppliers."""

    order_id: str
    lines: tuple[Line, ...] = ()

    @property
    def suppliers(self) -> tuple[str, ...]:
        """Whose goods they are, in order."""
        return tuple(sorted({line.supplier_id for line in self.lines}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(LinesFact):
    """An order was taken here, to be paid by ``payment_method``; ``total`` fen in all."""

    placed_at: datetime
    payment_method: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid(LinesFact):
    """The money for an order that was taken here came in: ``amount`` fen, all of it."""

    paid_at: datetime
    amount: int
    payment_method: str = "gateway"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(LinesFact):
    """Another system took an order, or changed it."""

    placed_at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(LinesFact):
    """An order or its rest is off; ``sold`` if it was a sale before."""

    cancelled_at: datetime
    sold: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(LinesFact):
    """A parcel was not taken in."""

    refused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(LinesFact):
    """Goods came back and were accepted; those of ``defective`` lines were at fault themselves."""

    returned_at: datetime
    defective: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(LinesFact):
    """An order was signed for."""

    delivered_at: datetime
    promised_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped(LinesFact):
    """A parcel left."""

    shipped_at: datetime
    promised_on: date | None = None
    dispatched_by: str = PLATFORM


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSupplierFact:
    """What is about one supplier, or about none that is known."""

    supplier_id: str | None = None

    @property
    def suppliers(self) -> tuple[str, ...]:
        """The supplier, if it is known."""
        return (self.supplier_id,) if self.supplier_id else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Pieces of a line that were judged in a case."""

    line: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact(OneSupplierFact):
    """Something happened to a case; ``cause`` is what a person found, None before."""

    case_id: str
    case_kind: str
    cause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(CaseFact):
    """It reached the platform."""

    arrived_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified(CaseFact):
    """A person said what caused it, in place of ``previous_cause``."""

    previous_cause: str | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(CaseFact):
    """Somebody was asked; ``supplier_found``: only by that it is known whose goods it is about."""

    supplier_found: bool = False
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(CaseFact):
    """It was the same as another one; ``arrived_at`` is its own."""

    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected(CaseFact):
    """Goods that came back were judged."""

    order_id: str | None = None
    accepted: tuple[Piece, ...] = ()
    defective: tuple[int, ...] = ()
    refund_due: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired(CaseFact):
    """A repair is over, the ``number``-th of the case."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded(CaseFact):
    """A refund was paid."""

    due_at: datetime
    paid_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEnd(CaseFact):
    """What a clock waits for happened; ``short``: it left less than its own time."""

    clock_id: str
    clock: str
    due_at: datetime
    ended_at: datetime
    met: bool
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBreach(CaseFact):
    """A clock ran out."""

    clock_id: str
    clock: str
    due_at: datetime
    late_party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedClock:
    """A clock of a case that was closed."""

    clock_id: str
    clock: str
    due_at: datetime
    ended_at: datetime | None = None
    breached: bool = False
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(CaseFact):
    """A case came to its end, with all clocks that it had."""

    clocks: tuple[ClosedClock, ...] = ()
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(OneSupplierFact):
    """A customer answered a survey."""

    answer_id: str
    measures: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFound(OneSupplierFact):
    """A price broke a rule."""

    violation_id: str
    kind: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceEnded(OneSupplierFact):
    """The end of that, or that it was none."""

    violation_id: str
    kind: str
    severity: str
    outcome: str
    found_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed(OneSupplierFact):
    """The supplier was suspended, for a reason of this ``kind``; ``subject`` is the document."""

    kind: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Punished(OneSupplierFact):
    """A violation took effect."""

    case_id: str
    points: int


Fact = LinesFact | OneSupplierFact

FACTS: Final = MappingProxyType[str, type[Any]](
    {
        "OrderPlaced": Placed,
        "OrderPaid": Paid,
        "OrderReported": Reported,
        "OrderCancelled": Cancelled,
        "OrderRefused": Refused,
        "OrderReturned": Returned,
        "OrderDelivered": Delivered,
        "OrderShipped": Shipped,
        "CaseOpened": Opened,
        "CaseClassified": Classified,
        "PartyAsked": Asked,
        "CaseMerged": Merged,
        "GoodsInspected": Inspected,
        "RepairFinished": Repaired,
        "RefundPaid": Refunded,
        "ClockEnded": ClockEnd,
        "ClockBreached": ClockBreach,
        "CaseClosed": Closed,
        "SurveyAnswered": Answered,
        "PriceViolationFound": PriceFound,
        "PriceViolationEnded": PriceEnded,
        "SupplierSuspended": Lapsed,
        "ViolationEffective": Punished,
    }
)
"""The events that are counted, each with what of it matters; the rules of infra/ name the same."""


def part_of(fact: Fact, supplier_id: str) -> Fact:
    """The same without what concerns other suppliers."""
    if isinstance(fact, LinesFact):
        own = tuple(line for line in fact.lines if line.supplier_id == supplier_id)
        return replace(fact, lines=own)
    return fact
