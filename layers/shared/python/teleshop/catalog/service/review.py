"""From a submission to a decision that has taken effect: the steps that the state machine takes.

Each use case is driven by the state of the revision: a step that was taken, or belongs to another
round, answers `end` and changes nothing.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from teleshop.approvals.service import Decided
from teleshop.catalog.domain import life
from teleshop.catalog.domain import review as rules
from teleshop.catalog.domain.findings import AIR_DAY_PAST
from teleshop.catalog.domain.product import Product, ProductState
from teleshop.catalog.domain.revision import Revision, RevisionState
from teleshop.catalog.errors import ReviewRunningError
from teleshop.catalog.review_ports import ReviewRun, ReviewWorkflow
from teleshop.catalog.schemas.events import (
    ProductRefused,
    ProductReturned,
    ProductReviewRestarted,
    ProductReviewStalled,
)
from teleshop.catalog.service.review_base import ReviewDesk
from teleshop.kernel.actor import Call
from teleshop.kernel.findings import Finding, refusing

CONTINUE: Final = "continue"
END: Final = "end"
BEGINS_WITHIN: Final = timedelta(hours=1)
"""After that a submission without a decision to take is one whose review never began."""


@dataclass(frozen=True, slots=True)
class Round:
    """Which round of which revision a step of the state machine is for."""

    product_id: str
    revision: int
    round: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What the automatic check leads to, which decisions the check list leaves, and which
    requirements of the decision are fulfilled already.
    """

    next: str
    allowed: tuple[str, ...] = ()
    fulfilled: tuple[str, ...] = ()


