"""Sending a product in and taking it back (standard 2.1.1, 2.2.1, 2.2.4)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from teleshop.catalog.domain import life
from teleshop.catalog.domain.admission import Facts, check_admission, remark_of
from teleshop.catalog.domain.difference import differences
from teleshop.catalog.domain.findings import WORD_TO_LOOK_AT
from teleshop.catalog.domain.inbox import Place, completeness_of, rank_of, risk_of
from teleshop.catalog.domain.likeness import marks_by_text
from teleshop.catalog.domain.materiality import concerned_fields, judge
from teleshop.catalog.domain.product import ENDED, Product, ProductState
from teleshop.catalog.domain.review import check_list, failed_fields
from teleshop.catalog.domain.revision import ItemState, Revision, RevisionState
from teleshop.catalog.domain.rulebook import CategoryRules
from teleshop.catalog.errors import (
    NothingChangedError,
    NothingToSubmitError,
    NothingToWithdrawError,
    ProductEndedError,
    RequirementsNotMetError,
    RevisionInReviewError,
)
from teleshop.catalog.schemas.bodies import WithdrawalBody
from teleshop.catalog.schemas.events import ProductSubmitted, ProductWithdrawn
from teleshop.catalog.service.base import Desk
from teleshop.catalog.tables import MarkRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.findings import refusing
from teleshop.kernel.transaction import Transaction

BY_RULE: Final = "rule:R-materiality"
"""Who approves a change in which nothing has to be reviewed."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A product that was sent in; ``passed`` if it was approved at once, without people."""

    product: Product
    revision: Revision
    passed: bool = False


