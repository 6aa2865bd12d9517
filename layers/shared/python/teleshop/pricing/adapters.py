"""The ports of pricing, connected to the capabilities that serve them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from teleshop.approvals.service import Approvals, Process
from teleshop.documents.service import Documents, DocumentState, OwnerKind, owners_for
from teleshop.kernel.actor import Actor
from teleshop.kernel.clock import sortable
from teleshop.kernel.state_machines import start_execution
from teleshop.kernel.transaction import Transaction
from teleshop.orders.service import Orders, OrderSource, paid_by_line
from teleshop.pricing.domain.change import PROCESS
from teleshop.pricing.domain.deals import Sale, SoldLine
from teleshop.pricing.domain.records import Block
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.ports import Review
from teleshop.suppliers.service import Standing

RESEARCH: Final = "price_research"
OF_GOODS: Final = "product_document"


class OrderSales:
    """Sales from the orders context."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def find(self, order_id: str) -> Sale | None:
        """The order as far as prices are concerned; coupons on the whole order count for its
        lines.
        """
        order = self._orders.find(order_id)
        if order is None:
            return None
        paid = paid_by_line(order)
        here, off = order.source is OrderSource.HERE, order.cancelled_at is not None
        # Orders taken here that are paid at the door are concluded there: the money is in.
        done = (order.paid_at, order.delivered_at, None if here else order.shipped_at)
        return Sale(
            order_id=order.id,
            channel=Channel.of_order(order.channel),
            placed_at=order.placed_at,
            concluded=any(done) and not off,
            version=order.version,
            locked=here,
            undone=any(done) and off,
            lines=tuple(
                SoldLine(
                    sku=line.sku,
                    # What somebody has without having paid for it lowers no price.
                    quantity=max(1, line.quantity - line.waived),
                    paid=paid[line.number],
                    gift=line.gift_of is not None,
                )
                for line in order.lines
            ),
        )


class SuppliersOnBoard:
    """Suppliers from their context."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def block(self, supplier_id: str) -> Block | None:
        """Whether it is suspended, gone or on hold; one read."""
        found = self._standing.blockades([supplier_id]).get(supplier_id)
        if found is None:
            return None
        return Block(suspended=found.suspended, why_zh=found.why_zh, why_en=found.why_en)


class UploadedResearch:
    """Files from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def check(self, document_ids: Sequence[str], actor: Actor) -> None:
        """Refuse what documents refuses, for the first file that it refuses."""
        for document_id in document_ids:
            self._documents.get_accepted(document_id, owner=owners_for(actor), purpose=RESEARCH)


class DocumentPapers:
    """Proofs from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def proves(self, document_id: str, supplier_id: str) -> bool:
        """Whether the document was accepted, for such a purpose, of such an owner."""
        known = self._documents.find(document_id)
        if known is None or known.state is not DocumentState.ACCEPTED:
            return False
        if known.purpose == RESEARCH:
            return True
        owner = (known.owner_kind, known.owner_id)
        return known.purpose == OF_GOODS and owner == (OwnerKind.SUPPLIER, supplier_id)


class HumanDecisions:
    """Decisions from the approvals capability."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def withdraw(self, tx: Transaction, change_id: str, round: int) -> None:
        """End what is open, and let nothing be opened any more."""
        self._approvals.withdraw_process(tx, Process(PROCESS, change_id, round))


class ChangeWorkflow:
    """The state machine ``price-change``."""

    def start(self, name: str, review: Review, at: datetime) -> None:
        """Start a run. Its name makes it one run, however often the start is repeated."""
        given: dict[str, Any] = {**msgspec.to_builtins(review), "asked_at": sortable(at)}
        start_execution(name, "price-change", given)
