"""Stock that is held for something that is no order: a sample for the studio, an offer."""

from collections.abc import Sequence

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.stock.domain.planning import QuotaWanted, Wanted
from teleshop.stock.domain.records import Hold
from teleshop.stock.errors import HoldNotFoundError
from teleshop.stock.service.base import Desk
from teleshop.stock.service.reservations import Reservations
from teleshop.stock.tables import HoldRow, StockRepository

SUBJECT = "stock_hold"


class Holds(Desk):
    """Holding and giving back in transactions of their own."""

    def __init__(self, repository: StockRepository, reservations: Reservations) -> None:
        super().__init__(repository)
        self._reservations = reservations

    def hold(
        self,
        call: Call,
        hold_id: str,
        wanted: Sequence[Wanted],
        quotas: Sequence[QuotaWanted] = (),
        *,
        again: bool = False,
    ) -> Hold:
        """Hold pieces under a name; a name that is taken is a lost race. ``again``: it lost a race
        for a row before, and reads what is stored now.
        """
        levels = self._reservations.levels(wanted, quotas, consistent=again)
        plan = self._reservations.plan(levels, wanted, quotas, seed=hold_id)
        tx = Transaction(call, "hold_stock", Subject(SUBJECT, hold_id))
        made = Hold(
            id=hold_id,
            holdings=self._reservations.take(tx, plan),
            held_at=call.now,
            held_by=call.actor.subject,
        )
        tx.create(HoldRow, made, conflict=RacedError())
        return tx.commit(made)

    def release(self, call: Call, hold_id: str) -> Hold:
        """Give back what is held under a name."""
        held = self._repository.find_hold(hold_id)
        if held is None:
            raise HoldNotFoundError
        tx = Transaction(call, "release_stock", Subject(SUBJECT, hold_id))
        self._reservations.give_back(tx, held.holdings)
        tx.delete(HoldRow, held, conflict=RacedError())
        return tx.commit(held)
