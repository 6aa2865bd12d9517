"""Use cases of what follows from scorecards, and of their reports."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from functions.assessment.report import RENDERERS
from teleshop.approvals.service import Decided
from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.matters import Stage
from teleshop.assessment.domain.reports import ReportFormat
from teleshop.assessment.schemas.reports import ScorecardReportRequested
from teleshop.assessment.service.consequence_base import round_of
from teleshop.assessment.wiring import (
    appeals,
    consequence_reviews,
    consequences,
    plans,
    reports,
)
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from tests.factories import consequences as f
from tests.factories.reviews import on_board
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

CLAUSE = "3.3.3"
FOLLOW = ("assessment.Consequences.follow_scorecard",)
RANG = ("assessment.Consequences.clock_rang",)
APPLY = ("assessment.ConsequenceReviews.apply_outcome",)
Do = Callable[[Call], object]


@cache
def in_world(prepare: Callable[[], object]) -> Callable[[World], object]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""

    def made(_: World) -> object:
        prepare()
        return None

    return made


def use_case(
    title: str,
    covers: tuple[str, ...],
    prepare: Callable[[], object],
    do: Do,
    *,
    actor: Actor = SYSTEM_ACTOR,
    at: datetime = f.NOW + f.DAY,
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events."""

    def act(world: World, _: object) -> object:
        call = world.call("act", actor=actor, now=at)
        return world.run(call, lambda: do(call))

    return UseCase(f"assessment.{title}", CLAUSE, in_world(prepare), act, covers=covers)


def ready() -> object:
    """A supplier on board with an unqualified scorecard that nothing follows from yet."""
    on_board(f.SUPPLIER)
    return f.stored(f.card())


def excellent() -> object:
    """A supplier on board with an excellent scorecard."""
    on_board(f.SUPPLIER)
    return f.stored(f.card(Band.EXCELLENT))


def plain() -> object:
    """A supplier on board with a qualified scorecard."""
    on_board(f.SUPPLIER)
    return f.stored(f.card(Band.QUALIFIED))


def rerun() -> object:
    """An announced termination, and a better run of its quarter."""
    f.announced()
    return f.stored(f.card(Band.QUALIFIED, number=2))


def next_quarter() -> object:
    """A plan that is carried out, and the scorecard that judges it."""
    f.running()
    return f.stored(f.card(Band.UNQUALIFIED, f.AFTER_PLAN))


def noted() -> object:
    """An appeal that is open, and a later quarter that was noted."""
    f.appealed()
    f.issued(Band.UNQUALIFIED, f.NEXT)
    return None


def stalled() -> object:
    """A review that failed."""
    f.opened()
    asked = ("decision", 1, 1)
    own = consequence_reviews()
    return own.report_failure(f.call(), f.SUPPLIER, f.QUARTER, asked, "States.Timeout")


def planned() -> object:
    """A decision for a plan that was announced."""
    return f.announced(f.PLAN)


def has_card() -> object:
    """A supplier with scorecards of three quarters."""
    on_board(f.SUPPLIER)
    return [f.stored(one) for one in f.history()]


def asked_for() -> object:
    """A report that was asked for."""
    has_card()
    return f.requested()


def follow(quarter: str = f.QUARTER, run: int = 1) -> Do:
    """The scorecard takes effect."""
    return lambda call: consequences().follow_scorecard(call, f.SUPPLIER, quarter, run)


def apply(stage: Stage, outcome: Decided) -> Do:
    """What was decided takes effect."""

    def do(call: Call) -> object:
        known = f.known()
        asked = (stage, round_of(known), 1)
        own = consequence_reviews()
        return own.apply_outcome(call, f.SUPPLIER, f.QUARTER, asked, outcome)

    return do


def ring(kind: str, number: str) -> Do:
    """A clock rings."""
    clock = f"assessment:{f.SUPPLIER}-{f.QUARTER}:{kind}:{number}"
    return lambda call: consequences().clock_rang(call, f.SUPPLIER, f.QUARTER, kind, clock)


