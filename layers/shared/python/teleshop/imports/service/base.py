"""What the use cases of imports share: their rows, the clock that ends a run, the mark of one that
is under way.
"""

from typing import Final

from teleshop.deadlines.service import Deadlines
from teleshop.imports.domain.run import Counts, Import
from teleshop.imports.errors import ImportNotFoundError
from teleshop.imports.tables import ImportRepository, ProgressRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction

CONTEXT: Final = "imports"
SUBJECT: Final = "product_import"
CLOCK: Final = "end"


class Desk:
    """Base of the services; stateless."""

    def __init__(self, repository: ImportRepository, deadlines: Deadlines) -> None:
        self._repository = repository
        self._deadlines = deadlines

    def _get(self, import_id: str) -> Import:
        found = self._repository.find(import_id)
        if found is None:
            raise ImportNotFoundError
        return found

    def _sums(self, import_id: str) -> Counts:
        """What the chunks of a run have added up so far."""
        found = self._repository.progress([import_id]).get(import_id)
        return found.counts if found else Counts()

    @staticmethod
    def _begin(call: Call, action: str, import_id: str) -> Transaction:
        return Transaction(call, action, Subject(SUBJECT, import_id))


def clock_of(import_id: str) -> str:
    """The id of the deadline by which a run must have ended."""
    return f"{CONTEXT}:{import_id}:{CLOCK}"


def add_sums(tx: Transaction, import_id: str, sums: Counts) -> None:
    """Add rows to the sums of a run, where they lie."""
    tx.update_row(ProgressRow.at(import_id), ProgressRow.adding(sums), None, RacedError())
