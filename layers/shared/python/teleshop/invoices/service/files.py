"""The clock of a file that was asked for: what was not made in time has failed, and says so."""

from typing import Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.invoices.domain.policy import DEFAULT_POLICY, InvoicePolicy
from teleshop.kernel.transaction import Transaction

RECEIPT: Final = "receipt"
EXPORT: Final = "export"


class FileClock:
    """The clocks of files of one kind; stateless."""

    def __init__(
        self, deadlines: Deadlines, kind: str, policy: InvoicePolicy = DEFAULT_POLICY
    ) -> None:
        self._deadlines = deadlines
        self._kind = kind
        self._policy = policy

    def start(self, tx: Transaction, of: str, turn: int = 1) -> None:
        """The file of ``of`` is asked for, for the ``turn``-th time."""
        self._deadlines.register(
            tx,
            id=self.id_of(of, turn),
            owner=Owner("invoices", self._kind, of),
            kind="file",
            due_at=tx.call.now + self._policy.file_within,
        )

    def meet(self, tx: Transaction, of: str, turn: int = 1) -> None:
        """It is made, or is known not to be."""
        self._deadlines.meet(tx, self.id_of(of, turn))

    def id_of(self, of: str, turn: int = 1) -> str:
        """The clock of one turn; asked for again a file has another."""
        return f"invoices:{self._kind}:{of}:{turn}"
