"""Use cases of watching prices: every method that commits."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from functions.pricewatch.record import render
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.orders.domain import shard_of
from teleshop.pricewatch.schemas import DismissalBody, VerificationBody
from teleshop.pricewatch.service import Pricewatch
from teleshop.pricewatch.service.day_checks import SHARDS
from teleshop.pricewatch.wiring import service
from tests.factories import pricewatch as w
from tests.factories import pricing as f
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

COMPLIANCE = Actor("cora", frozenset({Role.COMPLIANCE}))
ACCEPTED = VerificationBody(accepted=True, reason="已核对退款记录")
REJECTED = VerificationBody(accepted=False, reason="尚有订单未退差价")
NONE = DismissalBody(reason="取整差异，对顾客更有利")
MONTH = "2026-11"
YESTERDAY = f.NOW - f.DAY
SHARD = shard_of(f"ord_{1:026d}", SHARDS)
Do = Callable[[Pricewatch, Call, Any], object]


def use_case(
    covers: str,
    prepare: Callable[[], Any],
    do: Do,
    *,
    clause: str,
    actor: Actor = SYSTEM_ACTOR,
    keyed: bool = True,
    name: str,
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events; not
    ``keyed`` where what is stored says by itself what was done.
    """

    def act(world: World, prepared: Any) -> object:
        now = NOW + timedelta(hours=2)
        if not keyed:
            call = f.call(actor, now - f.NOW)
            return world.run(call, lambda: do(service(), call, prepared))
        call = world.call("act", actor=actor, now=now)
        return world.run(call, lambda: do(service(), call, prepared))

    title = f"pricewatch.{covers.split('.')[1]}.{name}"
    return UseCase(title, clause, in_world(prepare), act, covers=(f"pricewatch.{covers}",))


@cache
def in_world(prepare: Callable[[], Any]) -> Callable[[World], Any]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


# -- stages ----------------------------------------------------------------------------------------


def overcharged() -> str:
    """An order for more than was published."""
    w.priced()
    return w.reported(w.bought(unit_price=209_00))


def as_published() -> str:
    """The first order of an article under its conditions."""
    w.priced()
    return w.reported(w.bought())


def without_deals() -> str:
    """A promotion that is compared with a price of which there was no deal."""
    return w.promoted(149_00, 189_00)


def left_behind() -> str:
    """A promotion whose price did not go back."""
    return w.left_behind()


def asked() -> str:
    """A record was asked for, of a month with a violation."""
    w.opened()
    service().records.request_record(f.call(f.AUDITOR), MONTH)
    return MONTH


def made() -> str:
    """A record that is there already."""
    month = asked()
    service().records.make_record(f.call(), render, month)
    return month


def sold_yesterday() -> date:
    """An order of the day before, charged above what was published."""
    w.priced()
    w.taken(1, 209_00, YESTERDAY)
    return china_date(YESTERDAY)


def checking() -> date:
    """The check of that day was started."""
    day = sold_yesterday()
    service().day_checks.start(f.call(), day)
    return day


def gone_through() -> date:
    """All of its steps were taken."""
    day = checking()
    for shard in range(SHARDS):
        service().day_checks.take_step(f.call(), day, 1, shard, 0)
    return day


# -- acts ------------------------------------------------------------------------------------------


def inspect_order(own: Pricewatch, call: Call, order_id: str) -> object:
    own.detectors.inspect_order(call, order_id)
    return None


def put_on_record(own: Pricewatch, call: Call, _: str) -> object:
    own.detectors.put_on_record(call, [w.found()], {f.SKU: w.ARTICLE})
    return None


def inspect_promotion(own: Pricewatch, call: Call, promotion_id: str) -> object:
    own.detectors.inspect_promotion(call, promotion_id)
    return None


def inspect_end(own: Pricewatch, call: Call, promotion_id: str) -> object:
    own.detectors.inspect_end(call, promotion_id)
    return None


def ask_for_inspection(own: Pricewatch, call: Call, _: str) -> object:
    return own.detectors.ask_for_inspection(call)


def open_violation(own: Pricewatch, call: Call, _: str) -> object:
    own.violations.open_violation(call, w.found(), w.ARTICLE)
    return None


def correct(own: Pricewatch, call: Call, violation_id: str) -> object:
    return own.violations.correct(call, violation_id, w.CORRECTION)


def close(own: Pricewatch, call: Call, violation_id: str) -> object:
    return own.violations.verify(call, violation_id, ACCEPTED)


def reject(own: Pricewatch, call: Call, violation_id: str) -> object:
    return own.violations.verify(call, violation_id, REJECTED)


def dismiss(own: Pricewatch, call: Call, violation_id: str) -> object:
    return own.violations.dismiss(call, violation_id, NONE)


def due(own: Pricewatch, call: Call, violation_id: str) -> object:
    deadline_id = f"pricewatch:{violation_id}:correction:1"
    return own.violations.correction_due(call, violation_id, deadline_id)


def overdue(own: Pricewatch, call: Call, violation_id: str) -> object:
    deadline_id = f"pricewatch:{violation_id}:correction:1"
    return own.violations.correction_overdue(call, violation_id, deadline_id)


