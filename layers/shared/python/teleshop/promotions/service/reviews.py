"""From a submission to a promotion on the price sheets: the steps of the state machine.

Each use case is driven by the state of the promotion: a step that was taken, or belongs to another
run, answers `end` and changes nothing.
"""

from typing import Final

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import Call
from teleshop.kernel.findings import refusing
from teleshop.kernel.use_case import judged_on
from teleshop.pricing.service import Review, ReviewStep
from teleshop.promotions.domain import promotion as rules
from teleshop.promotions.domain.content import Content
from teleshop.promotions.domain.facts import Facts
from teleshop.promotions.domain.policy import PromotionPolicy
from teleshop.promotions.domain.promotion import PROCESS, Promotion, Remark, Shown, State
from teleshop.promotions.ports import Workflow
from teleshop.promotions.schemas import PromotionReviewStalled
from teleshop.promotions.service.base import Desk
from teleshop.promotions.service.plans import checks_of, kept

END: Final = "end"


class Reviews(Desk):
    """What happens to promotions between submission and approval."""

    def start_review(
        self, call: Call, workflow: Workflow, name: str, promotion_id: str, round: int
    ) -> None:
        """Start a run of the state machine, unless the promotion has moved on meanwhile."""
        promotion = self._get(promotion_id)
        if promotion.state is State.IN_REVIEW and promotion.round == round:
            workflow.start(name, review_of(promotion, self._policy(promotion)), call.now)

    def apply_outcome(self, call: Call, promotion_id: str, round: int, decided: Decided) -> str:
        """What was decided takes effect."""
        before = self._get(promotion_id)
        if before.state is not State.IN_REVIEW or before.round != round:
            return END
        match decided.outcome:
            case "approved":
                return self._approve(call, before, decided)
            case "rejected":
                return self._refuse(call, before, decided)
            case "returned":
                code = decided.reason_code or "returned"
                return self._return(call, before, decided, (code,), before.remarks)
            case "withdrawn":
                after = rules.withdrawn(before, decided.decided_by or "system", call.now)
                tx = self._begin(call, "withdraw_promotion", before.id)
                self._tell_decided(tx, self._save(tx, before, after), "withdrawn")
                return tx.commit(END)
            case "timed_out":
                # Nobody decided. That approves nothing: managers are told.
                return self._stall(call, before, "timed_out")

    def _approve(self, call: Call, before: Promotion, decided: Decided) -> str:
        """It goes on the sheets as they stand now, or back if it does not pass the checks any more.

        Of two promotions for one article that are approved at once, one is written; the other finds
        its sheet changed, runs again, and is returned for the clash.
        """
        policy = self._policy(before)
        gathered = self._facts.gather(before.content, before.id, call.now, policy)
        found = checks_of(before.content, gathered.facts, call, policy)
        codes = tuple(dict.fromkeys(remark.code for remark in refusing(found.remarks)))
        if not set(found.steps) <= set(before.steps):
            codes = (*codes, "approval_path_changed")
        if codes:
            return self._return(call, before, decided, codes, kept(found.remarks))
        shown = comparisons_of(before.content, gathered.facts)
        products = sorted({sheet.product_id for sheet in gathered.sheets.values()})
        after = rules.approved(before, decided.decided_by, shown, tuple(products), call.now)
        tx = self._begin(call, "approve_promotion", before.id)
        stored = self._save(tx, before, after)
        with judged_on(before, lambda: self._repository.find(before.id)):
            self._attach(tx, stored, gathered.sheets, shown)
        self._start_clocks(tx, stored)
        self._tell_decided(tx, stored, "approved")
        return tx.commit(END)

    def _refuse(self, call: Call, before: Promotion, decided: Decided) -> str:
        after = rules.refused(before, decided.decided_by, decided.reason_code, call.now)
        tx = self._begin(call, "refuse_promotion", before.id)
        codes = (decided.reason_code,) if decided.reason_code else ()
        self._tell_decided(tx, self._save(tx, before, after), "refused", codes)
        return tx.commit(END)

    def _return(
        self,
        call: Call,
        before: Promotion,
        decided: Decided,
        codes: tuple[str, ...],
        remarks: tuple[Remark, ...],
    ) -> str:
        after = rules.returned(before, codes[0], remarks, decided.decided_by, call.now)
        tx = self._begin(call, "return_promotion", before.id)
        self._tell_decided(tx, self._save(tx, before, after), "returned", codes)
        return tx.commit(END)

    def report_failure(self, call: Call, promotion_id: str, round: int, error: str) -> str:
        """The review failed for a technical reason: a manager must look at it."""
        before = self._get(promotion_id)
        if before.state is not State.IN_REVIEW or before.round != round:
            return END
        return self._stall(call, before, error)

    def _stall(self, call: Call, before: Promotion, error: str) -> str:
        if before.stalled:
            return END
        tx = self._begin(call, "stall_promotion_review", before.id)
        self._save(tx, before, rules.stalled(before))
        tx.publish(PromotionReviewStalled(promotion_id=before.id, round=before.round, error=error))
        return tx.commit(END)

    def restart_review(self, call: Call, promotion_id: str) -> Promotion:
        """Let a review that stopped run again, from the first department on."""
        before = self._get(promotion_id)
        call.check_version(before.version)
        after = rules.restarted(before)
        tx = self._begin(call, "restart_promotion_review", promotion_id)
        stored = self._save(tx, before, after)
        self._decisions.withdraw(tx, before.id, before.round)
        self._ask_for_review(tx, stored)
        return tx.commit(stored)


def comparisons_of(content: Content, facts: Facts) -> tuple[Shown, ...]:
    """What is shown for each article that is compared: what the plan claims, or less where less may
    be claimed; with the basis of the channel in which least may be claimed. Nothing where there is
    no basis in some channel.
    """
    found = []
    for item in content.items:
        claim = item.comparison
        if claim is None:
            continue
        known = [facts.references[item.sku, channel, claim.pack] for channel in content.channels]
        amounts = [each.amount for each in known if each.amount is not None]
        if len(amounts) < len(known):
            continue
        weakest = min(known, key=lambda each: each.amount or 0)
        exact = claim.pack is claim.pack.MANUFACTURER
        found.append(
            Shown(
                sku=item.sku,
                amount=min(amounts) if exact else min(claim.amount, *amounts),
                pack=claim.pack,
                basis=weakest.basis,
                since=weakest.since or content.starts_at,
                until=weakest.until or content.starts_at,
                document_id=weakest.document_id,
            )
        )
    return tuple(found)


def review_of(promotion: Promotion, policy: PromotionPolicy) -> Review:
    """The run of a promotion through its departments."""
    return Review(
        kind=PROCESS,
        id=promotion.id,
        round=promotion.round,
        requester=promotion.requested_by,
        steps={
            step.name: ReviewStep.of(step, wanted=step.name in promotion.steps)
            for step in policy.steps
        },
    )
