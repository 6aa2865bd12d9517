"""Use cases of the scorecard policy."""

from collections.abc import Callable

from teleshop.approvals.service import Decided
from teleshop.assessment.wiring import policies
from tests.factories import scorecard_policies as f
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

CLAUSE = "3.3.1"


def prepare_nothing(_: World) -> int:
    """The default holds, and nobody has proposed another."""
    return 0


def prepare_known(_: World) -> int:
    """A version was approved."""
    return f.approved().number


def prepare_proposed(_: World) -> int:
    """A version waits for its decision."""
    return f.proposed().number


def propose(world: World, _: int) -> object:
    call = world.call("propose", actor=f.PROPOSER)
    return world.run(call, lambda: policies().propose_policy(call, f.body()))


def outcome(decided: Decided) -> Callable[[World, int], object]:
    """What was decided takes effect."""

    def act(world: World, number: int) -> object:
        call = world.call()
        return world.run(call, lambda: policies().apply_outcome(call, number, decided))

    return act


def fail(world: World, number: int) -> object:
    call = world.call()
    return world.run(call, lambda: policies().report_failure(call, number))


PROPOSE = ("assessment.ScorecardPolicies.propose_policy",)
DECIDE = ("assessment.ScorecardPolicies.apply_outcome",)
REFUSED = Decided("rejected", "max", None, "not_proven")

USE_CASES = (
    UseCase("assessment.propose_policy.first", CLAUSE, prepare_nothing, propose, covers=PROPOSE),
    UseCase("assessment.propose_policy", CLAUSE, prepare_known, propose, covers=PROPOSE),
    UseCase(
        "assessment.approve_policy", CLAUSE, prepare_proposed, outcome(f.APPROVED), covers=DECIDE
    ),
    UseCase("assessment.refuse_policy", CLAUSE, prepare_proposed, outcome(REFUSED), covers=DECIDE),
    UseCase(
        "assessment.report_policy_failure",
        CLAUSE,
        prepare_proposed,
        fail,
        covers=("assessment.ScorecardPolicies.report_failure",),
    ),
)
