"""Use cases of analysis: counting, judging a week, noting a complaint."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from teleshop.analysis.domain import (
    TAXONOMY,
    AnalysisPolicy,
    ChartPolicy,
    ClockTeller,
    Taxonomy,
    Telling,
)
from teleshop.analysis.service import Charts
from teleshop.analysis.tables import AnalysisRepository
from teleshop.analysis.wiring import bursts, counting
from tests.factories import analysis
from tests.factories.analysis import DEFECT, LATE, complaint, seen
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

MONDAY = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
"""00:30 in China on the first day of week 2026-W48."""
WEEKDAY = timedelta(days=7)


def nothing(_: World) -> None:
    """Nothing was counted yet."""


def count_opened(world: World, _: None) -> object:
    call = world.call("opened")
    return world.run(call, lambda: counting().count_case(call, seen()))


def prepare_opened(_: World) -> None:
    counting().count_case(analysis.system(), seen())


def count_classified(world: World, _: None) -> object:
    """The count moves from one cause to another, and a judgement is counted."""
    call = world.call("classified")
    fact = analysis.judged(1, NOW + timedelta(hours=1), DEFECT, LATE)
    return world.run(call, lambda: counting().count_case(call, fact))


def teller(telling: Telling, hours: int) -> ClockTeller:
    return ClockTeller(
        telling, NOW + timedelta(hours=hours), f"evt_{hours}", None, analysis.SUPPLIER_ID
    )


def prepare_breached(_: World) -> None:
    fact = teller(Telling.BREACHED, 1).fact(
        "respond-1", "respond", owed_by="platform", due_at=NOW, missed=True
    )
    counting().count_clocks(analysis.system(), "cmp_1", [fact])


def count_ended(world: World, _: None) -> object:
    call = world.call("ended")
    fact = teller(Telling.ENDED, 2).fact(
        "respond-1", "respond", owed_by="platform", due_at=NOW, missed=True, minutes_left=-5
    )
    return world.run(call, lambda: counting().count_clocks(call, "cmp_1", [fact]))


def count_order(world: World, _: None) -> object:
    call = world.call("order")
    return world.run(call, lambda: counting().count_order(call, "order-1", NOW))


def prepare_weeks(_: World) -> None:
    """Ten weeks with a complaint each, and five in the week to be judged."""
    for number, week in enumerate([*range(2, 12), *[1] * 5]):
        at = MONDAY - week * WEEKDAY + timedelta(hours=1)
        counting().count_case(analysis.system(at), seen(number, at, cause=DEFECT))


def judge_weeks(world: World, _: None) -> object:
    """With three causes and the shortest history: more of either is more of the same calls."""
    areas = [area for area in TAXONOMY.areas if area.cause.code == "quality"]
    few = Taxonomy(1, [replace(areas[0], leaves=areas[0].leaves[:3])])
    policy = AnalysisPolicy(chart=ChartPolicy(baseline=8, catch_up=2))
    charts = Charts(AnalysisRepository(), few, policy)
    return charts.judge_weeks(world.call(now=MONDAY))


def prepare_complaints(_: World) -> None:
    """Four complaints about one product, one short of a burst."""
    for number in range(4):
        bursts().note_complaint(analysis.system(), complaint(number))


def raise_burst(world: World, _: None) -> object:
    call = world.call("fifth")
    fifth = complaint(5, NOW, product="P-100", supplier=analysis.SUPPLIER_ID)
    return world.run(call, lambda: bursts().note_complaint(call, fifth))


def prepare_burst(world: World) -> None:
    prepare_complaints(world)
    bursts().note_complaint(analysis.system(), complaint(5))


def join_burst(world: World, _: None) -> object:
    call = world.call("sixth")
    return world.run(call, lambda: bursts().note_complaint(call, complaint(6)))


def prepare_full_burst(_: World) -> None:
    """A burst that names all the cases that it ever will."""
    for number in range(100):
        bursts().note_complaint(analysis.system(), complaint(number))


def count_up_burst(world: World, _: None) -> object:
    call = world.call("one-more")
    return world.run(call, lambda: bursts().note_complaint(call, complaint(100)))


USE_CASES = (
    UseCase(
        "analysis.count_case",
        "6.1.4",
        nothing,
        count_opened,
        covers=("analysis.Counting.count_case",),
    ),
    UseCase("analysis.count_case_again", "6.1.4", prepare_opened, count_classified, covers=()),
    UseCase(
        "analysis.count_clocks",
        "6.1.3",
        prepare_breached,
        count_ended,
        covers=("analysis.Counting.count_clocks",),
    ),
    UseCase(
        "analysis.count_order",
        "6.1.4",
        nothing,
        count_order,
        covers=("analysis.Counting.count_order",),
    ),
    UseCase(
        "analysis.judge_weeks",
        "6.1.4",
        prepare_weeks,
        judge_weeks,
        covers=("analysis.Charts.judge_weeks",),
    ),
    UseCase(
        "analysis.note_complaint",
        "6.1.4",
        prepare_complaints,
        raise_burst,
        covers=("analysis.Bursts.note_complaint",),
    ),
    UseCase("analysis.join_burst", "6.1.4", prepare_burst, join_burst, covers=()),
    UseCase("analysis.count_up_burst", "6.1.4", prepare_full_burst, count_up_burst, covers=()),
)
