"""Asking for an invoice, taking that back, looking at it."""

from typing import Final

from teleshop.invoices.domain import request as rules
from teleshop.invoices.domain.amounts import Bill, Sale, billable, last_day
from teleshop.invoices.domain.buyer import buyer_faults, tidied
from teleshop.invoices.domain.request import (
    PREFIX,
    InvoiceRequest,
    OrderInvoices,
    RequestState,
)
from teleshop.invoices.errors import (
    InvoiceFileMissingError,
    InvoiceOrderNotFoundError,
    InvoicePeriodOverError,
    InvoiceRequestOpenError,
    InvoiceStandsError,
    NothingToInvoiceError,
    OrderNotPaidError,
)
from teleshop.invoices.ports import FileLink
from teleshop.invoices.schemas import (
    InvoiceBody,
    InvoiceRequested,
    InvoicesQuery,
    InvoiceWithdrawn,
)
from teleshop.invoices.service.base import RequestService, Shown, facts
from teleshop.invoices.tables import RequestRow
from teleshop.invoices.tables.rows import RequestSummary
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page

FOR_CALLERS: Final = frozenset({Role.AGENT, Role.LEAD})
"""Who asks for a customer on the telephone."""


class Requests(RequestService):
    """What customers, and agents for callers, do with requests."""

    def request_invoice(self, call: Call, body: InvoiceBody) -> Shown:
        """Ask for an invoice of an order, for what was paid and not given back.

        Refuses an order that is not the caller's, what is wrong with the buyer (all of it at once),
        an order that is not paid, one whose period is over, one of which nothing is left, and one
        that has a request or an invoice already.
        """
        buyer = tidied(body.buyer)
        sale = self._sale(call.actor, body.order_id)
        faults = buyer_faults(body.kind, buyer)
        if faults:
            raise InvalidInputError(errors=faults)
        amount = self._check_sale(sale, call)
        known = self._repository.of_order(sale.order_id) or OrderInvoices(order_id=sale.order_id)
        if known.standing is not None:
            raise self._standing(known.standing)
        request = InvoiceRequest(
            id=new_id(PREFIX, call.now),
            order_id=sale.order_id,
            customer_id=sale.customer_id,
            kind=body.kind,
            buyer=buyer,
            lines=amount.lines,
            freight=amount.freight,
            amount=amount.total,
            currency=sale.currency,
            requested_at=call.now,
            requested_by=call.actor.subject,
            by_staff=call.actor.is_staff,
            due_at=call.now + self._policy.issue_within,
        )
        tx = self._begin(call, "request_invoice", request.id)
        tx.create(RequestRow, request, conflict=RacedError())
        self._note(tx, known, request)
        self._start_clock(tx, request)
        tx.publish(
            InvoiceRequested(
                **facts(request),
                due_at=call.now + self._policy.issue_within,
                by_staff=request.by_staff,
            )
        )
        return tx.commit(self._shown(call.actor, request))

    def _sale(self, actor: Actor, order_id: str) -> Sale:
        sale = self._sales.sale(order_id)
        if sale is None or not (actor.has(*FOR_CALLERS) or sale.customer_id == actor.subject):
            raise InvoiceOrderNotFoundError
        return sale

    def _check_sale(self, sale: Sale, call: Call) -> Bill:
        until = last_day(sale, self._policy)
        if until is None:
            raise OrderNotPaidError
        if china_date(call.now) > until:
            raise InvoicePeriodOverError(last_day=until.isoformat())
        amount = billable(sale)
        if not amount.total:
            raise NothingToInvoiceError
        return amount

    def _standing(self, request_id: str) -> InvoiceRequestOpenError | InvoiceStandsError:
        standing = self._get(request_id)
        if standing.state is RequestState.REQUESTED:
            return InvoiceRequestOpenError(request_id=request_id)
        return InvoiceStandsError(request_id=request_id)

    def withdraw_request(self, call: Call, request_id: str) -> Shown:
        """It is not wanted any more; another may be asked for."""
        before = self._visible(call.actor, request_id)
        call.check_version(before.version)
        after = rules.withdrawn(before, call.now)
        tx = self._begin(call, "withdraw_request", request_id)
        stored = self._save(tx, before, after)
        tx.publish(InvoiceWithdrawn(**facts(stored)))
        return tx.commit(self._shown(call.actor, stored))

    # -- looking --

    def show(self, call: Call, request_id: str) -> Shown:
        """A request that the caller may know of."""
        return self._shown(call.actor, self._visible(call.actor, request_id))

    def list_requests(self, call: Call, query: InvoicesQuery) -> Page[RequestSummary]:
        """Those of an order, of a customer or of a state; a customer's own."""
        given = [name for name in ("order", "customer", "state") if getattr(query, name)]
        if len(given) > 1:
            raise InvalidInputError(errors=[_one_filter(name) for name in given[1:]])
        actor = call.actor
        if query.order is not None:
            return Page(self._of_order(actor, query.order))
        if not actor.is_staff:
            if query.state or query.customer not in (None, actor.subject):
                raise InvalidInputError(errors=[_for_staff(given[0])])
            return self._repository.of_customer(actor.subject, query.page)
        if query.customer is not None:
            return self._repository.of_customer(query.customer, query.page)
        return self._repository.of_state(query.state or RequestState.REQUESTED, query.page)

    def _of_order(self, actor: Actor, order_id: str) -> list[RequestSummary]:
        """Newest first; none of somebody else's order."""
        known = self._repository.of_order(order_id)
        found = self._repository.summaries(known.requests[::-1]) if known else []
        return [one for one in found if actor.is_staff or one.customer_id == actor.subject]

    def make_link(self, call: Call, request_id: str) -> FileLink:
        """A link to the file of an invoice that was issued."""
        known = self._visible(call.actor, request_id)
        if known.document_id is None:
            raise InvoiceFileMissingError
        return self._files.link(call, known.document_id, request_id)


def _one_filter(name: str) -> FieldError:
    return FieldError(
        f"/{name}",
        "one_filter",
        "order、customer、state 只能填写其中一项。",
        "Give one of order, customer and state.",
    )


def _for_staff(name: str) -> FieldError:
    return FieldError(
        f"/{name}",
        "filter_for_staff",
        "该条件仅供工作人员使用；不填即查看您自己的申请。",
        "This is for staff; leave it out to see your own requests.",
    )
