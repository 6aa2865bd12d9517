"""What suppliers send about the consequences of a scorecard, and what people see of them."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, field

from teleshop.assessment.domain.matters import WORDS, Consequence, Former
from teleshop.kernel.schema import Input, Output

MOST_DOCUMENTS = 20
MOST_MEASURES = 30


def filled(most: int) -> Meta:
    """A text of ``most`` characters at most that says something; its words name both limits."""
    return Meta(
        min_length=1,
        max_length=most,
        pattern=r"\S",
        extra={
            "code": "text_required",
            "zh": f"请填写内容，不能只有空格，最多 {most} 个字符。",
            "en": f"Write what there is to say, in {most:,} characters at most; blanks alone are "
            "not enough.",
            "clause": "3.3.3",
        },
    )


Text = Annotated[str, filled(4000)]


class AppealBody(Input, frozen=True, kw_only=True):
    """Why the decision is wrong, with documents (uploaded as `case_attachment`)."""

    grounds: Text
    documents: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=60)]], Meta(max_length=MOST_DOCUMENTS)
    ] = field(default_factory=list)


class PlannedMeasureBody(Input, frozen=True, kw_only=True):
    """What will be done, until when, and who sees to it."""

    what: Annotated[str, filled(1000)]
    by: date
    responsible: Annotated[str, filled(100)]


class PlanBody(Input, frozen=True, kw_only=True):
    """The improvement plan."""

    measures: Annotated[list[PlannedMeasureBody], Meta(min_length=1, max_length=MOST_MEASURES)]


class PlannedMeasureView(Output, frozen=True, kw_only=True):
    """One measure of a plan."""

    what: str
    by: date
    responsible: str


class EarlierView(Output, frozen=True, kw_only=True):
    """What happened before in the same matter."""

    what: str
    at: datetime
    quarter: str


class FormerView(Output, frozen=True, kw_only=True):
    """A decision of an earlier round and the appeal against it, as they were."""

    round: int
    measure: str | None
    decided_at: datetime
    reason: str | None = None
    appealed_at: datetime | None = None
    grounds: str | None = None
    documents: list[str] = field(default_factory=list)
    appeal_upheld: bool | None = None
    appeal_decided_at: datetime | None = None
    appeal_reason: str | None = None
    decided_by: str | None = None
    appealed_by: str | None = None
    appeal_decided_by: str | None = None

    @classmethod
    def of(cls, former: Former, *, staff: bool) -> "FormerView":
        """As staff, or the supplier, may see it."""
        return cls(
            round=former.round,
            measure=former.measure,
            decided_at=former.decided_at,
            reason=former.reason,
            appealed_at=former.appealed_at,
            grounds=former.grounds,
            documents=list(former.documents),
            appeal_upheld=former.appeal_upheld,
            appeal_decided_at=former.appeal_decided_at,
            appeal_reason=former.appeal_reason,
            decided_by=former.decided_by if staff else None,
            appealed_by=former.appealed_by if staff else None,
            appeal_decided_by=former.appeal_decided_by if staff else None,
        )


class ConsequenceView(Output, frozen=True, kw_only=True):
    """What follows from a scorecard. Nothing takes effect before ``appeal_until``; with
    ``calendar_confirmed`` false ``appeal_last_day`` and ``plan_last_day`` are the latest possible
    days, since the holidays of their year are not published yet. Who decided is shown to staff
    alone. ``plan_judged_by`` is the first quarter whose scorecard judges the plan; ``former`` are
    the decisions of earlier rounds.
    """

    supplier_id: str
    quarter: str
    run: int
    score: str
    state: str
    state_zh: str
    state_en: str
    round: int
    reasons: list[str]
    opened_at: datetime
    measure: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    appeal_last_day: date | None = None
    appeal_until: datetime | None = None
    calendar_confirmed: bool = True
    appealed_at: datetime | None = None
    grounds: str | None = None
    documents: list[str] = field(default_factory=list)
    appeal_upheld: bool | None = None
    appeal_decided_at: datetime | None = None
    appeal_reason: str | None = None
    effective_at: datetime | None = None
    plan_last_day: date | None = None
    plan_until: datetime | None = None
    submission: int = 0
    plan: list[PlannedMeasureView] | None = None
    plan_reason: str | None = None
    plan_judged_by: str | None = None
    former: list[FormerView] = field(default_factory=list)
    earlier: list[EarlierView] = field(default_factory=list)
    ended_at: datetime | None = None
    ended_why: str | None = None
    stalled: bool | None = None
    decided_by: str | None = None
    appealed_by: str | None = None
    appeal_decided_by: str | None = None
    plan_by: str | None = None
    version: int

    @classmethod
    def of(cls, known: Consequence, *, staff: bool) -> "ConsequenceView":
        """As staff, or the supplier, may see it."""
        zh, en = WORDS[known.state]
        plan = known.plan
        return cls(
            supplier_id=known.supplier_id,
            quarter=known.quarter,
            run=known.run,
            score=known.score,
            state=known.state,
            state_zh=zh,
            state_en=en,
            round=known.round,
            reasons=list(known.reasons),
            opened_at=known.opened_at,
            measure=known.measure,
            decided_at=known.decided_at,
            reason=known.reason,
            appeal_last_day=known.appeal_last_day,
            appeal_until=known.appeal_until,
            calendar_confirmed=known.calendar_confirmed,
            appealed_at=known.appealed_at,
            grounds=known.grounds,
            documents=list(known.documents),
            appeal_upheld=known.appeal_upheld,
            appeal_decided_at=known.appeal_decided_at,
            appeal_reason=known.appeal_reason,
            effective_at=known.effective_at,
            plan_last_day=known.plan_last_day,
            plan_until=known.plan_until,
            submission=known.submission,
            plan=None
            if plan is None
            else [
                PlannedMeasureView(what=one.what, by=one.by, responsible=one.responsible)
                for one in plan
            ],
            plan_reason=known.plan_reason,
            plan_judged_by=known.plan_judged_by,
            former=[FormerView.of(one, staff=staff) for one in known.former or ()],
            earlier=[
                EarlierView(what=one.what, at=one.at, quarter=one.quarter) for one in known.earlier
            ],
            ended_at=known.ended_at,
            ended_why=known.ended_why,
            stalled=known.stalled if staff else None,
            decided_by=known.decided_by if staff else None,
            appealed_by=known.appealed_by if staff else None,
            appeal_decided_by=known.appeal_decided_by if staff else None,
            plan_by=known.plan_by if staff else None,
            version=known.version,
        )