def leave(call: Call) -> object:
    return consequences().supplier_left(call, f.SUPPLIER)


def near(call: Call) -> object:
    clock = f"assessment:{f.SUPPLIER}-{f.QUARTER}:appeal:1.1"
    return consequences().clock_is_near(call, f.SUPPLIER, f.QUARTER, "appeal", clock)


def fail(call: Call) -> object:
    asked = ("decision", 1, 1)
    own = consequence_reviews()
    return own.report_failure(call, f.SUPPLIER, f.QUARTER, asked, "States.Timeout")


def appeal(call: Call) -> object:
    return appeals().file_appeal(call, f.SUPPLIER, f.QUARTER, f.APPEAL)


def hand_in(call: Call) -> object:
    return plans().hand_in_plan(call, f.SUPPLIER, f.QUARTER, f.MEASURES)


def request(call: Call) -> object:
    return reports().request_report(call, f.SUPPLIER, f.QUARTER, ReportFormat.HTML)


def make(call: Call) -> object:
    asked = ScorecardReportRequested(
        supplier_id=f.SUPPLIER, quarter=f.QUARTER, run=1, format=ReportFormat.HTML.value
    )
    reports().make_report(call, asked, RENDERERS)
    return None


def later(days: int) -> datetime:
    """So many days after an appeal's clock rang."""
    return f.OVER + days * f.DAY


USE_CASES = (
    use_case("follow.open", FOLLOW, ready, follow()),
    use_case("follow.feature", FOLLOW, excellent, follow()),
    use_case("follow.nothing", FOLLOW, plain, follow()),
    use_case("follow.rerun", FOLLOW, rerun, follow(run=2)),
    use_case("follow.judge_plan", FOLLOW, next_quarter, follow(f.AFTER_PLAN), at=later(60)),
    use_case("decide.terminate", APPLY, f.opened, apply(Stage.DECISION, f.TERMINATE)),
    use_case("decide.dismiss", APPLY, f.opened, apply(Stage.DECISION, f.DISMISS)),
    use_case("decide.timed_out", APPLY, f.opened, apply(Stage.DECISION, f.TIMED_OUT)),
    use_case("appeal.refuse", APPLY, f.appealed, apply(Stage.APPEAL, f.REFUSED)),
    use_case("appeal.uphold", APPLY, f.appealed, apply(Stage.APPEAL, f.UPHELD)),
    use_case("appeal.uphold_and_open", APPLY, noted, apply(Stage.APPEAL, f.UPHELD)),
    use_case("supplier_left", ("assessment.Consequences.supplier_left",), f.announced, leave),
    use_case("plan.accept", APPLY, f.in_review, apply(Stage.PLAN, f.ACCEPTED), at=later(2)),
    use_case("plan.refuse", APPLY, f.in_review, apply(Stage.PLAN, f.REFUSED), at=later(2)),
    use_case("stall_review", ("assessment.ConsequenceReviews.report_failure",), f.opened, fail),
    use_case("clock.terminate", RANG, f.announced, ring("appeal", "1.1"), at=f.OVER),
    use_case("clock.ask_for_plan", RANG, planned, ring("appeal", "1.1"), at=f.OVER),
    use_case("clock.miss_plan", RANG, f.plan_due, ring("plan", "1.1"), at=later(60)),
    use_case("clock.resume", RANG, stalled, ring("retry", "1.1")),
    use_case("warn_of_deadline", ("assessment.Consequences.clock_is_near",), f.announced, near),
    use_case("file_appeal", ("assessment.Appeals.file_appeal",), f.announced, appeal, actor=f.OWN),
    use_case(
        "hand_in_plan",
        ("assessment.Plans.hand_in_plan",),
        f.plan_due,
        hand_in,
        actor=f.OWN,
        at=later(1),
    ),
    use_case(
        "request_report", ("assessment.Reports.request_report",), has_card, request, actor=f.OWN
    ),
    use_case("make_report", ("assessment.Reports.make_report",), asked_for, make),
)
