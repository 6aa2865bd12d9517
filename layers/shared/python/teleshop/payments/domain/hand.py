"""What finance enters and nothing but its word proves: large sums take two persons."""

from dataclasses import dataclass, field
from datetime import datetime

from teleshop.payments.domain.policy import takes_two


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A payment as one person of finance entered it; of a large one a second person has to enter
    the same.
    """

    reference: str = field(repr=False)
    by: str
    at: datetime


def confirmed(first: Entered | None, said: Entered, amount: int, currency: str) -> bool:
    """Whether what somebody says now counts: of a small sum at once, of a large one if another
    person said the same reference before. Otherwise it becomes what was entered first, whoever
    entered something else before: who was wrong may be gone, and one person alone settles nothing.
    """
    if not takes_two(amount, currency):
        return True
    return first is not None and first.by != said.by and first.reference == said.reference
