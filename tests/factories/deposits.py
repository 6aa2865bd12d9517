"""Deposits in the state that a test needs, made through the services as callers would."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teleshop.approvals.service import Decided
from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.domain.payback import Payback
from teleshop.deposits.schemas import DepositBody
from teleshop.deposits.service import Balance, FineBooked
from teleshop.deposits.tables import DepositRepository
from teleshop.deposits.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.ledger.wiring import service as ledger
from teleshop.suppliers.domain.records import SupplierRecord
from teleshop.suppliers.domain.supplier import Supplier
from teleshop.suppliers.tables import SupplierRow
from tests.factories.suppliers import active as active_supplier

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SUPPLIER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
OTHER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XS"
REQUIRED = 50_000_00
ACCOUNT = "6222 0210 0100 1234 567"
FINANCE = Actor("fay", frozenset({Role.FINANCE}))
COLLEAGUE = Actor("finn", frozenset({Role.FINANCE}))
MANAGER = Actor("mona", frozenset({Role.MANAGER}))
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), SUPPLIER_ID)
STRANGER = Actor("stan", frozenset({Role.SUPPLIER}), OTHER_ID)
APPROVED = Decided("approved", MANAGER.subject)
REJECTED = Decided("rejected", MANAGER.subject, None, "not_due")
TIMED_OUT = Decided("timed_out")
WITHDRAWN = Decided("withdrawn")


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta()) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation")


def begun(own: Call | None = None) -> Transaction:
    """A transaction of somebody else, to be joined."""
    return Transaction(own or call(), "test", Subject("test", "test"))


def supplier(id: str = SUPPLIER_ID, **changes: Any) -> Supplier:
    """A supplier on board, stored."""
    made = replace(active_supplier(), **{"id": id, "claimed_uscc": None} | changes)
    tx = begun()
    tx.create(SupplierRow, SupplierRecord.of(made), conflict=RacedError())
    return tx.commit(made)


def body(kind: str, **fields: Any) -> DepositBody:
    """What finance sends."""
    return msgspec.convert({"kind": kind} | fields, DepositBody)


def changed(
    kind: str, after: timedelta = timedelta(), id: str = SUPPLIER_ID, **fields: Any
) -> Deposit:
    """The deposit after finance sent something."""
    own = call(FINANCE, after)
    return run(own, lambda: service().record_change(own, id, body(kind, **fields))).deposit


def paid_in(
    amount: int = REQUIRED,
    reference: str = "bank-1",
    after: timedelta = timedelta(),
    *,
    id: str = SUPPLIER_ID,
    account: str = ACCOUNT,
) -> Deposit:
    """A payment."""
    return changed("payment", after, id, amount=amount, reference=reference, payer_account=account)


def fined(
    amount: int, reference: str = "vio_1", after: timedelta = timedelta(), id: str = SUPPLIER_ID
) -> FineBooked:
    """A fine, in a transaction of its own."""
    own = call(after=after)

    def use_case() -> FineBooked:
        tx = begun(own)
        return tx.commit(service().deposits.fine(tx, id, amount, reference))

    return run(own, use_case)


def annulled(reference: str = "vio_1", after: timedelta = timedelta()) -> None:
    """A fine that is void."""
    own = call(after=after)

    def use_case() -> None:
        tx = begun(own)
        service().deposits.annul(tx, SUPPLIER_ID, reference)
        tx.commit(None)

    run(own, use_case)


def blocked(case_id: str = "vio_1") -> None:
    """A case that is open."""
    tx = begun()
    assert service().deposits.block(tx, SUPPLIER_ID, case_id)
    tx.commit(None)


def released(case_id: str = "vio_1") -> None:
    """The same, closed."""
    tx = begun()
    assert service().deposits.release(tx, SUPPLIER_ID, case_id)
    tx.commit(None)


def asked(amount: int = 20_000_00, after: timedelta = timedelta()) -> Payback:
    """A payback that was asked for."""
    changed("payback", after, amount=amount, reason="合作期内超出应缴金额")
    return paybacks()[0]


def decided(payback: Payback, outcome: Decided = APPROVED, after: timedelta = DAY) -> Payback:
    """The same after its decision."""
    own = call(after=after)
    which = payback.supplier_id, payback.id, payback.round
    assert run(own, lambda: service().paybacks.apply_outcome(own, *which, outcome)) == "end"
    return paybacks()[0]


def paybacks(id: str = SUPPLIER_ID) -> list[Payback]:
    """All of them, newest first."""
    return DepositRepository().paybacks(id)


def stored(id: str = SUPPLIER_ID) -> Deposit:
    """The deposit as it is stored."""
    found = DepositRepository().find(id)
    assert found is not None
    return found


def balance(id: str = SUPPLIER_ID) -> Balance:
    """Where it stands."""
    return service().deposits.balance(id)


def proved(id: str = SUPPLIER_ID) -> dict[str, int]:
    """The balances of the book, which balances, agrees with its entries and with the deposit."""
    trial = ledger().trial_balance(f"deposit:{id}")
    assert trial.is_balanced
    assert trial.agrees
    known = {line.account: line.balance for line in trial.lines}
    kept = stored(id)
    assert known.get("held", 0) == kept.held
    assert known.get("unpaid_fines", 0) == kept.owed
    assert known.get("payable", 0) == kept.payable
    return known
