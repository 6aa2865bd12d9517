"""Use cases of the indicators: counting a batch, counting a quarter again."""

from teleshop.indicators.service import Counted
from teleshop.indicators.tables import DayRow, QuarterRow
from teleshop.indicators.wiring import counting
from tests.factories import indicators as f
from tests.factories.reviews import on_board
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

TEN = [f.event(f.placed(f.NOW, id=f"ord_{n}"), id=f"evt_{n}") for n in range(10)]


def nothing(_: World) -> None:
    """Nothing was counted yet."""


def batch() -> list[Counted]:
    """Ten orders of one supplier."""
    return f.records(*TEN)


def count_ten(world: World, _: None) -> object:
    call = world.call()
    return world.run(call, lambda: counting().count_events(call, batch()))


def count_one(world: World, _: None) -> object:
    call = world.call()
    return world.run(call, lambda: counting().count_events(call, batch()[:1]))


def prepare_half(_: World) -> None:
    """Five of the ten were counted before."""
    f.count(*TEN[:5])


def prepare_spoiled(_: World) -> None:
    """A row of the quarter is wrong and one of a day is lost."""
    on_board(f.SUPPLIER_ID)
    f.count(*TEN)
    (quarter,) = QuarterRow.query(QuarterRow.partition(f.SUPPLIER_ID))
    quarter.update(actions=[QuarterRow.gross.add(1)])
    (day,) = DayRow.query(DayRow.partition(f.SUPPLIER_ID))
    day.delete()


def recount(world: World, _: None) -> object:
    call = world.call("recount")
    return world.run(
        call, lambda: counting().recount(call, f.SUPPLIER_ID, f.QUARTER, "figures differ")
    )


USE_CASES = (
    UseCase("indicators.count_one", "3.3.1", nothing, count_one, covers=()),
    UseCase(
        "indicators.count_events",
        "3.3.1",
        nothing,
        count_ten,
        covers=("indicators.Counting.count_events",),
    ),
    UseCase("indicators.count_the_rest", "3.3.1", prepare_half, count_ten, covers=()),
    UseCase(
        "indicators.recount",
        "3.3.1",
        prepare_spoiled,
        recount,
        covers=("indicators.Counting.recount",),
    ),
)
