"""Scorecards and what follows from them, in the state that a test needs, made as callers would."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from functions.assessment.report import RENDERERS
from teleshop.approvals.service import Decided
from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.matters import Consequence, Stage
from teleshop.assessment.domain.peers import Peers
from teleshop.assessment.domain.records import ScorecardRecord
from teleshop.assessment.domain.reports import ReportFormat
from teleshop.assessment.domain.scoring import score
from teleshop.assessment.schemas.consequences import AppealBody, PlanBody, PlannedMeasureBody
from teleshop.assessment.schemas.events import ScorecardIssued
from teleshop.assessment.schemas.reports import ReportView, ScorecardReportRequested
from teleshop.assessment.service.consequence_base import round_of
from teleshop.assessment.tables.scorecards import ScorecardRow
from teleshop.assessment.wiring import (
    appeals,
    consequence_reviews,
    consequences,
    plans,
    reports,
)
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from tests.factories.reviews import on_board
from tests.factories.scorecards import facts, many, policy

NOW = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)
"""A Monday noon in China; the tenth working day is the 26th."""
OVER = datetime(2026, 10, 26, 16, 5, tzinfo=UTC)
"""When the clock of an appeal rings: five minutes after its window."""
DAY = timedelta(days=1)
QUARTER, NEXT, AFTER_PLAN = "2026Q3", "2026Q4", "2027Q1"
"""The last one is the first that begins after the plan of these factories."""
SUPPLIER = "sup_01M85DHGV7QFY5FSZEG4Y45BFB"
OTHER = "sup_01M85DHGV7QFY5FSZEG4Y45BFC"
OWN = Actor("li", frozenset({Role.SUPPLIER}), SUPPLIER)
STRANGER = Actor("wu", frozenset({Role.SUPPLIER}), OTHER)
MANAGER = Actor("mona", frozenset({Role.MANAGER}))
COMPLIANCE = Actor("cora", frozenset({Role.COMPLIANCE}))
REVIEWER = Actor("rita", frozenset({Role.REVIEWER}))
TERMINATE = Decided("approved", MANAGER.subject)
PLAN = Decided("returned", MANAGER.subject)
DISMISS = Decided("rejected", MANAGER.subject)
TIMED_OUT = Decided("timed_out")
UPHELD = Decided("approved", COMPLIANCE.subject)
REFUSED = Decided("rejected", COMPLIANCE.subject)
TAKEN_BACK = Decided("withdrawn")
ACCEPTED = Decided("approved", REVIEWER.subject)
RETURNED = Decided("returned", REVIEWER.subject)
SCORES = {
    Band.EXCELLENT: Decimal("91.50"),
    Band.QUALIFIED: Decimal("70.00"),
    Band.UNQUALIFIED: Decimal("41.25"),
    Band.NOT_RATED: None,
}
APPEAL = AppealBody(grounds="九月的退货是承运商造成的")
MEASURES = PlanBody(
    measures=[PlannedMeasureBody(what="每批商品复检", by=date(2026, 12, 1), responsible="李工")]
)


def call(actor: Actor = SYSTEM_ACTOR, at: datetime = NOW) -> Call:
    """The frame of a call."""
    return Call(actor, at, "request-1", "correlation-1")


def card(
    band: Band = Band.UNQUALIFIED,
    quarter: str = QUARTER,
    number: int = 1,
    supplier_id: str = SUPPLIER,
    peers: int = 60,
) -> ScorecardRecord:
    """A scorecard beside ``peers`` other suppliers."""
    own = facts(supplier_id, quarter=quarter, category="category-1")
    others = Peers.of([own, *many(peers)], policy())
    made = replace(score(own, others, policy()), band=band, score=SCORES[band])
    return ScorecardRecord(
        supplier_id=supplier_id,
        quarter=quarter,
        run=number,
        band=band,
        score=None if made.score is None else str(made.score),
        rank_band=None,
        policy=0,
        assessed_at=NOW,
        former_band=None,
        is_latest=True,
        card=made,
    )


def stored(record: ScorecardRecord, *, told: bool = False) -> ScorecardRecord:
    """A scorecard as a run stores it; ``told``: with its event."""
    tx = Transaction(call(), "issue_scorecard", Subject("supplier", record.supplier_id))
    tx.put_row(ScorecardRow.from_entity(record), None, AssertionError())  # type: ignore[arg-type]  # cannot be refused
    if told:
        tx.publish(ScorecardIssued.of(record))
    tx.commit(None)
    return record


def issued(
    band: Band = Band.UNQUALIFIED,
    quarter: str = QUARTER,
    number: int = 1,
    supplier_id: str = SUPPLIER,
    at: datetime = NOW,
) -> None:
    """A scorecard that was issued and followed."""
    stored(card(band, quarter, number, supplier_id))
    frame = call(at=at)
    run(frame, lambda: consequences().follow_scorecard(frame, supplier_id, quarter, number))


def opened(band: Band = Band.UNQUALIFIED) -> Consequence:
    """A supplier on board whose scorecard is to be decided on."""
    on_board(SUPPLIER)
    issued(band)
    return known()


def known(supplier_id: str = SUPPLIER, quarter: str = QUARTER) -> Consequence:
    """The matter as it is stored now."""
    found = consequences().show(call(MANAGER), supplier_id, quarter)
    assert found is not None
    return found


def applied(outcome: Decided, at: datetime = NOW, supplier_id: str = SUPPLIER) -> Consequence:
    """What was decided takes effect, as the state machine lets it."""
    before = known(supplier_id)
    asked = (before.stage or Stage.DECISION, round_of(before), before.asked)
    frame = call(at=at)
    own = consequence_reviews()
    run(frame, lambda: own.apply_outcome(frame, supplier_id, QUARTER, asked, outcome))
    return known(supplier_id)


def announced(outcome: Decided = TERMINATE) -> Consequence:
    """A decision that was announced and does not take effect yet."""
    opened()
    return applied(outcome)


def appealed(outcome: Decided = TERMINATE, at: datetime = NOW + DAY) -> Consequence:
    """An appeal that is open."""
    announced(outcome)
    frame = call(OWN, at)
    run(frame, lambda: appeals().file_appeal(frame, SUPPLIER, QUARTER, APPEAL))
    return known()


def rang(at: datetime = OVER) -> Consequence | None:
    """The clock of the matter rings."""
    before = known()
    assert before.clock is not None
    kind = before.clock.split(":")[2]
    frame = call(at=at)
    clock = before.clock
    return run(frame, lambda: consequences().clock_rang(frame, SUPPLIER, QUARTER, kind, clock))


def plan_due() -> Consequence:
    """A plan is asked for."""
    announced(PLAN)
    rang()
    return known()


def in_review(at: datetime = OVER + DAY) -> Consequence:
    """A plan that was handed in."""
    plan_due()
    frame = call(OWN, at)
    run(frame, lambda: plans().hand_in_plan(frame, SUPPLIER, QUARTER, MEASURES))
    return known()


def running() -> Consequence:
    """A plan that was accepted."""
    in_review()
    return applied(ACCEPTED, OVER + 2 * DAY)


def requested(format: ReportFormat = ReportFormat.HTML, actor: Actor = OWN) -> ReportView:
    """A report that was asked for."""
    frame = call(actor)
    return run(frame, lambda: reports().request_report(frame, SUPPLIER, QUARTER, format))


def made(format: ReportFormat = ReportFormat.HTML) -> ReportView:
    """A report that is there."""
    requested(format)
    asked = ScorecardReportRequested(
        supplier_id=SUPPLIER, quarter=QUARTER, run=1, format=format.value
    )
    reports().make_report(call(), asked, RENDERERS)
    return reports().show(call(OWN), SUPPLIER, QUARTER, format)


def history() -> Iterator[ScorecardRecord]:
    """Three quarters with scorecards; one between them has none."""
    yield card(Band.QUALIFIED, "2025Q4")
    yield card(Band.EXCELLENT, "2026Q1")
    yield card(Band.UNQUALIFIED, QUARTER)
