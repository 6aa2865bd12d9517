"""What is kept of an after-sales request: the request, the decision, the way of the goods, and the
account of its order, which knows what came back of every line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from teleshop.care.domain.after_sales.decision import Decision, Duty, Ground, Party, Reason, Remedy
from teleshop.care.domain.after_sales.defects import History, Repair
from teleshop.care.domain.after_sales.purchase import Voucher
from teleshop.care.domain.after_sales.refund import Item, Returned


class Stage(StrEnum):
    """How far a request is; from ``settled`` on all are final."""

    DECIDING = "deciding"
    APPROVED = "approved"
    SENT = "sent"
    RECEIVED = "received"
    INSPECTED = "inspected"
    REPAIRING = "repairing"
    SETTLED = "settled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CALLED_OFF = "called_off"
    """The order was cancelled: its goods never come, and its money goes back by itself."""


class Step(StrEnum):
    """What is still owed to the customer after the inspection."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    REPAIR = "repair"
    SEND_BACK = "send_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """Pieces of one line of the order that the request is about.

    ``free``: they may go back without reason in any case. ``approved`` is None until decided.
    ``received`` is how many pieces came, ``accepted`` what the inspection said of them, ``faulty``
    that they are for the operator to answer for; ``reasons`` why they were not accepted.
    """

    line: int
    quantity: int
    product_id: str
    goods_kind: str
    gift: bool = False
    sealed: bool | None = None
    free: bool = False
    approved: bool | None = None
    received: int = 0
    findings: tuple[str, ...] = ()
    accepted: bool | None = None
    faulty: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision as it is kept: ``by`` is ``rules`` or the subject of a token; ``code`` why it was
    refused; ``evidence`` ids of documents.
    """

    outcome: str
    at: datetime
    by: str
    rules: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    dates: dict[str, date] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()
    freight: Party | None = None
    duty: Duty | None = None
    code: str | None = None
    evidence: tuple[str, ...] = ()

    @classmethod
    def of(cls, decision: Decision, at: datetime, by: str) -> "Ruling":
        """A decision of the rules."""
        return cls(
            outcome=decision.outcome.value,
            at=at,
            by=by,
            rules=decision.rules,
            reasons=decision.reasons,
            dates=decision.dates,
            remedies=decision.remedies,
            freight=decision.freight,
            duty=decision.duty,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel on its way; ``freight`` is what the sender laid out, in fen, as ``receipt`` (a
    document) shows.
    """

    carrier: str
    number: str
    sent_at: datetime
    freight: int = 0
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class PaidBack:
    """A part of a refund that was paid, by itself or by people: ``amount`` fen by the payment of
    ``reference``.
    """

    amount: int
    reference: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class EnteredRefund:
    """A payment by hand as one person of finance entered it (``by``, token subject); a second one
    has to enter the same.
    """

    reference: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """A refund: due in fen with its items; ``freight`` is the customer's outlay for the way back,
    on top of ``goods``. ``paid_at`` and ``reference`` once all of it was paid.

    ``automatic``: the order was paid here, and what came in goes back by itself, ``by_payment`` of
    it (None until that is known). What goes beyond it, such as freight when everything comes back,
    is paid by hand. ``parts`` are what was paid so far where it was not all at once. ``entered`` is
    what a first person said of a large payment by hand.
    """

    goods: int
    freight: int
    currency: str
    items: tuple[Item, ...]
    vouchers: tuple[Voucher, ...]
    route: str
    due_at: datetime
    carried: int = 0
    paid_at: datetime | None = None
    paid_by: str | None = None
    reference: str | None = None
    automatic: bool = False
    by_payment: int | None = None
    parts: tuple[PaidBack, ...] = ()
    entered: EnteredRefund | None = None

    @property
    def amount(self) -> int:
        """All that is to be paid, in fen."""
        return self.goods + self.freight

    @property
    def left(self) -> int:
        """What is still to be paid."""
        return self.amount - sum(part.amount for part in self.parts) if not self.paid_at else 0

    @property
    def by_hand(self) -> int:
        """What people pay of it."""
        if not self.automatic:
            return self.amount
        return 0 if self.by_payment is None else self.amount - self.by_payment

    @property
    def awaits_second(self) -> bool:
        """Whether another person has to confirm what was entered."""
        return self.entered is not None and not any(part.by_hand for part in self.parts)

    @property
    def is_done(self) -> bool:
        """Whether it was paid, or nothing is to be paid."""
        return self.paid_at is not None or not self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPlace:
    """Where goods go back to: that of a supplier, or ``platform``; contact and phone are those of
    people and so personal.
    """

    owner: str
    address: str
    contact: str = field(repr=False)
    phone: str = field(repr=False)
    changed_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSales:
    """The request of one case; it holds nothing personal. ``assessment`` is what the rules said,
    ``ruling`` the decision. ``place`` names the return place that the customer was given.
    ``sent_back`` is the parcel with which goods go home: those not accepted, or repaired ones.
    """

    case_id: str
    order_id: str
    customer_id: str
    supplier_id: str
    remedy: Remedy
    ground: Ground
    notice_at: datetime
    requested_at: datetime
    lines: tuple[ClaimLine, ...]
    assessment: Ruling
    stage: Stage = Stage.DECIDING
    evidence: tuple[str, ...] = ()
    ruling: Ruling | None = None
    place: str | None = None
    place_given_at: datetime | None = None
    parcel: Parcel | None = None
    received_at: datetime | None = None
    inspected_at: datetime | None = None
    inspected_by: str | None = None
    photos: tuple[str, ...] = ()
    refund: Refund | None = None
    replacement: Parcel | None = None
    repairs: tuple[Repair, ...] = ()
    sent_back: Parcel | None = None
    version: int = 1

    @property
    def waits_for_finance(self) -> bool:
        """Whether people of finance have to pay a part of its refund, or to confirm that they did:
        what :func:`~teleshop.care.domain.after_sales.money_back.pay` would take.
        """
        refund = self.refund
        return (
            self.stage is Stage.INSPECTED
            and refund is not None
            and not refund.is_done
            and refund.by_hand > 0
            and not any(part.by_hand for part in refund.parts)
        )

    @property
    def approved_lines(self) -> tuple[ClaimLine, ...]:
        """The lines that were approved."""
        return tuple(line for line in self.lines if line.approved)

    @property
    def accepted_lines(self) -> tuple[ClaimLine, ...]:
        """The lines that the inspection accepted."""
        return tuple(line for line in self.lines if line.accepted)

    @property
    def defective_lines(self) -> tuple[ClaimLine, ...]:
        """Those of the accepted lines of which the goods themselves were at fault."""
        of_goods = self.ground.is_of_goods
        return tuple(line for line in self.accepted_lines if of_goods and line.faulty)

    @property
    def refused_lines(self) -> tuple[ClaimLine, ...]:
        """Lines that came and were not accepted."""
        return tuple(line for line in self.lines if line.accepted is False and line.received)

    def owed(self) -> tuple[Step, ...]:
        """What is still owed to the customer after the inspection."""
        owed: list[Step] = []
        if self.accepted_lines:
            done = {
                Remedy.RETURN: (Step.REFUND, self.refund is not None and self.refund.is_done),
                Remedy.EXCHANGE: (Step.REPLACEMENT, self.replacement is not None),
                Remedy.REPAIR: (
                    Step.REPAIR,
                    any(each.repaired for each in self.repairs) or self.replacement is not None,
                ),
            }
            step, is_done = done[self.remedy]
            owed += [] if is_done else [step]
        if self.refused_lines and self.sent_back is None:
            owed.append(Step.SEND_BACK)
        return tuple(owed)


@dataclass(frozen=True, slots=True)
class Claim:
    """Pieces of a line that a request under way is about; ``product_id`` as of
    :class:`CameBack`.
    """

    case_id: str
    line: int
    quantity: int
    product_id: str | None = None


@dataclass(frozen=True, slots=True)
class CameBack:
    """Pieces of a line that were returned for a refund; ``product_id`` tells the line again after
    the order was corrected.
    """

    line: int
    quantity: int
    faulty: bool
    product_id: str | None = None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A line whose goods were replaced, and when the replacement was sent."""

    line: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LineRepair:
    """A repair of a line's goods."""

    line: int
    case_id: str
    repair: Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAccount:
    """What happened to an order after the sale, over all its cases; ``refunded`` fen were granted
    for goods so far.
    """

    order_id: str
    claims: tuple[Claim, ...] = ()
    returned: tuple[CameBack, ...] = ()
    exchanged: tuple[Exchanged, ...] = ()
    repairs: tuple[LineRepair, ...] = ()
    refunded: int = 0
    version: int = 0

    def taken(self, line: int) -> int:
        """Pieces of a line that came back or that a request is about."""
        claimed = sum(claim.quantity for claim in self.claims if claim.line == line)
        return claimed + self.returned_pieces(line)

    def returned_pieces(self, line: int) -> int:
        """Pieces of a line that came back for a refund."""
        return sum(back.quantity for back in self.returned if back.line == line)

    def came_back(self) -> Returned:
        """All that was returned, for the refund."""
        found = Returned()
        for back in self.returned:
            found = found.plus({back.line: back.quantity}, faulty=back.faulty)
        return found

    def histories(self) -> Mapping[int, History]:
        """What happened to each line: the last exchange and all repairs."""
        lines = {each.line for each in self.exchanged} | {each.line for each in self.repairs}
        return {
            line: History(
                exchanged_at=max(
                    (each.at for each in self.exchanged if each.line == line), default=None
                ),
                repairs=tuple(each.repair for each in self.repairs if each.line == line),
            )
            for line in lines
        }
