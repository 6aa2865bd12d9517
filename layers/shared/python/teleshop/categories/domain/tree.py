"""The whole tree in memory, as changes of it are judged by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from teleshop.categories.domain.category import Category, CategoryStatus
from teleshop.categories.domain.resolved import ResolvedCategory, resolve


def chain_of(known: Mapping[str, Category], category_id: str) -> tuple[Category, ...]:
    """The category and those above it, from the top down, by what ``parent`` says.

    Rows that were read while a move took place can name each other; then it ends at the first one
    met twice.
    """
    chain: dict[str, Category] = {}
    step: str | None = category_id
    while step is not None and step not in chain:
        chain[step] = known[step]
        step = known[step].parent
    return tuple(reversed(chain.values()))


def successor(known: Mapping[str, Category], category_id: str) -> str:
    """The category that took the place of ``category_id``, through any number of merges; itself if
    it was not merged.
    """
    seen = {category_id}
    while (into := known[category_id].merged_into) is not None and into not in seen:
        seen.add(into)
        category_id = into
    return category_id


class Tree:
    """All categories by id, and what lies below what."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self.known = {category.id: category for category in categories}
        self._below: dict[str | None, list[Category]] = {}
        for category in self.known.values():
            self._below.setdefault(category.parent, []).append(category)

    def find(self, category_id: str) -> Category | None:
        """The category of an id."""
        return self.known.get(category_id)

    def children(self, category_id: str | None) -> Sequence[Category]:
        """Categories right below one, or the topmost for None; merged ones are no longer there."""
        return [
            child
            for child in self._below.get(category_id, ())
            if child.status is not CategoryStatus.MERGED
        ]

    def below(self, category_id: str) -> Iterator[Category]:
        """The category and everything below it, each after what is above it."""
        yield self.known[category_id]
        for child in self.children(category_id):
            yield from self.below(child.id)

    def chain(self, category_id: str) -> tuple[Category, ...]:
        """The category and those above it, from the top down."""
        return chain_of(self.known, category_id)

    def depth(self, category_id: str | None) -> int:
        """How many levels there are down to the category: 1 for a topmost one, 0 for None."""
        return 0 if category_id is None else len(self.chain(category_id))

    def height(self, category_id: str) -> int:
        """How many levels the category and what is below it take."""
        return 1 + max((self.height(child.id) for child in self.children(category_id)), default=0)

    def resolved(self, category_id: str) -> ResolvedCategory:
        """The category with what it inherits."""
        return resolve(self.chain(category_id))

    def with_category(self, category: Category) -> "Tree":
        """The tree with one category added or replaced."""
        return Tree({**self.known, category.id: category}.values())

    def stale(self) -> list[Category]:
        """Categories whose noted path or successor is no longer true, as they should be noted; in
        order of their ids.
        """
        found = []
        for category in sorted(self.known.values(), key=lambda one: one.id):
            right = self.renoted(category)
            if right != category:
                found.append(right)
        return found

    def renoted(self, category: Category) -> Category:
        """The category with the path and the successor that are true now."""
        if category.status is CategoryStatus.MERGED:
            return replace(category, merged_into=successor(self.known, category.id))
        return replace(category, path=tuple(one.id for one in self.chain(category.id)))
