"""What people see of price violations. Amounts are whole fen."""

from datetime import date, datetime

import msgspec

from teleshop.kernel.schema import Output
from teleshop.pricewatch.domain.day_check import DayCheck
from teleshop.pricewatch.domain.record import KINDS, SOURCES, ViolationRecord
from teleshop.pricewatch.domain.violation import Violation


class EvidenceView(Output, frozen=True, kw_only=True):
    """One fact that proves it."""

    what: str
    source: str
    amount: int | None
    at: datetime | None


class ViolationView(Output, frozen=True, kw_only=True):
    """A violation. ``source`` is the law it is about; ``holds_price`` whether its price is
    suspended for it now.
    """

    id: str
    kind: str
    kind_zh: str
    kind_en: str
    source: str
    severity: str
    state: str
    sku: str
    channel: str
    product_id: str
    supplier_id: str
    order_id: str | None
    promotion_id: str | None
    evidence: list[EvidenceView]
    found_at: datetime
    due_at: datetime
    overdue: bool
    holds_price: bool
    correction: str | None
    corrected_at: datetime | None
    corrected_by: str | None
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None

    @classmethod
    def of(cls, known: Violation) -> "ViolationView":
        """The same for people."""
        zh, en = KINDS[known.kind]
        return cls(
            id=known.id,
            kind=known.kind,
            kind_zh=zh,
            kind_en=en,
            source=SOURCES[known.kind],
            severity=known.severity,
            state=known.state,
            sku=known.sku,
            channel=known.channel,
            product_id=known.product_id,
            supplier_id=known.supplier_id,
            order_id=known.order_id,
            promotion_id=known.promotion_id,
            evidence=[
                msgspec.convert(fact, EvidenceView, from_attributes=True) for fact in known.evidence
            ],
            found_at=known.found_at,
            due_at=known.due_at,
            overdue=known.overdue,
            holds_price=known.holds_price,
            correction=known.correction or None,
            corrected_at=known.corrected_at,
            corrected_by=known.corrected_by,
            ended_at=known.ended_at,
            ended_by=known.ended_by,
            ended_reason=known.ended_reason or None,
        )


class DayCheckView(Output, frozen=True, kw_only=True):
    """The check of a China day: how many orders and lines were compared with what was published,
    and how many differ. ``not_compared_lines`` are of goods that never were on the price list;
    the differences are on record as ``violations``, found now or when the order was placed. While
    it is `running`, it is what was counted so far. One that is `failed` was not finished by
    ``due_at``: start it again (`POST /pricing/day-checks`), and it goes on where it stopped.
    """

    day: date
    run: int
    state: str
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    due_at: datetime | None
    orders: int
    lines: int
    not_compared_lines: int
    differing_orders: int
    differing_lines: int
    violations: int

    @classmethod
    def of(cls, known: DayCheck) -> "DayCheckView":
        """The same for people."""
        counted = known.counted
        return cls(
            day=known.day,
            run=known.run,
            state=known.state,
            started_at=known.started_at,
            started_by=known.started_by,
            finished_at=known.finished_at,
            due_at=known.due_at,
            orders=counted.orders,
            lines=counted.lines,
            not_compared_lines=counted.strange,
            differing_orders=counted.differing_orders,
            differing_lines=counted.differing_lines,
            violations=counted.violations,
        )


class FileView(Output, frozen=True, kw_only=True):
    """One form of the record, with a link that works for some minutes."""

    form: str
    sha256: str
    url: str


class RecordView(Output, frozen=True, kw_only=True):
    """The record of a month; ``files`` are there once it is `ready`."""

    month: str
    state: str
    asked_at: datetime
    made_at: datetime | None
    violations: int
    files: list[FileView]
    links_end_at: datetime | None

    @classmethod
    def of(
        cls,
        known: ViolationRecord,
        files: tuple[FileView, ...] = (),
        links_end_at: datetime | None = None,
    ) -> "RecordView":
        """The same for people."""
        return cls(
            month=known.month,
            state=known.state,
            asked_at=known.asked_at,
            made_at=known.made_at,
            violations=known.violations,
            files=list(files),
            links_end_at=links_end_at,
        )
