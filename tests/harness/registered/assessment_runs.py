"""Use cases of the runs of an assessment: every method that commits."""

from collections.abc import Callable
from functools import cache

from teleshop.assessment.domain.runs import RunState
from teleshop.assessment.wiring import runs, scorecards
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from tests.factories import assessment as make
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

CLAUSE = "3.3.1"
Q = make.QUARTER
Do = Callable[[Call, str], object]


def use_case(
    covers: str,
    prepare: Callable[[], str],
    do: Do,
    *,
    actor: Actor = SYSTEM_ACTOR,
    name: str = "",
    keyed: bool = False,
    check: Callable[[World, str], None] | None = None,
) -> UseCase:
    """One use case; a step of the state machine has no key, since what is stored keeps it from
    being done twice.
    """

    def act(world: World, prepared: str) -> object:
        call = world.call("act" if keyed else None, actor=actor, now=make.ENDED)
        return world.run(call, lambda: do(call, prepared))

    title = f"assessment.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(
        title, CLAUSE, in_world(prepare), act, covers=(f"assessment.{covers}",), check=check
    )


@cache
def in_world(prepare: Callable[[], str]) -> Callable[[World], str]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


def traded() -> str:
    """A quarter in which three suppliers traded, and one did not."""
    make.market(3, silent=1)
    return Q


def opened() -> str:
    """Its run was opened by the clock."""
    traded()
    runs().open_due(make.call())
    return Q


def collected() -> str:
    """Its figures are frozen and scored."""
    opened()
    runs().collect(make.call(), Q, 1)
    return Q


def recorded() -> str:
    """Its one batch is recorded."""
    collected()
    scorecards().record_batch(make.call(), Q, 1, 1)
    return Q


def failed() -> str:
    """It failed after that."""
    recorded()
    runs().fail(make.call(), Q, 1, 1, "States.Timeout")
    return Q


def completed() -> str:
    """It is completed."""
    recorded()
    runs().finish(make.call(), Q, 1)
    return Q


def again() -> str:
    """A second run whose figures are frozen."""
    completed()
    runs().open(make.call(make.MANAGER), Q, "数据更正")
    runs().collect(make.call(), Q, 2)
    return Q


def open_due(call: Call, _: str) -> object:
    return runs().open_due(call)


def open_by_hand(call: Call, quarter: str) -> object:
    return runs().open(call, quarter, "数据更正")


def collect(call: Call, quarter: str) -> object:
    return runs().collect(call, quarter, 1)


def record(call: Call, quarter: str) -> object:
    return scorecards().record_batch(call, quarter, 1, 1)


def record_again(call: Call, quarter: str) -> object:
    return scorecards().record_batch(call, quarter, 2, 1)


def finish(call: Call, quarter: str) -> object:
    return runs().finish(call, quarter, 1)


def fail(call: Call, quarter: str) -> object:
    return runs().fail(call, quarter, 1, 1, "States.Timeout")


def all_issued(_: World, quarter: str) -> None:
    """Each of the four has its scorecard, and the batch counts them once."""
    found = runs().show(quarter)
    assert found.counts.sum == 4
    for number in range(1, 5):
        assert scorecards().get(make.supplier_id(number), quarter).run == found.run.run


def has_ended(_: World, quarter: str) -> None:
    """It is completed with the counts of its batches."""
    found = runs().show(quarter)
    assert (found.run.state, found.counts.sum) == (RunState.COMPLETED, 4)


USE_CASES = (
    use_case("Runs.open_due", traded, open_due),
    use_case("Runs.open", traded, open_by_hand, actor=make.MANAGER, keyed=True),
    use_case("Runs.open", failed, open_by_hand, actor=make.MANAGER, name="resumed", keyed=True),
    use_case("Runs.open", completed, open_by_hand, actor=make.MANAGER, name="anew", keyed=True),
    use_case("Runs.collect", opened, collect),
    use_case("Scorecards.record_batch", collected, record, check=all_issued),
    use_case("Scorecards.record_batch", again, record_again, name="again", check=all_issued),
    use_case("Runs.finish", recorded, finish, check=has_ended),
    use_case("Runs.fail", recorded, fail),
)
