"""Rankings: which values make up most of the cases, and how that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranked:
    """One value of a ranking. ``share`` and ``cumulative`` are parts of all ranked cases;
    ``vital`` marks the vital few; ``trend`` are the counts of the periods before, earliest first.
    """

    value: str
    count: int
    share: float
    cumulative: float
    vital: bool
    trend: tuple[int, ...] = ()

    @property
    def change(self) -> int | None:
        """The difference to the period before; None without one."""
        return self.count - self.trend[-1] if self.trend else None


def ranking(
    counts: Mapping[str, int],
    before: Sequence[Mapping[str, int]] = (),
    *,
    vital_share: float = 0.8,
) -> list[Ranked]:
    """The values with cases now or in a period ``before``, most frequent first.

    The vital few are the first values that together reach ``vital_share`` of the cases; the one
    that crosses the line belongs to them.
    """
    values = {value for part in (counts, *before) for value, count in part.items() if count > 0}
    total = sum(max(0, counts.get(value, 0)) for value in values)
    found: list[Ranked] = []
    reached = 0
    for value in sorted(values, key=lambda one: (-counts.get(one, 0), one)):
        count = max(0, counts.get(value, 0))
        vital = count > 0 and reached < vital_share * total
        reached += count
        found.append(
            Ranked(
                value,
                count,
                share=round(count / total, 4) if total else 0.0,
                cumulative=round(reached / total, 4) if total else 0.0,
                vital=vital,
                trend=tuple(part.get(value, 0) for part in before),
            )
        )
    return found
