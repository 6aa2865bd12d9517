"""What the use cases of deposits share: finding, booking, the clock of a top-up, telling."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.deposits.domain.deposit import Deposit, Movement
from teleshop.deposits.domain.payback import Payback
from teleshop.deposits.domain.policy import DEFAULT_POLICY, DepositPolicy
from teleshop.deposits.domain.top_up import Cause, settle
from teleshop.deposits.errors import DepositNotFoundError
from teleshop.deposits.ports import Suppliers
from teleshop.deposits.schemas import (
    DepositEvent,
    DepositOverdue,
    DepositRestored,
    DepositShort,
)
from teleshop.deposits.schemas.views import Reader
from teleshop.deposits.service import books
from teleshop.deposits.tables import DepositRepository, DepositRow
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.ledger.service import Entry, Ledger

CONTEXT: Final = "deposits"
TOP_UP: Final = "top_up"


@dataclass(frozen=True, slots=True)
class Shown:
    """A deposit for one reader, with its paybacks and the cases that block them."""

    deposit: Deposit
    book: str
    paybacks: tuple[Payback, ...]
    cases: tuple[str, ...]
    reader: Reader


class Desk:
    """Base of the services of deposits; stateless."""

    def __init__(
        self,
        repository: DepositRepository,
        ledger: Ledger,
        deadlines: Deadlines,
        suppliers: Suppliers,
        policy: DepositPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._ledger = ledger
        self._deadlines = deadlines
        self._suppliers = suppliers
        self._policy = policy

    # -- finding --

    def _get(self, supplier_id: str) -> Deposit:
        """The deposit as it is stored, or the one of a supplier of which nothing is stored yet."""
        known = self._repository.find(supplier_id)
        return known or Deposit(supplier_id=supplier_id, required=self._policy.required)

    def _has_ended(self, supplier_id: str) -> bool:
        """Whether the cooperation is over; refuses a supplier that does not exist."""
        ended = self._suppliers.has_ended(supplier_id)
        if ended is None:
            raise DepositNotFoundError
        return ended

    def _shown(self, call: Call, deposit: Deposit, changed: Payback | None = None) -> Shown:
        """The deposit for whoever calls; ``changed`` is the payback that is about to be stored."""
        supplier_id = deposit.supplier_id
        known = {one.id: one for one in self._repository.paybacks(supplier_id)}
        if changed is not None:
            known[changed.id] = changed
        return Shown(
            deposit,
            books.book_of(supplier_id),
            tuple(sorted(known.values(), key=lambda one: one.id, reverse=True)),
            tuple(block.case_id for block in self._repository.blocks(supplier_id)),
            "staff" if call.actor.is_staff else "supplier",
        )

    # -- changing --

    @staticmethod
    def _begin(call: Call, action: str, supplier_id: str) -> Transaction:
        return Transaction(call, action, Subject("deposit", supplier_id))

    def _settle(
        self,
        tx: Transaction,
        before: Deposit,
        after: Deposit,
        cause: Cause = Cause.OTHER,
        booked_at: datetime | None = None,
    ) -> Deposit:
        """Store a deposit that changed, with its clock: what is missing now is asked for, what is
        not missing any more is told. Once per transaction; where a hold is back (only by a reversal
        or a requirement), this writes the supplier, too.
        """
        settled = settle(
            after,
            tx.call.now,
            self._policy,
            cause,
            missing=before.shortfall,
            booked_at=booked_at,
        )
        stored = self._save(tx, before, settled)
        if settled.due_at != before.due_at:
            if before.due_at is not None:
                met = settled.due_at is None and not settled.ended
                self._stop_clock(tx, before, met=met)
            if settled.due_at is not None:
                self._start_clock(tx, stored, settled.due_at)
        grown = settled.shortfall > before.shortfall or before.due_at is None
        if settled.due_at is not None and settled.overdue and not before.overdue:
            self._hold(tx, stored, settled.due_at)
        elif settled.due_at is not None and grown:
            self._tell_short(tx, stored, settled.due_at)
        if before.due_at is not None and settled.due_at is None and not settled.ended:
            told = DepositRestored(supplier_id=after.supplier_id, was_overdue=before.overdue)
            self._tell(tx, told)
        return stored

    def _hold(self, tx: Transaction, deposit: Deposit, due_at: datetime) -> None:
        """Nothing new of the supplier is taken until what is missing is there."""
        self._suppliers.hold(tx, deposit.supplier_id)
        told = DepositOverdue(
            supplier_id=deposit.supplier_id, shortfall=deposit.shortfall, due_at=due_at
        )
        self._tell(tx, told)

    @staticmethod
    def _save(tx: Transaction, before: Deposit, after: Deposit) -> Deposit:
        # The version that a caller named may be that of another object: raced, and looked at again.
        if before.version == 0:
            made = replace(after, version=1)
            return tx.create(DepositRow, made, conflict=RacedError())
        return tx.save(DepositRow, before, after, conflict=RacedError())

    def _post(
        self,
        tx: Transaction,
        supplier_id: str,
        kind: str,
        moved: Movement,
        reference: str,
        *,
        covered: bool = True,
    ) -> Entry:
        # The deposit, stored with it, says what is there; two reads could tell of two moments. It
        # does not say how much of the money is still with the platform.
        return self._ledger.post(
            tx, books.book_of(supplier_id), kind, books.legs(moved), reference, covered=covered
        )

    def _start_clock(self, tx: Transaction, deposit: Deposit, due_at: datetime) -> None:
        self._deadlines.register(
            tx,
            id=clock_id(deposit),
            owner=Owner(CONTEXT, "deposit", deposit.supplier_id),
            kind=TOP_UP,
            due_at=due_at,
        )

    def _stop_clock(self, tx: Transaction, deposit: Deposit, *, met: bool) -> None:
        if met:
            self._deadlines.meet(tx, clock_id(deposit))
        else:
            self._deadlines.cancel(tx, clock_id(deposit))

    # -- telling --

    def _tell_short(self, tx: Transaction, deposit: Deposit, due_at: datetime) -> None:
        self._tell(
            tx,
            DepositShort(
                supplier_id=deposit.supplier_id,
                required=deposit.required,
                held=deposit.held,
                owed=deposit.owed,
                shortfall=deposit.shortfall,
                due_at=due_at,
            ),
        )

    def _tell(self, tx: Transaction, event: DepositEvent, reason: str = "") -> None:
        """Publish an event and enter it into the supplier's timeline; why staff did it stays there,
        for staff, and is in no event.
        """
        event_id = tx.publish(event, subject=Subject("deposit", event.supplier_id))
        self._suppliers.enter(tx, event.supplier_id, event_id, event, reason)


def clock_id(deposit: Deposit) -> str:
    """The deadline of one request to top up."""
    return f"deposits:{deposit.supplier_id}:top-up:{deposit.asked}"


def may_see(actor: Actor, supplier_id: str) -> bool:
    """Whether the actor may see a supplier's deposit: staff, and the supplier itself."""
    return actor.is_staff or (actor.has(Role.SUPPLIER) and actor.supplier_id == supplier_id)
