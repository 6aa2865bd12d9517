"""Use cases of orders: taking over what the order system reports, and looking it up."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import instant, sortable
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.domain import (
    TAKEN_PREFIX,
    CorrectionReason,
    Order,
    OrderRecord,
    OrderReport,
    agreed_facts,
    changed_facts,
    is_fulfilled,
    kept_by,
    needs_reason,
    order_faults,
)
from teleshop.orders.errors import (
    CustomerOfOrderError,
    OrderChangedSilentlyError,
    OrderCorrectionError,
    OrderReportNotFoundError,
    OrderReportStaleError,
)
from teleshop.orders.schemas import ArrivedPieces, OrderDelivered, OrderReported, SoldLine
from teleshop.orders.service.reading import Reading
from teleshop.orders.tables import OrderRow, ReportRow

CORRECTORS = frozenset({Role.LEAD, Role.MANAGER})
"""Who may correct what was agreed."""


class Orders(Reading):
    """The orders capability: what is known of orders, and what is reported of them; stateless, one
    per process.
    """

    def report_order(
        self, call: Call, order: Order, correction: CorrectionReason | None = None
    ) -> Order:
        """Take over an order as it stands in the order system; the same content again changes
        nothing.

        Raises :class:`InvalidInputError` for an order that contradicts itself,
        :class:`OrderReportStaleError` for one older than the one on record,
        :class:`OrderChangedSilentlyError` where facts on record change without ``correction``,
        :class:`OrderCorrectionError` where others than leads and managers correct what was agreed,
        :class:`CustomerOfOrderError` where an order that was paid, shipped or delivered once would
        go to another customer: requests and claims of the first one may rest on it.
        """
        reported = replace(order, reported_at=order.reported_at or call.now)
        faults = order_faults(reported, call.now)
        if order.id.startswith(TAKEN_PREFIX):
            faults = [_TAKEN_HERE, *faults]
        if faults:
            raise InvalidInputError(errors=faults)
        order = _in_utc(reported)
        known = self._repository.find(order.id)
        if known is None:
            return self._store(call, None, order, (), None)
        changed = changed_facts(known.order, order)
        if not changed:
            return known.order
        _check_change(known, order, correction, call.actor)
        return self._store(call, known, order, changed, correction)

    def _store(
        self,
        call: Call,
        known: OrderRecord | None,
        order: Order,
        changed: tuple[str, ...],
        correction: CorrectionReason | None,
    ) -> Order:
        version = known.version + 1 if known else 1
        order = replace(order, version=version)
        told = known is not None and known.delivery_told
        newly_delivered = order.delivered_at is not None and not told
        after = OrderRecord.of(
            order,
            delivery_told=told or newly_delivered,
            bound=is_fulfilled(order) or (known is not None and known.bound),
            version=version,
        )
        report = OrderReport(
            order_id=order.id,
            version=version,
            reported_by=call.actor.subject,
            received_at=call.now,
            correction=correction,
            changed=changed,
            order=order,
        )
        tx = Transaction(call, "report_order", Subject("order", order.id))
        # The reports are the history: whole orders before and after would not fit the entry.
        if known is None:
            tx.create(OrderRow, after, conflict=RacedError(), audited=False)
        else:
            tx.save(OrderRow, known, after, conflict=RacedError(), audited=False)
        tx.create(ReportRow, report, conflict=RacedError(), audited=False)
        tx.note(version=version, changed=list(changed), correction=correction)
        suppliers = sorted({line.supplier_id for line in order.lines})
        tx.publish(
            OrderReported(
                customer_id=order.customer_id,
                order_id=order.id,
                supplier_ids=suppliers,
                channel=order.channel,
                placed_at=order.placed_at,
                paid=order.paid,
                version=version,
                changed=list(changed),
                correction=correction,
                lines=_sold(order),
            )
        )
        if newly_delivered and order.delivered_at is not None:
            tx.publish(
                OrderDelivered(
                    customer_id=order.customer_id,
                    order_id=order.id,
                    supplier_ids=suppliers,
                    delivered_at=order.delivered_at,
                    promised_on=order.promised_on,
                    lines=_arrived(order),
                )
            )
        return tx.commit(order)

    def reports(self, order_id: str, page: PageRequest) -> Page[OrderReport]:
        """What was reported of an order, newest first; empty for one that is not known."""
        return self._repository.reports(order_id, page)

    def report(self, order_id: str, version: str) -> OrderReport:
        """One report by the version of the order that it made."""
        number = int(version) if version.isascii() and version.isdecimal() else 0
        found = self._repository.find_report(order_id, number)
        if found is None:
            raise OrderReportNotFoundError
        return found


_TAKEN_HERE = FieldError(
    "/id",
    "order_id_reserved",
    "ord_ 开头的编号属于本平台受理的订单，不能报送；请填写原订单系统的订单号。",
    "Numbers that begin with ord_ belong to orders taken here and are not reported; give the "
    "number of the other order system.",
    clause="6.3.1",
)


def _check_change(
    record: OrderRecord, order: Order, correction: CorrectionReason | None, actor: Actor
) -> None:
    known = record.order
    if known.reported_at and order.reported_at and order.reported_at < known.reported_at:
        raise OrderReportStaleError(
            known=sortable(known.reported_at), given=sortable(order.reported_at)
        )
    if record.bound and order.customer_id != known.customer_id:
        raise CustomerOfOrderError
    corrected = needs_reason(known, order)
    silent = corrected if correction is None else ()
    agreed = agreed_facts(corrected)
    if silent:
        raise OrderChangedSilentlyError(
            names=", ".join(silent), errors=[_changed_silently(name) for name in silent]
        )
    if agreed and not actor.has(*CORRECTORS):
        raise OrderCorrectionError(
            names=", ".join(agreed), errors=[_lead_needed(name) for name in agreed]
        )


def _lead_needed(name: str) -> FieldError:
    return FieldError(
        f"/{name}",
        "correction_by_lead",
        "该内容的更正须由客服主管或经理报送。",
        "A lead or a manager corrects this.",
        clause="6.3.1",
    )


def _changed_silently(name: str) -> FieldError:
    return FieldError(
        f"/{name}",
        "changed_without_reason",
        "与此前记录不一致；如确为更正，请在 correction 中说明原因。",
        "This differs from what is on record; give the reason in correction if it corrects it.",
        clause="6.3.1",
    )


def _in_utc(order: Order) -> Order:
    """The same order with every instant in UTC."""
    lines = tuple(
        replace(
            line,
            installed_at=_utc(line.installed_at),
            exclusion_proof=line.exclusion_proof
            and replace(
                line.exclusion_proof, confirmed_at=instant(line.exclusion_proof.confirmed_at)
            ),
        )
        for line in order.lines
    )
    moments: dict[str, Any] = {
        field.name: _utc(getattr(order, field.name))
        for field in fields(Order)
        if field.name.endswith("_at")
    }
    return replace(order, lines=lines, **moments)


def _utc(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


def _sold(order: Order) -> tuple[SoldLine, ...]:
    return tuple(
        SoldLine(
            number=line.number,
            sku=line.sku,
            product_id=line.product_id,
            supplier_id=line.supplier_id,
            quantity=line.quantity,
            price=line.unit_price,
            amount=line.paid,
            gift_of=line.gift_of,
        )
        for line in order.lines
    )


def _arrived(order: Order) -> tuple[ArrivedPieces, ...]:
    return tuple(
        ArrivedPieces(
            line=line.number,
            sku=line.sku,
            product_id=line.product_id,
            supplier_id=line.supplier_id,
            quantity=line.quantity,
            amount=line.paid,
            delivered_at=order.delivered_at,
            dispatched_by=kept_by(order.warehouse),
        )
        for line in order.lines
    )