class Reviews(ReviewDesk):
    """What the workflow does to a submission."""

    def start_review(self, call: Call, workflow: ReviewWorkflow, name: str, told: Round) -> None:
        """Start a run of the state machine, unless the submission has moved on meanwhile. A review
        that had stopped runs from then on.
        """
        found = self._this_round(told.product_id, told.revision, told.round)
        if found is None:
            return
        product, revision = found
        if revision.stalled:
            # Before the run: what it may report of itself comes after.
            tx = self._begin(call, "resume_review", product.id)
            self._save_revision(tx, revision, replace(revision, stalled=False))
            tx.commit(None)
        limit = rules.decision_limit(revision.content.air_on, call.now)
        workflow.start(
            name,
            ReviewRun(
                product_id=product.id,
                supplier_id=product.supplier_id,
                revision=revision.number,
                case=self._reviewing.decisions.case_of(product.id, revision.number),
                round=revision.round,
                requester=revision.submitted_by or revision.created_by,
                timeout=f"PT{int(limit.total_seconds())}S",
            ),
        )

    def check_submission(self, call: Call, told: Round) -> Checked:
        """The automatic check once more, on things as they stand now: on to the reviewers, or back
        with all findings.
        """
        found = self._this_round(told.product_id, told.revision, told.round)
        if found is None:
            return Checked(END)
        product, revision = found
        against = self._against(call, product, revision)
        if not against:
            # Complete before anybody looks: a review that runs again, or a submission that was
            # taken back and sent in unchanged.
            done = (rules.REQUIREMENT,) if rules.is_complete(revision.items) else ()
            return Checked(CONTINUE, rules.choices_left(revision.items), done)
        self._return_with(call, product, revision, against)
        return Checked(END)

    def _against(self, call: Call, product: Product, revision: Revision) -> list[Finding]:
        """What keeps the submission out on things as they stand now. A day on air that passed while
        people reviewed is a plan, and no fault of the goods.
        """
        found = refusing(self._findings(product, revision, call.now))
        return [finding for finding in found if finding.code != AIR_DAY_PAST.code]

    def _return_with(
        self, call: Call, product: Product, revision: Revision, against: list[Finding]
    ) -> str:
        """Back to the supplier with all findings of the automatic check."""
        codes = tuple(sorted({finding.code for finding in against}))
        zh = dict.fromkeys(finding.message("zh") for finding in against)
        en = dict.fromkeys(finding.message("en") for finding in against)
        return self._return(call, product, revision, "\n".join([*zh, *en]), codes)

    def apply_outcome(self, call: Call, told: Round, decided: Decided) -> str:
        """What was decided takes effect."""
        found = self._this_round(told.product_id, told.revision, told.round)
        if found is None:
            return END
        product, revision = found
        steps = {
            "approved": self._approve,
            "returned": self._return_failed,
            "rejected": self._refuse,
            "timed_out": self._time_out,
            "withdrawn": self._take_back,
        }
        return steps[decided.outcome](call, product, revision, decided)

    def _time_out(self, call: Call, product: Product, revision: Revision, _: Decided) -> str:
        """Nobody decided. That is no reason to refuse a supplier: a manager is told."""
        return self._stall(call, product, revision, "timed_out")

    def _take_back(self, call: Call, product: Product, revision: Revision, _: Decided) -> str:
        """The supplier withdrew the decision itself; the submission follows."""
        tx = self._begin(call, "withdraw_submission", product.id)
        after, back = life.take_back(product, revision)
        self._save(tx, product, after)
        self._save_revision(tx, revision, back)
        return tx.commit(END)

    def _reason(self, decided: Decided) -> str:
        given = self._reviewing.decisions.reason(decided.approval_id) if decided.approval_id else ""
        # Approvals demand a reason for these; a decision without one must not stop the workflow.
        return given or "-"

    def _approve(self, call: Call, product: Product, revision: Revision, decided: Decided) -> str:
        category = self._sources.categories.find(revision.content.category_id or "")
        if "approve" not in rules.choices_left(revision.items) or decided.decided_by is None:
            # Approvals let nobody decide so; a list that was changed by other means is no approval.
            return self._stall(call, product, revision, "check_list_not_passed")
        if category is None:
            return self._stall(call, product, revision, "category_unknown")
        against = self._against(call, product, revision)
        if against:
            # The category, the supplier or a document changed while people looked at the product.
            return self._return_with(call, product, revision, against)
        tx = self._begin(call, "approve_product", product.id)
        after, approved = self._take_effect(tx, product, revision, category, decided.decided_by)
        self._save(tx, product, after)
        self._save_revision(tx, revision, approved)
        return tx.commit(END)

    def _return_failed(
        self, call: Call, product: Product, revision: Revision, decided: Decided
    ) -> str:
        failed = rules.failed_fields(revision.items)
        if not failed:
            return self._stall(call, product, revision, "check_list_passed")
        return self._return(call, product, revision, self._reason(decided), failed)

    def _return(
        self, call: Call, product: Product, revision: Revision, reason: str, codes: tuple[str, ...]
    ) -> str:
        tx = self._begin(call, "return_product", product.id)
        back = replace(
            revision, state=RevisionState.RETURNED, returned_reason=reason, stalled=False
        )
        self._save(tx, product, replace(product, rank=None, submitted_at=None))
        self._save_revision(tx, revision, back)
        self._tell(
            tx,
            ProductReturned(
                product_id=product.id,
                supplier_id=product.supplier_id,
                revision=revision.number,
                round=revision.round,
                codes=codes,
            ),
        )
        return tx.commit(END)

    def _refuse(self, call: Call, product: Product, revision: Revision, decided: Decided) -> str:
        reason = self._reason(decided)
        tx = self._begin(call, "refuse_product", product.id)
        refused = replace(
            revision, state=RevisionState.REFUSED, returned_reason=reason, stalled=False
        )
        if product.live is None:
            after, _ = life.end(product, revision, ProductState.REFUSED, call.now, reason)
        else:
            # A change is refused; what was approved before goes on.
            after = replace(product, open_revision=None, rank=None, submitted_at=None)
        self._save(tx, product, after)
        self._save_revision(tx, revision, refused)
        self._tell(
            tx,
            ProductRefused(
                product_id=product.id,
                supplier_id=product.supplier_id,
                revision=revision.number,
                round=revision.round,
            ),
        )
        return tx.commit(END)

    # -- when it does not go on ---------------------------------------------------------------

    def report_failure(self, call: Call, told: Round, error: str) -> str:
        """The workflow failed for a technical reason: a manager must look at it."""
        found = self._this_round(told.product_id, told.revision, told.round)
        if found is None:
            return END
        product, revision = found
        return self._stall(call, product, revision, error)

    def _stall(self, call: Call, product: Product, revision: Revision, error: str) -> str:
        if revision.stalled:
            return END
        tx = self._begin(call, "stall_review", product.id)
        self._save_revision(tx, revision, replace(revision, stalled=True))
        self._tell(
            tx,
            ProductReviewStalled(
                product_id=product.id,
                supplier_id=product.supplier_id,
                revision=revision.number,
                round=revision.round,
                error=error,
            ),
        )
        return tx.commit(END)

    def restart_review(self, call: Call, product_id: str) -> Revision:
        """Let a review that stopped run again, as a round of its own: it is asked anew from the
        first role on, and what was found of the items stays. One that never got as far as a
        decision within the hour has stopped, whether that was noticed or not.
        """
        product = self._visible(call, product_id)
        revision = self._in_review(product)
        call.check_version(revision.version)
        if not revision.stalled and not self._never_began(call, revision):
            raise ReviewRunningError
        tx = self._begin(call, "restart_review", product_id)
        self._reviewing.decisions.withdraw(tx, product_id, revision.number, revision.round)
        again = replace(revision, stalled=False, round=revision.round + 1)
        stored = self._save_revision(tx, revision, again)
        self._hold(tx, product)
        self._tell(
            tx,
            ProductReviewRestarted(
                product_id=product.id,
                supplier_id=product.supplier_id,
                revision=stored.number,
                round=stored.round,
                requester=stored.submitted_by or stored.created_by,
            ),
        )
        return tx.commit(stored)

    def _never_began(self, call: Call, revision: Revision) -> bool:
        since = revision.submitted_at or revision.created_at
        if call.now < since + BEGINS_WITHIN:
            return False
        decisions = self._reviewing.decisions
        return not decisions.asked(revision.product_id, revision.number, revision.round)
