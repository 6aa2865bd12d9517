"""Everybody with whom there is a cooperation, for contexts that go through all suppliers."""

from datetime import date
from typing import Final

from teleshop.kernel.paging import Page, PageRequest
from teleshop.suppliers.domain.records import Listed
from teleshop.suppliers.domain.supplier import COOPERATING
from teleshop.suppliers.tables import SupplierRepository

PAGE: Final = 250
"""A megabyte holds some 400."""
EVER: Final = date.max


class RollCall:
    """The suppliers on board; stateless. Opens nothing sealed."""

    def __init__(self, repository: SupplierRepository) -> None:
        self._repository = repository

    def on_board(self, cursor: str | None = None) -> Page[Listed]:
        """One page of the suppliers on board, active or suspended. Each has a day by which it must
        be verified again, and is listed under it: one whose day moves meanwhile may come twice, and
        none is left out.
        """
        return self._repository.reverification_due_before(EVER, PageRequest(PAGE, cursor))

    def find(self, supplier_id: str) -> Listed | None:
        """One of them; None for who is not on board."""
        found = self._repository.listed([supplier_id])
        return found[0] if found and found[0].state in COOPERATING else None
