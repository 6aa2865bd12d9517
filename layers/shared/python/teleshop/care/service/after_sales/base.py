"""What the use cases of after-sales share: reading a case with its request, one step of it in one
transaction, and what a caller sees of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from teleshop.care.domain.after_sales.decision import Remedy
from teleshop.care.domain.after_sales.delay import Handling, deliberate_delays
from teleshop.care.domain.after_sales.flow import release, resolution, settled
from teleshop.care.domain.after_sales.policy import DEFAULT_POLICY, AfterSalesPolicy
from teleshop.care.domain.after_sales.purchase import Purchase
from teleshop.care.domain.after_sales.records import (
    AfterSales,
    ClaimLine,
    OrderAccount,
    ReturnPlace,
    Stage,
)
from teleshop.care.domain.after_sales.refusals import StepNotPossibleError
from teleshop.care.domain.case import Case, CaseFile, CaseKind
from teleshop.care.domain.duties import owed_before_closing
from teleshop.care.domain.events import EventKind
from teleshop.care.domain.shown import Shown
from teleshop.care.errors import CaseNotFoundError, ClosureNotAllowedError
from teleshop.care.orders_port import Purchases
from teleshop.care.schemas.after_sales_events import (
    LineFact,
)
from teleshop.care.schemas.events import CaseEventData
from teleshop.care.service.base import CaseService, Means
from teleshop.care.service.desk import subject_of
from teleshop.care.service.words import Words
from teleshop.care.tables.after_sales import (
    AfterSalesRepository,
    AfterSalesRow,
    OrderAccountRow,
)
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Transaction
from teleshop.kernel.use_case import judged_on

KINDS: Final = frozenset(kind for kind in CaseKind if kind.is_after_sales)
FINAL: Final = frozenset({Stage.SETTLED, Stage.REFUSED, Stage.WITHDRAWN, Stage.CALLED_OFF})
_DECIDED_BY_FLOW: Final = frozenset({"decision_missing", "goods_unsettled"})
"""Duties of which the request itself knows better whether they are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSalesMeans:
    """What the use cases work with."""

    care: Means
    purchases: Purchases
    records: AfterSalesRepository
    policy: AfterSalesPolicy = DEFAULT_POLICY


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request as a caller sees it; ``delays`` are cases of deliberate delay, since when."""

    shown: Shown
    request: AfterSales
    place: ReturnPlace | None
    delays: dict[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step makes of a request: the request and the account of its order after it, the
    event of the case with its facts, and what is told of it.
    """

    request: AfterSales
    account: OrderAccount
    kind: EventKind | None
    facts: dict[str, Any]
    at: datetime | None = None
    told: Callable[[Case], Iterable[CaseEventData]] = lambda _: ()


Act = Callable[[AfterSales, OrderAccount, Transaction], Step]


