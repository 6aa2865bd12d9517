"""The supplier is heard before anything is decided."""

from datetime import datetime

from teleshop.kernel.actor import Call
from teleshop.violations.domain import case as rules
from teleshop.violations.domain.case import Case, CaseState
from teleshop.violations.schemas.bodies import StatementBody
from teleshop.violations.schemas.events import ViolationStatementGiven
from teleshop.violations.service.base import (
    STATEMENT,
    Desk,
    Shown,
    clock_id,
    facts,
    refuse,
)


class Statements(Desk):
    """The supplier's view of what was found; without one the case goes on after its time."""

    def give_statement(self, call: Call, case_id: str, body: StatementBody) -> Shown:
        """State the supplier's view: a decision is asked for at once."""
        before = self._own(call, case_id)
        evidence = tuple(dict.fromkeys(body.evidence))
        after = rules.heard(before, body.statement, evidence, call.now)
        refuse(self._unusable(evidence, before.supplier_id))
        tx = self._begin(call, "give_statement", case_id)
        stored = self._save(tx, before, after)
        self._deadlines.meet(tx, clock_id(before, STATEMENT))
        self._tell(tx, stored, ViolationStatementGiven(**facts(stored)))
        self._ask(tx, stored)
        return tx.commit(Shown(stored, "supplier"))

    def statement_time_over(self, call: Call, case_id: str, due_at: datetime) -> Case | None:
        """The supplier said nothing in its time: the case goes on without. None if it did."""
        before = self._repository.find(case_id)
        if before is None or before.state is not CaseState.STATEMENT:
            return None
        if before.statement_due != due_at:
            return None
        tx = self._begin(call, "go_on_without_statement", case_id)
        stored = self._save(tx, before, rules.unheard(before))
        self._ask(tx, stored)
        return tx.commit(stored)
