"""One case against a supplier: opened, investigated, the supplier heard, decided, appealed.

| state | waits for | next |
|---|---|---|
| `investigating` | what the investigator found | `statement`, `dismissed` |
| `statement` | the supplier's view, or the end of the time for it | `deciding` |
| `deciding` | others than who opened or investigated | `decided`, `dismissed`, `investigating` |
| `decided` | the end of the time for an appeal | `appealed`, `effective` |
| `appealed` | somebody who had no part so far; all stands still | `effective`, `annulled` |
| `effective`, `annulled`, `dismissed` | nothing | |

What protects customers acts at once, what punishes waits for the end of the time for an appeal
(`measures`). A case is handled by the policy of the day on which it was opened.
"""

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from teleshop.violations.domain.measures import (
    FOR_PANEL,
    IN_FORCE,
    Measure,
    MeasureKind,
    MeasureOutcome,
    MeasureState,
    fallen,
    is_settled,
    noted,
    ordered,
)
from teleshop.violations.errors import (
    AppealTooLateError,
    CaseStateError,
    StatementTooLateError,
)

CASE_PREFIX: Final = "vio"
MAX_EVIDENCE: Final = 20
MAX_CASE_EVIDENCE: Final = 60
"""Of all that staff bring in the course of a case: a case that goes back needs room for more."""
MAX_PRODUCTS: Final = 40


class ViolationType(StrEnum):
    """What the standard calls a violation (3.4.1)."""

    FALSE_DOCUMENTS = "false_documents"
    COUNTERFEIT_GOODS = "counterfeit_goods"
    AGREEMENT_BREACH = "agreement_breach"
    SERIOUS_OFFENCE = "serious_offence"


class Gravity(StrEnum):
    """How grave it is, as the investigator found; the policy gives points for each."""

    MINOR = "minor"
    SERIOUS = "serious"
    GRAVE = "grave"


class Source(StrEnum):
    """Whence the first facts came."""

    STAFF = "staff"
    SWEEP = "sweep"
    COMPLAINT = "complaint"
    AUTHORITY = "authority"


class CaseState(StrEnum):
    """See the module."""

    INVESTIGATING = "investigating"
    STATEMENT = "statement"
    DECIDING = "deciding"
    DECIDED = "decided"
    APPEALED = "appealed"
    EFFECTIVE = "effective"
    ANNULLED = "annulled"
    DISMISSED = "dismissed"


