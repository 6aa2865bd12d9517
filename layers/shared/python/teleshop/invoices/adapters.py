"""The ports of invoices, connected to the contexts that serve them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from teleshop.care.service.after_sales import OrderAccounts
from teleshop.documents.service import Documents, owners_for
from teleshop.invoices.domain.amounts import Sale, SoldLine
from teleshop.invoices.domain.receipt import (
    BoughtLine,
    MadeFile,
    Operator,
    Purchase,
    Step,
    Words,
)
from teleshop.invoices.domain.supply import Ordered, OrderedLine
from teleshop.invoices.ports import FileLink
from teleshop.kernel.actor import Actor, Call
from teleshop.kernel.money import yuan
from teleshop.kernel.settings import settings
from teleshop.kernel.shelf import CSV, PDF, XLSX
from teleshop.kernel.shelf import Shelf as Files
from teleshop.orders.service import (
    Order,
    OrderLine,
    Orders,
    OrderSource,
    PlacedLine,
    PlacedOrder,
    paid_by_line,
    snapshot,
)
from teleshop.payments.service import PaymentDesk

PURPOSE: Final = "invoice"
TYPES: Final = {"pdf": PDF, "csv": CSV, "xlsx": XLSX}
LINK_SECONDS: Final = 300


class OrderSales:
    """Sales from the orders context. Of an order that was taken here payments knows what came in
    and went back; of a reported one its report and after-sales do.
    """

    def __init__(self, orders: Orders, desk: PaymentDesk, accounts: OrderAccounts) -> None:
        self._orders = orders
        self._desk = desk
        self._accounts = accounts

    def sale(self, order_id: str) -> Sale | None:
        """What was paid for an order, and what went back."""
        order, _ = self._load(order_id)
        return None if order is None else self._sale(order)

    def _load(self, order_id: str) -> tuple[Order | None, PlacedOrder | None]:
        """The order as all have it, and whole if it was taken here."""
        taken = self._orders.taken(order_id)
        return (snapshot(taken), taken) if taken else (self._orders.find(order_id), None)

    def _sale(self, order: Order) -> Sale:
        if order.source is OrderSource.HERE:
            payment = self._desk.of_order(order.id)
            received = payment.received if payment else 0
            refunded = payment.refunded if payment else 0
            back = {line.number: line.returned for line in order.lines}
            return _sale(order, received, refunded, back)
        account = self._accounts.of_order(order.id)
        return _sale(order, order.paid, account.refunded, account.returned)

    def purchase(self, order_id: str) -> Purchase | None:
        """An order as its receipt shows it."""
        order, taken = self._load(order_id)
        if order is None:
            return None
        sale = self._sale(order)
        lines = _bought_here(taken) if taken else _bought_elsewhere(order, sale)
        return Purchase(
            order_id=order.id,
            customer_id=order.customer_id,
            channel=order.channel,
            placed_at=order.placed_at,
            paid_at=order.paid_at,
            delivered_at=order.delivered_at,
            promised_on=order.promised_on,
            method=order.payment_route,
            lines=lines,
            freight=taken.freight if taken else order.freight,
            paid=sale.paid,
            refunded=sale.refunded,
            currency=order.currency,
        )

    def ordered(self, order_id: str) -> Ordered | None:
        """An order as its suppliers see it."""
        order, taken = self._load(order_id)
        if taken is not None:
            return _ordered_here(taken)
        if order is None:
            return None
        return _ordered_elsewhere(order, self._accounts.of_order(order_id).returned)


def _sale(order: Order, paid: int, refunded: int, back: Mapping[int, int]) -> Sale:
    shares = paid_by_line(order)
    return Sale(
        order_id=order.id,
        customer_id=order.customer_id,
        paid_at=order.paid_at,
        paid=paid,
        refunded=refunded,
        freight=order.freight,
        lines=tuple(
            SoldLine(
                number=line.number,
                sku=line.sku,
                title=line.title,
                quantity=line.quantity,
                paid=shares[line.number],
                returned=min(back.get(line.number, 0), line.quantity),
            )
            for line in order.lines
        ),
        currency=order.currency,
    )


def _bought_here(order: PlacedOrder) -> tuple[BoughtLine, ...]:
    """Its lines with the quote that was locked when it was placed."""
    return tuple(
        BoughtLine(
            number=line.number,
            sku=line.sku,
            title=line.title,
            options=tuple(sorted(line.options.items())),
            quantity=line.quantity,
            returned=line.returned + line.refused + line.called_off,
            list_price=line.list_price,
            price=line.price,
            amount=line.amount,
            steps=tuple(
                Step(before=step.before, after=step.after, words=Words(step.zh, step.en))
                for step in line.steps
            ),
            gift_of=line.gift_of,
            exclusion=line.exclusion,
            return_days=line.return_days,
            warranty_months=line.warranty_months,
        )
        for line in order.lines
    )


def _bought_elsewhere(order: Order, sale: Sale) -> tuple[BoughtLine, ...]:
    """Its lines as they were reported; what was taken off is told in one step."""
    paid = {line.number: line for line in sale.lines}
    return tuple(
        BoughtLine(
            number=line.number,
            sku=line.sku,
            title=line.title,
            options=(),
            quantity=line.quantity,
            returned=paid[line.number].returned,
            list_price=line.list_price,
            price=line.unit_price,
            amount=paid[line.number].paid,
            steps=_taken_off(line, paid[line.number].paid),
            gift_of=line.gift_of,
            exclusion=line.exclusion,
            return_days=line.promised_return_days,
            warranty_months=line.warranty_months,
        )
        for line in order.lines
    )


def _taken_off(line: OrderLine, paid: int) -> tuple[Step, ...]:
    """What promotions and coupons of the whole order took off a line."""
    before = line.unit_price * line.quantity
    if line.gift_of is not None or paid >= before:
        return ()
    words = Words(
        f"整单优惠：{yuan(paid)} 元，原为 {yuan(before)} 元",
        f"Discounts of the whole order: {yuan(paid)} CNY instead of {yuan(before)} CNY",
    )
    return (Step(before=before, after=paid, words=words),)


def _ordered_here(order: PlacedOrder) -> Ordered:
    return Ordered(
        order_id=order.id,
        channel=order.channel,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        completed_at=order.completed_at,
        cancelled_at=order.cancelled_at,
        promised_on=order.promise.promised_on,
        region=order.promise.region,
        lines=tuple(_line_here(line) for line in order.lines),
        version=order.version,
    )


def _line_here(line: PlacedLine) -> OrderedLine:
    return OrderedLine(
        number=line.number,
        sku=line.sku,
        product_id=line.product_id,
        supplier_id=line.supplier_id,
        title=line.title,
        quantity=line.quantity,
        price=line.price,
        amount=line.amount,
        gift=line.gift_of is not None,
        shipped=line.shipped,
        returned=line.returned,
        refused=line.refused,
        called_off=line.called_off,
    )


def _ordered_elsewhere(order: Order, back: Mapping[int, int]) -> Ordered:
    """A report says of the whole order what was shipped, and nothing of the place."""
    shares = paid_by_line(order)
    sent = order.shipped_at is not None
    return Ordered(
        order_id=order.id,
        channel=order.channel,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        completed_at=order.completed_at,
        cancelled_at=order.cancelled_at,
        promised_on=order.promised_on,
        region=None,
        lines=tuple(
            OrderedLine(
                number=line.number,
                sku=line.sku,
                product_id=line.product_id,
                supplier_id=line.supplier_id,
                title=line.title,
                quantity=line.quantity,
                price=line.unit_price,
                amount=shares[line.number],
                gift=line.gift_of is not None,
                shipped=line.quantity if sent else 0,
                returned=min(back.get(line.number, 0), line.quantity),
                refused=0,
            )
            for line in order.lines
        ),
        version=order.version,
    )


class UploadedInvoices:
    """Files from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def content_of(self, document_id: str, actor: Actor) -> str:
        """Refuses what documents refuses."""
        found = self._documents.get_accepted(document_id, owner=owners_for(actor), purpose=PURPOSE)
        return found.sha256

    def link(self, call: Call, document_id: str, request_id: str) -> FileLink:
        """A link to the accepted version."""
        return self._documents.share_download_link(
            call, document_id, LINK_SECONDS, shown_in=request_id
        )


class FileShelf:
    """Files in the bucket of documents, in a folder of their own."""

    def __init__(self, folder: str) -> None:
        self._files = Files(folder)

    def put(self, name: str, form: str, content: Path) -> MadeFile:
        """Keep a file; the same content again is the same file."""
        kept = self._files.put_file(name, content, ending=form, content_type=TYPES[form])
        return MadeFile(form=form, key=kept.key, version_id=kept.version_id, sha256=kept.sha256)

    def url(self, file: MadeFile, name: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save."""
        return self._files.url(
            file.key,
            file.version_id,
            name=name,
            content_type=TYPES[file.form],
            seconds=seconds,
        )


class InstalledIdentity:
    """The operator that the installation names."""

    def operator(self) -> Operator:
        """From the settings."""
        known = settings()
        return Operator(
            name=known.operator_name,
            uscc=known.operator_uscc,
            address=known.operator_address,
            contact=known.operator_contact,
        )
