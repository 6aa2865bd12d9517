"""What categories need of other contexts, in their own words."""

from typing import Protocol

from teleshop.categories.domain.checks import Vocabulary
from teleshop.kernel.actor import Call


class Suppliers(Protocol):
    """The suppliers' catalogue."""

    def vocabulary(self, call: Call) -> Vocabulary:
        """What a category may refer to; no call of a service is made for it."""
        ...
