"""The ports of the fund, connected to the capabilities that serve them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from botocore.exceptions import ClientError

from teleshop.approvals.service import Approvals, Process
from teleshop.care.service import Desk
from teleshop.care.service.after_sales import OrderAccounts
from teleshop.documents.service import Documents, Owner, OwnerKind, owners_for
from teleshop.fund.domain.purchase import AfterSalesAccount, Purchase, PurchasedLine
from teleshop.fund.ports import Decision, Review, StoredFile
from teleshop.kernel.actor import Actor
from teleshop.kernel.clients import aws_client
from teleshop.kernel.clock import sortable
from teleshop.kernel.settings import settings
from teleshop.kernel.transaction import Transaction
from teleshop.orders.service import GoodsKind, Orders

PROCESS: Final = "fund_claim"
ATTACHMENT: Final = "case_attachment"
FOLDER: Final = "fund-statements"
SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ABSENT: Final = {"404", "NoSuchKey", "NotFound"}
_NO_VERSION: Final = "null"
"""How storage calls the one version of an object in a bucket without versions."""


class OrderPurchases:
    """Purchases from the orders context."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def find(self, order_id: str) -> Purchase | None:
        """The order as far as a claim refers to it."""
        order = self._orders.find(order_id)
        if order is None:
            return None
        return Purchase(
            order_id=order.id,
            customer_id=order.customer_id,
            lines=tuple(
                PurchasedLine(
                    number=line.number,
                    supplier_id=line.supplier_id,
                    paid=line.paid,
                    is_food=line.goods_kind is GoodsKind.FOOD,
                    quantity=line.quantity,
                )
                for line in order.lines
            ),
            currency=order.currency,
            seller_disclosed=order.seller_disclosed,
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
        client = aws_client("stepfunctions")
        try:
            client.start_execution(
                stateMachineArn=settings().state_machine("fund-claim"),
                name=name,
                input=msgspec.json.encode(given).decode(),
            )
        except client.exceptions.ExecutionAlreadyExists:
            return


class StatementShelf:
    """Statements in the bucket of documents, each under the hash of its content."""

    def put(self, month: str, content: bytes) -> StoredFile:
        """Keep a file; content that is there already is not written again."""
        digest = hashlib.sha256(content).hexdigest()
        key = f"{FOLDER}/{month}/{digest}.xlsx"
        version = self._version(key) or self._write(key, content)
        return StoredFile(key, version, digest, len(content))

    @staticmethod
    def _version(key: str) -> str | None:
        try:
            found = aws_client("s3").head_object(Bucket=settings().bucket_documents, Key=key)
        except ClientError as failed:
            if failed.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        return str(found.get("VersionId", _NO_VERSION))

    @staticmethod
    def _write(key: str, content: bytes) -> str:
        stored = aws_client("s3").put_object(
            Bucket=settings().bucket_documents,
            Key=key,
            Body=content,
            ContentType=SHEET_TYPE,
            ChecksumAlgorithm="SHA256",
        )
        return str(stored.get("VersionId", _NO_VERSION))

    def url(self, record_key: str, version_id: str, name: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save."""
        return str(
            aws_client("s3").generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": settings().bucket_documents,
                    "Key": record_key,
                    "VersionId": version_id,
                    "ResponseContentType": SHEET_TYPE,
                    "ResponseContentDisposition": f'attachment; filename="{name}"',
                    "ResponseCacheControl": "no-store",
                },
                ExpiresIn=seconds,
            )
        )
