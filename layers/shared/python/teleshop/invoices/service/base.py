"""What the use cases on requests share: finding them, their clock, what events say of them."""

from dataclasses import dataclass
from typing import Any, Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.invoices.domain.policy import DEFAULT_POLICY, InvoicePolicy
from teleshop.invoices.domain.request import (
    InvoiceRequest,
    OrderInvoices,
    RequestState,
    with_request,
)
from teleshop.invoices.errors import InvoiceRequestNotFoundError
from teleshop.invoices.ports import Files, Sales
from teleshop.invoices.tables import InvoiceRepository, OrderInvoicesRow, RequestRow
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction

ISSUE: Final = "issue"
CORRECTION: Final = "correction"
CLOCKS: Final = {RequestState.REQUESTED: ISSUE, RequestState.RED_LETTER_DUE: CORRECTION}
"""What finance has to do in a state, by the name of its clock."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A request for one reader; ``open_buyer``: whether the buyer is shown unmasked."""

    request: InvoiceRequest
    open_buyer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What the use cases work with."""

    repository: InvoiceRepository
    deadlines: Deadlines
    sales: Sales
    files: Files
    policy: InvoicePolicy = DEFAULT_POLICY


class RequestService:
    """Base of the services on requests; stateless."""

    def __init__(self, means: Means) -> None:
        self._repository = means.repository
        self._deadlines = means.deadlines
        self._sales = means.sales
        self._files = means.files
        self._policy = means.policy

    # -- finding --

    def _get(self, request_id: str) -> InvoiceRequest:
        found = self._repository.find(request_id)
        if found is None:
            raise InvoiceRequestNotFoundError
        return found

    def _visible(self, actor: Actor, request_id: str) -> InvoiceRequest:
        """A request that the caller may know of: a customer's own, any for staff."""
        known = self._get(request_id)
        if not (actor.is_staff or _is_customer_of(actor, known)):
            raise InvoiceRequestNotFoundError
        return known

    @staticmethod
    def _shown(actor: Actor, request: InvoiceRequest) -> Shown:
        """Whole for its customer and for finance, which issues it; masked for everybody else."""
        return Shown(request, actor.has(Role.FINANCE) or _is_customer_of(actor, request))

    # -- changing --

    @staticmethod
    def _begin(call: Call, action: str, request_id: str) -> Transaction:
        return Transaction(call, action, Subject("invoice_request", request_id))

    def _save(
        self, tx: Transaction, before: InvoiceRequest, after: InvoiceRequest
    ) -> InvoiceRequest:
        """Store a changed request, with what it means for its order and its clock."""
        stored = tx.save(RequestRow, before, after)
        if before.stands != after.stands:
            known = self._repository.of_order(after.order_id)
            self._note(tx, known or OrderInvoices(order_id=after.order_id), stored)
        if (before.due_at, before.turn) != (after.due_at, after.turn):
            self._stop_clock(tx, before, met=after.state is not RequestState.WITHDRAWN)
            self._start_clock(tx, stored)
        return stored

    @staticmethod
    def _note(tx: Transaction, known: OrderInvoices, request: InvoiceRequest) -> None:
        """Note how a request stands in the row of its order, which keeps others from being made."""
        after = with_request(known, request)
        if known.requests:
            tx.save(OrderInvoicesRow, known, after, conflict=RacedError(), audited=False)
        else:
            tx.create(OrderInvoicesRow, after, conflict=RacedError(), audited=False)

    # -- clocks --

    def _start_clock(self, tx: Transaction, request: InvoiceRequest) -> None:
        what = CLOCKS.get(request.state)
        if what is None or request.due_at is None:
            return
        self._deadlines.register(
            tx,
            id=clock_id(request),
            owner=Owner("invoices", "request", request.id),
            kind=what,
            due_at=request.due_at,
            warn_before=(self._policy.warn_before,),
        )

    def _stop_clock(self, tx: Transaction, request: InvoiceRequest, *, met: bool) -> None:
        """End the clock that belongs to the state which is left."""
        if request.state not in CLOCKS:
            return
        if met:
            self._deadlines.meet(tx, clock_id(request))
        else:
            self._deadlines.cancel(tx, clock_id(request))


def clock_id(request: InvoiceRequest) -> str:
    """The deadline of one turn of a request's clock."""
    return f"invoices:{request.id}:{request.turn}"


def facts(request: InvoiceRequest) -> dict[str, Any]:
    """What every event of a request says."""
    return {
        "request_id": request.id,
        "order_id": request.order_id,
        "customer_id": request.customer_id,
        "kind": request.kind.value,
        "amount": request.amount,
    }


def _is_customer_of(actor: Actor, request: InvoiceRequest) -> bool:
    return actor.has(Role.CUSTOMER) and actor.subject == request.customer_id
