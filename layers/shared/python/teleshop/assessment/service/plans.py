"""A supplier hands in the improvement plan that was asked for (standard 3.3.3)."""

from teleshop.assessment.domain import consequences as rules
from teleshop.assessment.domain.matters import Consequence, PlannedMeasure
from teleshop.assessment.errors.consequences import PlanFaultyError
from teleshop.assessment.schemas.consequence_events import ImprovementPlanSubmitted
from teleshop.assessment.schemas.consequences import PlanBody
from teleshop.assessment.service.consequence_base import ConsequenceDesk
from teleshop.kernel.actor import Call


class Plans(ConsequenceDesk):
    """Improvement plans; stateless."""

    def hand_in_plan(
        self, call: Call, supplier_id: str, quarter: str, body: PlanBody
    ) -> Consequence:
        """Measures with their days and who sees to them; people review it."""
        before = self._own(call, supplier_id, quarter)
        plan = tuple(
            PlannedMeasure(what=one.what.strip(), by=one.by, responsible=one.responsible.strip())
            for one in body.measures
        )
        after = rules.plan_handed_in(before, plan, call.actor.subject, call.now)
        if faults := rules.plan_faults(plan, call.now):
            raise PlanFaultyError(errors=faults)
        tx = self._begin(call, "hand_in_plan", before)
        stored = self._store(tx, before, after)
        self._tell(
            tx,
            ImprovementPlanSubmitted(
                supplier_id=supplier_id,
                quarter=quarter,
                submission=stored.submission,
                measures=len(plan),
            ),
        )
        self._ask(tx, stored)
        return tx.commit(stored)
