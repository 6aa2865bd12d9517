"""Measures, connected to the contexts in which they act."""

import dataclasses
from typing import Final

from teleshop.catalog.errors import ProductEndedError, ProductNotOnHoldError
from teleshop.catalog.service import Products, ProductState, Standing
from teleshop.deposits.service import Deposits
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.transaction import Transaction
from teleshop.kernel.use_case import run
from teleshop.suppliers.service import Suppliers, SuspensionReason, TerminationReason
from teleshop.violations.domain.measures_done import StepState, hold_reason

VIOLATIONS: Final = Actor("system:violations", frozenset({Role.SYSTEM, Role.COMPLIANCE}))
"""As whom decided measures act on goods: the hold is told from those of people by it."""


class CatalogShelves:
    """Goods of the catalog."""

    def __init__(self, standing: Standing, products: Products) -> None:
        self._standing = standing
        self._products = products

    def hold(self, call: Call, product_id: str, case_id: str) -> StepState:
        """Keep a product off sale."""
        own, reason = _own(call), hold_reason(case_id)
        try:
            run(own, lambda: self._standing.hold_product(own, product_id, reason))
        except ProductEndedError:
            return StepState.GONE
        return StepState.HELD

    def release(self, call: Call, product_id: str, case_id: str) -> StepState:
        """Lift the hold that measures set, for whichever case: the last of them lets go."""
        own, reason = _own(call), hold_reason(case_id)
        product = self._products.find(product_id)
        if product is None or product.hold is None or product.hold.by != VIOLATIONS.subject:
            return StepState.RELEASED
        try:
            run(own, lambda: self._standing.release_product(own, product_id, reason))
        except ProductEndedError:
            return StepState.GONE
        except ProductNotOnHoldError:
            return StepState.RELEASED
        return StepState.RELEASED

    def withdraw(self, call: Call, product_id: str, case_id: str) -> StepState:
        """Take a product down."""
        own, reason = _own(call), hold_reason(case_id)
        try:
            after = run(own, lambda: self._standing.take_down(own, product_id, reason))
        except ProductEndedError:
            return StepState.GONE
        withdrawn = after.state is ProductState.WITHDRAWN
        return StepState.WITHDRAWN if withdrawn else StepState.GONE


class SupplierMeasures:
    """The standing of suppliers."""

    def __init__(self, suppliers: Suppliers) -> None:
        self._suppliers = suppliers

    def suspend(self, tx: Transaction, supplier_id: str, case_id: str) -> None:
        """Its goods go off sale."""
        self._suppliers.standing.suspend_for(tx, supplier_id, _suspension(case_id))

    def restore(self, tx: Transaction, supplier_id: str, case_id: str) -> None:
        """Other reasons stay."""
        self._suppliers.standing.restore_for(tx, supplier_id, _suspension(case_id))

    def terminate(
        self, tx: Transaction, supplier_id: str, case_id: str, *, blacklist: bool
    ) -> None:
        """What is shared with others is remembered by it."""
        reason = TerminationReason("violation", case_id, hold_reason(case_id))
        self._suppliers.standing.terminate_for(tx, supplier_id, reason)
        if blacklist:
            self._suppliers.blacklist.add(tx, supplier_id, hold_reason(case_id))


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


def _own(call: Call) -> Call:
    """A step inside a use case: by the measures, without the mark of the event."""
    return dataclasses.replace(call, actor=VIOLATIONS, request_key=None, expected_version=None)


def _suspension(case_id: str) -> SuspensionReason:
    return SuspensionReason("violation", case_id)
