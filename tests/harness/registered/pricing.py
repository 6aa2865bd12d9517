"""Use cases of pricing: every method that commits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.kernel.clock import china_date
from teleshop.orders.service import CorrectionReason
from teleshop.orders.wiring import service as orders
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.service import ApprovedProduct, ApprovedSku, Place, Pricing
from teleshop.pricing.wiring import service
from tests.factories import pricing as f
from tests.factories.orders import LEAD, reporting
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

Do = Callable[[Pricing, Call, str], object]
TODAY = china_date(f.NOW)
BELOW = {"direction": "cut", "size": 4975, "reason": "清仓"}


def use_case(
    covers: str,
    prepare: Callable[[], str],
    do: Do,
    *,
    clause: str = "4.2.3",
    actor: Actor = SYSTEM_ACTOR,
    now: timedelta = f.DAY,
    keyed: bool = True,
    name: str = "",
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events; not
    ``keyed`` where what is stored says by itself what was done.
    """

    def act(world: World, prepared: str) -> object:
        call = world.call("act", actor=actor, now=NOW + now)
        if not keyed:
            call = replace(call, request_key=None)
        return world.run(call, lambda: do(service(), call, prepared))

    title = f"pricing.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, clause, in_world(prepare), act, covers=(f"pricing.{covers}",))


@cache
def in_world(prepare: Callable[[], str]) -> Callable[[World], str]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


# -- stages ----------------------------------------------------------------------------------------


def priced() -> str:
    """An article with prices, and a deal."""
    f.stored(f.sheet())
    f.sold("A1", 180_00, f.NOW - 2 * f.DAY)
    return f.SKU


def in_review() -> str:
    """A change was asked for."""
    priced()
    return f.requested().id


def below_cost() -> str:
    """A change of every channel, below cost."""
    priced()
    return f.requested(amount=100_00, channels=["tv", "web", "app"], evaluation=BELOW).id


def scheduled() -> str:
    """A change was approved and holds in a week."""
    return f.decided(in_review())


def stalled() -> str:
    """Nobody decided in time."""
    return f.decided(in_review(), f.TIMED_OUT)


def two_articles() -> str:
    """A product of two articles, one of them with a scheduled price."""
    f.stored(f.sheet(), f.sheet(f.SECOND_SKU))
    f.decided(f.requested(sku=f.SECOND_SKU).id)
    return f.PRODUCT


def reported() -> str:
    """An order that was reported and not counted yet."""
    f.sold("A1", 180_00)
    made = orders().find("A1")
    assert made is not None
    frame = reporting()
    orders().report_order(frame, replace(made, id="A2", reported_at=None))
    return "A2"


def corrected() -> str:
    """The cheapest order of a day was corrected to another one, and not counted again yet."""
    f.sold("A1", 180_00)
    made = f.sold("A2", 170_00)
    frame = reporting(actor=LEAD)
    after = replace(made, placed_at=f.NOW - f.DAY, paid_at=f.NOW - f.DAY, reported_at=f.NOW)
    orders().report_order(frame, after, CorrectionReason.ENTRY_ERROR)
    return "A2"


# -- what is done ----------------------------------------------------------------------------------


def request(own: Pricing, call: Call, _: str) -> object:
    return own.changes.request_change(call, f.body())


def request_everywhere(own: Pricing, call: Call, _: str) -> object:
    body = f.body(amount=100_00, channels=["tv", "web", "app"], evaluation=BELOW)
    return own.changes.request_change(call, body)


def withdraw(own: Pricing, call: Call, change_id: str) -> object:
    return own.changes.withdraw_change(call, change_id)


def restart(own: Pricing, call: Call, change_id: str) -> object:
    return own.changes.restart_review(call, change_id)


def outcome(decided: Decided) -> Do:
    """What was decided takes effect."""
    return lambda own, call, change_id: own.reviews.apply_outcome(call, change_id, 1, decided)


def fail(own: Pricing, call: Call, change_id: str) -> object:
    return own.reviews.report_failure(call, change_id, 1, "States.Timeout")


def due(own: Pricing, call: Call, change_id: str) -> object:
    return own.reviews.price_due(call, change_id, f"pricing:{change_id}:effect")


def follow(own: Pricing, call: Call, _: str) -> object:
    product = ApprovedProduct(
        product_id=f.PRODUCT,
        supplier_id=f.SUPPLIER_ID,
        revision=2,
        category_id=f.CATEGORY,
        path=(f.CATEGORY,),
        name="云栖不粘炒锅 新版",
        skus=(ApprovedSku(f.SKU, 110_00, 399_00), ApprovedSku("sku_third", 90_00, 299_00)),
    )
    own.products.follow_product(call, product)
    return None


def off_sale(own: Pricing, call: Call, product_id: str) -> object:
    own.products.follow_sale(call, product_id, on_sale=False)
    return None


def renew(own: Pricing, call: Call, _: str) -> object:
    places = {f.CATEGORY: Place("cat_other", ("cat_top", "cat_other"))}
    return own.places.renew(call, f.CATEGORY, places)


def take_over(own: Pricing, call: Call, order_id: str) -> object:
    own.deals.take_over(call, order_id)
    return None


def settle(own: Pricing, call: Call, _: str) -> object:
    return own.deals.settle_day(call, f.SKU, Channel.TV, TODAY)


def unsettled() -> str:
    """An order of a day counts, and the day's row was lost."""
    f.stored(f.sheet())
    made = f.sold("A1", 180_00)
    f.forgotten(f.SKU, Channel.TV, TODAY)
    return made.id


USE_CASES = (
    use_case(
        "Changes.request_change",
        priced,
        request,
        clause="4.2.1",
        actor=f.MERCHANDISER,
        now=timedelta(),
    ),
    use_case(
        "Changes.request_change",
        priced,
        request_everywhere,
        clause="4.2.1",
        actor=f.MERCHANDISER,
        now=timedelta(),
        name="everywhere",
    ),
    use_case("Changes.withdraw_change", in_review, withdraw, actor=f.MERCHANDISER),
    use_case(
        "Changes.withdraw_change",
        scheduled,
        withdraw,
        clause="4.2.4",
        actor=f.MERCHANDISER,
        now=2 * f.DAY,
        name="scheduled",
    ),
    use_case("Changes.restart_review", stalled, restart, actor=f.MANAGER, now=2 * f.DAY),
    use_case("Reviews.apply_outcome", in_review, outcome(f.APPROVED), name="approved"),
    use_case(
        "Reviews.apply_outcome",
        below_cost,
        outcome(f.APPROVED),
        now=8 * f.DAY,
        name="approved_late_everywhere",
    ),
    use_case("Reviews.apply_outcome", in_review, outcome(f.RETURNED), name="returned"),
    use_case("Reviews.apply_outcome", in_review, outcome(f.TIMED_OUT), name="timed_out"),
    use_case("Reviews.report_failure", in_review, fail),
    use_case("Reviews.price_due", scheduled, due, clause="4.2.4", now=f.WEEK),
    use_case("Products.follow_product", two_articles, follow, clause="4.2.4", keyed=False),
    use_case("Products.follow_sale", two_articles, off_sale, clause="4.3.4", keyed=False),
    use_case("Places.renew", two_articles, renew, clause="4.3.4", keyed=False),
    use_case("Deals.take_over", reported, take_over, clause="4.3.3", keyed=False),
    use_case(
        "Deals.take_over", corrected, take_over, clause="4.3.3", keyed=False, name="corrected"
    ),
    use_case("Deals.settle_day", unsettled, settle, clause="4.3.3", keyed=False),
)
