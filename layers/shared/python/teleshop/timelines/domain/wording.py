"""The words of one event about a customer, and who sees them."""

from dataclasses import dataclass
from typing import Any, Final

from teleshop.timelines.domain.text import Facts, Said, filled


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one event of one context.

    ``customer`` are those for the customer; without them the entry is for staff alone. ``only_if``
    names a fact and the value it must have for the customer to see the entry, ``unless`` one that
    it may not have, since another event tells the same.
    """

    context: str
    event: str
    staff: Said
    customer: Said | None = None
    only_if: tuple[str, Any] | None = None
    unless: tuple[str, Any] | None = None

    def shown(self, facts: Facts) -> bool:
        """Whether the customer may see an entry with these facts."""
        if self.customer is None:
            return False
        if self.unless is not None and facts.get(self.unless[0]) == self.unless[1]:
            return False
        return self.only_if is None or facts.get(self.only_if[0]) == self.only_if[1]

    def for_staff(self, facts: Facts) -> Said:
        """The words with their facts, for staff."""
        return filled(self.staff, facts)

    def for_customer(self, facts: Facts) -> Said:
        """The words with their facts, for the customer."""
        return filled(self.customer or NEUTRAL.staff, facts)


NEUTRAL: Final = Wording("", "", Said("有新的业务记录。", "Something was recorded."))
"""For an event that has no words yet: it is kept, and shown to staff alone."""
