"""What follows from an unqualified scorecard, from the decision to its end.

| state | who moves it | next |
|---|---|---|
| `deciding` | a manager | `announced`, `dismissed` |
| `announced` | time, or the supplier by an appeal | `terminated`, `plan_due`, `appealed` |
| `appealed` | compliance, nobody who took part before | `void`, `terminated`, `plan_due` |
| `plan_due` | the supplier; time | `plan_review`, `deciding` |
| `plan_review` | a reviewer | `plan_running`, `plan_due`, `deciding` |
| `plan_running` | the scorecard of the quarter that judges the plan | `fulfilled`, `deciding` |
| `terminated`, `dismissed`, `void`, `fulfilled` | | |

Whatever is open ends as `dismissed` when the supplier leaves for another reason.

Nothing but a person decides; time only lets what was announced take effect, and only after the
window for an appeal. An appeal within it stops everything until it is decided by somebody who had
no part in any decision of the matter, in this round or an earlier one. A new scorecard of the same
quarter may void the matter (see :mod:`.following`).
"""

import dataclasses
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from teleshop.assessment.domain.matters import (
    WORDS,
    Consequence,
    ConsequenceState,
    Earlier,
    Ended,
    Former,
    Measure,
    PlannedMeasure,
)
from teleshop.assessment.domain.windows import (
    ConsequencePolicy,
    first_quarter_after,
    window,
)
from teleshop.assessment.errors.consequences import (
    AlreadyAppealedError,
    AppealWindowOverError,
    ConsequenceStateError,
    NotDecidedYetError,
    PlanNotDueError,
    PlanTooLateError,
)
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError

LONGEST_PLAN: Final = timedelta(days=183)
"""Two quarters: what takes longer no scorecard judges."""
S = ConsequenceState


# -- the decision ------------------------------------------------------------------------------


def decided(
    known: Consequence,
    measure: Measure | None,
    *,
    by: str | None,
    reason: str | None,
    now: datetime,
    policy: ConsequencePolicy,
) -> Consequence:
    """A manager decided; None: go on without a measure. What is decided is announced, and waits."""
    _expect(known, S.DECIDING)
    made = dataclasses.replace(
        known, measure=measure, decided_at=now, decided_by=by, reason=reason, stalled=False
    )
    if measure is None:
        return _ended(made, S.DISMISSED, Ended.DISMISSED, now)
    open_for = window(now, policy.appeal_days)
    return dataclasses.replace(
        made,
        state=S.ANNOUNCED,
        appeal_last_day=open_for.last_day,
        appeal_until=open_for.ends_at,
        calendar_confirmed=open_for.confirmed,
    )


def took_part(known: Consequence, people: Iterable[str]) -> Consequence:
    """The matter once ``people`` took part in a decision of it."""
    return dataclasses.replace(known, people=tuple(dict.fromkeys((*known.people, *people))))


def may_hear(known: Consequence, people: Iterable[str]) -> bool:
    """Whether none of ``people`` took part in a decision of the matter, in whatever round."""
    return set(known.people).isdisjoint(people)


def asked_again(known: Consequence) -> Consequence:
    """Nobody decided in time: people are asked anew, since nothing is decided by time."""
    return dataclasses.replace(
        known, asked=known.asked + 1, started=known.started + 1, stalled=False
    )


def stalled(known: Consequence) -> Consequence:
    """A step failed for a technical reason."""
    return dataclasses.replace(known, stalled=True)


def resumed(known: Consequence) -> Consequence:
    """What is asked stays asked; another run waits for the answer."""
    return dataclasses.replace(known, started=known.started + 1, stalled=False)


# -- the appeal --------------------------------------------------------------------------------


def appealed(
    known: Consequence, by: str, grounds: str, documents: tuple[str, ...], now: datetime
) -> Consequence:
    """The supplier appeals within the window: everything stops."""
    if known.state is S.DECIDING:
        raise NotDecidedYetError
    if known.appealed_at is not None:
        raise AlreadyAppealedError
    if known.appeal_until is not None and now >= known.appeal_until:
        raise AppealWindowOverError(last_day=str(known.appeal_last_day))
    _expect(known, S.ANNOUNCED)
    return dataclasses.replace(
        known,
        state=S.APPEALED,
        asked=1,
        started=known.started + 1,
        appealed_at=now,
        appealed_by=by,
        grounds=grounds,
        documents=documents,
    )


