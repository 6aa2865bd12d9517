"""Violation cases in the state that a test needs, made through the services as callers would."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teleshop.approvals.schemas import DecisionBody, OpenApproval
from teleshop.approvals.service import Decided
from teleshop.approvals.wiring import service as approvals
from teleshop.catalog.domain.product import ProductState
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.use_case import run
from teleshop.violations.domain.case import Case
from teleshop.violations.domain.measures import MeasureOutcome, MeasureState
from teleshop.violations.schemas import AppealBody, CaseBody, FindingsBody, StatementBody
from teleshop.violations.wiring import service
from tests.factories import files, reviews
from tests.factories.documents import accepted, awaited, checked

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""12:00 in China, a Monday."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SUPPLIER_ID = reviews.SUPPLIER
OPENER = Actor("olaf", frozenset({Role.LEGAL}))
INVESTIGATOR = Actor("cara", frozenset({Role.COMPLIANCE}))
OTHER_COMPLIANCE = Actor("cleo", frozenset({Role.COMPLIANCE}))
MANAGER = Actor("mona", frozenset({Role.MANAGER}))
OTHER_MANAGER = Actor("mike", frozenset({Role.MANAGER}))
LEGAL = Actor("lena", frozenset({Role.LEGAL}))
OTHER_LEGAL = Actor("luke", frozenset({Role.LEGAL}))
AUDITOR = Actor("aude", frozenset({Role.AUDITOR}))
SELLER = Actor("sven", frozenset({Role.SUPPLIER}), SUPPLIER_ID)
STRANGER = Actor("stan", frozenset({Role.SUPPLIER}), "sup_01KASY2D7V3M7T1QZ9N3D6W8XS")
NOTES = "线人王某提供，仅供内部"
APPEAL_DUE = NOW + 14 * DAY
"""The end in China of the tenth working day after the day of a decision."""
PANEL = (("panel_legal", LEGAL), ("panel_compliance", OTHER_COMPLIANCE), ("panel_manager", MANAGER))


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta(), **options: Any) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation", **options)


def goods(count: int = 2) -> list[str]:
    """A supplier on board with products on sale."""
    where = reviews.Ground(reviews.on_board(), "cat_woks")
    return reviews.many(where, count, ProductState.PUBLISHED)


def products(count: int = 2) -> list[str]:
    """The ids of the same products."""
    from teleshop.kernel.ids import derived_id

    return [derived_id("prd", SUPPLIER_ID, str(number)) for number in range(count)]


def evidence(text: str = "检验报告") -> str:
    """A document that staff uploaded as evidence, accepted; another ``text`` is another one."""
    offer = awaited(INVESTIGATOR, purpose="evidence")
    return checked(offer.document, files.pdf(text)).id


def attachment(actor: Actor = SELLER) -> str:
    """A document that a supplier uploaded for its case, accepted."""
    return accepted(actor, purpose="violation_statement").id


def form(**changes: Any) -> dict[str, Any]:
    """First facts about a breach of the agreement with two products."""
    return {
        "supplier_id": SUPPLIER_ID,
        "type": "agreement_breach",
        "source": "staff",
        "happened_on": "2026-11-20",
        "facts": NOTES,
        "products": products(),
    } | changes


def findings(**changes: Any) -> dict[str, Any]:
    """A serious breach, for which a fine is proposed."""
    return {
        "gravity": "serious",
        "findings": "发货商品与样品不符",
        "notes": NOTES,
        "measures": [{"kind": "fine", "amount": 1_000_00}],
    } | changes


def counterfeit(**changes: Any) -> dict[str, Any]:
    """Grave counterfeits: taken down, terminated, handed over, fined."""
    return findings(
        gravity="grave",
        measures=[
            {"kind": "product_takedown", "products": products()},
            {"kind": "fine", "amount": 10_000_00},
            {"kind": "termination"},
            {"kind": "handover"},
        ],
        **changes,
    )


def opened(actor: Actor = OPENER, after: timedelta = timedelta(), **changes: Any) -> Case:
    """A case with evidence; the supplier and its goods must be there."""
    frame = call(actor, after)
    wanted = msgspec.convert(form(**{"evidence": [evidence()]} | changes), CaseBody)
    return run(frame, lambda: service().cases.open_case(frame, wanted)).case


def under_investigation(**changes: Any) -> Case:
    """A case, with the supplier and its goods."""
    goods()
    return opened(**changes)


def reported(case: Case, after: timedelta = HOUR, **changes: Any) -> Case:
    """What was found was reported."""
    body = msgspec.convert(findings(**changes), FindingsBody)
    frame = call(INVESTIGATOR, after)
    own = service().investigations
    return run(frame, lambda: own.report_findings(frame, case.id, body)).case


def before_statement(**changes: Any) -> Case:
    """The supplier is to be heard."""
    return reported(under_investigation(**changes))


def stated(case: Case, after: timedelta = 2 * HOUR) -> Case:
    """The supplier was heard."""
    frame = call(SELLER, after)
    body = StatementBody(statement="样品经贵方确认")
    return run(frame, lambda: service().statements.give_statement(frame, case.id, body)).case


def deciding(**changes: Any) -> Case:
    """A decision is wanted."""
    return stated(before_statement(**changes))


def grave() -> Case:
    """A panel is to decide on grave counterfeits whose goods are held."""
    case = under_investigation(type="counterfeit_goods", hold="product_suspension")
    return stated(reported(case, **counterfeit()))


def answered(
    case: Case, step: str, actor: Actor, decision: str = "approve", after: timedelta = DAY
) -> None:
    """Somebody decides a step, as the state machine asks for it."""
    asked = {
        "token": f"token-{step}",
        "process": {"kind": "violation_case", "id": case.id, "round": case.round},
        "step": step,
        "subject": {"kind": "violation_case", "id": case.id},
        "title": {"zh": "决定", "en": "Decision"},
        "role": next(iter(actor.roles)).value,
        "timeout": "P3D",
        "requester": case.investigated_by,
    }
    made = approvals().open(call(after=after), msgspec.convert(asked, OpenApproval, strict=False))
    body = msgspec.convert({"decision": decision, "reason": "经审议"}, DecisionBody)
    approvals().decide(call(actor, after), made.id, body)


def decided(case: Case, outcome: str = "approved", actor: Actor = MANAGER) -> Case:
    """A decision took effect, as the state machine lets it."""
    choices = {"approved": "approve", "rejected": "reject", "returned": "return_for_change"}
    if outcome in choices:
        steps = PANEL if case.for_panel else (("violation_decision", actor),)
        for step, person in steps:
            answered(case, step, person, choices[outcome])
    service().decisions.apply_outcome(
        call(after=DAY),
        case.id,
        "decision",
        case.round,
        Decided(outcome),  # type: ignore[arg-type]  # one of its literals
    )
    return stored(case.id)


def appealed(case: Case, after: timedelta = 2 * DAY) -> Case:
    """The supplier appealed."""
    frame = call(SELLER, after)
    body = AppealBody(reason="处罚过重")
    return run(frame, lambda: service().appeals.appeal(frame, case.id, body)).case


def judged(case: Case, outcome: str = "approved", actor: Actor = LEGAL) -> Case:
    """The appeal was decided."""
    choice = {"approved": "approve", "rejected": "reject"}[outcome]
    answered(case, "violation_appeal", actor, choice, 3 * DAY)
    service().decisions.apply_outcome(
        call(after=3 * DAY),
        case.id,
        "appeal",
        case.round,
        Decided(outcome),  # type: ignore[arg-type]  # one of its literals
    )
    return stored(case.id)


def effective(case: Case) -> Case:
    """Nobody appealed in time."""
    assert case.appeal_due is not None
    frame = Call(SYSTEM_ACTOR, case.appeal_due, "request", "correlation")
    service().decisions.appeal_time_over(frame, case.id, case.appeal_due)
    return stored(case.id)


def noted(case: Case, measure_id: str, state: MeasureState = MeasureState.DONE) -> Case:
    """A measure was carried out, or taken back."""
    frame = call(after=20 * DAY)
    outcome = MeasureOutcome(state=state, reference="ref-1", count=1)
    own = service().cases
    return run(frame, lambda: own.note_measure_done(frame, case.id, measure_id, outcome))


def stored(case_id: str) -> Case:
    """A case as it is stored."""
    known = service().cases.find(case_id)
    assert known is not None
    return known


def events(aws: Any, name: str) -> list[dict[str, Any]]:
    """What was told by events of one type."""
    found = [row for row in aws.items("OutboxTable") if row["type"] == name]
    return [msgspec.json.decode(row["envelope"])["data"] for row in found]


def faults(error: InvalidInputError) -> list[tuple[str, str]]:
    """Where what is wrong, by code."""
    return [(fault.pointer, fault.code) for fault in error.errors]


def conduct(after: timedelta = timedelta()) -> Any:
    """What the record of the supplier says some time after :data:`NOW`."""
    return service().records.of_supplier(SUPPLIER_ID, NOW + after)
