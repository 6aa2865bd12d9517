"""Reads of the payments table."""

from collections.abc import Sequence

from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.query import query_page
from teleshop.payments.domain.movement import Movement, MovementState
from teleshop.payments.domain.payment import Payment
from teleshop.payments.domain.refund import Refund, RefundState
from teleshop.payments.tables.rows import MovementRow, PaymentRow, RefundRow


class PaymentsRepository:
    """Finds what this context stored; no scans, no filters."""

    def find_payment(self, payment_id: str) -> Payment | None:
        """The payment as it is stored now."""
        found: Payment | None = PaymentRow.find(payment_id, PaymentRow.SK)
        return found

    def find_refund(self, refund_id: str) -> Refund | None:
        """The refund as it is stored now."""
        found: Refund | None = RefundRow.find(refund_id, RefundRow.SK)
        return found

    def find_movement(self, movement_id: str) -> Movement | None:
        """The movement as it is stored now."""
        found: Movement | None = MovementRow.find(movement_id, MovementRow.SK)
        return found

    def refunds(self, refund_ids: Sequence[str]) -> list[Refund]:
        """These refunds in the order given."""
        keys = [(refund_id, RefundRow.SK) for refund_id in refund_ids]
        found = RefundRow.find_many(keys)
        return [found[key] for key in keys if key in found]

    def refunds_of_customer(self, customer_id: str, page: PageRequest) -> Page[Refund]:
        """The refunds of one customer, newest first."""
        return query_page(
            RefundRow.by_customer,
            RefundRow,
            customer_id,
            page,
            scope="refunds-of-customer",
            newest_first=True,
        )

    def refunds_of_state(self, state: RefundState, page: PageRequest) -> Page[Refund]:
        """The refunds of one state, due first, first."""
        return query_page(
            RefundRow.by_list, RefundRow, f"refund#{state}", page, scope="refunds-of-state"
        )

    def movements(self, state: MovementState, page: PageRequest) -> Page[Movement]:
        """Unexpected money of one state, oldest first: it has waited longest."""
        return query_page(
            MovementRow.by_list, MovementRow, f"movement#{state}", page, scope="movements"
        )