def unusable_document(index: int) -> FieldError:
    """A file that an appeal cannot rest on."""
    return FieldError(
        f"/documents/{index}",
        "appeal_document_unusable",
        "该文件不可用：须由本方以用途 case_attachment 上传并已通过检查；请重新上传后填入编号。",
        "This document cannot be used: it must be uploaded by your side for the purpose "
        "case_attachment and have passed its check; upload it again and name it here.",
        clause="3.3.3",
    )


def appeal_decided(
    known: Consequence,
    *,
    upheld: bool,
    by: str | None,
    reason: str | None,
    now: datetime,
    policy: ConsequencePolicy,
) -> Consequence:
    """Upheld: void. Refused: it takes effect at once."""
    _expect(known, S.APPEALED)
    heard = dataclasses.replace(
        known,
        appeal_upheld=upheld,
        appeal_decided_at=now,
        appeal_decided_by=by,
        appeal_reason=reason,
        stalled=False,
    )
    if upheld:
        return _ended(heard, S.VOID, Ended.APPEAL_UPHELD, now)
    return _in_effect(heard, now, policy)


def appeal_taken_back(known: Consequence, now: datetime, policy: ConsequencePolicy) -> Consequence:
    """The supplier took the appeal back: what was announced takes effect, not before the window is
    over.
    """
    _expect(known, S.APPEALED)
    back = dataclasses.replace(known, state=S.ANNOUNCED, stalled=False)
    return took_effect(back, now, policy) if _window_is_over(back, now) else back


# -- effect ------------------------------------------------------------------------------------


def took_effect(known: Consequence, now: datetime, policy: ConsequencePolicy) -> Consequence:
    """The window is over and nobody appealed."""
    _expect(known, S.ANNOUNCED)
    if not _window_is_over(known, now):
        raise _not_in(known)
    return _in_effect(known, now, policy)


def _window_is_over(known: Consequence, now: datetime) -> bool:
    return known.appeal_until is not None and now >= known.appeal_until


def _in_effect(known: Consequence, now: datetime, policy: ConsequencePolicy) -> Consequence:
    made = dataclasses.replace(known, effective_at=now)
    if known.measure is Measure.TERMINATION:
        return dataclasses.replace(made, state=S.TERMINATED, ended_at=now)
    return _plan_due(made, now, policy)


# -- the improvement plan ----------------------------------------------------------------------


def _plan_due(known: Consequence, now: datetime, policy: ConsequencePolicy) -> Consequence:
    open_for = window(now, policy.plan_days)
    return dataclasses.replace(
        known,
        state=S.PLAN_DUE,
        plan_last_day=open_for.last_day,
        plan_until=open_for.ends_at,
        calendar_confirmed=open_for.confirmed,
        stalled=False,
    )


def plan_handed_in(
    known: Consequence, plan: tuple[PlannedMeasure, ...], by: str, now: datetime
) -> Consequence:
    """The supplier says what it will do."""
    if known.state is not S.PLAN_DUE:
        zh, en = WORDS[known.state]
        raise PlanNotDueError(state_zh=zh, state_en=en)
    if known.plan_until is not None and now >= known.plan_until:
        raise PlanTooLateError(last_day=str(known.plan_last_day))
    return dataclasses.replace(
        known,
        state=S.PLAN_REVIEW,
        asked=1,
        started=known.started + 1,
        submission=known.submission + 1,
        plan=plan,
        plan_by=by,
        plan_reason=None,
    )


def plan_faults(plan: tuple[PlannedMeasure, ...], now: datetime) -> list[FieldError]:
    """Every measure is for a day from today on, and within what the scorecards can still judge."""
    today = china_date(now)
    latest = today + LONGEST_PLAN
    return [
        FieldError(
            f"/measures/{index}/by",
            "plan_day",
            "完成日期须在今天（{first}）至 {last} 之间，请修改。",
            "A measure is for a day from today ({first}) to {last}; change it.",
            {"first": str(today), "last": str(latest)},
            clause="3.3.3",
        )
        for index, one in enumerate(plan)
        if not today <= one.by <= latest
    ]


def plan_accepted(known: Consequence, now: datetime) -> Consequence:
    """It is carried out; judged by the first quarter that begins after it was accepted and after
    the last day that it names, since an earlier one could not show what it did.
    """
    _expect(known, S.PLAN_REVIEW)
    days = [one.by for one in known.plan or ()]
    return dataclasses.replace(
        known,
        state=S.PLAN_RUNNING,
        plan_judged_by=first_quarter_after(max([china_date(now), *days])),
        stalled=False,
    )


