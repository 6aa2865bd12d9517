"""Use cases of promotions: every method that commits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.service import Prices
from teleshop.pricing.tables import SheetRow
from teleshop.pricing.wiring import service as pricing_service
from teleshop.promotions.schemas import StopBody
from teleshop.promotions.service import Channel, Promotions
from teleshop.promotions.service.base import clock_id
from teleshop.promotions.wiring import service
from tests.factories import documents, pricing
from tests.factories import promotions as f
from tests.factories.pricing import SKU
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

Do = Callable[[Promotions, Call, str], object]
SKUS = tuple(f"sku_{number:02}" for number in range(45))
"""As many as one promotion takes."""


def use_case(
    covers: str,
    prepare: Callable[[], str],
    do: Do,
    *,
    clause: str = "4.3.2",
    actor: Actor = SYSTEM_ACTOR,
    now: timedelta = timedelta(),
    keyed: bool = True,
    name: str = "",
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events; not
    ``keyed`` for the steps of the state machine, where what is stored says what was done.
    """

    def act(world: World, prepared: str) -> object:
        call = world.call("act", actor=actor, now=NOW + now)
        if not keyed:
            call = replace(call, request_key=None)
        return world.run(call, lambda: do(service(), call, prepared))

    title = f"promotions.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, clause, in_world(prepare), act, covers=(f"promotions.{covers}",))


@cache
def in_world(prepare: Callable[[], str]) -> Callable[[World], str]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


# -- stages ----------------------------------------------------------------------------------------


def empty() -> str:
    """Nothing but prices."""
    f.shop()
    return SKU


def draft() -> str:
    """A plan with a comparison."""
    f.shop()
    return f.planned(items=[f.item(shown=189_00)]).id


def in_review() -> str:
    """It was submitted."""
    f.shop()
    return f.submitted(items=[f.item(shown=189_00)]).id


def discount_in_review() -> str:
    """A discount on everything in two channels was submitted."""
    f.shop()
    return f.submitted(
        kind="threshold",
        items=[],
        stock=None,
        channels=["tv", "web"],
        threshold={"threshold": 300_00, "off": 30_00, "scope": "everything"},
    ).id


def clashing() -> str:
    """Another one was approved since it was submitted."""
    promotion_id = in_review()
    f.approved()
    return promotion_id


def stalled() -> str:
    """Nobody decided in time."""
    f.shop()
    return f.decided(f.submitted(), f.TIMED_OUT).id


def approved() -> str:
    """It is on the sheets."""
    f.shop()
    return f.approved(items=[f.item(shown=189_00)]).id


def fallen() -> str:
    """Since its approval the article was sold for less than was claimed."""
    promotion_id = approved()
    pricing.sold("TS-9", 169_00, NOW)
    return promotion_id


def sunk() -> str:
    """Since its approval the article was sold for less than the promotional price."""
    promotion_id = approved()
    pricing.sold("TS-9", 140_00, NOW)
    return promotion_id


def running() -> str:
    """It has begun."""
    f.shop()
    return f.running(items=[f.item(shown=189_00)]).id


def of_two() -> str:
    """It has begun, for two articles."""
    f.shop(SKU, pricing.SECOND_SKU)
    return f.running(items=[f.item(shown=189_00), f.item(sku=pricing.SECOND_SKU)]).id


def undercut() -> str:
    """The marked price fell below the promotional one while it runs."""
    promotion_id = running()
    before = prices().sheets([SKU])[SKU]
    entries = (*before.entries, pricing.entry(140_00, at=f.START))
    tx = Transaction(f.call(), "prepare", Subject("price_sheet", SKU))
    tx.save(SheetRow, before, replace(before, entries=entries))
    tx.commit(None)
    return promotion_id


def resuggested() -> str:
    """The manufacturer suggests another price since it runs."""
    f.shop()
    paper = documents.accepted(f.MERCHANDISER, purpose="price_research")
    claim = {"amount": 399_00, "pack": "manufacturer_suggested", "document_id": paper.id}
    promotion_id = f.running(items=[{**f.item(), "comparison": claim}]).id
    supplied(suggested=299_00)
    return promotion_id


def dearer() -> str:
    """Its supplier charges more than it costs since it runs."""
    promotion_id = running()
    supplied(cost=170_00)
    return promotion_id


def supplied(**changes: int) -> None:
    """A sheet with other prices of the supplier."""
    before = prices().sheets([SKU])[SKU]
    tx = Transaction(f.call(), "prepare", Subject("price_sheet", SKU))
    tx.save(SheetRow, before, replace(before, **changes))  # type: ignore[arg-type]  # its prices
    tx.commit(None)


def prices() -> Prices:
    """The price sheets."""
    return pricing_service().prices


def largest() -> str:
    """One with as many articles as there may be has begun."""
    f.shop(SKU, *SKUS[1:])
    items = [f.item(149_00, sku) for sku in (SKU, *SKUS[1:])]
    return f.running(items=items).id


# -- what is done ----------------------------------------------------------------------------------


