"""What happens to requests by itself: their order changes, their clock runs out."""

from teleshop.invoices.domain import request as rules
from teleshop.invoices.domain.amounts import Sale, billable
from teleshop.invoices.domain.request import InvoiceRequest, RefusalReason, RequestState
from teleshop.invoices.schemas import (
    InvoiceCorrectionDue,
    InvoiceDueSoon,
    InvoiceOverdue,
    InvoiceRefused,
)
from teleshop.invoices.service.base import CLOCKS, RequestService, clock_id, facts
from teleshop.kernel.actor import Call


class Upkeep(RequestService):
    """What runs on events; repeating it changes nothing."""

    def follow_order(self, call: Call, order_id: str) -> InvoiceRequest | None:
        """Goods or money of an order went back, or a refund failed: its request is about what is
        left, and an invoice that says too much waits for its red letter. None if nothing changed.
        """
        known = self._repository.of_order(order_id)
        sale = self._sales.sale(order_id) if known and known.standing else None
        if known is None or known.standing is None or sale is None:
            return None
        before = self._get(known.standing)
        if before.state is RequestState.REQUESTED:
            return self._rebill(call, before, sale)
        after = rules.compared(before, billable(sale).total, self._policy, call.now)
        if after == before:
            return None
        tx = self._begin(call, "follow_order", before.id)
        stored = self._save(tx, before, after)
        if stored.pending and stored.due_at is not None:
            tx.publish(
                InvoiceCorrectionDue(**facts(stored), pending=stored.pending, due_at=stored.due_at)
            )
        return tx.commit(stored)

    def _rebill(self, call: Call, before: InvoiceRequest, sale: Sale) -> InvoiceRequest | None:
        """A request that waits is about what is left; nothing left, it ends."""
        bill = billable(sale)
        after = rules.rebilled(before, bill)
        if after == before:
            return None
        tx = self._begin(call, "follow_order", before.id)
        if bill.total:
            return tx.commit(self._save(tx, before, after))
        ended = rules.refused(before, RefusalReason.NOTHING_LEFT, "", call.now)
        stored = self._save(tx, before, ended)
        tx.publish(InvoiceRefused(**facts(stored), reason=RefusalReason.NOTHING_LEFT))
        return tx.commit(stored)

    def due_soon(self, call: Call, request_id: str, deadline_id: str) -> InvoiceRequest | None:
        """Little time is left: finance is told. None if it was done meanwhile."""
        known = self._waiting(request_id, deadline_id)
        if known is None or known.due_at is None:
            return None
        tx = self._begin(call, "invoice_due_soon", request_id)
        tx.publish(InvoiceDueSoon(**facts(known), what=CLOCKS[known.state], due_at=known.due_at))
        return tx.commit(known)

    def overdue(self, call: Call, request_id: str, deadline_id: str) -> InvoiceRequest | None:
        """The clock ran out: that stays on record, and people are told. None if it was done
        meanwhile.
        """
        before = self._waiting(request_id, deadline_id)
        if before is None or before.due_at is None:
            return None
        tx = self._begin(call, "invoice_overdue", request_id)
        stored = self._save(tx, before, rules.late(before))
        tx.publish(InvoiceOverdue(**facts(stored), what=CLOCKS[stored.state], due_at=before.due_at))
        return tx.commit(stored)

    def _waiting(self, request_id: str, deadline_id: str) -> InvoiceRequest | None:
        """A request that waits for what the deadline is about."""
        known = self._repository.find(request_id)
        if known is None or known.state not in CLOCKS or clock_id(known) != deadline_id:
            return None
        return known