WORDS: Final = {
    CaseState.INVESTIGATING: ("调查中", "under investigation"),
    CaseState.STATEMENT: ("等待供应商陈述", "waiting for the supplier's statement"),
    CaseState.DECIDING: ("待决定", "to be decided"),
    CaseState.DECIDED: ("已决定，可申诉", "decided, open to appeal"),
    CaseState.APPEALED: ("申诉中", "under appeal"),
    CaseState.EFFECTIVE: ("已生效", "in effect"),
    CaseState.ANNULLED: ("已撤销", "annulled"),
    CaseState.DISMISSED: ("不予处理", "dismissed"),
}
ENDED: Final = frozenset({CaseState.EFFECTIVE, CaseState.ANNULLED, CaseState.DISMISSED})
FALLEN: Final = frozenset({CaseState.ANNULLED, CaseState.DISMISSED})
"""Nothing was held against the supplier: new evidence may open the same facts again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``points`` are those of the decision, or proposed until then. ``round`` counts proposals,
    ``attempt`` runs of the decision that is wanted now. ``opened_by``, ``investigated_by``,
    ``judges`` are token subjects; those of earlier rounds (who reported; who answered, though the
    case was not decided by it) are in ``past_investigators`` and ``past_judges``. ``facts``,
    ``notes`` (both for staff alone), ``findings``, ``statement``, ``appeal`` and the reasons are
    free text that may name persons; ``return_reason`` is why it was sent back last, for staff
    alone. ``hold_fell_at`` is when goods that were held at the opening were let go, since nobody
    reported in time. ``settled`` says that the case has ended and no measure is left to carry out
    or take back.
    """

    id: str
    supplier_id: str
    type: ViolationType
    gravity: Gravity
    source: Source
    reference: str | None = None
    happened_on: date
    facts: str = field(repr=False)
    products: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    opened_by: str
    opened_at: datetime
    investigation_due: datetime
    state: CaseState = CaseState.INVESTIGATING
    round: int = 1
    attempt: int = 1
    measures: tuple[Measure, ...] = ()
    hold_fell_at: datetime | None = None
    points: int = 0
    earlier: tuple[str, ...] = ()
    findings: str | None = field(default=None, repr=False)
    notes: str | None = field(default=None, repr=False)
    investigated_by: str | None = None
    investigated_at: datetime | None = None
    statement_due: datetime | None = None
    statement: str | None = field(default=None, repr=False)
    statement_evidence: tuple[str, ...] = ()
    stated_at: datetime | None = None
    judges: tuple[str, ...] = ()
    past_investigators: tuple[str, ...] = ()
    past_judges: tuple[str, ...] = ()
    return_reason: str | None = field(default=None, repr=False)
    decided_at: datetime | None = None
    reason: str | None = field(default=None, repr=False)
    appeal_due: datetime | None = None
    appeal: str | None = field(default=None, repr=False)
    appeal_evidence: tuple[str, ...] = ()
    appealed_at: datetime | None = None
    appeal_judge: str | None = None
    appeal_reason: str | None = field(default=None, repr=False)
    effective_at: datetime | None = None
    closed_at: datetime | None = None
    settled: bool = False
    version: int = 1

    @property
    def stage(self) -> str | None:
        """Which decision is wanted now: `decision`, `appeal`, or none."""
        if self.state is CaseState.DECIDING:
            return "decision"
        return "appeal" if self.state is CaseState.APPEALED else None

    @property
    def for_panel(self) -> bool:
        """Whether three persons decide: over termination and handing over to the authorities."""
        return any(measure.kind in FOR_PANEL for measure in self.measures)

    @property
    def parties(self) -> frozenset[str]:
        """Who had a part in any round, and may not decide what is wanted now.

        Who sent a case back may decide on what is proposed next: that is the same task. An appeal
        is for others than all who ever answered.
        """
        known = {self.opened_by, self.investigated_by, *self.past_investigators}
        if self.state is CaseState.APPEALED:
            known.update(self.judges, self.past_judges)
        return frozenset(person for person in known if person is not None)

    @property
    def is_over(self) -> bool:
        """Whether it has ended and nothing is left to carry out."""
        return self.state in ENDED and self.settled


