"""What carrying out measures needs of other contexts, in its own words."""

from typing import Protocol

from teleshop.kernel.transaction import Transaction
from teleshop.violations.domain.measures_done import StepState


class Shelves(Protocol):
    """Goods on sale, as part of a transaction; each step may be repeated. A product that several
    measures hold is let go with the last one, and what people hold stays so.
    """

    def hold(self, tx: Transaction, product_id: str, case_id: str, measure_id: str) -> StepState:
        """Keep a product off sale; `gone` if it had ended."""

    def release(self, tx: Transaction, product_id: str, case_id: str, measure_id: str) -> StepState:
        """Lift the hold of this measure."""

    def withdraw(self, tx: Transaction, product_id: str, case_id: str) -> StepState:
        """Take a product down for good."""


class Partner(Protocol):
    """What happens to a supplier, as part of a transaction."""

    def suspend(self, tx: Transaction, supplier_id: str, case_id: str) -> bool:
        """Suspend it for the case. Whether it is suspended then, or does not (any more) take part;
        an applicant cannot be suspended, and may come on board later.
        """

    def restore(self, tx: Transaction, supplier_id: str, case_id: str) -> None:
        """Take the suspension for the case away."""

    def terminate(
        self, tx: Transaction, supplier_id: str, case_id: str, *, blacklist: bool
    ) -> bool:
        """End the cooperation; with ``blacklist`` the enterprise is not admitted again. Whether
        there is none then, and no application that may lead to one: people decide on these.
        """


class Fines(Protocol):
    """Fines from the deposit, as part of a transaction."""

    def book(self, tx: Transaction, supplier_id: str, amount: int, case_id: str) -> str:
        """Book a fine; answers the entry of the ledger."""

    def annul(self, tx: Transaction, supplier_id: str, case_id: str) -> None:
        """Book it back."""
