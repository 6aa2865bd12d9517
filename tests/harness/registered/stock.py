"""Use cases of stock: every method that commits."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.stock.domain.planning import QuotaWanted, Wanted
from teleshop.stock.errors import QuotaUsedUpError, StockShortError
from teleshop.stock.schemas import CountBody, MovementBody, ShardsBody
from teleshop.stock.service import MovementKind, Reason
from teleshop.stock.wiring import service
from tests.factories import stock as f
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

CLAUSE = "1.1"
Do = Callable[[Call], object]
LIMIT = 12


def use_case(
    covers: str,
    prepare: Callable[[], None],
    do: Do,
    *,
    actor: Actor = f.KEEPER,
    name: str = "",
    keyed: bool = True,
    check: Callable[[World, Any], None] | None = None,
) -> UseCase:
    """One use case, with a request key unless it has none of its own."""

    def act(world: World, _: Any) -> object:
        call = world.call("act" if keyed else None, actor=actor, now=f.NOW + 10 * f.MINUTE)
        return world.run(call, lambda: do(call))

    title = f"stock.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, CLAUSE, in_world(prepare), act, covers=(f"stock.{covers}",), check=check)


@cache
def in_world(prepare: Callable[[], None]) -> Callable[[World], None]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


def known() -> None:
    """An article that nothing was received of."""
    f.listed()


def there() -> None:
    """Ten pieces in two rows."""
    f.stocked(10, shards=2)


def gone() -> None:
    """The last piece was sold."""
    f.stocked(10, shards=2)
    f.taken(10)


def sold_out() -> None:
    """That is known, and an offer holds the pieces."""
    f.stocked(10, shards=2)
    service().holds.hold(f.call(), "offer-1", QUARTER, QUOTA)
    told(f.call())


def used_up() -> None:
    """A promotion has sold its stock."""
    f.stocked(100, shards=2)
    f.taken(LIMIT, quotas=[QuotaWanted(f.PROMOTION, f.SKU, LIMIT, LIMIT)])


def uneven() -> None:
    """One row has all, and there may be four."""
    f.stocked(40)
    service().sharding.split(f.call(), f.SKU, ShardsBody(shards=4))


def wide() -> None:
    """Four rows with one of them in use."""
    f.stocked(3, shards=4)
    service().sharding.split(f.call(), f.SKU, ShardsBody(shards=1))


def hot() -> None:
    """Four rows, until a minute ago."""
    f.stocked(40, shards=4)
    body = ShardsBody(shards=4, until=f.NOW + f.MINUTE)
    service().sharding.split(f.call(), f.SKU, body)


QUARTER: Sequence[Wanted] = (Wanted(f.SKU, 10),)
QUOTA: Sequence[QuotaWanted] = (QuotaWanted(f.PROMOTION, f.SKU, 2, LIMIT),)


def enter(kind: MovementKind, **facts: Any) -> Do:
    body = MovementBody(kind=kind, warehouse="hz-1", quantity=3, **facts)
    return lambda call: service().movements.record(call, f.SKU, body)


def count(call: Call) -> object:
    body = CountBody(
        warehouse="hz-1", counted=9, counted_at=f.NOW + f.MINUTE, reason=Reason.MISSING
    )
    return service().movements.count(call, f.SKU, body)


def split(call: Call) -> object:
    return service().sharding.split(call, f.SKU, ShardsBody(shards=8))


def request_rebalancing(call: Call) -> object:
    return service().sharding.request_rebalancing(call, f.SKU)


def request_for_hot(call: Call) -> object:
    return service().sharding.request_for_hot(call)


def step(call: Call) -> object:
    return service().sharding.step(call, f.SKU)


def hold(call: Call) -> object:
    return service().holds.hold(call, "offer-1", QUARTER, QUOTA)


def release(call: Call) -> object:
    return service().holds.release(call, "offer-1")


def told(call: Call) -> object:
    """An attempt is refused, and tells it."""
    own, wanted = service(), [Wanted(f.SKU, 1)]
    try:
        own.reservations.plan(own.reservations.levels(wanted), wanted, seed="a")
    except StockShortError as refused:
        own.telling.tell_short(call, refused)
    return None


def told_used_up(call: Call) -> object:
    own, wanted = service(), [Wanted(f.SKU, 1)]
    quotas = [QuotaWanted(f.PROMOTION, f.SKU, 1, LIMIT)]
    try:
        levels = own.reservations.levels(wanted, quotas)
        own.reservations.plan(levels, wanted, quotas, seed="a")
    except QuotaUsedUpError as refused:
        own.telling.tell_short(call, refused)
    return None


def events(world: World, kind: str) -> int:
    """How often an event was published."""
    return sum(item["type"] == kind for item in world.aws.items("OutboxTable"))


def told_returned(call: Call) -> object:
    """Pieces came back with more articles than one transaction could tell of."""
    service().telling.tell_returned(call, f.SKU, 1, 10)
    return None


def note_waiting(call: Call) -> object:
    """Somebody waits although some are left."""
    service().telling.tell_waited(call, f.SKU)
    return None


def one_told(kind: str) -> Callable[[World, Any], None]:
    """That it was told, and once."""

    def check(world: World, _: Any) -> None:
        assert events(world, kind) == 1

    return check


def sums_to(available: int, reserved: int) -> Callable[[World, Any], None]:
    """That no piece was lost or made."""

    def check(_: World, __: Any) -> None:
        assert f.figures() == (available, reserved)

    return check


RECEIPT, LOSS, TRANSFER = MovementKind.RECEIPT, MovementKind.LOSS, MovementKind.TRANSFER

USE_CASES = (
    use_case(
        "Movements.record",
        known,
        enter(RECEIPT, reference="DN-1"),
        check=sums_to(3, 0),
    ),
    use_case(
        "Movements.record",
        sold_out,
        enter(RECEIPT, reference="DN-2"),
        name="returned",
        check=one_told("StockReturned"),
    ),
    use_case(
        "Movements.record",
        there,
        enter(LOSS, reason=Reason.DAMAGED),
        name="loss",
        check=sums_to(7, 0),
    ),
    use_case(
        "Movements.record",
        there,
        enter(TRANSFER, to_warehouse="sh-1"),
        name="transfer",
        check=sums_to(10, 0),
    ),
    use_case("Movements.count", there, count, check=sums_to(9, 0)),
    use_case("Sharding.split", there, split),
    use_case("Sharding.request_rebalancing", there, request_rebalancing),
    use_case("Sharding.request_for_hot", there, request_for_hot, actor=SYSTEM_ACTOR, keyed=False),
    use_case("Sharding.step", uneven, step, actor=SYSTEM_ACTOR, check=sums_to(40, 0)),
    use_case("Sharding.step", wide, step, actor=SYSTEM_ACTOR, name="narrow", check=sums_to(3, 0)),
    use_case("Sharding.step", hot, step, actor=SYSTEM_ACTOR, name="cool"),
    use_case("Holds.hold", there, hold, check=sums_to(0, 10)),
    use_case("Holds.release", sold_out, release, check=one_told("StockReturned")),
    use_case("Telling.tell_short", gone, told, keyed=False, check=one_told("StockSoldOut")),
    use_case(
        "Telling.tell_short",
        used_up,
        told_used_up,
        name="promotion",
        keyed=False,
        check=one_told("PromotionStockUsedUp"),
    ),
    use_case("Telling.tell_waited", there, note_waiting, keyed=False),
    use_case(
        "Telling.tell_returned",
        sold_out,
        told_returned,
        actor=SYSTEM_ACTOR,
        keyed=False,
        check=one_told("StockReturned"),
    ),
)
