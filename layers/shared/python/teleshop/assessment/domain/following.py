"""What a scorecard leads to: benefits, a matter to decide on, the end of an earlier one.

The newest quarter that was judged says whether a supplier has benefits. At most one matter is open
for a supplier:

- a **new run of the same quarter** takes the place of the one before: a better band, or too few
  orders to be rated, voids an open matter in whatever state; unqualified again goes on with the new
  figures, windows and decisions as they are. A termination that has taken effect is not undone by
  machine: people are told that its ground is gone. A matter voided by a rerun comes back when a
  later rerun is unqualified; one that a person ended stays ended.
- a **later quarter** judges a plan that is carried out, if it began after the plan was accepted and
  after the last of the plan's days: fulfilled, or decided again. One that is too early for that is
  noted if it is bad, and else says nothing. Where nothing is decided yet, or the plan not yet
  accepted, a better quarter ends the matter and a bad one is noted for whoever decides. What is
  announced or under appeal was decided by a person and keeps its course. Too few orders say
  nothing.
- an **earlier quarter** that is run again reaches its own matter alone.

When a matter ends without its measure, the newest scorecard is looked at again: unqualified, and
only noted so far, it has a matter of its own now. Nothing opens for a supplier that has left, and
what is open for it ends.
"""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from teleshop.assessment.domain import consequences as rules
from teleshop.assessment.domain.card import Scorecard
from teleshop.assessment.domain.matters import Consequence, ConsequenceState, Ended, consequence_id
from teleshop.assessment.domain.records import ScorecardRecord
from teleshop.assessment.domain.windows import ConsequencePolicy, benefit_until