class Submissions(Desk):
    """From the draft to the review, and back."""

    def submit_product(self, call: Call, product_id: str) -> Submitted:
        """Send the open revision in. Refuses with every finding at once; nothing is stored then.

        A change in which nothing is material is approved at once, without people.
        """
        before = self._own(call, product_id)
        revision = self._submittable(before)
        facts = self._facts(before, revision.content, call.now)
        found = check_admission(revision.content, facts)
        against = refusing(found)
        if against or facts.category is None:
            raise RequirementsNotMetError(errors=against)
        base = None if revision.base is None else self._revision(before, revision.base)
        concerned = self._concerned(before, base, revision, facts)
        if concerned is not None and not concerned:
            return self._let_pass(call, (before, revision), base, facts.category)
        items = check_list(revision.content, concerned=concerned, earlier=revision.items)
        moved, sent = life.submit(before, revision, items, call.now, call.actor.subject)
        sent = replace(sent, remarks=tuple(remark_of(finding) for finding in found))
        moved = replace(moved, rank=self._rank(before, sent, facts, call.now))
        return self._send_in(call, (before, revision), (moved, sent), base)

    def _submittable(self, product: Product) -> Revision:
        if product.state in ENDED:
            raise ProductEndedError
        revision = self._open(product)
        if revision is None:
            raise NothingToSubmitError
        if revision.state is RevisionState.IN_REVIEW:
            raise RevisionInReviewError(revision=revision.number)
        return revision

    def _let_pass(
        self,
        call: Call,
        known: tuple[Product, Revision],
        base: Revision | None,
        category: CategoryRules,
    ) -> Submitted:
        before, revision = known
        tx = self._begin(call, "pass_change", before.id)
        sent = replace(
            revision,
            material=False,
            round=revision.round + 1,
            items=(),
            remarks=(),
            submitted_at=call.now,
            submitted_by=call.actor.subject,
        )
        after, approved = self._take_effect(tx, before, sent, category, BY_RULE)
        stored = self._save(tx, before, after)
        _mark(tx, after, approved, base)
        return tx.commit(Submitted(stored, self._save_revision(tx, revision, approved), True))

    def _concerned(
        self, product: Product, base: Revision | None, revision: Revision, facts: Facts
    ) -> frozenset[str] | None:
        """The fields of a change that must be reviewed; None for a first introduction, of which
        everything must. What failed before must be looked at again, whatever it says now.

        Measured against what people approved last, so that slips do not add up.
        """
        if base is None:
            return None
        if not differences(base.content, revision.content):
            raise NothingChangedError(base=base.number)
        seen = product.reviewed or base.number
        known = base if seen == base.number else self._revision(product, seen)
        judged = judge(known.content, revision.content, facts)
        return concerned_fields(judged) | frozenset(failed_fields(revision.items))

    def _rank(self, product: Product, revision: Revision, facts: Facts, now: datetime) -> str:
        words = sum(remark.code == WORD_TO_LOOK_AT.code for remark in revision.remarks)
        risk = risk_of(
            facts.category,
            words=words,
            remarks=len(revision.remarks) - words,
            new_supplier=facts.new and not self._repository.sells(product.supplier_id),
        )
        place = Place(
            air_on=revision.content.air_on,
            risk=risk,
            completeness=completeness_of(revision.content, facts.category),
            submitted_at=now,
            featured=facts.supplier is not None and facts.supplier.featured,
        )
        return rank_of(place, product.id)

    def _send_in(
        self,
        call: Call,
        before: tuple[Product, Revision],
        after: tuple[Product, Revision],
        base: Revision | None,
    ) -> Submitted:
        product, sent = after
        tx = self._begin(call, "submit_product", product.id)
        stored = self._save(tx, before[0], product)
        in_review = self._save_revision(tx, before[1], sent)
        _mark(tx, product, sent, base)
        self._tell(
            tx,
            ProductSubmitted(
                product_id=product.id,
                supplier_id=product.supplier_id,
                revision=in_review.number,
                round=in_review.round,
                requester=call.actor.subject,
                material=tuple(
                    item.field for item in sent.items if item.state is not ItemState.PASSED
                ),
            ),
        )
        return tx.commit(Submitted(stored, in_review))

    # -- taking back ----------------------------------------------------------------------------

    def withdraw(self, call: Call, product_id: str, body: WithdrawalBody) -> Submitted:
        """Take back the submission, the change, or the product for good."""
        before = self._own(call, product_id)
        if before.state in ENDED:
            raise ProductEndedError
        revision = self._open(before)
        if body.what == "product":
            return self._end(call, before, revision, body.reason)
        if revision is None:
            raise NothingToWithdrawError
        in_review = revision.state is RevisionState.IN_REVIEW
        if body.what == "submission":
            if not in_review:
                raise NothingToWithdrawError
            after, back = life.take_back(before, revision)
        else:
            if before.live is None:
                raise NothingToWithdrawError
            after, back = life.drop_change(before, revision)
        tx = self._begin(call, f"withdraw_{body.what}", product_id)
        if in_review:
            self._sources.decisions.withdraw(tx, before.id, revision.number, revision.round)
        stored = self._save(tx, before, after)
        return tx.commit(Submitted(stored, self._save_revision(tx, revision, back)))

    def _end(
        self, call: Call, before: Product, revision: Revision | None, reason: str
    ) -> Submitted:
        after, ended = life.end(before, revision, ProductState.WITHDRAWN, call.now, reason)
        tx = self._begin(call, "withdraw_product", before.id)
        if revision is not None and revision.state is RevisionState.IN_REVIEW:
            self._sources.decisions.withdraw(tx, before.id, revision.number, revision.round)
        stored = self._save(tx, before, after)
        if revision is not None and ended is not None:
            last = self._save_revision(tx, revision, ended)
        else:
            last = self._revision(before, before.live or before.revisions)
        self._tell(tx, ProductWithdrawn(product_id=before.id, supplier_id=before.supplier_id))
        return tx.commit(Submitted(stored, last))


def _mark(tx: Transaction, product: Product, revision: Revision, base: Revision | None) -> None:
    """Let the product be found by its name and bar codes, as far as it is not yet."""
    known = set(marks_by_text(product, base.content)) if base else set()
    for mark in marks_by_text(product, revision.content):
        if mark not in known:
            tx.put_row(MarkRow.from_entity(mark), None, RacedError())
