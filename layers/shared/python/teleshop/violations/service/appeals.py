"""Appeals of suppliers: within ten working days, and decided by somebody else."""

from teleshop.kernel.actor import Call
from teleshop.violations.domain import case as rules
from teleshop.violations.schemas.bodies import AppealBody
from teleshop.violations.schemas.events import ViolationAppealed
from teleshop.violations.service.base import APPEAL, Desk, Shown, clock_id, facts, refuse


class Appeals(Desk):
    """An appeal lets everything stand still that has not taken effect."""

    def appeal(self, call: Call, case_id: str, body: AppealBody) -> Shown:
        """Appeal against a decision, before the end of its time; goods that are off sale and a
        suspension stay as they are until the appeal is decided.
        """
        before = self._own(call, case_id)
        evidence = tuple(dict.fromkeys(body.evidence))
        after = rules.appealed(before, body.reason, evidence, call.now)
        refuse(self._unusable(evidence, before.supplier_id))
        tx = self._begin(call, "appeal_against_violation", case_id)
        stored = self._save(tx, before, after)
        self._deadlines.cancel(tx, clock_id(before, APPEAL))
        self._tell(tx, stored, ViolationAppealed(**facts(stored)))
        self._ask(tx, stored)
        return tx.commit(Shown(stored, "supplier"))
