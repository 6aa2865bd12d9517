"""From a scorecard to its consequence: what the bus and the clocks do.

Each step is driven by the state of the matter: one that was taken, or belongs to an earlier round,
answers `end` and changes nothing.
"""

from dataclasses import replace
from datetime import datetime

from teleshop.assessment.domain import consequences as rules
from teleshop.assessment.domain.following import (
    Change,
    Course,
    Following,
    Scored,
    follow,
    for_who_left,
    is_news,
    scored_by,
)
from teleshop.assessment.domain.matters import Consequence, ConsequenceState, Ended
from teleshop.assessment.schemas.consequence_events import (
    ConsequenceDeadlineNear,
    ConsequenceEnded,
    ConsequenceQuestioned,
)
from teleshop.assessment.service.consequence_base import (
    RETRY,
    ConsequenceDesk,
    is_of,
)
from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Subject, Transaction

S = ConsequenceState


class Consequences(ConsequenceDesk):
    """See the module."""

    # -- a scorecard was issued --

    def follow_scorecard(
        self, call: Call, supplier_id: str, quarter: str, run: int
    ) -> Course | None:
        """Let what a scorecard says take effect: benefits begin or end, a matter opens, moves or
        ends. None if it says nothing new.
        """
        course = self._repository.course(supplier_id)
        before = course or Course(supplier_id=supplier_id)
        # A quarter after the last one that was judged has no matter yet.
        known = quarter <= before.quarter
        own = self._repository.find(supplier_id, quarter) if known else None
        issued = self._scorecards.find(supplier_id, quarter, run)
        if issued is None:
            return None
        scored = scored_by(issued)
        if not is_news(before, own, scored):
            return None
        running = self._running(before, quarter)
        after = self._follow(before, own, running, scored, call.now)
        tx = Transaction(
            call,
            "follow_scorecard",
            Subject("supplier", supplier_id),
            # Where nothing but the place in the course moves, the scorecards tell it all.
            derived=not after.changes and before.featured_until == after.course.featured_until,
        )
        if before.featured_until != after.course.featured_until:
            self._cooperation.feature(tx, supplier_id, after.course.featured_until)
        for change in after.changes:
            self._change(tx, change, scored)
        return tx.commit(self._keep(tx, course, after.course))

    def _follow(
        self,
        before: Course,
        own: Consequence | None,
        running: Consequence | None,
        scored: Scored,
        now: datetime,
    ) -> Following:
        found = follow(before, own, running, scored, now=now, policy=self._policy)
        quiet = not found.changes and found.course.featured_until == before.featured_until
        if quiet:
            return found
        if not self._cooperation.goes_on(before.supplier_id):
            return for_who_left(found, now)
        ended = [one.after for one in found.changes if one.before and one.before.is_open]
        if found.course.open_quarter is not None or not ended or ended[-1].is_open:
            return found
        next_one = self._waiting(found.course, ended[-1], now)
        if next_one is None:
            return found
        # What was only noted meanwhile has its own matter now.
        course = replace(found.course, open_quarter=next_one.after.quarter)
        return Following(course=course, changes=(*found.changes, next_one))

    def _running(self, course: Course, quarter: str) -> Consequence | None:
        if course.open_quarter is None or course.open_quarter == quarter:
            return None
        return self._repository.find(course.supplier_id, course.open_quarter)

    def _change(self, tx: Transaction, change: Change, scored: Scored) -> None:
        before, after = change.before, change.after
        if before is None or (after.is_open and not before.is_open):
            self._take_up(tx, change)
            return
        if before.state is not after.state:
            self._stop_asking(tx, before)
        stored = self._store(tx, before, after)
        if before.state is not after.state:
            if stored.state is S.DECIDING:
                self._open(tx, stored, stored.earlier[-1].what)
            else:
                why = (stored.ended_why or Ended.RERUN).value
                self._tell(
                    tx,
                    ConsequenceEnded(
                        supplier_id=stored.supplier_id, quarter=stored.quarter, why=why
                    ),
                )
        if change.questioned:
            self._tell(
                tx,
                ConsequenceQuestioned(
                    supplier_id=stored.supplier_id,
                    quarter=stored.quarter,
                    run=scored.run,
                    band=scored.band,
                ),
            )

    # -- clocks --

    def clock_rang(
        self, call: Call, supplier_id: str, quarter: str, kind: str, deadline_id: str
    ) -> Consequence | None:
        """A window is over: what was announced takes effect, a plan that did not come leads to
        another decision, a review that failed is tried again; for a supplier that has left the
        matter ends. None if that clock has ended meanwhile.
        """
        before = self._repository.find(supplier_id, quarter)
        if before is None or before.clock != deadline_id:
            return None
        if not self._cooperation.goes_on(supplier_id):
            return self._end_for_who_left(call, before)
        if kind == RETRY:
            return self._resume(call, before)
        if kind == "plan":
            return self._miss_plan(call, before)
        tx = self._begin(call, "put_in_effect", before)
        after = rules.took_effect(before, call.now, self._policy)
        stored = self._put_in_effect(tx, before, after)
        self._close(tx, stored)
        return tx.commit(stored)

    def _resume(self, call: Call, before: Consequence) -> Consequence:
        tx = self._begin(call, "resume_review", before)
        stored = self._store(tx, before, rules.resumed(before))
        self._ask(tx, stored)
        return tx.commit(stored)

    def _miss_plan(self, call: Call, before: Consequence) -> Consequence:
        tx = self._begin(call, "miss_plan", before)
        stored = self._store(tx, before, rules.plan_missed(before, call.now))
        self._open(tx, stored, "plan_missed")
        return tx.commit(stored)

    # -- the supplier left --

    def supplier_left(self, call: Call, supplier_id: str) -> Consequence | None:
        """The cooperation ended: so does what is open. None if nothing is."""
        course = self._repository.course(supplier_id)
        if course is None or course.open_quarter is None:
            return None
        before = self._repository.find(supplier_id, course.open_quarter)
        if before is None or not before.is_open:
            return None
        return self._end_for_who_left(call, before)

    def _end_for_who_left(self, call: Call, before: Consequence) -> Consequence:
        tx = self._begin(call, "end_for_who_left", before)
        self._stop_asking(tx, before)
        stored = self._store(tx, before, rules.supplier_left(before, call.now))
        self._tell(
            tx,
            ConsequenceEnded(
                supplier_id=stored.supplier_id,
                quarter=stored.quarter,
                why=Ended.SUPPLIER_LEFT.value,
            ),
        )
        self._close(tx, stored)
        return tx.commit(stored)

    def clock_is_near(
        self, call: Call, supplier_id: str, quarter: str, kind: str, deadline_id: str
    ) -> Consequence | None:
        """The supplier is reminded of a window; None if that clock has ended meanwhile."""
        known = self._repository.find(supplier_id, quarter)
        if known is None or known.clock != deadline_id:
            return None
        day = known.appeal_last_day if kind == "appeal" else known.plan_last_day
        if day is None:
            return None
        tx = self._begin(call, "warn_of_deadline", known)
        tx.publish(
            ConsequenceDeadlineNear(
                supplier_id=supplier_id, quarter=quarter, what=kind, last_day=day
            )
        )
        return tx.commit(known)

    # -- showing --

    def show(self, call: Call, supplier_id: str, quarter: str) -> Consequence | None:
        """What follows from a scorecard, as its supplier or staff may know; None if nothing."""
        if not (call.actor.is_staff or is_of(call.actor, supplier_id)):
            return None
        return self._repository.find(supplier_id, quarter)
