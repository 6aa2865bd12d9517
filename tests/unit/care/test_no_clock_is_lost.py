"""Whatever people do with cases, and whenever the sweep comes: no open case is without its next
clock, no breach disappears, and the registered deadlines are exactly the open clocks (6.1.3).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from teleshop.care.domain import actions
from teleshop.care.domain.case import CaseFile, CaseKind, CaseState, Severity
from teleshop.care.domain.clocks import Clock, Party, difference
from teleshop.care.domain.duties import open_promises, open_requests, open_tickets
from teleshop.care.domain.events import EventKind
from teleshop.care.domain.policy import FIRST_POLICY, Policies, Policy
from teleshop.care.domain.specs import ALL_SPECS
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import Refusal
from tests.factories.care import CUSTOMER_ID, HOUR, MINUTE, NOW, case_file, kept, policy

RULES: Policies = {
    1: FIRST_POLICY,
    2: policy(2, respond=30 * MINUTE, answer=12 * HOUR, handle=24 * HOUR, assign=2 * MINUTE),
    3: policy(3, close=48 * HOUR, supplier_answer=6 * HOUR, escalate_after=2 * HOUR),
}
LIMITS: dict[str, Callable[[Policy], timedelta]] = {
    "respond": lambda rules: rules.respond,
    "answer": lambda rules: rules.answer,
    "handle": lambda rules: rules.handle,
    "enquiry_answer": lambda rules: rules.enquiry_answer,
    "follow_up": lambda rules: rules.follow_up,
}
MOST_CASES = 3
"""Few, so that much happens to each."""
KINDS = st.sampled_from([CaseKind.COMPLAINT] * 8 + [CaseKind.ENQUIRY, CaseKind.FOLLOW_UP])
PAUSES = st.sampled_from(
    [0 * MINUTE, MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 48 * HOUR, 200 * HOUR]
)
AGO = st.sampled_from([0 * MINUTE, MINUTE, 3 * HOUR, 30 * HOUR])
PARTIES = st.sampled_from([Party.SUPPLIER, Party.CARRIER])
RESOLUTIONS = st.sampled_from(["answered", "withdrawn", "no_contact", "refunded"])


class Cases(RuleBasedStateMachine):
    """A handful of cases, the deadlines that were registered for them, and what each owes."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.files: dict[str, CaseFile] = {}
        self.registered: dict[tuple[str, str], datetime] = {}
        self.reached: set[tuple[str, str]] = set()
        self.ran_out: dict[tuple[str, str], datetime] = {}
        self.owed: dict[str, dict[str, datetime]] = {}
        self.arrived: dict[str, datetime] = {}

    # -- what happens -------------------------------------------------------------------------

    @initialize(target=ids, kind=KINDS)
    def first(self, kind: CaseKind) -> str:
        return self._open(kind, timedelta())

    @precondition(lambda self: len(self.files) < MOST_CASES)
    @rule(target=ids, kind=KINDS, ago=AGO)
    def open_case(self, kind: CaseKind, ago: timedelta) -> str:
        return self._open(kind, ago)

    def _open(self, kind: CaseKind, ago: timedelta) -> str:
        id = f"case-{len(self.files)}"
        arrived = self.now - ago
        made = case_file(id, kind=kind, arrived_at=arrived, recorded_at=self.now)
        self.arrived[id] = arrived
        self.owed[id] = self._owed_at_first(kind, arrived)
        self._take(CaseFile(made.case), made)
        return id

    @staticmethod
    def _owed_at_first(kind: CaseKind, since: datetime) -> dict[str, datetime]:
        if kind is CaseKind.COMPLAINT:
            return {"respond": since, "answer": since}
        return {"enquiry_answer" if kind is CaseKind.ENQUIRY else "follow_up": since}

    @rule(id=ids)
    def respond(self, id: str) -> None:
        if self._do(id, actions.respond, message="m", by="agnes"):
            self.owed[id].pop("respond", None)

    @rule(id=ids)
    def answer(self, id: str) -> None:
        if self._do(id, actions.answer, message="m", by="agnes"):
            for kind in ("respond", "answer", "enquiry_answer", "follow_up"):
                self.owed[id].pop(kind, None)

    @rule(id=ids, reason=st.sampled_from(["injury", "press"]))
    def raise_to_major(self, id: str, reason: str) -> None:
        normal = self.files[id].case.severity is Severity.NORMAL
        if self._do(id, actions.raise_to_major, reasons=[reason], by="agnes") and normal:
            self.owed[id]["handle"] = self.arrived[id]

    @rule(id=ids)
    def handle(self, id: str) -> None:
        if self._do(id, actions.handle, message="m", by="agnes"):
            self.owed[id].pop("handle", None)

    @rule(id=ids, who=st.sampled_from(["agnes", "bella"]))
    def assign(self, id: str, who: str) -> None:
        self._do(id, actions.assign, assignee=who, team="a", by="system")

    @rule(id=ids)
    def work_as_usual(self, id: str) -> None:
        """Somebody takes it and answers."""
        self.assign(id, "agnes")
        self.answer(id)

    @rule(id=ids)
    def give_back(self, id: str) -> None:
        self._do(id, actions.give_back, reason="shift_ended", by="system")

    @rule(id=ids, team=st.sampled_from("ab"))
    def transfer(self, id: str, team: str) -> None:
        self._do(id, actions.transfer, team=team, skill="general", by="agnes")

    @rule(id=ids, hours=st.sampled_from([1, 24, 24 * 90]))
    def promise(self, id: str, hours: int) -> None:
        self._do(id, actions.promise, due_at=self.now + hours * HOUR, what="call_back", by="agnes")

    @rule(id=ids)
    def keep_promise(self, id: str) -> None:
        for number in list(open_promises(self.files[id]))[:1]:
            self._do(id, actions.keep_promise, promise=number, by="agnes")

    @rule(id=ids, party=PARTIES)
    def ask(self, id: str, party: Party) -> None:
        self._do(id, actions.ask_party, party=party, party_id="p", by="agnes")

    @rule(id=ids)
    def party_answers(self, id: str) -> None:
        for number in list(open_requests(self.files[id]))[:1]:
            self._do(id, actions.party_answered, request=number, by="sam")

    @rule(id=ids, days=st.sampled_from([0, 5]))
    def receive_ticket(self, id: str, days: int) -> None:
        ticket = f"t{len(self.files[id].case.tickets)}"
        self._do(
            id,
            actions.receive_ticket,
            ticket=ticket,
            authority="SAMR",
            received_on=china_date(self.now) - timedelta(days=days),
            by="agnes",
            policies=RULES,
        )

    @rule(id=ids)
    def answer_ticket(self, id: str) -> None:
        for ticket in list(open_tickets(self.files[id]))[:1]:
            self._do(id, actions.answer_ticket, ticket=ticket, message="m", by="agnes")

    @rule(id=ids)
    def try_to_pause(self, id: str) -> None:
        if not self._do(id, actions.set_hold, reason="court", by="carl"):
            self._do(id, actions.lift_hold, reason="court", by="carl")
        self._do(id, actions.split, case_id="other", by="agnes")
        self._do(id, actions.classify, cause="quality", agreed=None, by="agnes")

    @rule(target_id=ids, other_id=ids)
    def merge(self, target_id: str, other_id: str) -> None:
        target, other = self.files[target_id], self.files[other_id]
        try:
            after, away = actions.merge(target, other, now=self.now, by="lead", policies=RULES)
        except Refusal:
            return
        self._take(target, after)
        self._take(other, away)
        owed, theirs = self.owed[target_id], self.owed.pop(other_id)
        for kind, since in theirs.items():
            owed[kind] = min(owed.get(kind, since), since)
        self.arrived[target_id] = min(self.arrived[target_id], self.arrived[other_id])
        self.owed[other_id] = {}

    @rule(id=ids, ago=AGO, into_it=st.booleans())
    def send_again_and_merge(self, id: str, ago: timedelta, into_it: bool) -> None:
        """The same customer writes twice; an agent sees it at once."""
        if self.files[id].case.is_open and len(self.files) < 2 * MOST_CASES:
            other = self._open(self.files[id].case.kind, ago)
            self.merge(id, other) if into_it else self.merge(other, id)

    @rule(id=ids, resolution=RESOLUTIONS)
    def close(self, id: str, resolution: str) -> None:
        if self._do(id, actions.close, resolution=resolution, message="m", by="agnes"):
            self.owed[id] = {}

    @rule(id=ids, by=st.sampled_from(["lead", CUSTOMER_ID]), version=st.sampled_from([None, 2]))
    def reopen(self, id: str, by: str, version: int | None) -> None:
        case = self.files[id].case
        again = {"reason": "not_solved", "policies": RULES, "policy": version}
        if self._do(id, actions.reopen, by=by, **again):
            self.arrived[id] = self.now
            self.owed[id] = self._owed_at_first(case.kind, self.now)
            if case.severity is Severity.MAJOR:
                self.owed[id]["handle"] = self.now

    @rule(id=ids, version=st.sampled_from([1, 2, 3]))
    def change_policy(self, id: str, version: int) -> None:
        self._do(id, actions.change_policy, version=version, by="system", policies=RULES)

    @rule(pause=PAUSES)
    def time_passes_and_the_sweep_is_late(self, pause: timedelta) -> None:
        self.now += pause

    @rule(pause=PAUSES, twice=st.booleans())
    def the_sweep_comes(self, pause: timedelta, twice: bool) -> None:
        self.now += pause
        due = [key for key, at in self.registered.items() if at <= self.now]
        for key in sorted(set(due) - self.reached, key=self.registered.__getitem__):
            self.reached.add(key)
            for _ in range(1 + twice):
                self._tell(*key)

    def _tell(self, id: str, clock_id: str) -> None:
        """What the handler of a reached deadline does."""
        file = self.files[id]
        clock = next(clock for clock in self._clocks(file) if clock.id == clock_id)
        now, after = self.now, None
        if clock.base is None:
            after = actions.breach(file, clock=clock.id, now=now, policies=RULES)
        else:
            after = actions.escalate(
                file, clock=clock.base, level=clock.level, now=now, policies=RULES
            )
        if after is not None:
            self._take(file, after)

    # -- how it is stored ---------------------------------------------------------------------

    def _do(self, id: str, action: Callable[..., CaseFile], **facts: object) -> bool:
        before = self.files[id]
        try:
            after = action(before, now=self.now, **facts)
        except Refusal:
            return False
        self._take(before, after)
        return True

    def _take(self, before: CaseFile, after: CaseFile) -> None:
        """Store a change as the desk does: deadlines follow the difference of the clocks."""
        id = after.case.id
        changes = difference(self._clocks(before), self._clocks(after))
        for clock in changes.started:
            assert (id, clock.id) not in self.registered
            self.registered[id, clock.id] = clock.due_at
        for clock in changes.moved:
            assert (id, clock.id) not in self.reached, "what ran out is never moved"
            self.registered[id, clock.id] = clock.due_at
        for clock in (*changes.ended, *changes.cancelled):
            del self.registered[id, clock.id]
        self.files[id] = kept(after.settled(RULES, ALL_SPECS))

    @property
    def swept(self) -> bool:
        """Whether a sweep has seen all that is due: raising or merging late starts clocks that ran
        out before they began.
        """
        return all(at > self.now or key in self.reached for key, at in self.registered.items())

    @staticmethod
    def _clocks(file: CaseFile) -> tuple[Clock, ...]:
        return file.clocks(RULES, ALL_SPECS)

    def _open_ones(self) -> list[tuple[tuple[str, str], datetime]]:
        return [
            ((file.case.id, clock.id), clock.due_at)
            for file in self.files.values()
            for clock in self._clocks(file)
            if clock.is_open
        ]

    # -- what must hold -----------------------------------------------------------------------

    @invariant()
    def the_deadlines_are_the_open_clocks(self) -> None:
        assert self.registered == dict(self._open_ones())

    @invariant()
    def an_open_case_has_a_next_clock_that_has_not_run_out(self) -> None:
        for file in self.files.values():
            case = file.case
            if case.is_open:
                assert case.next_due_at is not None
                if self.swept:
                    assert case.next_due_at > self.now
            elif not open_tickets(file):
                assert case.next_due_at is None

    @invariant()
    def a_case_that_nobody_has_waits_for_somebody(self) -> None:
        for file in self.files.values():
            waits = any(clock.kind == "assign" and clock.is_open for clock in self._clocks(file))
            assert waits == (file.case.is_open and file.case.assignee is None)

    @invariant()
    def what_ran_out_is_breached_for_good(self) -> None:
        for file in self.files.values():
            clocks = {clock.id: clock for clock in self._clocks(file)}
            for (id, clock_id), due_at in self.ran_out.items():
                if id == file.case.id:
                    known = clocks[clock_id]
                    assert known.breached or (known.is_open and known.due_at <= self.now)
                    assert known.due_at <= due_at
            for clock in clocks.values():
                overdue = clock.is_open and clock.due_at <= self.now
                if clock.base is None and (clock.breached or overdue):
                    # Also what no sweep has seen yet can only be seen later, never made undone.
                    self.ran_out[file.case.id, clock.id] = clock.due_at
                if self.swept and clock.is_open and clock.base is None:
                    assert clock.breached or clock.due_at > self.now
                if clock.base and clock.is_open:
                    assert clocks[clock.base].is_open
                if clock.met and clock.base is None:
                    assert clock.ended_at is not None
                    assert clock.ended_at < clock.due_at
            assert file.case.breaches == sum(clock.breached for clock in clocks.values())

    @invariant()
    def what_a_customer_waits_for_counts_from_the_earliest_arrival(self) -> None:
        for id, owed in self.owed.items():
            file = self.files[id]
            rules = RULES[file.case.policy]
            running = {
                clock.kind: clock
                for clock in self._clocks(file)
                if clock.is_open and clock.kind in LIMITS
            }
            assert running.keys() == owed.keys()
            for kind, since in owed.items():
                assert running[kind].starts_at == since
                if not running[kind].breached:
                    assert running[kind].due_at == since + LIMITS[kind](rules)

    @invariant()
    def the_state_follows_from_the_events_alone(self) -> None:
        for file in self.files.values():
            assert self._clocks(file) == self._clocks(CaseFile(file.case, tuple(file.events)))
            if file.case.state is CaseState.MERGED:
                assert file.case.merged_into in self.files
                assert file.events[-1].kind in (
                    EventKind.MERGED_AWAY,
                    EventKind.EXPLAINED,
                    EventKind.HOLD_SET,
                    EventKind.HOLD_LIFTED,
                )


@pytest.mark.clause("6.1.3")
def test_no_order_of_actions_leaves_an_open_case_without_its_next_clock() -> None:
    run_state_machine_as_test(
        Cases,
        settings=settings(
            max_examples=80,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
