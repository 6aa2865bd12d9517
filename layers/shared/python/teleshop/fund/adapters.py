"""The ports of the fund, connected to the capabilities that serve them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from teleshop.approvals.service import Approvals, Process
from teleshop.care.service import Desk
from teleshop.care.service.after_sales import OrderAccounts
from teleshop.documents.service import Documents, Owner, OwnerKind, owners_for
from teleshop.fund.domain.purchase import AfterSalesAccount, Purchase, PurchasedLine
from teleshop.fund.ports import Decision, Review, StoredFile
from teleshop.kernel.actor import Actor
from teleshop.kernel.clock import sortable
from teleshop.kernel.shelf import XLSX, Shelf
from teleshop.kernel.state_machines import start_execution
from teleshop.kernel.transaction import Transaction
from teleshop.orders.service import GoodsKind, Orders, is_unpaid, paid_by_line

PROCESS: Final = "fund_claim"
ATTACHMENT: Final = "case_attachment"
FOLDER: Final = "fund-statements"


class OrderPurchases:
    """Purchases from the orders context."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def find(self, order_id: str) -> Purchase | None:
        """The order as far as a claim refers to it."""
        order = self._orders.find(order_id)
        if order is None:
            return None
        paid = paid_by_line(order)
        return Purchase(
            order_id=order.id,
            customer_id=order.customer_id,
            lines=tuple(
                PurchasedLine(
                    number=line.number,
                    supplier_id=line.supplier_id,
                    paid=paid[line.number],
                    is_food=line.goods_kind is GoodsKind.FOOD,
                    quantity=line.quantity,
                )
                for line in order.lines
            ),
            currency=order.currency,
            seller_disclosed=order.seller_disclosed,
            unpaid=is_unpaid(order),
            cancelled=order.cancelled_at is not None,
        )


class CareCases:
    """Cases from the care context."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def is_of(self, case_id: str, customer_id: str) -> bool:
        """Whether the case is there and that customer's."""
        file = self._desk.find(case_id)
        return file is not None and file.case.customer_id == customer_id


class CareAccounts:
    """What after-sales did with orders, from the care context."""

    def __init__(self, accounts: OrderAccounts) -> None:
        self._accounts = accounts

    def of_order(self, order_id: str) -> AfterSalesAccount:
        """The account of an order as far as an advance refers to it."""
        known = self._accounts.of_order(order_id)
        return AfterSalesAccount(pieces=known.pieces, refunded=known.refunded)


class UploadedEvidence:
    """Files from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def check(self, document_ids: Sequence[str], actor: Actor, customer_id: str) -> None:
        """Refuse what documents refuses, for the first file that it refuses."""
        owners = (*owners_for(actor), Owner(OwnerKind.CUSTOMER, customer_id))
        for document_id in document_ids:
            self._documents.get_accepted(document_id, owner=owners, purpose=ATTACHMENT)


class HumanDecisions:
    """Decisions from the approvals capability."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def withdraw(self, tx: Transaction, claim_id: str, round: int) -> None:
        """End what is open, and let nothing be opened any more."""
        self._approvals.withdraw_process(tx, Process(PROCESS, claim_id, round))

    def find(self, approval_id: str) -> Decision | None:
        """A decision as it stands now."""
        approval = self._approvals.find(approval_id)
        return Decision(approval.decided_at, approval.reason or "") if approval else None


class ClaimWorkflow:
    """The state machine ``fund-claim``."""

    def start(self, name: str, review: Review, at: datetime) -> None:
        """Start a run. Its name makes it one run, however often the start is repeated."""
        given: dict[str, Any] = {**msgspec.to_builtins(review), "asked_at": sortable(at)}
        start_execution(name, "fund-claim", given)


class StatementShelf:
    """Statements in the bucket of documents, each under the hash of its content."""

    def __init__(self) -> None:
        self._shelf = Shelf(FOLDER)

    def put(self, month: str, content: bytes) -> StoredFile:
        """Keep a file; content that is there already is not written again."""
        kept = self._shelf.put(month, content, ending="xlsx", content_type=XLSX)
        return StoredFile(kept.key, kept.version_id, kept.sha256, kept.size)

    def url(self, record_key: str, version_id: str, name: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save."""
        return self._shelf.url(
            record_key, version_id, name=name, content_type=XLSX, seconds=seconds
        )
