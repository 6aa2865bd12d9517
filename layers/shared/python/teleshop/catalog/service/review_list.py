"""The check list of a product, as reviewers fill it in (standard 2.2.3, 2.2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from teleshop.catalog.domain import review as rules
from teleshop.catalog.domain.product import Product
from teleshop.catalog.domain.review import ItemFinding
from teleshop.catalog.domain.revision import Revision
from teleshop.catalog.errors import OwnReviewError, ReviewNotOpenError
from teleshop.catalog.service.review_base import ReviewDesk
from teleshop.kernel.actor import Actor, Call
from teleshop.kernel.use_case import judged_on


@dataclass(frozen=True, slots=True)
class CheckList:
    """A check list for one reader: ``staff`` see notes and who reviewed, suppliers do not."""

    product: Product
    revision: Revision
    staff: bool


class CheckLists(ReviewDesk):
    """Checking item by item."""

    def show(self, call: Call, product_id: str) -> CheckList:
        """The list of the open revision, else of the approved one, as far as it was reviewed."""
        product = self._visible(call, product_id)
        number = product.open_revision or product.live or product.revisions
        revision = self._revision(product, number)
        return CheckList(product, revision, call.actor.is_staff)

    def record(self, call: Call, product_id: str, findings: Sequence[ItemFinding]) -> CheckList:
        """Note what was found of some items, and leave only the decisions that follow from the
        list. Repeating changes nothing.

        Refuses whoever has no valid qualification or belongs to the other side.
        """
        product = self._get(product_id)
        revision = self._in_review(product)
        call.check_version(revision.version)
        _refuse_other_side(call.actor, product, revision)
        self._reviewing.qualifications.require(call.actor.subject, rules.COURSE, call.now)
        after = rules.reviewed(revision, findings, call.actor.subject, call.now)
        decisions = self._reviewing.decisions
        waiting = decisions.open(product_id, revision.number, revision.round)
        if waiting is None:
            raise ReviewNotOpenError
        if after == revision:
            return CheckList(product, revision, staff=True)
        tx = self._begin(call, "check_items", product_id)
        stored = self._save_revision(tx, revision, after)
        left, complete = rules.choices_left(after.items), rules.is_complete(after.items)
        with judged_on(revision, lambda: self._repository.revision(product_id, revision.number)):
            decisions.found(tx, waiting, left, complete=complete)
        return tx.commit(CheckList(product, stored, staff=True))


def _refuse_other_side(actor: Actor, product: Product, revision: Revision) -> None:
    """Four eyes: neither who submitted it nor anybody of the supplier."""
    if actor.supplier_id == product.supplier_id or actor.subject == revision.submitted_by:
        raise OwnReviewError
