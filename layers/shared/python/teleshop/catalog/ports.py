"""What the catalog needs of other contexts, in its own words; `wiring.py` connects it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from teleshop.catalog.domain.rulebook import (
    CategoryRules,
    File,
    GoodsProfile,
    Hit,
    SupplierStanding,
)
from teleshop.kernel.transaction import Transaction


class Categories(Protocol):
    """The category tree, everything inherited resolved."""

    def find(self, category_id: str) -> CategoryRules | None:
        """The rules of a category; a merged one answers with what it became."""


class Files(Protocol):
    """Uploaded files."""

    def find_many(self, document_ids: Iterable[str]) -> dict[str, File]:
        """The files that exist, as they stand now, by id; one call for each hundred."""


class Suppliers(Protocol):
    """Who may sell."""

    def standing(self, supplier_id: str, now: datetime) -> SupplierStanding | None:
        """What a supplier may list at that instant; None if there is no such supplier."""

    def require_active(self, tx: Transaction, supplier_id: str) -> None:
        """Let ``tx`` fail as raced unless the supplier is active when it is stored."""


class Words(Protocol):
    """The word screen."""

    def screen(self, text: str, goods: GoodsProfile, at: datetime) -> tuple[Hit, ...]:
        """What stands in a text that may not, or that a person should see; pure."""


class Decisions(Protocol):
    """Human decisions on one submission (``round``) of a revision."""

    def withdraw(self, tx: Transaction, product_id: str, revision: int, round: int) -> None:
        """The supplier takes the submission back: no decision is wanted any more."""
