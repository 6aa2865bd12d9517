"""What carrying out measures needs of other contexts, in its own words."""

from typing import Protocol

from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction
from teleshop.violations.domain.measures_done import StepState


class Shelves(Protocol):
    """Goods on sale. Each step commits by itself and may be repeated."""

    def hold(self, call: Call, product_id: str, case_id: str) -> StepState:
        """Keep a product off sale; `gone` if it had ended."""

    def release(self, call: Call, product_id: str, case_id: str) -> StepState:
        """Lift the hold of the case; a hold by others stays."""

    def withdraw(self, call: Call, product_id: str, case_id: str) -> StepState:
        """Take a product down for good."""


class Partner(Protocol):
    """What happens to a supplier, as part of a transaction."""

    def suspend(self, tx: Transaction, supplier_id: str, case_id: str) -> None:
        """Suspend it for the case."""

    def restore(self, tx: Transaction, supplier_id: str, case_id: str) -> None:
        """Take the suspension for the case away."""

    def terminate(
        self, tx: Transaction, supplier_id: str, case_id: str, *, blacklist: bool
    ) -> None:
        """End the cooperation; with ``blacklist`` the enterprise is not admitted again."""


class Fines(Protocol):
    """Fines from the deposit, as part of a transaction."""

    def book(self, tx: Transaction, supplier_id: str, amount: int, case_id: str) -> str:
        """Book a fine; answers the entry of the ledger."""

    def annul(self, tx: Transaction, supplier_id: str, case_id: str) -> None:
        """Book it back."""
