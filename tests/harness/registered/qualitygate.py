"""Use cases of the quality gate."""

from collections.abc import Callable

from teleshop.kernel.clock import china_date
from teleshop.qualitygate.schemas import SuppliersToJudge
from teleshop.qualitygate.wiring import service
from tests.factories import qualitygate as make
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

CLAUSE = "3.3.1"


def judge_on(days: int) -> Callable[[World, str], object]:
    """The judgement of a night."""

    def act(world: World, supplier_id: str) -> object:
        at = make.NIGHT + days * make.DAY
        call, day = world.call(now=at), china_date(at) - make.DAY
        return world.run(call, lambda: service().gates.judge_supplier(call, supplier_id, day))

    return act


def prepare_warning(_: World) -> str:
    """Figures that reach the threshold of a warning."""
    return make.known(**make.WARNING)


def prepare_warned(_: World) -> str:
    return make.warned()


def prepare_held(_: World) -> str:
    return make.held()


def prepare_improved(_: World) -> str:
    return make.improved()


def reinstate(world: World, supplier_id: str) -> object:
    call = world.call("lift", actor=make.MANAGER, now=make.NIGHT + 4 * make.DAY)
    return world.run(call, lambda: service().gates.reinstate(call, supplier_id, make.BODY))


def begin_night(world: World, _: object) -> object:
    call = world.call("night", now=make.NIGHT)
    return world.run(call, lambda: service().nights.begin_night(call, make.LAST))


def prepare_page(_: World) -> SuppliersToJudge:
    """Two suppliers under watch, one of whom is to be held."""
    make.warned()
    make.known(make.OTHER, **make.WARNING)
    make.judged(supplier_id=make.OTHER)
    return SuppliersToJudge(day=make.LAST + 3 * make.DAY, scope="watched")


def judge_page(world: World, page: SuppliersToJudge) -> object:
    call = world.call("page", now=make.NIGHT + 3 * make.DAY)
    return world.run(call, lambda: service().nights.judge_page(call, page, limit=1))


JUDGE = ("qualitygate.Gates.judge_supplier",)

USE_CASES = (
    UseCase("qualitygate.judge.warn", CLAUSE, prepare_warning, judge_on(0), covers=JUDGE),
    UseCase("qualitygate.judge.hold", CLAUSE, prepare_warned, judge_on(3), covers=JUDGE),
    UseCase("qualitygate.judge.nothing", CLAUSE, prepare_held, judge_on(4), covers=JUDGE),
    UseCase(
        "qualitygate.reinstate",
        CLAUSE,
        prepare_improved,
        reinstate,
        covers=("qualitygate.Gates.reinstate",),
    ),
    UseCase(
        "qualitygate.begin_night",
        CLAUSE,
        lambda _: None,
        begin_night,
        covers=("qualitygate.Nights.begin_night",),
    ),
    UseCase(
        "qualitygate.judge_page",
        CLAUSE,
        prepare_page,
        judge_page,
        covers=("qualitygate.Nights.judge_page",),
    ),
)