class AfterSalesService(CaseService):
    """Base of the services of after-sales; stateless."""

    def __init__(self, means: AfterSalesMeans) -> None:
        super().__init__(means.care)
        self._purchases = means.purchases
        self._records = means.records
        self._policy = means.policy

    # -- reading ------------------------------------------------------------------------------

    def _visible(self, actor: Actor, case_id: str) -> tuple[CaseFile, AfterSales]:
        """A case with its request that the caller may know of; finance sees all, for refunds."""
        file = self._desk.find(case_id)
        request = self._records.find(case_id) if file and file.case.kind in KINDS else None
        if file is None or request is None:
            raise CaseNotFoundError
        if not actor.has(Role.FINANCE):
            self._desk.check_visible(actor, file.case)
        return file, request

    def _purchase(self, order_id: str) -> Purchase:
        found = self._purchases.find(order_id)
        if found is None:
            raise RuntimeError(f"order {order_id} has a request and is gone")
        return found

    def _seen(self, call: Call, file: CaseFile, request: AfterSales) -> Seen:
        place = self._records.place(request.place) if request.place else None
        found = deliberate_delays(handling_of(request), call.now)
        return Seen(
            shown=self._shown(call, file),
            request=request,
            place=place,
            delays={delay.value: since for delay, since in found.items()},
        )

    # -- changing -----------------------------------------------------------------------------

    def _step(
        self,
        call: Call,
        case_id: str,
        action: str,
        act: Act,
        *,
        says: Words | None = None,
        documents: Iterable[str] = (),
        known: tuple[CaseFile, AfterSales] | None = None,
    ) -> Seen:
        """One step of one request, committed; the case is closed with the last one. ``known`` is
        what the caller has read of them already.
        """
        before, request = known or self._visible(call.actor, case_id)
        call.check_version(before.case.version)
        self._check_files(call.actor, documents)
        account = self._records.account(request.order_id)
        tx = Transaction(call, action, subject_of(case_id))
        file = before if says is None else self._desk.add_message(tx, before, says)
        # Case, request and account are three reads.
        with judged_on(request, lambda: self._records.find(case_id)):
            step = act(request, account, tx)
            if not before.case.is_open:
                # Such as by a customer who withdrew; the request knows its own end.
                raise StepNotPossibleError(stage="closed", step=action)
        by = call.actor.subject
        if step.kind is not None:
            file = file.add(step.kind, now=call.now, by=by, at=step.at, **step.facts)
        after = settled(step.request)
        file = close_settled(file, after, now=call.now, by=by)
        stored = self._desk.stored(tx, before, file)
        saved = tx.save(AfterSalesRow, request, after)
        over = after.stage in FINAL
        self._save_account(tx, account, release(step.account, case_id) if over else step.account)
        self._desk.tell(tx, step.told(stored.case))
        return tx.commit(self._seen(call, stored, saved))

    @staticmethod
    def _save_account(tx: Transaction, before: OrderAccount, after: OrderAccount) -> None:
        """Store the account of an order if it changed; the first one is created, so that of two
        first requests one is run again.
        """
        if after == before:
            return
        if before.version == 0:
            tx.create(OrderAccountRow, replace(after, version=1), conflict=RacedError())
        else:
            tx.save(OrderAccountRow, before, after, conflict=RacedError())


def close_settled(file: CaseFile, request: AfterSales, *, now: datetime, by: str) -> CaseFile:
    """The case closed if its request is at its end and nothing else is owed, such as an answer to
    an authority; what is owed then keeps the case open, under the clock `close`. A request is not
    withdrawn before that.
    """
    if request.stage not in FINAL:
        return file
    how = resolution(request)
    owed = [each for each in owed_before_closing(file, how) if each.code not in _DECIDED_BY_FLOW]
    if owed and request.stage is Stage.WITHDRAWN:
        raise ClosureNotAllowedError(errors=owed)
    return file if owed else file.add(EventKind.CLOSED, now=now, by=by, resolution=how)


def handling_of(request: AfterSales) -> Handling:
    """What was done about a request, for the line of deliberate delay. Refusals by own rule or
    because goods were opened cannot be recorded at all.
    """
    ruling, refund = request.ruling, request.refund
    nothing_due = request.inspected_at is not None and (refund is None or not refund.amount)
    nothing_due = nothing_due or request.remedy is not Remedy.RETURN
    return Handling(
        requested_at=request.requested_at,
        processed_at=ruling.at if ruling else None,
        approved_at=ruling.at if ruling and ruling.outcome == "approve" else None,
        address_given_at=request.place_given_at,
        received_at=None if nothing_due else request.received_at,
        refunded_at=refund.paid_at if refund else None,
    )


def facts_of(lines: Iterable[ClaimLine], *, received: bool = False) -> tuple[LineFact, ...]:
    """Pieces for an event: those asked for, or those that came."""
    return tuple(
        LineFact(
            line=line.line,
            quantity=line.received if received else line.quantity,
            product_id=line.product_id,
        )
        for line in lines
    )
