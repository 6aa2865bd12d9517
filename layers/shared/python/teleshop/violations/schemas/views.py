"""What people see of violation cases. Amounts are whole fen."""

from datetime import date, datetime
from typing import Literal

from teleshop.kernel.schema import Output
from teleshop.violations.domain.case import Case
from teleshop.violations.domain.link import Link
from teleshop.violations.domain.measures import Measure
from teleshop.violations.domain.rounds import Round
from teleshop.violations.schemas.affected import AffectedCounts

Reader = Literal["supplier", "staff"]


class MeasureView(Output, frozen=True, kw_only=True):
    """A measure as it stands; ``count`` of its products are dealt with."""

    id: str
    kind: str
    state: str
    interim: bool
    amount: int
    products: list[str]
    count: int
    reference: str | None = None
    ordered_at: datetime | None = None
    noted_at: datetime | None = None

    @classmethod
    def of(cls, measure: Measure) -> "MeasureView":
        """The same for people."""
        return cls(
            id=measure.id,
            kind=measure.kind,
            state=measure.state,
            interim=measure.interim,
            amount=measure.amount,
            products=list(measure.products),
            count=measure.count,
            reference=measure.reference,
            ordered_at=measure.ordered_at,
            noted_at=measure.noted_at,
        )


class LinkView(Output, frozen=True, kw_only=True):
    """A supplier of bad record that shares something with this one; what, not its value."""

    supplier_id: str
    legal_name: str
    state: str
    shared: list[str]

    @classmethod
    def of(cls, link: Link) -> "LinkView":
        """The same for people."""
        return cls(
            supplier_id=link.supplier_id,
            legal_name=link.legal_name,
            state=link.state,
            shared=list(link.shared),
        )


class RoundView(Output, frozen=True, kw_only=True):
    """A round that was sent back, with what was proposed and what the supplier said to it; who
    handled it, notes and the reason for staff alone.
    """

    number: int
    points: int
    measures: list[MeasureView]
    returned_at: datetime
    findings: str | None = None
    statement: str | None = None
    statement_evidence: list[str]
    stated_at: datetime | None = None
    notes: str | None = None
    investigated_by: str | None = None
    investigated_at: datetime | None = None
    judges: list[str] | None = None
    return_reason: str | None = None

    @classmethod
    def of(cls, round: Round, reader: Reader) -> "RoundView":
        """What ``reader`` may see."""
        staff = reader == "staff"
        return cls(
            number=round.number,
            points=round.points,
            measures=[MeasureView.of(measure) for measure in round.measures],
            returned_at=round.returned_at,
            findings=round.findings,
            statement=round.statement,
            statement_evidence=list(round.statement_evidence),
            stated_at=round.stated_at,
            notes=round.notes if staff else None,
            investigated_by=round.investigated_by if staff else None,
            investigated_at=round.investigated_at if staff else None,
            judges=list(round.judges) if staff else None,
            return_reason=round.return_reason if staff else None,
        )


class CaseView(Output, frozen=True, kw_only=True):
    """A case as its reader may see it. The supplier sees what it is accused of, what it said
    itself, what was decided and why; not whence the facts came, what staff noted, or who handled
    it.
    """

    id: str
    supplier_id: str
    type: str
    gravity: str
    state: str
    happened_on: date
    products: list[str]
    opened_at: datetime
    round: int
    points: int
    measures: list[MeasureView]
    hold_fell_at: datetime | None = None
    settled: bool
    findings: str | None = None
    statement_due: datetime | None = None
    statement: str | None = None
    statement_evidence: list[str] | None = None
    stated_at: datetime | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    appeal_due: datetime | None = None
    appeal: str | None = None
    appeal_evidence: list[str] | None = None
    appealed_at: datetime | None = None
    appeal_reason: str | None = None
    effective_at: datetime | None = None
    closed_at: datetime | None = None
    source: str | None = None
    reference: str | None = None
    facts: str | None = None
    notes: str | None = None
    evidence: list[str] | None = None
    earlier: list[str] | None = None
    opened_by: str | None = None
    investigation_due: datetime | None = None
    investigated_by: str | None = None
    investigated_at: datetime | None = None
    judges: list[str] | None = None
    appeal_judge: str | None = None
    attempt: int | None = None
    past_investigators: list[str] | None = None
    past_judges: list[str] | None = None
    return_reason: str | None = None
    rounds: list[RoundView] | None = None
    links: list[LinkView] | None = None
    points_in_force: int | None = None
    affected: AffectedCounts | None = None
    version: int

    @classmethod
    def of(
        cls,
        case: Case,
        reader: Reader,
        links: tuple[Link, ...] | None = None,
        points_in_force: int | None = None,
        *,
        affected: AffectedCounts | None = None,
        rounds: tuple[Round, ...] | None = None,
    ) -> "CaseView":
        """What ``reader`` may see; ``rounds`` where one case is shown, ``links``,
        ``points_in_force`` and ``affected`` where that is to staff.
        """
        staff = reader == "staff"
        return cls(
            id=case.id,
            supplier_id=case.supplier_id,
            type=case.type,
            gravity=case.gravity,
            state=case.state,
            happened_on=case.happened_on,
            products=list(case.products),
            opened_at=case.opened_at,
            round=case.round,
            points=case.points,
            measures=[MeasureView.of(measure) for measure in case.measures],
            hold_fell_at=case.hold_fell_at,
            settled=case.is_over,
            findings=case.findings,
            statement_due=case.statement_due,
            statement=case.statement,
            statement_evidence=list(case.statement_evidence),
            stated_at=case.stated_at,
            decided_at=case.decided_at,
            reason=case.reason,
            appeal_due=case.appeal_due,
            appeal=case.appeal,
            appeal_evidence=list(case.appeal_evidence),
            appealed_at=case.appealed_at,
            appeal_reason=case.appeal_reason,
            effective_at=case.effective_at,
            closed_at=case.closed_at,
            source=case.source if staff else None,
            reference=case.reference if staff else None,
            facts=case.facts if staff else None,
            notes=case.notes if staff else None,
            evidence=list(case.evidence) if staff else None,
            earlier=list(case.earlier) if staff else None,
            opened_by=case.opened_by if staff else None,
            investigation_due=case.investigation_due if staff else None,
            investigated_by=case.investigated_by if staff else None,
            investigated_at=case.investigated_at if staff else None,
            judges=list(case.judges) if staff else None,
            appeal_judge=case.appeal_judge if staff else None,
            attempt=case.attempt if staff else None,
            past_investigators=list(case.past_investigators) if staff else None,
            past_judges=list(case.past_judges) if staff else None,
            return_reason=case.return_reason if staff else None,
            rounds=[RoundView.of(one, reader) for one in rounds] if rounds is not None else None,
            links=[LinkView.of(link) for link in links] if staff and links is not None else None,
            points_in_force=points_in_force if staff else None,
            affected=affected if staff else None,
            version=case.version,
        )
