"""Planning a promotion, checking it, submitting it, withdrawing it, stopping it, looking at it."""

from collections.abc import Iterable, Sequence

from teleshop.deadlines.service import Deadlines
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.findings import refusing
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page
from teleshop.pricing.service import Prices
from teleshop.promotions.domain import promotion as rules
from teleshop.promotions.domain.checks import findings
from teleshop.promotions.domain.content import Content
from teleshop.promotions.domain.facts import Facts
from teleshop.promotions.domain.form import form_faults
from teleshop.promotions.domain.path import approval_path
from teleshop.promotions.domain.policy import POLICIES, PromotionPolicy
from teleshop.promotions.domain.promotion import (
    ATTACHED,
    PROMOTION_PREFIX,
    Promotion,
    Remark,
    State,
)
from teleshop.promotions.domain.remarks import RAISED_WITH_REASON
from teleshop.promotions.errors import NotPlannerError, PromotionNotReadyError
from teleshop.promotions.ports import Decisions, ProofFiles
from teleshop.promotions.schemas import (
    PlanBody,
    PromotionsQuery,
    PromotionStopped,
    StopBody,
)
from teleshop.promotions.schemas.views import Checked, remark_of
from teleshop.promotions.service.base import Desk, run_facts
from teleshop.promotions.service.facts import FactFinder
from teleshop.promotions.tables import PromotionRepository, PromotionRow


class Plans(Desk):
    """What merchandisers do with promotions."""

    def __init__(
        self,
        repository: PromotionRepository,
        prices: Prices,
        facts: FactFinder,
        *,
        deadlines: Deadlines,
        decisions: Decisions,
        files: ProofFiles,
        policies: Sequence[PromotionPolicy] = POLICIES,
    ) -> None:
        super().__init__(
            repository,
            prices,
            facts,
            deadlines=deadlines,
            decisions=decisions,
            policies=policies,
        )
        self._files = files

    def plan(self, call: Call, body: PlanBody) -> Promotion:
        """A new draft; refuses parts that do not fit its kind."""
        content = self._fitting(call, body)
        made = rules.planned(
            new_id(PROMOTION_PREFIX, call.now), content, call.actor.subject, call.now
        )
        tx = self._begin(call, "plan_promotion", made.id)
        return tx.commit(tx.create(PromotionRow, made, conflict=RacedError()))

    def change_plan(self, call: Call, promotion_id: str, body: PlanBody) -> Promotion:
        """Another content for a draft, or for one that was returned; by whoever planned it."""
        before = self._own(call, promotion_id)
        call.check_version(before.version)
        after = rules.changed(before, self._fitting(call, body))
        tx = self._begin(call, "change_promotion", promotion_id)
        return tx.commit(self._save(tx, before, after))

    def check(self, call: Call, promotion_id: str) -> Checked:
        """What the checks say now; nothing is stored."""
        promotion = self._get(promotion_id)
        policy = self._policy(promotion)
        gathered = self._facts.gather(promotion.content, promotion.id, call.now, policy)
        return checks_of(promotion.content, gathered.facts, call, policy)

    def submit(self, call: Call, promotion_id: str) -> Promotion:
        """Ask for its approval, by whoever planned it; refuses with every remark of the checks that
        stands against it.
        """
        before = self._own(call, promotion_id)
        call.check_version(before.version)
        policy = self._policy(before)
        # The state first: nobody wants remarks on what cannot be submitted.
        rules.changed(before, before.content)
        gathered = self._facts.gather(before.content, before.id, call.now, policy)
        found = checks_of(before.content, gathered.facts, call, policy)
        faults = refusing(found.remarks)
        if faults:
            raise PromotionNotReadyError(errors=faults)
        after = rules.submitted(before, found.steps, kept(found.remarks), call.now)
        tx = self._begin(call, "submit_promotion", promotion_id)
        stored = self._save(tx, before, after)
        self._ask_for_review(tx, stored)
        return tx.commit(stored)

    def withdraw(self, call: Call, promotion_id: str) -> Promotion:
        """Take it back before its start: in any state, off the sheets if it is on them."""
        before = self._get(promotion_id)
        call.check_version(before.version)
        after = rules.withdrawn(before, call.actor.subject, call.now)
        tx = self._begin(call, "withdraw_promotion", promotion_id)
        stored = self._save(tx, before, after)
        if before.state is State.IN_REVIEW:
            self._decisions.withdraw(tx, before.id, before.round)
        if before.state in ATTACHED:
            self._detach(tx, before)
            self._stop_clocks(tx, before)
        self._tell_decided(tx, stored, "withdrawn")
        return tx.commit(stored)

    def stop(self, call: Call, promotion_id: str, body: StopBody) -> Promotion:
        """End it at once: from this instant on the marked price holds."""
        before = self._get(promotion_id)
        call.check_version(before.version)
        after = rules.stopped(before, call.actor.subject, body.reason, call.now)
        tx = self._begin(call, "stop_promotion", promotion_id)
        stored = self._save(tx, before, after)
        self._detach(tx, before)
        self._stop_clocks(tx, before)
        tx.publish(
            PromotionStopped(
                **run_facts(stored),
                reason_code="by_staff",
                begun=stored.started_at is not None,
            )
        )
        return tx.commit(stored)

    def _own(self, call: Call, promotion_id: str) -> Promotion:
        """A plan of the caller. Others may not write in it: approvals keep its requester from
        deciding, who therefore must be the author of what is decided.
        """
        promotion = self._get(promotion_id)
        if promotion.requested_by != call.actor.subject:
            raise NotPlannerError
        return promotion

    def _fitting(self, call: Call, body: PlanBody) -> Content:
        content = body.content()
        faults = form_faults(content)
        if faults:
            raise InvalidInputError(errors=faults)
        named = [item.comparison.document_id for item in content.items if item.comparison]
        self._files.check((*content.proofs, *filter(None, named)), call.actor)
        return content

    def show(self, call: Call, promotion_id: str) -> Promotion:
        """One promotion, for staff."""
        return self._get(promotion_id)

    def list_promotions(self, call: Call, query: PromotionsQuery) -> Page[Promotion]:
        """The promotions of one state, latest first."""
        return self._repository.of_state(query.state, query.page)


def checks_of(content: Content, facts: Facts, call: Call, policy: PromotionPolicy) -> Checked:
    """Every remark as things stand now, and who would approve."""
    remarks = findings(content, facts, call.now, policy)
    raised = any(remark.code == RAISED_WITH_REASON.code for remark in remarks)
    return Checked(remarks, approval_path(content, facts, policy, raised=raised))


def kept(remarks: Iterable[FieldError]) -> tuple[Remark, ...]:
    """Remarks as they are stored for those who decide."""
    return tuple(remark_of(remark) for remark in remarks)
