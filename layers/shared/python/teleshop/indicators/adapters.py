"""The ports of the indicators, connected to the contexts that serve them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teleshop.suppliers.service import Standing


class KnownSuppliers:
    """Suppliers, from their own context. It is asked for when somebody is looked for: what counts
    events needs nothing of it.
    """

    def __init__(self, standing: "Callable[[], Standing]") -> None:
        self._standing = standing

    def is_known(self, supplier_id: str) -> bool:
        """Whether there is such a supplier; one read."""
        return self._standing().state_of(supplier_id) is not None
