"""Use cases of invoices: every method that commits."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec

from functions.invoices.pdf import print_receipt
from functions.invoices.tables import write_table
from teleshop.invoices.schemas import CorrectionBody, ExportBody, IssueBody, RefusalBody
from teleshop.invoices.service import Invoices
from teleshop.invoices.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from tests.factories import documents as d
from tests.factories import invoices as f
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

MONEY, LINES = "6.3.1", "3.2.5"
Do = Callable[[Invoices, Call, Any], object]


def use_case(
    covers: str,
    prepare: Callable[[], Any],
    do: Do,
    *,
    name: str,
    clause: str = MONEY,
    actor: Actor = SYSTEM_ACTOR,
    after: timedelta = 6 * f.DAY,
    keyed: bool = True,
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events; not
    ``keyed`` where what is stored says by itself what was done.
    """

    def act(world: World, prepared: Any) -> object:
        if not keyed:
            call = f.call(actor, after)
            return world.run(call, lambda: do(service(), call, prepared))
        call = world.call("act", actor=actor, now=NOW + after)
        return world.run(call, lambda: do(service(), call, prepared))

    title = f"invoices.{covers.split('.')[1]}.{name}"
    return UseCase(title, clause, in_world(prepare), act, covers=(f"invoices.{covers}",))


@cache
def in_world(prepare: Callable[[], Any]) -> Callable[[World], Any]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


# -- stages ----------------------------------------------------------------------------------------


def returned_before() -> str:
    """Goods came back while a request waits."""
    request_id = f.requested()
    f.took_back()
    return request_id


def returned_after() -> str:
    """Goods came back after the invoice was issued."""
    request_id = f.issued()
    f.took_back()
    return request_id


def with_file() -> tuple[str, str]:
    """A request, and the file of its invoice."""
    return f.requested(), d.accepted(f.FINANCE, purpose="invoice").id


def issued_with_file() -> str:
    """An invoice with its file."""
    request_id, document_id = with_file()
    f.issue(request_id, document_id=document_id)
    return request_id


def receipt_asked() -> str:
    """The receipt of an order was asked for as a file."""
    order_id = f.paid()
    service().receipts.request_file(f.call(f.BUYER, f.DAY), order_id)
    return order_id


def receipt_made() -> str:
    """The file is there."""
    order_id = receipt_asked()
    service().receipts.make_file(f.call(after=f.DAY), print_receipt, order_id)
    return order_id


def shipped() -> str:
    """An order whose suppliers have seen less of it than there is."""
    order_id = f.placed()
    f.spread()
    f.become(paid_at=f.NOW + f.HOUR)
    return order_id


def export_asked() -> str:
    """A table was asked for."""
    f.placed()
    f.spread()
    return f.export().export.id


# -- acts ------------------------------------------------------------------------------------------


def request_invoice(own: Invoices, call: Call, _: object) -> object:
    return own.requests.request_invoice(call, f.body())


def withdraw(own: Invoices, call: Call, request_id: str) -> object:
    return own.requests.withdraw_request(call, request_id)


def issue(own: Invoices, call: Call, prepared: tuple[str, str]) -> object:
    request_id, document_id = prepared
    body = IssueBody(number=f.NUMBER, amount=f.TOTAL, document_id=document_id)
    return own.issuing.issue(call, request_id, body)


def refuse(own: Invoices, call: Call, request_id: str) -> object:
    return own.issuing.refuse(call, request_id, RefusalBody(reason="title_unknown"))


def correct(own: Invoices, call: Call, request_id: str) -> object:
    return own.issuing.correct(call, request_id, CorrectionBody(number=f.RED, amount=100_00))


def follow_money(own: Invoices, call: Call, _: object) -> object:
    return own.upkeep.follow_order(call, f.ORDER)


def due_soon(own: Invoices, call: Call, request_id: str) -> object:
    return own.upkeep.due_soon(call, request_id, f"invoices:{request_id}:1")


def overdue(own: Invoices, call: Call, request_id: str) -> object:
    return own.upkeep.overdue(call, request_id, f"invoices:{request_id}:1")


