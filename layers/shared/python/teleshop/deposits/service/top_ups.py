"""What happens to a deposit by time, and by the end of a cooperation."""

from dataclasses import replace
from datetime import datetime

from teleshop.deposits.domain import deposit as rules
from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.schemas import DepositFreed
from teleshop.deposits.service.base import TOP_UP, Desk, clock_id
from teleshop.deposits.tables import DepositRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError


class TopUps(Desk):
    """Clocks and holds."""

    def clock_ran_out(
        self, call: Call, supplier_id: str, kind: str, deadline_id: str, due_at: datetime
    ) -> Deposit | None:
        """A shortfall was not topped up in time: nothing new of the supplier is taken until it is
        (standard 3.4.2). None if that clock has ended meanwhile.
        """
        before = self._repository.find(supplier_id)
        if before is None or kind != TOP_UP or before.due_at is None or before.overdue:
            return None
        if clock_id(before) != deadline_id or self._has_ended(supplier_id):
            return None
        tx = self._begin(call, "hold_for_deposit", supplier_id)
        stored = self._save(tx, before, replace(before, overdue=True))
        self._hold(tx, stored, due_at)
        return tx.commit(stored)

    def lift_hold(self, call: Call, supplier_id: str) -> bool:
        """The deposit is complete again: the supplier is held for it no more. Nothing happens while
        it is overdue again, or where nothing holds.
        """
        known = self._get(supplier_id)
        tx = self._begin(call, "lift_hold_for_deposit", supplier_id)
        if known.overdue or not self._suppliers.lift(tx, supplier_id):
            return False
        # A hold that comes meanwhile was judged by the same version: one of the two looks again.
        tx.save(DepositRow, known, known, conflict=RacedError(), audited=False)
        return tx.commit(True)

    def cooperation_ended(self, call: Call, supplier_id: str) -> Deposit | None:
        """Nothing must be topped up any more, and everything may be paid back: finance is told, so
        that nobody has to ask for what is theirs (R6.4).
        """
        before = self._repository.find(supplier_id)
        if before is None or before.ended:
            return None
        tx = self._begin(call, "end_deposit", supplier_id)
        stored = self._settle(tx, before, rules.end(before))
        if stored.free:
            self._tell(tx, DepositFreed(supplier_id=supplier_id, free=stored.free))
        return tx.commit(stored)
