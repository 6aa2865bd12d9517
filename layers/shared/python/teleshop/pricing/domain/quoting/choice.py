"""The best choice among promotions that want the same goods: exact, deterministic, bounded.

The searches go through the possibilities in a fixed order and keep the first best one, so ties go
to the lowest promotion ids. Promotions that share no goods are searched apart. ``BUDGET`` bounds a
search in absurd cases (dozens of promotions over the same goods); what was best until then counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

BUDGET: Final = 20_000
"""Steps of one search."""


class Taker(Protocol):
    """Something that takes ``needs`` pieces of goods (by index) each time and saves ``saving``."""

    @property
    def needs(self) -> dict[int, int]: ...

    @property
    def saving(self) -> int: ...


def most_saving_sets(takers: Sequence[Taker], stock: Sequence[int]) -> list[int]:
    """How many times each is taken, so that no piece is taken twice and most is saved.

    ``takers`` are in the order in which ties are decided; each saves something.
    """
    times = [0] * len(takers)
    for group in _groups([frozenset(taker.needs) for taker in takers]):
        search = _Sets([takers[index] for index in group], list(stock))
        for index, count in zip(group, search.best(), strict=True):
            times[index] = count
    return times


def every_choice_of_sets(takers: Sequence[Taker], stock: Sequence[int]) -> Iterator[list[int]]:
    """All numbers of sets that the stock allows, the first ``BUDGET`` of them."""
    search = _Sets(takers, list(stock))
    for _, times in zip(range(BUDGET), search.choices([]), strict=False):
        yield times


def most_saving_family(goods: Sequence[frozenset[int]], savings: Sequence[int]) -> list[int]:
    """The indexes of those without common goods that save most together, ascending."""
    chosen: list[int] = []
    for group in _groups(goods):
        chosen += group if len(group) == 1 else _Family(group, goods, savings).best()
    return sorted(chosen)


def _groups(goods: Sequence[frozenset[int]]) -> list[list[int]]:
    """Those that hang together over common goods, each group ascending."""
    groups: list[tuple[frozenset[int], list[int]]] = []
    for index, wanted in enumerate(goods):
        apart, joined, members = [], wanted, [index]
        for group in groups:
            if group[0].isdisjoint(wanted):
                apart.append(group)
            else:
                joined |= group[0]
                members += group[1]
        groups = [*apart, (joined, members)]
    return [sorted(members) for _, members in groups]


@dataclass(slots=True)
class _Sets:
    """The search for numbers of sets; the most sets of the first bundle are tried first."""

    takers: Sequence[Taker]
    left: list[int]
    most: int = -1
    found: list[int] = field(default_factory=list)
    steps: int = 0

    def best(self) -> list[int]:
        self._from(0, [])
        return self.found

    def choices(self, times: list[int]) -> Iterator[list[int]]:
        """Every choice, given the first ones."""
        if len(times) == len(self.takers):
            yield times
            return
        taker = self.takers[len(times)]
        for count in range(self._possible(taker), -1, -1):
            self._take(taker, count)
            yield from self.choices([*times, count])
            self._take(taker, -count)

    def _from(self, saved: int, times: list[int]) -> None:
        self.steps += 1
        if len(times) == len(self.takers):
            if saved > self.most:
                self.most, self.found = saved, times
            return
        taker, *others = self.takers[len(times) :]
        # What the others could save if nothing were taken here bounds what can be reached.
        rest = sum(other.saving * self._possible(other) for other in others)
        for count in range(self._possible(taker), -1, -1):
            reached = saved + taker.saving * count
            if self.found and (reached + rest <= self.most or self.steps > BUDGET):
                return
            self._take(taker, count)
            self._from(reached, [*times, count])
            self._take(taker, -count)

    def _possible(self, taker: Taker) -> int:
        return min(self.left[index] // quantity for index, quantity in taker.needs.items())

    def _take(self, taker: Taker, count: int) -> None:
        for index, quantity in taker.needs.items():
            self.left[index] -= quantity * count


@dataclass(slots=True)
class _Family:
    """The search for some without common goods; to take one is tried before to leave it."""

    group: Sequence[int]
    goods: Sequence[frozenset[int]]
    savings: Sequence[int]
    most: int = -1
    found: list[int] = field(default_factory=list)
    steps: int = 0

    def best(self) -> list[int]:
        self._from(0, 0, [], frozenset())
        return self.found

    def _from(self, position: int, saved: int, taken: list[int], used: frozenset[int]) -> None:
        self.steps += 1
        if position == len(self.group):
            if saved > self.most:
                self.most, self.found = saved, taken
            return
        rest = sum(self.savings[index] for index in self.group[position:])
        if self.most >= 0 and (saved + rest <= self.most or self.steps > BUDGET):
            return
        index = self.group[position]
        goods = self.goods[index]
        if used.isdisjoint(goods):
            self._from(position + 1, saved + self.savings[index], [*taken, index], used | goods)
        self._from(position + 1, saved, taken, used)
