"""What finance enters and nothing but its word proves: large sums take two persons."""

from dataclasses import dataclass, field
from datetime import datetime

from teleshop.payments.domain.policy import takes_two
from teleshop.payments.errors import SettlementDiffersError


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
    person said the same before. Who was first may correct what was entered.

    Another person's other reference is :class:`~teleshop.payments.errors.SettlementDiffersError`.
    """
    if not takes_two(amount, currency):
        return True
    if first is None or first.by == said.by:
        return False
    if first.reference != said.reference:
        raise SettlementDiffersError
    return True
