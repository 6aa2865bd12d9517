"""Use cases of violation cases: every method that commits."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.violations.domain.measures import MeasureOutcome, MeasureState
from teleshop.violations.schemas import AppealBody, CaseBody, FindingsBody, StatementBody
from teleshop.violations.service import Violations
from teleshop.violations.wiring import service
from tests.factories import violations as f
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

DAY = timedelta(days=1)
CLAUSE = "3.4.2"
Do = Callable[[Violations, Call, str], object]


def use_case(
    covers: str,
    prepare: Callable[[], str],
    do: Do,
    *,
    actor: Actor = SYSTEM_ACTOR,
    now: timedelta = DAY,
    name: str = "",
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events."""

    def act(world: World, prepared: str) -> object:
        call = world.call("act", actor=actor, now=NOW + now)
        return world.run(call, lambda: do(service(), call, prepared))

    title = f"violations.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, CLAUSE, in_world(prepare), act, covers=(f"violations.{covers}",))


@cache
def in_world(prepare: Callable[[], str]) -> Callable[[World], str]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


def evidence() -> str:
    """A supplier with goods, and a document against it."""
    f.goods()
    return f.evidence()


def fell() -> str:
    """The facts of a case that was dismissed, and a document that it did not have."""
    f.goods()
    f.reported(f.opened(evidence=[f.evidence("旧证据")]), measures=[])
    return f.evidence("新证据")


def investigating() -> str:
    return f.under_investigation(hold="product_suspension").id


def heard() -> str:
    return f.before_statement().id


def asked() -> str:
    """A decision on a fine was given, and has not taken effect yet."""
    case = f.deciding()
    f.answered(case, "violation_decision", f.MANAGER)
    return case.id


def asked_panel() -> str:
    """The same of a panel."""
    case = f.grave()
    for step, person in f.PANEL:
        f.answered(case, step, person)
    return case.id


def refused() -> str:
    """A decision was given against what was proposed."""
    case = f.deciding()
    f.answered(case, "violation_decision", f.MANAGER, "reject")
    return case.id


def wanted() -> str:
    return f.deciding().id


def waits() -> str:
    """A decision was given that has to wait for another case, which may be appealed against."""
    f.goods()
    proposed: dict[str, Any] = {
        "gravity": "serious",
        "measures": [
            {"kind": "product_takedown", "products": f.products()},
            {"kind": "supplier_suspension"},
        ],
    }
    days = ("2026-11-10", "2026-11-11")
    opened = [f.opened(type="counterfeit_goods", happened_on=day) for day in days]
    first, second = [f.stated(f.reported(case, **proposed)) for case in opened]
    f.decided(first)
    f.answered(second, "violation_decision", f.OTHER_MANAGER)
    return second.id


def failed() -> str:
    """The run of a decision failed."""
    case = f.deciding()
    service().decisions.report_failure(f.call(), case.id, "decision", 1, "States.Timeout")
    return case.id


def decided() -> str:
    return f.decided(f.deciding()).id


def appealed() -> str:
    """The appeal against a fine was decided, and that has not taken effect yet."""
    case = f.appealed(f.decided(f.deciding()))
    f.answered(case, "violation_appeal", f.LEGAL, after=3 * DAY)
    return case.id


def in_effect() -> str:
    return f.effective(f.decided(f.deciding())).id


def open_case(own: Violations, call: Call, document_id: str) -> object:
    body = f.form(evidence=[document_id], hold="product_takedown")
    return own.cases.open_case(call, msgspec.convert(body, CaseBody))


def note(own: Violations, call: Call, case_id: str) -> object:
    outcome = MeasureOutcome(state=MeasureState.DONE, reference="ent-1")
    return own.cases.note_measure_done(call, case_id, "m1", outcome)


def report(own: Violations, call: Call, case_id: str) -> object:
    body = msgspec.convert(f.findings(), FindingsBody)
    return own.investigations.report_findings(call, case_id, body)


def dismiss(own: Violations, call: Call, case_id: str) -> object:
    body = msgspec.convert(f.findings(measures=[]), FindingsBody)
    return own.investigations.report_findings(call, case_id, body)


def overdue(own: Violations, call: Call, case_id: str) -> object:
    due = f.stored(case_id).investigation_due
    return own.investigations.investigation_overdue(call, case_id, due)


def state_view(own: Violations, call: Call, case_id: str) -> object:
    return own.statements.give_statement(call, case_id, StatementBody(statement="不属实"))


def silence(own: Violations, call: Call, case_id: str) -> object:
    due = f.stored(case_id).statement_due or call.now
    return own.statements.statement_time_over(call, case_id, due)


def outcome(decided: Decided, stage: str = "decision") -> Do:
    """What was decided takes effect."""
    return lambda own, call, case_id: own.decisions.apply_outcome(call, case_id, stage, 1, decided)


def fail(own: Violations, call: Call, case_id: str) -> object:
    return own.decisions.report_failure(call, case_id, "decision", 1, "States.Timeout")


def retry(own: Violations, call: Call, case_id: str) -> object:
    return own.decisions.retry(call, case_id, f"violations:{case_id}:retry:1:1")


def appeal(own: Violations, call: Call, case_id: str) -> object:
    return own.appeals.appeal(call, case_id, AppealBody(reason="处罚过重"))


def effect(own: Violations, call: Call, case_id: str) -> object:
    due = f.stored(case_id).appeal_due or call.now
    return own.decisions.appeal_time_over(call, case_id, due)


APPROVED, REJECTED = Decided("approved"), Decided("rejected")
APPLY = "Decisions.apply_outcome"
REPORT = "Investigations.report_findings"
USE_CASES = (
    use_case("Cases.open_case", evidence, open_case, actor=f.OPENER),
    use_case("Cases.open_case", fell, open_case, actor=f.OPENER, name="again"),
    use_case("Cases.note_measure_done", in_effect, note, now=20 * DAY),
    use_case(REPORT, investigating, report, actor=f.INVESTIGATOR),
    use_case(REPORT, investigating, dismiss, actor=f.INVESTIGATOR, name="nothing_found"),
    use_case("Investigations.investigation_overdue", investigating, overdue, now=21 * DAY),
    use_case("Statements.give_statement", heard, state_view, actor=f.SELLER),
    use_case("Statements.statement_time_over", heard, silence, now=8 * DAY),
    use_case(APPLY, asked, outcome(APPROVED), now=2 * DAY, name="approved"),
    use_case(APPLY, asked_panel, outcome(APPROVED), now=2 * DAY, name="panel"),
    use_case(APPLY, waits, outcome(APPROVED), now=2 * DAY, name="waits"),
    use_case(APPLY, refused, outcome(REJECTED), now=2 * DAY, name="rejected"),
    use_case(APPLY, wanted, outcome(Decided("returned")), now=2 * DAY, name="returned"),
    use_case(APPLY, wanted, outcome(Decided("timed_out")), now=2 * DAY, name="timed_out"),
    use_case(APPLY, wanted, outcome(Decided("withdrawn")), now=2 * DAY, name="withdrawn"),
    use_case(APPLY, appealed, outcome(APPROVED, "appeal"), now=4 * DAY, name="annulled"),
    use_case(APPLY, appealed, outcome(REJECTED, "appeal"), now=4 * DAY, name="appeal_refused"),
    use_case("Decisions.report_failure", wanted, fail),
    use_case("Decisions.retry", failed, retry),
    use_case("Decisions.appeal_time_over", decided, effect, now=15 * DAY + DAY / 2),
    use_case("Appeals.appeal", decided, appeal, actor=f.SELLER, now=2 * DAY),
)
