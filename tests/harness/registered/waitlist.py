"""Use cases of the waiting list, on real stock."""

from typing import Any

from teleshop.kernel.transaction import Subject, Transaction
from teleshop.waitlist.domain.entry import Entry
from teleshop.waitlist.service.offers import PER_STEP
from teleshop.waitlist.tables import WaitlistRepository
from teleshop.waitlist.wiring import service
from tests.factories import pricing
from tests.factories import waitlist as make
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

LATER = make.NOW + 10 * make.MINUTE


def prepare_sold_out(world: World) -> None:
    make.sold_out()


def join(world: World, _: object) -> object:
    call = world.call("join", actor=make.OTHER, now=LATER)
    return world.run(call, lambda: service().entries.join(call, make.body(2)))


def prepare_waiting(world: World) -> Entry:
    make.sold_out()
    return make.joined()


def prepare_offered(world: World) -> Entry:
    make.sold_out()
    return make.offered(1, 2)


def withdraw(world: World, entry: Entry) -> object:
    call = world.call("withdraw", actor=make.CUSTOMER, now=LATER)
    return world.run(call, lambda: service().entries.withdraw(call, entry.id))


def expire(world: World, entry: Entry) -> object:
    call = world.call("event", now=entry.expires_at)
    return world.run(call, lambda: service().entries.expire(call, entry.id))


def prepare_back(world: World) -> None:
    """More wait than one step serves, and more has come in than it takes."""
    make.sold_out()
    for number in range(1, PER_STEP + 2):
        make.joined(number)
    make.received(PER_STEP + 1, now=make.NOW + make.MINUTE)


def serve_one(world: World, _: None) -> object:
    call = world.call("event", now=LATER)
    return world.run(call, lambda: service().offers.serve_any(call, [make.SKU]))


def all_offered_once(world: World, _: None) -> None:
    listed = WaitlistRepository().figure(make.SKU, make.LINES)
    assert listed.waiting == 1
    assert (make.left(), make.promised()) == (1, PER_STEP + 1)


def prepare_two(world: World) -> None:
    make.sold_out(make.SKU, make.SECOND_SKU)
    make.joined(1)
    make.joined(2, sku=make.SECOND_SKU)


def serve_several(world: World, _: None) -> object:
    call, skus = world.call("event", now=LATER), [make.SKU, make.SECOND_SKU]
    return world.run(call, lambda: service().offers.serve_any(call, skus))


def prepare_product(world: World) -> None:
    make.sold_out()
    make.joined()
    make.received(1, now=make.NOW + make.MINUTE)


def serve_product(world: World, _: None) -> object:
    call = world.call("event", now=LATER)
    return world.run(call, lambda: service().offers.serve_product(call, pricing.PRODUCT))


def lapse(world: World, entry: Entry) -> object:
    assert entry.offer is not None
    call = world.call("event", now=entry.offer.until)
    return world.run(call, lambda: service().offers.lapse(call, entry.id, 1))


def prepare_few(world: World) -> Entry:
    """Fewer are offered than are wanted."""
    make.sold_out()
    return make.offered(1, 3, pieces=1)


def given_back(world: World, _: Any) -> None:
    assert make.promised() == 1


def redeem(world: World, entry: Entry) -> object:
    """What an order does; one piece of two is given back."""
    call, redemptions = world.call("order", actor=make.CUSTOMER, now=LATER), service().redemptions

    def place() -> object:
        offered = redemptions.holding_of(
            str(entry.offer_id), entry.customer_id, entry.sku, call.now
        )
        tx = Transaction(call, "place_order", Subject("order", make.ORDER))
        return tx.commit(redemptions.redeem(tx, offered, make.ORDER, 1))

    return world.run(call, place)


def remind(world: World, _: Entry) -> object:
    call = world.call("order", actor=make.OTHER, now=LATER)
    return world.run(call, lambda: service().offers.remind(call, [make.SKU]))


def one_is_bought(world: World, _: Entry) -> None:
    assert (make.left(), make.promised()) == (1, 2)


def _case(name: str, prepare: Any, act: Any, method: str, **more: Any) -> UseCase:
    covers = (f"waitlist.{method}",) if method else ()
    return UseCase(f"waitlist.{name}", "1.1", prepare, act, covers=covers, **more)


USE_CASES = (
    # The first one tells that the goods are sold out, unless a buyer was told so before.
    _case("join.first", prepare_sold_out, join, "Entries.join"),
    _case("join.next", prepare_waiting, join, "Entries.join"),
    _case("withdraw.waiting", prepare_waiting, withdraw, "Entries.withdraw"),
    _case("withdraw.offered", prepare_offered, withdraw, "Entries.withdraw", check=given_back),
    _case("expire", prepare_waiting, expire, "Entries.expire"),
    _case("serve.step", prepare_back, serve_one, "Offers.serve_any", check=all_offered_once),
    _case("serve.several", prepare_two, serve_several, "Offers.serve_any"),
    _case("serve.product", prepare_product, serve_product, "Offers.serve_product"),
    _case("lapse.ended", prepare_offered, lapse, "Offers.lapse", check=given_back),
    _case("lapse.waits_on", prepare_few, lapse, "Offers.lapse", check=given_back),
    _case("remind", prepare_waiting, remind, "Offers.remind"),
    _case("redeem.in_part", prepare_offered, redeem, "", check=one_is_bought),
)