def _from(case: Case, *states: CaseState) -> None:
    if case.state not in states:
        zh, en = WORDS[case.state]
        raise CaseStateError(state_zh=zh, state_en=en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the investigator found, and what is proposed: ``measures`` carry the ids that the case
    gave them; ``points`` and ``earlier`` (cases that still count) are those of the policy on that
    day. Without measures the case is to be dismissed.
    """

    gravity: Gravity
    findings: str = field(repr=False)
    notes: str | None = field(default=None, repr=False)
    measures: tuple[Measure, ...]
    points: int
    earlier: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def investigated(
    case: Case, proposal: Proposal, by: str, statement_due: datetime, now: datetime
) -> Case:
    """The case once it is known what happened: the supplier is heard next. Who opened a case may
    investigate it, too; the decision is taken by others in any case.
    """
    _from(case, CaseState.INVESTIGATING)
    interim = tuple(measure for measure in case.measures if measure.interim)
    return dataclasses.replace(
        case,
        state=CaseState.STATEMENT,
        gravity=proposal.gravity,
        findings=proposal.findings,
        notes=proposal.notes,
        measures=(*interim, *proposal.measures),
        points=proposal.points,
        earlier=proposal.earlier,
        evidence=evidence_with(case, proposal),
        investigated_by=by,
        investigated_at=now,
        statement_due=statement_due,
        statement=None,
        statement_evidence=(),
        stated_at=None,
    )


def evidence_with(case: Case, proposal: Proposal) -> tuple[str, ...]:
    """All evidence of staff once the findings are reported, each once; see
    :data:`MAX_CASE_EVIDENCE`.
    """
    return tuple(dict.fromkeys((*case.evidence, *proposal.evidence)))


def nothing_found(case: Case, proposal: Proposal, by: str, now: datetime) -> Case:
    """The case once the investigator found no violation: what was ordered meanwhile is lifted."""
    _from(case, CaseState.INVESTIGATING)
    found = dataclasses.replace(
        case,
        findings=proposal.findings,
        notes=proposal.notes,
        evidence=evidence_with(case, proposal),
        investigated_by=by,
        investigated_at=now,
    )
    return _fallen(found, CaseState.DISMISSED, now)


def hold_fallen(case: Case, now: datetime) -> Case:
    """The case once nobody reported in time: goods are held on first facts no longer than that.
    The same case if none are.
    """
    _from(case, CaseState.INVESTIGATING)
    lifted = fallen(case.measures)
    if lifted == case.measures:
        return case
    return dataclasses.replace(case, measures=lifted, hold_fell_at=now)


def heard(case: Case, statement: str, evidence: tuple[str, ...], now: datetime) -> Case:
    """The case once the supplier stated its view, before the instant ``statement_due``."""
    went_on = case.state is CaseState.DECIDING and case.stated_at is None
    is_late = case.statement_due is not None and now >= case.statement_due
    if (
        case.statement_due is not None
        and is_late
        and (went_on or case.state is CaseState.STATEMENT)
    ):
        raise StatementTooLateError(due=case.statement_due.isoformat())
    _from(case, CaseState.STATEMENT)
    return dataclasses.replace(
        case,
        state=CaseState.DECIDING,
        statement=statement,
        statement_evidence=evidence,
        stated_at=now,
    )


def unheard(case: Case) -> Case:
    """The case once the supplier let its time pass."""
    _from(case, CaseState.STATEMENT)
    return dataclasses.replace(case, state=CaseState.DECIDING)


def decided(
    case: Case, judges: tuple[str, ...], reason: str, appeal_due: datetime, now: datetime
) -> Case:
    """The case once it was decided as proposed: what protects customers is ordered at once."""
    _from(case, CaseState.DECIDING)
    return dataclasses.replace(
        case,
        state=CaseState.DECIDED,
        judges=judges,
        reason=reason,
        decided_at=now,
        appeal_due=appeal_due,
        attempt=1,
        measures=ordered(case.measures, now, at_once=True),
    )


def sent_back(
    case: Case, judges: tuple[str, ...], reason: str, investigation_due: datetime
) -> Case:
    """The case once it is to be investigated further: what was proposed is void (`rounds` keeps
    it). The reason is for the investigator.
    """
    _from(case, CaseState.DECIDING)
    return dataclasses.replace(
        case,
        state=CaseState.INVESTIGATING,
        return_reason=reason,
        investigation_due=investigation_due,
        past_investigators=_also(case.past_investigators, case.investigated_by),
        past_judges=_also(case.past_judges, *judges),
        measures=tuple(measure for measure in case.measures if measure.interim),
        points=0,
        earlier=(),
        round=case.round + 1,
        attempt=1,
    )


def dismissed(case: Case, judges: tuple[str, ...], reason: str, now: datetime) -> Case:
    """The case once it was decided that there is no violation."""
    _from(case, CaseState.DECIDING)
    judged = dataclasses.replace(case, judges=judges, reason=reason, decided_at=now)
    return _fallen(judged, CaseState.DISMISSED, now)


def appealed(case: Case, appeal: str, evidence: tuple[str, ...], now: datetime) -> Case:
    """The case once the supplier appealed, before the instant ``appeal_due``."""
    _from(case, CaseState.DECIDED)
    if case.appeal_due is None or now >= case.appeal_due:
        due = case.appeal_due.isoformat() if case.appeal_due else "-"
        raise AppealTooLateError(due=due)
    return dataclasses.replace(
        case,
        state=CaseState.APPEALED,
        appeal=appeal,
        appeal_evidence=evidence,
        appealed_at=now,
        attempt=1,
    )


def effective(case: Case, now: datetime) -> Case:
    """The case once nobody appealed in time: all that waited is ordered."""
    _from(case, CaseState.DECIDED)
    return _effective(case, now)


def appeal_refused(case: Case, judge: str | None, reason: str, now: datetime) -> Case:
    """The case once another person refused the appeal: it takes effect at once."""
    _from(case, CaseState.APPEALED)
    judged = dataclasses.replace(case, appeal_judge=judge, appeal_reason=reason)
    return _effective(judged, now)


def annulled(case: Case, judge: str | None, reason: str, now: datetime) -> Case:
    """The case once another person upheld the appeal: all is taken back."""
    _from(case, CaseState.APPEALED)
    judged = dataclasses.replace(case, appeal_judge=judge, appeal_reason=reason)
    return _fallen(judged, CaseState.ANNULLED, now)


def asked_anew(case: Case, judges: tuple[str, ...] = (), *, again: bool) -> Case:
    """The case once its decision is asked for again: with ``again`` from the first step on, since
    what ``judges`` answered does not count; else the run goes on where it stopped.
    """
    _from(case, CaseState.DECIDING, CaseState.APPEALED)
    past = _also(case.past_judges, *judges) if case.stage == "decision" else case.past_judges
    return dataclasses.replace(
        case,
        round=case.round + 1 if again else case.round,
        attempt=case.attempt + 1,
        past_judges=past,
    )


def _also(known: tuple[str, ...], *more: str | None) -> tuple[str, ...]:
    people = (*known, *more)
    return tuple(dict.fromkeys(person for person in people if person is not None))


def with_outcome(case: Case, measure_id: str, outcome: MeasureOutcome, now: datetime) -> Case:
    """The case with what became of a measure; itself if that changes nothing."""
    after = noted(case.measures, measure_id, outcome, now)
    if after == case.measures:
        return case
    settled = case.state in ENDED and is_settled(after)
    return dataclasses.replace(case, measures=after, settled=settled)


def unconfirmed(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Measures with those lifted that were ordered while the case was open and that no decided one
    goes on with: a decided take-down goes on with a suspension, not the other way round.
    """
    taken_down = _goods(measures, MeasureKind.PRODUCT_TAKEDOWN)
    kept = {
        MeasureKind.PRODUCT_TAKEDOWN: taken_down,
        MeasureKind.PRODUCT_SUSPENSION: taken_down
        | _goods(measures, MeasureKind.PRODUCT_SUSPENSION),
    }
    return tuple(
        dataclasses.replace(measure, state=MeasureState.LIFTED)
        if measure.interim
        and measure.state in IN_FORCE
        and not kept.get(measure.kind, frozenset()).issuperset(measure.products)
        else measure
        for measure in measures
    )


def _goods(measures: tuple[Measure, ...], kind: MeasureKind) -> frozenset[str]:
    return frozenset(
        product
        for measure in measures
        if measure.kind is kind and not measure.interim
        for product in measure.products
    )


def _effective(case: Case, now: datetime) -> Case:
    measures = ordered(unconfirmed(case.measures), now, at_once=False)
    return dataclasses.replace(
        case,
        state=CaseState.EFFECTIVE,
        measures=measures,
        effective_at=now,
        closed_at=now,
        settled=is_settled(measures),
    )


def _fallen(case: Case, state: CaseState, now: datetime) -> Case:
    measures = fallen(case.measures)
    return dataclasses.replace(
        case, state=state, measures=measures, closed_at=now, settled=is_settled(measures)
    )