def is_judged_by(known: Consequence, quarter: str) -> bool:
    """Whether the scorecard of ``quarter`` judges the plan that is carried out."""
    return known.state is S.PLAN_RUNNING and quarter >= (known.plan_judged_by or "")


def plan_returned(
    known: Consequence, reason: str, now: datetime, policy: ConsequencePolicy
) -> Consequence:
    """It is not enough yet: handed in anew within a new window."""
    _expect(known, S.PLAN_REVIEW)
    return _plan_due(dataclasses.replace(known, plan_reason=reason), now, policy)


def plan_taken_back(known: Consequence) -> Consequence:
    """The supplier took the plan back: it is due as before, within the window that it had."""
    _expect(known, S.PLAN_REVIEW)
    return dataclasses.replace(known, state=S.PLAN_DUE, stalled=False)


def plan_refused(known: Consequence, reason: str, now: datetime) -> Consequence:
    """It leads nowhere: a manager decides again."""
    _expect(known, S.PLAN_REVIEW)
    after = dataclasses.replace(known, plan_reason=reason)
    return decided_anew(after, "plan_refused", known.quarter, now)


def plan_missed(known: Consequence, now: datetime) -> Consequence:
    """None came in time: a manager decides again."""
    _expect(known, S.PLAN_DUE)
    if known.plan_until is not None and now < known.plan_until:
        raise _not_in(known)
    return decided_anew(known, "plan_missed", known.quarter, now)


# -- again, and the end ------------------------------------------------------------------------


def decided_anew(known: Consequence, what: str, quarter: str, now: datetime) -> Consequence:
    """Back to the manager, with what happened; a new decision has a new window for an appeal. What
    was decided and written before is kept as ``former``.
    """
    return dataclasses.replace(
        known,
        state=S.DECIDING,
        round=known.round + 1,
        asked=1,
        started=known.started + 1,
        stalled=False,
        measure=None,
        decided_at=None,
        decided_by=None,
        reason=None,
        appeal_last_day=None,
        appeal_until=None,
        calendar_confirmed=True,
        appealed_at=None,
        appealed_by=None,
        grounds=None,
        documents=(),
        appeal_upheld=None,
        appeal_decided_at=None,
        appeal_decided_by=None,
        appeal_reason=None,
        effective_at=None,
        plan_last_day=None,
        plan_until=None,
        plan_judged_by=None,
        former=_with_round(known),
        earlier=(*known.earlier, Earlier(what=what, at=now, quarter=quarter)),
        ended_at=None,
        ended_why=None,
    )


def _with_round(known: Consequence) -> tuple[Former, ...] | None:
    """The rounds so far, with the one that ends now if anything was decided in it."""
    if known.decided_at is None:
        return known.former
    made = Former(
        round=known.round,
        measure=known.measure,
        decided_at=known.decided_at,
        decided_by=known.decided_by,
        reason=known.reason,
        appealed_at=known.appealed_at,
        appealed_by=known.appealed_by,
        grounds=known.grounds,
        documents=known.documents,
        appeal_upheld=known.appeal_upheld,
        appeal_decided_at=known.appeal_decided_at,
        appeal_decided_by=known.appeal_decided_by,
        appeal_reason=known.appeal_reason,
    )
    return (*(known.former or ()), made)


def noted(known: Consequence, what: str, quarter: str, now: datetime) -> Consequence:
    """Something that whoever decides next should know; nothing else changes."""
    told = Earlier(what=what, at=now, quarter=quarter)
    return dataclasses.replace(known, earlier=(*known.earlier, told))


def voided(known: Consequence, why: Ended, now: datetime) -> Consequence:
    """A better scorecard took the ground away."""
    return _ended(known, S.VOID, why, now)


def fulfilled(known: Consequence, now: datetime) -> Consequence:
    """The plan did what it was for."""
    return _ended(known, S.FULFILLED, Ended.PLAN_FULFILLED, now)


def supplier_left(known: Consequence, now: datetime) -> Consequence:
    """The cooperation ended for another reason: nothing is left to decide."""
    return _ended(known, S.DISMISSED, Ended.SUPPLIER_LEFT, now)


def _ended(known: Consequence, state: ConsequenceState, why: Ended, now: datetime) -> Consequence:
    return dataclasses.replace(known, state=state, ended_at=now, ended_why=why, stalled=False)


def _expect(known: Consequence, state: ConsequenceState) -> None:
    if known.state is not state:
        raise _not_in(known)


def _not_in(known: Consequence) -> ConsequenceStateError:
    zh, en = WORDS[known.state]
    return ConsequenceStateError(state_zh=zh, state_en=en)
