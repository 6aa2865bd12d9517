"""Use cases of clocks: what follows when a deadline of a case approaches or is reached.

A breach is recorded at the instant of the sweep that told of it and stays for good; what it waits
for is then asked of one role after the other until it happens (6.1.3).
"""

from datetime import datetime
from typing import Any, Final

from teleshop.care.domain import actions
from teleshop.care.domain.case import Case, CaseFile
from teleshop.care.schemas.events import ClockWarned
from teleshop.care.service.base import CaseService
from teleshop.care.service.desk import subject_of
from teleshop.care.service.telling import clock_facts
from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction

ESCALATION: Final = "escalation"


class ClockWatch(CaseService):
    """What the platform does about clocks; stateless."""

    def clock_reached(
        self, call: Call, case_id: str, kind: str, data: dict[str, Any]
    ) -> Case | None:
        """A clock of a case ran out, or the pause before the next level of its escalation is over.

        Nothing happens if what it waited for has happened meanwhile. A case that is gone is an
        error: a clock always has one.
        """
        file = self._desk.load(case_id)
        policies = self._desk.policies(call.now, needed=file.case.policy)
        if kind == ESCALATION:
            after = actions.escalate(
                file, clock=data["base"], level=data["level"], now=call.now, policies=policies
            )
        else:
            after = actions.breach(file, clock=data["clock"], now=call.now, policies=policies)
        if after is None:
            return None
        tx = Transaction(call, "clock_reached", subject_of(case_id))
        return tx.commit(self._desk.store(tx, file, after))

    def clock_approaches(
        self, call: Call, case_id: str, data: dict[str, Any], warning_at: datetime
    ) -> Case | None:
        """Warn whoever has the case, or the lead while nobody has it.

        Whoever went off duty meanwhile is not warned: the case waits for others again. That cannot
        happen when the end of a shift is told in time, and must not be missed when it is not.
        """
        file = self._desk.load(case_id)
        clocks = {clock.id: clock for clock in self._clocks(call, file)}
        clock = clocks.get(data["clock"])
        if clock is None or not clock.is_open or clock.breached:
            return None
        length = clock.due_at - clock.starts_at
        share = round(100 * ((warning_at - clock.starts_at) / length)) if length else 100
        tx = Transaction(call, "clock_approaches", subject_of(case_id))
        case = self._desk.store(tx, file, self._without_absent(call, file))
        self._desk.tell(tx, [ClockWarned(**clock_facts(case, clock), share=share)])
        return tx.commit(case)

    def _without_absent(self, call: Call, file: CaseFile) -> CaseFile:
        """The file, given back if whoever has the case is not on duty."""
        subject = file.case.assignee
        if subject is None or any(
            duty.subject == subject for duty in self._means.roster.on_duty(call.now)
        ):
            return file
        return actions.give_back(file, reason="off_duty", now=call.now, by=call.actor.subject)