def plan(own: Promotions, call: Call, _: str) -> object:
    return own.plans.plan(call, f.body())


def change(own: Promotions, call: Call, promotion_id: str) -> object:
    return own.plans.change_plan(call, promotion_id, f.body(stock=300))


def submit(own: Promotions, call: Call, promotion_id: str) -> object:
    return own.plans.submit(call, promotion_id)


def withdraw(own: Promotions, call: Call, promotion_id: str) -> object:
    return own.plans.withdraw(call, promotion_id)


def stop(own: Promotions, call: Call, promotion_id: str) -> object:
    return own.plans.stop(call, promotion_id, StopBody(reason="价格有误"))


def outcome(decided: Decided) -> Do:
    """What was decided takes effect."""
    return lambda own, call, promotion_id: own.reviews.apply_outcome(call, promotion_id, 1, decided)


def fail(own: Promotions, call: Call, promotion_id: str) -> object:
    return own.reviews.report_failure(call, promotion_id, 1, "States.Timeout")


def restart(own: Promotions, call: Call, promotion_id: str) -> object:
    return own.reviews.restart_review(call, promotion_id)


def clock(kind: str) -> Do:
    """Its start or its end has come."""

    def reached(own: Promotions, call: Call, promotion_id: str) -> object:
        deadline = clock_id(f.stored(promotion_id), kind)
        return own.runs.clock_reached(call, promotion_id, kind, deadline)

    return reached


def price_changed(own: Promotions, call: Call, _: str) -> object:
    own.runs.price_changed(call, SKU, Channel.TV)
    return None


def stock_used_up(own: Promotions, call: Call, promotion_id: str) -> object:
    return own.runs.stock_used_up(call, promotion_id, SKU)


def supplier_changed(own: Promotions, call: Call, _: str) -> object:
    own.runs.supplier_changed(call, SKU)
    return None


AT_START, AT_END = f.START - NOW, f.END - NOW
MEI, MONA = f.MERCHANDISER, f.MANAGER

USE_CASES = (
    use_case("Plans.plan", empty, plan, clause="4.3.1", actor=MEI),
    use_case("Plans.change_plan", draft, change, clause="4.3.1", actor=MEI),
    use_case("Plans.submit", draft, submit, actor=MEI),
    use_case("Plans.withdraw", in_review, withdraw, clause="4.3.1", actor=MEI),
    use_case("Plans.withdraw", approved, withdraw, clause="4.3.1", actor=MEI, name="approved"),
    use_case("Plans.stop", running, stop, clause="4.4.2", actor=MONA, now=AT_START),
    use_case("Plans.stop", approved, stop, clause="4.4.2", actor=MONA, name="before_start"),
    use_case("Reviews.apply_outcome", in_review, outcome(f.APPROVED), keyed=False),
    use_case(
        "Reviews.apply_outcome",
        discount_in_review,
        outcome(f.APPROVED),
        keyed=False,
        name="discount",
    ),
    use_case(
        "Reviews.apply_outcome",
        clashing,
        outcome(f.APPROVED),
        clause="4.3.4",
        keyed=False,
        name="clash",
    ),
    use_case("Reviews.apply_outcome", in_review, outcome(f.RETURNED), keyed=False, name="returned"),
    use_case("Reviews.apply_outcome", in_review, outcome(f.REJECTED), keyed=False, name="refused"),
    use_case(
        "Reviews.apply_outcome", in_review, outcome(f.TIMED_OUT), keyed=False, name="timed_out"
    ),
    use_case("Reviews.report_failure", in_review, fail, keyed=False),
    use_case("Reviews.restart_review", stalled, restart, actor=MONA),
    use_case("Runs.clock_reached", approved, clock("start"), clause="4.3.3", now=AT_START),
    use_case(
        "Runs.clock_reached", fallen, clock("start"), clause="4.3.3", now=AT_START, name="lowered"
    ),
    use_case(
        "Runs.clock_reached", sunk, clock("start"), clause="4.3.3", now=AT_START, name="stopped"
    ),
    use_case("Runs.clock_reached", running, clock("end"), clause="4.3.4", now=AT_END, name="end"),
    use_case(
        "Runs.stock_used_up", running, stock_used_up, clause="4.3.4", now=AT_START, keyed=False
    ),
    use_case(
        "Runs.stock_used_up",
        of_two,
        stock_used_up,
        clause="4.3.4",
        now=AT_START,
        keyed=False,
        name="one_of_two",
    ),
    use_case("Runs.price_changed", undercut, price_changed, now=AT_START, keyed=False),
    use_case(
        "Runs.supplier_changed",
        resuggested,
        supplier_changed,
        clause="4.3.3",
        now=AT_START,
        keyed=False,
    ),
    use_case(
        "Runs.supplier_changed",
        dearer,
        supplier_changed,
        clause="4.2.3",
        now=AT_START,
        keyed=False,
        name="stopped",
    ),
    use_case(
        "Runs.clock_reached",
        largest,
        clock("end"),
        clause="4.3.4",
        now=AT_END,
        name="end_of_the_largest",
    ),
)
