"""Measures, connected to the contexts in which they act."""

from teleshop.catalog.service import ENDED, CaseHold, ProductState, Standing
from teleshop.deposits.service import Deposits
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.service import Suppliers, SuspensionReason, TerminationReason
from teleshop.violations.domain.measures_done import StepState, hold_reason


class CatalogShelves:
    """Goods of the catalog."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def hold(self, tx: Transaction, product_id: str, case_id: str, measure_id: str) -> StepState:
        """Keep a product off sale."""
        hold = CaseHold(case_id, measure_id, hold_reason(case_id), tx.call.now)
        after = self._standing.hold_for(tx, product_id, hold)
        return StepState.GONE if after.state in ENDED else StepState.HELD

    def release(self, tx: Transaction, product_id: str, case_id: str, measure_id: str) -> StepState:
        """Lift the hold of one measure."""
        after = self._standing.release_for(tx, product_id, case_id, measure_id)
        return StepState.GONE if after.state in ENDED else StepState.RELEASED

    def withdraw(self, tx: Transaction, product_id: str, case_id: str) -> StepState:
        """Take a product down."""
        after = self._standing.take_down_for(tx, product_id, hold_reason(case_id))
        withdrawn = after.state is ProductState.WITHDRAWN
        return StepState.WITHDRAWN if withdrawn else StepState.GONE


class SupplierMeasures:
    """The standing of suppliers."""

    def __init__(self, suppliers: Suppliers) -> None:
        self._suppliers = suppliers

    def suspend(self, tx: Transaction, supplier_id: str, case_id: str) -> bool:
        """Its goods go off sale."""
        standing = self._suppliers.standing
        if standing.suspend_for(tx, supplier_id, _suspension(case_id)):
            return True
        suspended = standing.state_of(supplier_id) == "suspended"
        return suspended or standing.has_left(supplier_id)

    def restore(self, tx: Transaction, supplier_id: str, case_id: str) -> None:
        """Other reasons stay."""
        self._suppliers.standing.restore_for(tx, supplier_id, _suspension(case_id))

    def terminate(
        self, tx: Transaction, supplier_id: str, case_id: str, *, blacklist: bool
    ) -> bool:
        """What is shared with others is remembered by it."""
        standing = self._suppliers.standing
        reason = TerminationReason("violation", case_id, hold_reason(case_id))
        over = standing.terminate_for(tx, supplier_id, reason)
        if not over and not standing.has_left(supplier_id):
            return False
        if blacklist:
            self._suppliers.blacklist.add(tx, supplier_id, hold_reason(case_id))
        return True


class DepositFines:
    """The deposit of suppliers."""

    def __init__(self, deposits: Deposits) -> None:
        self._deposits = deposits

    def book(self, tx: Transaction, supplier_id: str, amount: int, case_id: str) -> str:
        """What the deposit does not hold is owed."""
        return self._deposits.fine(tx, supplier_id, amount, case_id).entry_id

    def annul(self, tx: Transaction, supplier_id: str, case_id: str) -> None:
        """As if it had never been booked."""
        self._deposits.annul(tx, supplier_id, case_id)


def _suspension(case_id: str) -> SuspensionReason:
    return SuspensionReason("violation", case_id)
