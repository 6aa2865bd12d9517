"""Price sheets follow the tree of categories: a discount of a category counts what lies below it
now.

A page of sheets at a time; the next page is an event, so that a category of any size is followed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.schemas import SheetsToRenew
from teleshop.pricing.tables import PricingRepository, SheetRow

PAGE: Final = 40
"""So many sheets are renewed at once."""
LOOKED_AT: Final = 50
"""So many categories are looked at in one step; most of those below a moved one hold few goods."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a category lies: its id, or that of the one which took its place, and the ids above it
    and its own, root first.
    """

    category_id: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """How far a walk has come: in which category, after which SKU."""

    category_id: str
    after: str | None = None


class Places:
    """Renews where sheets lie; stateless."""

    def __init__(self, repository: PricingRepository) -> None:
        self._repository = repository

    def renew(
        self, call: Call, root: str, places: Mapping[str, Place], start: Position | None = None
    ) -> Position | None:
        """Let the next sheets of these categories say where they lie; answers how far that came,
        None at the end. ``root`` is the category that was moved or merged. Again is the same.
        """
        found, rest = self._next(sorted(places), start)
        tx = Transaction(call, "renew_sheets", Subject("category", root))
        changed = 0
        for asked, sheet in found:
            place = places[asked]
            after = replace(sheet, category_id=place.category_id, path=place.path)
            if after != sheet:
                tx.save(SheetRow, sheet, after, conflict=RacedError())
                changed += 1
        if rest is not None:
            tx.publish(SheetsToRenew(root=root, category_id=rest.category_id, after=rest.after))
        if changed or rest is not None:
            tx.commit(None)
        return rest

    def _next(
        self, ids: list[str], start: Position | None
    ) -> tuple[list[tuple[str, Sheet]], Position | None]:
        """The next sheets, each with the category in which it was found, and where to go on."""
        found: list[tuple[str, Sheet]] = []
        after = start.after if start else None
        left = [known for known in ids if start is None or known >= start.category_id]
        for looked_at, category_id in enumerate(left):
            if looked_at == LOOKED_AT:
                return found, Position(category_id)
            begin = after if start and category_id == start.category_id else None
            wanted = PAGE - len(found)
            skus = self._repository.skus_of_category(category_id, begin, wanted)
            # As they are stored now: the index may tell of what was before.
            sheets = self._repository.sheets(skus)
            found.extend((category_id, sheets[sku]) for sku in skus if sku in sheets)
            if len(skus) == wanted:
                return found, Position(category_id, skus[-1])
        return found, None
