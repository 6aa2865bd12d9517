"""What the indicators need of other contexts."""

from typing import Protocol


class Suppliers(Protocol):
    """Who may have figures."""

    def is_known(self, supplier_id: str) -> bool:
        """Whether there is such a supplier, on board or not any more."""
