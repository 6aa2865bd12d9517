"""One order of the invented trade, from its placing to what comes of it: the events that the
platform would have told.

Customers are invented, too; they are told like real ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import msgspec
from ulid import ULID

from infra.sample.trade_market import ARTICLES, THOUSAND, Vendor
from teleshop.care.schemas import (
    CaseClassified,
    CaseClosed,
    CaseOpened,
    ClockBreached,
    ClockEnded,
    ClockFacts,
    GoodsInspected,
    LineFact,
    RepairFinished,
)
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.kernel.events import Envelope, EventData
from teleshop.kernel.ids import derived_id
from teleshop.kernel.quarters import quarter_of
from teleshop.orders.domain import DIRECT, CancelReason, SalesChannel, kept_by
from teleshop.orders.schemas.events import (
    ArrivedPieces,
    OrderCancelled,
    OrderDelivered,
    OrderPaid,
    OrderPlaced,
    OrderRefused,
    OrderReported,
    OrderShipped,
    PieceFact,
    SoldLine,
)
from teleshop.surveys.schemas import SurveyAnswered

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANSWER_WITHIN, SOLVE_WITHIN = 24 * HOUR, 48 * HOUR
FREE_FREIGHT, FREIGHT = 99_00, 10_00
CUSTOMERS = 400
OF_GOODS = 850
"""Of a thousand complaints so many are about the goods, the others about what the platform did."""
CAUSES_OF_GOODS = (
    "quality.malfunction",
    "quality.defect_on_arrival",
    "quality.poor_material",
    "description.not_as_shown",
    "description.wrong_size",
)
OTHER_CAUSES = ("delivery.late", "delivery.courier", "service.unreachable", "payment.invoice")
LONGEST = timedelta(days=24)
"""Everything that comes of an order has happened so long after it at the latest."""


class Dice(Random):
    """Chance by a seed: the same seed, the same order of throws."""

    def __init__(self, seed: str) -> None:
        super().__init__(seed)

    def of_thousand(self, share: int) -> bool:
        """Whether it is one of so many of a thousand."""
        return self.randrange(THOUSAND) < share

    def between(self, least: timedelta, most: timedelta) -> timedelta:
        """Some whole seconds, both ends included."""
        return timedelta(seconds=self.randint(_seconds(least), _seconds(most)))

    def identifier(self, prefix: str, at: datetime) -> str:
        """An identifier like those that the platform makes at that instant."""
        milliseconds = int(at.timestamp()) * 1000
        return f"{prefix}_{ULID.from_bytes(milliseconds.to_bytes(6, 'big') + self.randbytes(10))}"


def _seconds(span: timedelta) -> int:
    return span // timedelta(seconds=1)


@dataclass
class Story:
    """One order and all that is told of it, in the order in which it happened."""

    dice: Dice
    vendor: Vendor
    placed_at: datetime
    told: list[Envelope] = field(default_factory=list)

    def __post_init__(self) -> None:
        dice, at = self.dice, self.placed_at
        # Goods come back from orders of the other system: for those of this one, the order itself
        # would have to be here.
        self.back = self._outcome()
        self.elsewhere = self.back is not None or dice.of_thousand(80)
        self.order_id = (
            f"TV{at:%Y%m%d}{dice.randrange(10**6):06d}"
            if self.elsewhere
            else dice.identifier("ord", at)
        )
        self.customer_id = f"trade-customer-{dice.randrange(CUSTOMERS):03d}"
        self.channel = SalesChannel.TV if dice.of_thousand(600) else SalesChannel.PHONE
        self.promised_on: date = china_date(at) + timedelta(days=dice.randint(5, 7))
        self.lines = tuple(self._lines())
        self.prepaid = not self.elsewhere and dice.of_thousand(400)

    def _outcome(self) -> bool | None:
        """Whether goods come back for a fault (True) or for no reason (False); None: they stay."""
        habits = self.vendor.habits
        if self.dice.of_thousand(habits.faulty):
            return True
        return False if self.dice.of_thousand(habits.unwanted) else None

    def _lines(self) -> Iterator[SoldLine]:
        several = self.dice.of_thousand(150)
        first = self.dice.randrange(ARTICLES)
        for number, place in enumerate((first, first + 1)[: 2 if several else 1], start=1):
            article = place % ARTICLES
            quantity = 1 if self.dice.of_thousand(800) else self.dice.randint(2, 3)
            price = self.vendor.prices[article]
            full = price * quantity
            # One in six was bought with a coupon of a tenth.
            amount = full - full // 10 if self.dice.of_thousand(160) else full
            yield SoldLine(
                number=number,
                sku=derived_id("sku", self.vendor.supplier_id, str(article)),
                product_id=derived_id("prd", self.vendor.supplier_id, str(article)),
                supplier_id=self.vendor.supplier_id,
                quantity=quantity,
                price=price,
                amount=amount,
            )

    @property
    def goods_total(self) -> int:
        """What the goods cost, in fen."""
        return sum(line.amount for line in self.lines)

    @property
    def warehouse(self) -> str:
        """Where its goods lie: with the supplier itself, or in Hangzhou with the platform."""
        return DIRECT if self.vendor.sends_itself else "hz-1"

    @property
    def freight(self) -> int:
        """What sending them costs."""
        return 0 if self.goods_total >= FREE_FREIGHT else FREIGHT

    @property
    def pieces(self) -> tuple[PieceFact, ...]:
        """All pieces with what the order charges for them."""
        return tuple(
            PieceFact(
                line=line.number,
                sku=line.sku,
                product_id=line.product_id,
                supplier_id=line.supplier_id,
                quantity=line.quantity,
                amount=line.amount,
            )
            for line in self.lines
        )

    # -- telling --

    def tell(self, at: datetime, subject: str, data: EventData) -> None:
        """Put an event on record as the outbox would."""
        kind = type(data)
        self.told.append(
            Envelope(
                id=self.dice.identifier("evt", at),
                type=kind.__name__,
                version=kind.event_version,
                context=kind.context,
                occurred_at=at,
                subject=subject,
                correlation_id=self.order_id,
                data=msgspec.to_builtins(data),
            )
        )

    def of_order(self, at: datetime, kind: type[EventData], **facts: Any) -> None:
        """An event of the order."""
        about = {
            "customer_id": self.customer_id,
            "order_id": self.order_id,
            "supplier_ids": [self.vendor.supplier_id],
        }
        self.tell(at, f"order#{self.order_id}", kind(**about, **facts))

    # -- what happens --

    def lived(self) -> list[Envelope]:
        """Everything, in order."""
        habits, dice = self.vendor.habits, self.dice
        at = self.placed_at
        if self.elsewhere:
            self._reported(at)
            left_at = at + dice.between(4 * HOUR, 40 * HOUR)
        else:
            self._placed(at)
            if dice.of_thousand(habits.cancelled):
                self._cancelled(at + dice.between(30 * MINUTE, 20 * HOUR))
                return self.told
            left_at = self._shipped(at, late=dice.of_thousand(habits.late_shipped))
            if dice.of_thousand(habits.refused):
                self._refused(left_at + dice.between(DAY, 2 * DAY))
                return self.told
        self._consequences(self._delivered(left_at))
        return self.told

    def _placed(self, at: datetime) -> None:
        total = self.goods_total + self.freight
        self.of_order(
            at,
            OrderPlaced,
            channel=self.channel,
            slot_id=None,
            placed_at=at,
            entered_at=at,
            lines=self.lines,
            promotion_ids=(),
            goods_total=self.goods_total,
            freight=self.freight,
            total=total,
            currency="CNY",
            payment_method="gateway" if self.prepaid else "cash_on_delivery",
            payment_due_at=at + 30 * MINUTE if self.prepaid else None,
            promised_on=self.promised_on,
            region=self.dice.choice(("11", "31", "32", "33", "37", "42", "44", "51")),
        )
        if self.prepaid:
            paid_at = at + self.dice.between(MINUTE, 25 * MINUTE)
            payment = self.dice.identifier("pay", at)
            facts = {"payment_id": payment, "amount": total, "paid_at": paid_at}
            self.of_order(paid_at, OrderPaid, **facts, lines=self.lines)

    def _reported(self, at: datetime) -> None:
        self.of_order(
            at,
            OrderReported,
            channel=self.channel,
            placed_at=at,
            paid=self.goods_total + self.freight,
            version=1,
            changed=[],
            correction=None,
            lines=self.lines,
        )

    def _cancelled(self, at: datetime) -> None:
        short = self.dice.of_thousand(self.vendor.habits.late_shipped)
        self.of_order(
            at,
            OrderCancelled,
            reason=CancelReason.STOCK_MISSING if short else CancelReason.CUSTOMER,
            lines=self.pieces,
            refund=self.goods_total + self.freight if self.prepaid else 0,
            cancelled_at=at,
        )

    def _shipped(self, placed_at: datetime, *, late: bool) -> datetime:
        at = placed_at + self.dice.between(4 * HOUR, 40 * HOUR)
        if late:
            at = end_of_china_day(self.promised_on) + self.dice.between(HOUR, 60 * HOUR)
        self.of_order(
            at,
            OrderShipped,
            parcel_id=self.dice.identifier("pcl", at),
            carrier_id=self.dice.choice(("sf", "yto", "zto")),
            warehouse=self.warehouse,
            lines=self.pieces,
            shipped_at=at,
            promised_on=self.promised_on,
            complete=True,
            dispatched_by=kept_by(self.warehouse),
        )
        return at

    def _refused(self, at: datetime) -> None:
        self.of_order(
            at,
            OrderRefused,
            parcel_id=self.dice.identifier("pcl", at),
            lines=self.pieces,
            refund=self.goods_total if self.prepaid else 0,
            refused_at=at,
        )

    def _delivered(self, left_at: datetime) -> datetime:
        at = left_at + self.dice.between(20 * HOUR, 60 * HOUR)
        if self.dice.of_thousand(self.vendor.habits.late_delivered):
            late = end_of_china_day(self.promised_on) + self.dice.between(2 * HOUR, 70 * HOUR)
            at = max(at, late)
        sender = kept_by(self.warehouse)
        arrived = tuple(
            ArrivedPieces(**msgspec.structs.asdict(one), delivered_at=at, dispatched_by=sender)
            for one in self.pieces
        )
        facts = {"delivered_at": at, "promised_on": self.promised_on, "lines": arrived}
        self.of_order(at, OrderDelivered, **facts)
        return at

    def _consequences(self, delivered_at: datetime) -> None:
        habits, dice = self.vendor.habits, self.dice
        if dice.of_thousand(habits.asked):
            self._answered(delivered_at + dice.between(12 * HOUR, 5 * DAY))
        if dice.of_thousand(habits.complained):
            self._complained(delivered_at + dice.between(2 * HOUR, 4 * DAY))
        if self.back is not None:
            self._came_back(delivered_at + dice.between(6 * HOUR, 5 * DAY), faulty=self.back)
        elif dice.of_thousand(habits.repaired):
            self._repaired(delivered_at + dice.between(DAY, 5 * DAY))

    def _answered(self, at: datetime) -> None:
        worst_to_best = (1, 2, 3, 4, 5)
        scores = self.vendor.habits.scores
        goods, service, price = self.dice.choices(worst_to_best, scores, k=3)
        nps = max(0, 2 * goods - self.dice.randrange(2))
        invitation = self.dice.identifier("svi", at)
        self.tell(
            at,
            f"survey_invitation#{invitation}",
            SurveyAnswered(
                answer_id=self.dice.identifier("sva", at),
                programme_id=derived_id("svp", "trade"),
                programme_kind="after_delivery",
                quarter=quarter_of(at),
                mode="telephone",
                anonymous=False,
                measures={"goods": goods, "service": service, "price": price, "nps": nps},
                low=min(goods, service, price) <= 2,  # noqa: PLR2004 - of five
                customer_id=self.customer_id,
                invitation_id=invitation,
                order_id=self.order_id,
                supplier_id=self.vendor.supplier_id,
                channel=self.channel.value,
            ),
        )

    # -- cases --

    def _case(self, kind: str, prefix: str, at: datetime) -> dict[str, Any]:
        """What every event of a case says; it is opened. Nobody knows its cause yet."""
        about: dict[str, Any] = {
            "case_id": self.dice.identifier(prefix, at),
            "case_kind": kind,
            "customer_id": self.customer_id,
            "supplier_id": self.vendor.supplier_id,
            "product_id": self.lines[0].product_id,
            "order_id": self.order_id,
            "channel": "phone",
            "severity": "normal",
            "cause": None,
        }
        self.of_case(at, CaseOpened(**about, arrived_at=at, next_due_at=at + SOLVE_WITHIN))
        return about

    def of_case(self, at: datetime, data: Any) -> None:
        """An event of a case."""
        self.tell(at, f"case#{data.case_id}", data)

    def _complained(self, at: datetime) -> None:
        """Somebody says what caused it, and the supplier is asked at once; the customer hears when
        it has answered.
        """
        late = self.dice.of_thousand(self.vendor.habits.answered_late)
        about = self._case("complaint", "cmp", at)
        about = self._classified(about, at + self.dice.between(MINUTE, 30 * MINUTE), at)
        span = (ANSWER_WITHIN + HOUR, 70 * HOUR) if late else (HOUR, ANSWER_WITHIN - HOUR)
        answered_at = at + self.dice.between(*span)
        own = self._clock(about, "supplier_answer", "supplier", at + ANSWER_WITHIN, answered_at)
        solved_at = answered_at + self.dice.between(HOUR, 6 * HOUR)
        theirs = self._clock(about, "answer", "platform", at + SOLVE_WITHIN, solved_at)
        closed_at = solved_at + self.dice.between(MINUTE, HOUR)
        closed = CaseClosed(
            **about, resolution="answered", closed_at=closed_at, clocks=(own, theirs)
        )
        self.of_case(closed_at, closed)

    def _classified(
        self, about: dict[str, Any], at: datetime, arrived_at: datetime
    ) -> dict[str, Any]:
        """What every event of the case says from then on."""
        of_goods = self.dice.of_thousand(OF_GOODS)
        cause = self.dice.choice(CAUSES_OF_GOODS if of_goods else OTHER_CAUSES)
        known = about | {"cause": cause}
        facts: dict[str, Any] = {"suggested_cause": cause, "agreed": True, "arrived_at": arrived_at}
        self.of_case(at, CaseClassified(**known, **facts))
        return known

    def _clock(
        self, about: dict[str, Any], clock: str, owed_by: str, due_at: datetime, ended_at: datetime
    ) -> ClockFacts:
        """A clock that ends, after it ran out if that was later."""
        facts: dict[str, Any] = {"clock_id": f"{clock}.1", "clock": clock, "due_at": due_at}
        met = ended_at < due_at
        if not met:
            breach = ClockBreached(
                **about, **facts, breached_at=due_at, late_party="supplier", escalated_to="lead"
            )
            self.of_case(due_at, breach)
        left = int((due_at - ended_at) / MINUTE)
        ended: dict[str, Any] = {"owed_by": owed_by, "ended_at": ended_at, "minutes_left": left}
        self.of_case(ended_at, ClockEnded(**about, **facts, **ended, met=met))
        return ClockFacts(**facts, **ended, breached=not met)

    def _came_back(self, at: datetime, *, faulty: bool) -> None:
        about = self._case("return", "asc", at)
        judged_at = at + self.dice.between(2 * DAY, 5 * DAY)
        accepted = tuple(
            LineFact(line=line.number, quantity=line.quantity, product_id=line.product_id)
            for line in self.lines
        )
        inspected = GoodsInspected(
            **about,
            accepted=accepted,
            refused=(),
            faulty=faulty,
            defective=tuple(line.number for line in self.lines) if faulty else (),
            reasons=(),
            refund_due=self.goods_total,
            currency="CNY",
            refund_due_at=judged_at + 7 * DAY,
        )
        self.of_case(judged_at, inspected)

    def _repaired(self, at: datetime) -> None:
        about = self._case("repair", "asc", at)
        done_at = at + self.dice.between(2 * DAY, 3 * DAY)
        self.of_case(done_at, RepairFinished(**about, repaired=True, number=1))
        if self.dice.of_thousand(self.vendor.habits.repaired_again):
            again_at = done_at + self.dice.between(DAY, 3 * DAY)
            self.of_case(again_at, RepairFinished(**about, repaired=True, number=2))
