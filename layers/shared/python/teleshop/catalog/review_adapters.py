"""The ports of review and standing, connected to the contexts that serve them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from teleshop.approvals.service import Approvals, Choice
from teleshop.catalog.adapters import process, rules_of
from teleshop.catalog.domain.review import REQUIREMENT
from teleshop.catalog.domain.rulebook import CategoryRules
from teleshop.catalog.review_ports import OpenDecision, ReviewRun
from teleshop.categories.service import Categories
from teleshop.kernel.state_machines import start_execution
from teleshop.kernel.transaction import Transaction
from teleshop.pricing.service import Pricing

STEP: Final = "product_review"


class ReviewDecisionsOfPeople:
    """The decision on a submission, from the approvals capability."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def case_of(self, product_id: str, revision: int) -> str:
        """The id under which approvals know the review of a revision."""
        return process(product_id, revision, 1).id

    def open(self, product_id: str, revision: int, round: int) -> OpenDecision | None:
        """The decision if it waits for somebody."""
        known = self._approvals.of_step(process(product_id, revision, round), STEP)
        if known is None or not known.is_open:
            return None
        return OpenDecision(known.id, known.allowed)

    def asked(self, product_id: str, revision: int, round: int) -> bool:
        """Whether the decision was asked for."""
        return self._approvals.of_step(process(product_id, revision, round), STEP) is not None

    def found(
        self, tx: Transaction, decision: OpenDecision, allowed: Sequence[str], *, complete: bool
    ) -> None:
        """Tell approvals what is left; where that is what they know, only let ``tx`` fail if
        somebody decided meanwhile.
        """
        known = self._approvals.get(decision.id)
        if complete:
            choices = [Choice(choice) for choice in allowed]
            after = self._approvals.fulfil(tx, decision.id, REQUIREMENT, choices)
            if after.version != known.version:
                return
        self._approvals.keep_open(tx, known)

    def withdraw(self, tx: Transaction, product_id: str, revision: int, round: int) -> None:
        """End what is open, and let nothing be opened any more."""
        self._approvals.withdraw_process(tx, process(product_id, revision, round))

    def reason(self, approval_id: str) -> str:
        """The reason of a decision; empty if none was given."""
        known = self._approvals.find(approval_id)
        return (known.reason or "") if known else ""


class SheetPrices:
    """What things cost, from the price sheets."""

    def __init__(self, pricing: Pricing) -> None:
        self._pricing = pricing

    def priced(self, skus_by_product: Mapping[str, Sequence[str]], at: datetime) -> frozenset[str]:
        """The products with a price in force, from one read of all their sheets."""
        sheets = self._pricing.prices.sheets(
            {sku for skus in skus_by_product.values() for sku in skus}
        )
        in_force = {
            sku
            for sku, sheet in sheets.items()
            if any(sheet.price_at(at, entry.channel) is not None for entry in sheet.entries)
        }
        return frozenset(
            id for id, skus in skus_by_product.items() if not in_force.isdisjoint(skus)
        )


class CategoriesInTree:
    """Categories from their context."""

    def __init__(self, categories: Categories) -> None:
        self._categories = categories

    def find_many(self, category_ids: Iterable[str]) -> dict[str, CategoryRules]:
        """The rules of those that exist, by the id asked for."""
        found = self._categories.find_many(category_ids)
        return {id: rules_of(category) for id, category in found.items()}

    def below(self, category_id: str) -> tuple[str, ...]:
        """The category and all below it, merged ones included."""
        return tuple(self._categories.below(category_id))


class ProductReviewWorkflow:
    """The state machine ``product-review``."""

    def start(self, name: str, run: ReviewRun) -> None:
        """Start a run. Its name makes it one run, however often the start is repeated."""
        start_execution(name, "product-review", run)