EXCELLENT: Final = "excellent"
UNQUALIFIED: Final = "unqualified"
NOT_RATED: Final = "not_rated"
MOST_REASONS: Final = 3
S = ConsequenceState
_UNDECIDED: Final = frozenset({S.DECIDING, S.PLAN_DUE, S.PLAN_REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a scorecard says, as far as something follows. ``reasons`` are codes of criteria, those
    that cost most first.
    """

    supplier_id: str
    quarter: str
    run: int
    band: str
    score: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where a supplier stands: the scorecard judged last, its benefit, the quarter of its open
    matter.
    """

    supplier_id: str
    quarter: str = ""
    run: int = 0
    band: str = ""
    featured_until: datetime | None = None
    open_quarter: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A matter before (None: new) and after; ``questioned``: a termination in effect has lost its
    ground.
    """

    before: Consequence | None
    after: Consequence
    questioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """All that follows from one scorecard; nothing if it says nothing new."""

    course: Course
    changes: tuple[Change, ...] = ()


def scored_by(record: ScorecardRecord) -> Scored:
    """What follows from a scorecard depends on."""
    return Scored(
        supplier_id=record.supplier_id,
        quarter=record.quarter,
        run=record.run,
        band=record.band,
        score=record.score or "-",
        reasons=costly(record.card),
    )


def costly(card: Scorecard, most: int = MOST_REASONS) -> tuple[str, ...]:
    """The criteria that cost most points, the dearest first; what violations took off is
    `deduction`.
    """
    lost = {line.indicator.value: line.applied_weight - line.points for line in card.lines}
    lost["deduction"] = card.deduction.points
    dear = sorted(lost.items(), key=lambda one: (-one[1], one[0]))
    return tuple(code for code, points in dear if points > 0)[:most]


def is_news(course: Course, own: Consequence | None, scored: Scored) -> bool:
    """Whether the scorecard tells more than is known: of the newest quarter a later run, of an
    earlier one a later run than its matter rests on.
    """
    if scored.quarter >= course.quarter:
        return (scored.quarter, scored.run) > (course.quarter, course.run)
    return own is not None and scored.run > own.run


def follow(
    course: Course,
    own: Consequence | None,
    running: Consequence | None,
    scored: Scored,
    *,
    now: datetime,
    policy: ConsequencePolicy,
) -> Following:
    """What follows. ``own`` is the matter of the scorecard's quarter, ``running`` the one that is
    open, where that is another quarter's.
    """
    if not is_news(course, own, scored):
        return Following(course=course)
    changes: list[Change] = []
    newest = scored.quarter >= course.quarter
    if newest and running is not None and (change := _later(running, scored, now)) is not None:
        changes.append(change)
        running = change.after
    taken = running is not None and running.is_open
    if own is not None:
        change = _rerun(own, scored, now, taken=taken)
        changes.append(change)
        taken = taken or change.after.is_open
    if newest and scored.band == UNQUALIFIED and own is None and not taken:
        changes.append(Change(before=None, after=_opened(scored, now)))
    return Following(
        course=_moved(course, scored, changes, newest=newest, policy=policy),
        changes=tuple(changes),
    )


def _opened(scored: Scored, now: datetime) -> Consequence:
    return Consequence(
        id=consequence_id(scored.supplier_id, scored.quarter),
        supplier_id=scored.supplier_id,
        quarter=scored.quarter,
        run=scored.run,
        score=scored.score,
        reasons=scored.reasons,
        opened_at=now,
    )


def _rerun(own: Consequence, scored: Scored, now: datetime, *, taken: bool) -> Change:
    """The same quarter again; ``taken``: the matter of another quarter is open."""
    fresh = dataclasses.replace(own, run=scored.run)
    if scored.band == UNQUALIFIED:
        fresh = dataclasses.replace(fresh, score=scored.score, reasons=scored.reasons)
        if own.state is S.VOID and own.ended_why is Ended.RERUN and not taken:
            fresh = rules.decided_anew(fresh, "rerun_unqualified", scored.quarter, now)
        return Change(before=own, after=fresh)
    if own.is_open:
        return Change(before=own, after=rules.voided(fresh, Ended.RERUN, now))
    return Change(before=own, after=fresh, questioned=own.state is S.TERMINATED)


def _later(running: Consequence, scored: Scored, now: datetime) -> Change | None:
    """A later quarter, while the matter is open."""
    if scored.band == NOT_RATED:
        return None
    better = scored.band != UNQUALIFIED
    after = _better_later(running, scored, now) if better else _bad_again(running, scored, now)
    return None if after == running else Change(before=running, after=after)


def _better_later(running: Consequence, scored: Scored, now: datetime) -> Consequence:
    judged = rules.is_judged_by(running, scored.quarter)
    if judged or _judged_by(running, scored.quarter):
        return rules.fulfilled(running, now)
    if running.state in _UNDECIDED:
        return rules.voided(running, Ended.LATER_QUARTER, now)
    return running


def _bad_again(running: Consequence, scored: Scored, now: datetime) -> Consequence:
    if rules.is_judged_by(running, scored.quarter):
        return rules.decided_anew(running, "plan_not_fulfilled", scored.quarter, now)
    if running.earlier and running.earlier[-1].quarter == scored.quarter:
        # Another run of a quarter that is noted already.
        return running
    return rules.noted(running, "unqualified_again", scored.quarter, now)


def _judged_by(running: Consequence, quarter: str) -> bool:
    """Whether the matter is to be decided again only because of an earlier run of ``quarter``."""
    if running.state is not S.DECIDING or not running.earlier:
        return False
    last = running.earlier[-1]
    return (last.what, last.quarter) == ("plan_not_fulfilled", quarter)


def waiting(
    ended: Consequence, own: Consequence | None, newest: Scored, now: datetime
) -> Change | None:
    """The matter of the newest scorecard, which waited for the end of another quarter's: None if
    nothing did. ``own`` is the matter that its quarter has already.
    """
    if newest.band != UNQUALIFIED or newest.quarter <= ended.quarter or not _is_left(ended, newest):
        return None
    if own is None:
        return Change(before=None, after=_opened(newest, now))
    if own.state is S.VOID and own.ended_why is Ended.RERUN:
        return Change(
            before=own, after=rules.decided_anew(own, "rerun_unqualified", newest.quarter, now)
        )
    return None


def _is_left(ended: Consequence, newest: Scored) -> bool:
    """Whether the end of a matter leaves a later scorecard to be decided on: not where the supplier
    is gone, and not where people ended what that scorecard had led to.
    """
    if ended.state is S.TERMINATED or ended.ended_why is Ended.SUPPLIER_LEFT:
        return False
    if ended.ended_why not in {Ended.DISMISSED, Ended.APPEAL_UPHELD}:
        return True
    told = {(one.what, one.quarter) for one in ended.earlier}
    return ("plan_not_fulfilled", newest.quarter) not in told


def for_who_left(found: Following, now: datetime) -> Following:
    """What follows for a supplier that is no longer on board: nothing begins, and what is open
    ends.
    """
    changes = [after for one in found.changes if (after := _gone(one, now)) is not None]
    quarters = {change.after.quarter for change in found.changes}
    still = found.course.open_quarter if found.course.open_quarter not in quarters else None
    course = dataclasses.replace(found.course, featured_until=None, open_quarter=still)
    return Following(course=course, changes=tuple(changes))


def _gone(change: Change, now: datetime) -> Change | None:
    if change.before is None:
        return None
    if not change.after.is_open:
        return change
    if change.before.is_open:
        return Change(before=change.before, after=rules.supplier_left(change.before, now))
    after = dataclasses.replace(change.before, run=change.after.run)
    return Change(before=change.before, after=after)


def _moved(
    course: Course,
    scored: Scored,
    changes: list[Change],
    *,
    newest: bool,
    policy: ConsequencePolicy,
) -> Course:
    opened = [change.after.quarter for change in changes if change.after.is_open]
    closed = {change.after.quarter for change in changes if not change.after.is_open}
    still = None if course.open_quarter in closed else course.open_quarter
    after = dataclasses.replace(course, open_quarter=opened[-1] if opened else still)
    if not newest:
        return after
    until = benefit_until(scored.quarter, policy) if scored.band == EXCELLENT else None
    return dataclasses.replace(
        after,
        quarter=scored.quarter,
        run=scored.run,
        band=scored.band,
        featured_until=until,
    )
