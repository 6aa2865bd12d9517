"""What other contexts do to a deposit within their own transactions: fine, annul, block, release.

A transaction may fine or annul once, and block or release once; both in one transaction is fine,
since they lie in different rows. None of them writes the supplier's own row.
"""

from dataclasses import dataclass, replace

from teleshop.deposits.domain import deposit as rules
from teleshop.deposits.domain.records import Block, FineAnnulled, FineBooked, FineRecord
from teleshop.deposits.errors import FineAnnulledError, FineBookedError, FineNotFoundError
from teleshop.deposits.schemas import DepositFineAnnulled, DepositFined
from teleshop.deposits.service.base import Desk
from teleshop.deposits.tables import BlockRow, BlocksRow, FineRow
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Where a deposit stands, in fen: ``shortfall`` is missing until the required amount is held
    and nothing is owed.
    """

    held: int
    owed: int
    required: int
    shortfall: int
    overdue: bool


class Deposits(Desk):
    """Joins the transactions of others."""

    def balance(self, supplier_id: str) -> Balance:
        """As it is stored now: one read."""
        known = self._get(supplier_id)
        return Balance(
            held=known.held,
            owed=known.owed,
            required=known.required,
            shortfall=known.shortfall,
            overdue=known.overdue,
        )

    def fine(self, tx: Transaction, supplier_id: str, amount: int, reference: str) -> FineBooked:
        """Book a fine of ``amount`` fen for the case ``reference``: what is held is taken, the rest
        is owed and taken from the next payment first. What is missing then is asked for.

        Refuses a second fine of the case (:class:`FineBookedError`).
        """
        if self._repository.find_fine(supplier_id, reference) is not None:
            raise FineBookedError(reference=reference)
        before = self._get(supplier_id)
        after, moved = rules.fine(before, amount)
        entry = self._post(tx, supplier_id, "fine", moved, reference)
        made = FineRecord(
            supplier_id=supplier_id,
            reference=reference,
            entry_id=entry.id,
            amount=amount,
            taken=-moved.held,
            owed=moved.owed,
            at=tx.call.now,
        )
        tx.create(FineRow, made, conflict=FineBookedError(reference=reference))
        self._settle(tx, before, after)
        self._tell(
            tx,
            DepositFined(
                supplier_id=supplier_id,
                reference=reference,
                amount=amount,
                taken=made.taken,
                owed=made.owed,
            ),
        )
        return made.booked()

    def annul(self, tx: Transaction, supplier_id: str, reference: str) -> FineAnnulled:
        """The fine of a case is void: the deposit is as if it had never been booked.

        Refuses what is not booked (:class:`FineNotFoundError`) or annulled before
        (:class:`FineAnnulledError`).
        """
        known = self._repository.find_fine(supplier_id, reference)
        if known is None:
            raise FineNotFoundError
        if known.annulled_by is not None:
            raise FineAnnulledError(reference=reference)
        before = self._get(supplier_id)
        after, moved = rules.annul(before, known.amount)
        entry = self._post(tx, supplier_id, "fine_annulled", moved, reference)
        void = replace(known, annulled_by=entry.id)
        tx.save(FineRow, known, void, conflict=FineAnnulledError(reference=reference))
        self._settle(tx, before, after)
        annulled = FineAnnulled(entry_id=entry.id, returned=moved.held, forgiven=-moved.owed)
        self._tell(
            tx,
            DepositFineAnnulled(
                supplier_id=supplier_id,
                reference=reference,
                amount=known.amount,
                returned=annulled.returned,
                forgiven=annulled.forgiven,
            ),
        )
        return annulled

    def block(self, tx: Transaction, supplier_id: str, case_id: str) -> bool:
        """Let nothing be paid back until the case is released; False if it blocks already."""
        if self._repository.find_block(supplier_id, case_id) is not None:
            return False
        made = Block(supplier_id=supplier_id, case_id=case_id, since=tx.call.now)
        tx.create(BlockRow, made, conflict=RacedError())
        self._count(tx, supplier_id, 1)
        return True

    def release(self, tx: Transaction, supplier_id: str, case_id: str) -> bool:
        """The case is over; False if it does not block."""
        known = self._repository.find_block(supplier_id, case_id)
        if known is None:
            return False
        tx.delete(BlockRow, known, conflict=RacedError())
        self._count(tx, supplier_id, -1)
        return True

    @staticmethod
    def _count(tx: Transaction, supplier_id: str, change: int) -> None:
        row = BlocksRow(supplier_id, BlocksRow.SK)
        tx.update_row(row, [BlocksRow.cases.add(change)], None, RacedError())