def request_file(own: Invoices, call: Call, order_id: str) -> object:
    return own.receipts.request_file(call, order_id)


def make_file(own: Invoices, call: Call, order_id: str) -> object:
    return own.receipts.make_file(call, print_receipt, order_id)


def follow_lines(own: Invoices, call: Call, order_id: str) -> object:
    own.supplies.follow_order(call, order_id)
    return None


def request_export(own: Invoices, call: Call, _: object) -> object:
    day = date(2026, 11, 23).isoformat()
    body = msgspec.convert({"from": day, "to": day, "format": "csv"}, ExportBody)
    return own.exports.request_export(call, body)


def make_export(own: Invoices, call: Call, export_id: str) -> object:
    return own.exports.make_export(call, write_table, export_id)


def give_up_receipt(own: Invoices, call: Call, order_id: str) -> object:
    return own.receipts.give_up(call, order_id, f"invoices:receipt:{order_id}:1")


def give_up_export(own: Invoices, call: Call, export_id: str) -> object:
    return own.exports.give_up(call, export_id, f"invoices:export:{export_id}:1")


def make_link(world: World, request_id: str) -> None:
    """The link carries the time of signing, so the answer is not compared; what is stored is."""
    call = world.call("link", actor=f.BUYER, now=NOW + 6 * f.DAY)
    world.run(call, lambda: service().requests.make_link(call, request_id))


def none() -> None:
    """Nothing is stored."""


REQUESTS, ISSUING, UPKEEP = "Requests", "Issuing", "Upkeep"
RECEIPTS, SUPPLIES, EXPORTS = "Receipts", "Supplies", "Exports"
USE_CASES = (
    use_case(f"{REQUESTS}.request_invoice", f.paid, request_invoice, actor=f.BUYER, name="request"),
    use_case(f"{REQUESTS}.withdraw_request", f.requested, withdraw, actor=f.BUYER, name="withdraw"),
    UseCase(
        "invoices.make_link.link",
        MONEY,
        in_world(issued_with_file),
        make_link,
        # The reading is written down by documents.
        covers=(),
    ),
    use_case(f"{ISSUING}.issue", with_file, issue, actor=f.FINANCE, name="issue"),
    use_case(f"{ISSUING}.refuse", f.requested, refuse, actor=f.FINANCE, name="refuse"),
    use_case(f"{ISSUING}.correct", f.red_letter_due, correct, actor=f.FINANCE, name="correct"),
    use_case(f"{UPKEEP}.follow_order", returned_before, follow_money, name="before"),
    use_case(f"{UPKEEP}.follow_order", returned_after, follow_money, name="after"),
    use_case(f"{UPKEEP}.due_soon", f.requested, due_soon, name="due_soon"),
    use_case(f"{UPKEEP}.overdue", f.requested, overdue, name="overdue"),
    use_case(f"{RECEIPTS}.request_file", f.paid, request_file, actor=f.BUYER, name="first"),
    use_case(f"{RECEIPTS}.request_file", receipt_made, request_file, actor=f.BUYER, name="again"),
    use_case(f"{RECEIPTS}.make_file", receipt_asked, make_file, name="made"),
    use_case(
        f"{SUPPLIES}.follow_order",
        f.placed,
        follow_lines,
        clause=LINES,
        keyed=False,
        name="placed",
    ),
    use_case(
        f"{SUPPLIES}.follow_order",
        shipped,
        follow_lines,
        clause=LINES,
        keyed=False,
        name="moved",
    ),
    use_case(
        f"{EXPORTS}.request_export",
        none,
        request_export,
        clause=LINES,
        actor=f.SUPPLIER,
        name="request",
    ),
    use_case(f"{EXPORTS}.make_export", export_asked, make_export, clause=LINES, name="made"),
    use_case(f"{EXPORTS}.give_up", export_asked, give_up_export, clause=LINES, name="export_late"),
    use_case(f"{RECEIPTS}.give_up", receipt_asked, give_up_receipt, name="receipt_late"),
)
