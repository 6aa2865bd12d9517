"""The ports of deposits, connected to the capabilities that serve them."""

from datetime import datetime
from typing import Any, Final

import msgspec

from teleshop.approvals.service import Approvals
from teleshop.deposits.ports import Decision, Review
from teleshop.kernel.clock import sortable
from teleshop.kernel.events import EventData
from teleshop.kernel.state_machines import start_execution
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.service import FINAL, HoldReason, Standing, account_key

PROCESS: Final = "deposit_payback"
HOLD: Final = HoldReason("deposit_overdue", "deposit")


class SupplierStanding:
    """Suppliers from the suppliers context."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def has_ended(self, supplier_id: str) -> bool | None:
        """Whether its cooperation or application is over; None if there is no such supplier."""
        state = self._standing.state_of(supplier_id)
        return None if state is None else state in FINAL

    def hold(self, tx: Transaction, supplier_id: str) -> bool:
        """Take nothing new of it until its deposit is topped up."""
        return self._standing.hold(tx, supplier_id, HOLD)

    def lift(self, tx: Transaction, supplier_id: str) -> bool:
        """Its deposit is topped up."""
        return self._standing.lift(tx, supplier_id, HOLD)

    def account_key(self, account: str) -> str | None:
        """The keyed hash of a bank account; None for what is none."""
        return account_key(account)

    def note_account(self, tx: Transaction, supplier_id: str, key: str) -> None:
        """Remember from which account it paid."""
        self._standing.note_account(tx, supplier_id, key)

    def enter(
        self, tx: Transaction, supplier_id: str, event_id: str, event: EventData, note: str = ""
    ) -> None:
        """Enter an event into its timeline; ``note`` is for staff."""
        self._standing.enter(tx, supplier_id, event_id, event, note)


class HumanDecisions:
    """Decisions from the approvals capability."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def find(self, approval_id: str) -> Decision | None:
        """A decision as it stands now."""
        approval = self._approvals.find(approval_id)
        return Decision(approval.reason or "") if approval else None


class PaybackWorkflow:
    """The state machine ``deposit-payback``."""

    def start(self, name: str, review: Review, at: datetime) -> None:
        """Start a run. Its name makes it one run, however often the start is repeated."""
        given: dict[str, Any] = {**msgspec.to_builtins(review), "asked_at": sortable(at)}
        start_execution(name, "deposit-payback", given)