def request_record(own: Pricewatch, call: Call, _: str) -> object:
    return own.records.request_record(call, MONTH)


def make_record(own: Pricewatch, call: Call, month: str) -> object:
    return own.records.make_record(call, render, month)


def start(own: Pricewatch, call: Call, day: date) -> object:
    return own.day_checks.start(call, day)


def start_once(own: Pricewatch, call: Call, day: date) -> object:
    return own.day_checks.start_once(call, day)


def take_step(own: Pricewatch, call: Call, day: date) -> object:
    own.day_checks.take_step(call, day, 1, SHARD, 0)
    return None


def conclude(own: Pricewatch, call: Call, day: date) -> object:
    own.day_checks.conclude(call, day)
    return None


def give_up(own: Pricewatch, call: Call, day: date) -> object:
    return own.day_checks.give_up(call, day, f"pricewatch:day_check:{day.isoformat()}:1")


def failed() -> date:
    """The check of that day was not finished in time."""
    day = checking()
    clock = f"pricewatch:day_check:{day.isoformat()}:1"
    service().day_checks.give_up(f.call(), day, clock)
    return day


DETECTORS, VIOLATIONS, RECORDS = "Detectors", "Violations", "Records"
CHECKS = "DayChecks"
USE_CASES = (
    use_case(
        f"{DETECTORS}.inspect_order",
        overcharged,
        inspect_order,
        clause="4.3.4",
        keyed=False,
        name="overcharged",
    ),
    use_case(
        f"{DETECTORS}.inspect_order",
        as_published,
        inspect_order,
        clause="4.3.4",
        keyed=False,
        name="as_published",
    ),
    use_case(
        f"{DETECTORS}.put_on_record",
        w.priced,
        put_on_record,
        clause="4.4.2",
        keyed=False,
        name="found",
    ),
    use_case(
        f"{DETECTORS}.inspect_promotion",
        without_deals,
        inspect_promotion,
        clause="4.4.1",
        keyed=False,
        name="started",
    ),
    use_case(
        f"{DETECTORS}.inspect_end",
        left_behind,
        inspect_end,
        clause="4.3.4",
        keyed=False,
        name="ended",
    ),
    use_case(
        f"{DETECTORS}.ask_for_inspection",
        without_deals,
        ask_for_inspection,
        clause="4.4.1",
        keyed=False,
        name="daily",
    ),
    use_case(
        f"{VIOLATIONS}.open_violation",
        w.priced,
        open_violation,
        clause="4.4.2",
        keyed=False,
        name="open",
    ),
    use_case(
        f"{VIOLATIONS}.correct",
        w.opened,
        correct,
        clause="4.4.3",
        actor=f.MERCHANDISER,
        name="correct",
    ),
    use_case(
        f"{VIOLATIONS}.verify",
        w.corrected,
        close,
        clause="4.4.3",
        actor=COMPLIANCE,
        name="close",
    ),
    use_case(
        f"{VIOLATIONS}.verify",
        w.corrected,
        reject,
        clause="4.4.3",
        actor=COMPLIANCE,
        name="reject",
    ),
    use_case(
        f"{VIOLATIONS}.dismiss",
        w.corrected,
        dismiss,
        clause="4.4.2",
        actor=COMPLIANCE,
        name="dismiss",
    ),
    use_case(
        f"{VIOLATIONS}.correction_due",
        w.opened,
        due,
        clause="4.4.3",
        name="due",
    ),
    use_case(
        f"{VIOLATIONS}.correction_overdue",
        w.opened,
        overdue,
        clause="4.4.3",
        name="overdue",
    ),
    use_case(
        f"{CHECKS}.start",
        sold_yesterday,
        start,
        clause="4.3.4",
        actor=f.AUDITOR,
        name="first",
    ),
    use_case(
        f"{CHECKS}.start",
        checking,
        start,
        clause="4.3.4",
        actor=f.AUDITOR,
        name="goes_on",
    ),
    use_case(
        f"{CHECKS}.start",
        failed,
        start,
        clause="4.3.4",
        actor=f.AUDITOR,
        name="after_failure",
    ),
    use_case(f"{CHECKS}.give_up", checking, give_up, clause="4.3.4", name="late"),
    use_case(f"{CHECKS}.start_once", sold_yesterday, start_once, clause="4.3.4", name="night"),
    use_case(
        f"{CHECKS}.take_step",
        checking,
        take_step,
        clause="4.3.4",
        keyed=False,
        name="step",
    ),
    use_case(
        f"{CHECKS}.conclude",
        gone_through,
        conclude,
        clause="4.3.4",
        keyed=False,
        name="conclude",
    ),
    use_case(
        f"{RECORDS}.request_record",
        w.opened,
        request_record,
        clause="4.4.4",
        actor=f.AUDITOR,
        name="first",
    ),
    use_case(
        f"{RECORDS}.request_record",
        made,
        request_record,
        clause="4.4.4",
        actor=f.AUDITOR,
        name="again",
    ),
    use_case(f"{RECORDS}.make_record", asked, make_record, clause="4.4.4", name="made"),
)
