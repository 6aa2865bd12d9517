"""What customers and suppliers get on paper, on the packaged artifact: an invoice and its red
letter, the receipt as a file, a supplier's lines as CSV.
"""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.kernel.clock import china_date
from tests.e2e.goods.market import PRICE, codes
from tests.e2e.orders.counter import Counter
from tests.e2e.shop import said
from tests.e2e.traces import traces
from tests.factories import files
from tests.factories.onboarding import uscc_number

pytestmark = pytest.mark.clause("6.3.1")


@pytest.mark.clause("3.2.5", "6.4.1")
def test_an_invoice_follows_what_comes_back_and_papers_name_nobody(counter: Counter) -> None:
    order_id = counter.bought(counter.wish(2 * PRICE, 2, place=1))
    request = asked_for(counter, order_id)
    issued(counter, request)
    parcel = counter.sent(order_id, 2)
    said(counter.arrived(order_id, parcel, outcome="delivered"))
    counter.came_back(order_id, PRICE)
    corrected(counter, request)
    receipt(counter, order_id)
    lines_of_the_supplier(counter, order_id)
    assert traces(counter.market.site.cloud, counter.words) == []


def asked_for(counter: Counter, order_id: str) -> str:
    """A company's invoice, refused with the number of former times; answers the request's id."""
    number = counter.market.number
    title, email = f"示例工贸{number}有限公司", f"billing-{number}@example.com"
    counter.words += [title, email]
    body = {"order_id": order_id, "kind": "ordinary", "title": title, "email": email}
    old = counter.customer().post("/invoice-requests", {**body, "tax_id": "330100799653052"})
    assert (old.status, codes(old)) == (422, {"tax_id_old"})
    body["tax_id"] = uscc_number((number + 1) % 100_000_000)
    counter.words.append(body["tax_id"])
    request = said(counter.customer().post("/invoice-requests", body), 201)
    assert (request["state"], request["amount"]) == ("requested", 2 * PRICE)
    return str(request["id"])


def tax_number(counter: Counter, last: int) -> str:
    """Twenty digits of the tax system, of this year."""
    year = china_date(datetime.now(UTC)).year % 100
    return f"{year}332{counter.market.number:014d}{last}"


def issued(counter: Counter, request_id: str) -> None:
    """Finance states number, amount and file; the customer loads it."""
    finance, path = counter.who("finance"), f"/invoice-requests/{request_id}"
    found = counter.market.story.uploaded(finance, "invoice", files.pdf())
    assert found["state"] == "accepted", found
    body = {"number": tax_number(counter, 1), "document_id": found["id"]}
    wrong = finance.post(f"{path}/issue", {**body, "amount": PRICE})
    assert wrong.json["code"] == "invoice_amount_differs"
    said(finance.post(f"{path}/issue", {**body, "amount": 2 * PRICE}))
    link = said(counter.customer().post(f"{path}/download-links"), 201)
    assert loaded(counter, link["url"]) == files.pdf()


def loaded(counter: Counter, url: str) -> bytes:
    """A file, as a browser gets it."""
    answer = counter.market.site.client.get(url)
    assert answer.is_success, answer.text
    return answer.content


def corrected(counter: Counter, request_id: str) -> None:
    """What came back has to be taken off, and is."""
    finance, path = counter.who("finance"), f"/invoice-requests/{request_id}"

    def due() -> Any:
        found = said(finance.get(path))
        return found if found["state"] == "red_letter_due" else None

    found = counter.market.site.wait("the correction to be due", due)
    assert (found["pending"], found["net"]) == (PRICE, 2 * PRICE)
    red = {"number": tax_number(counter, 2), "amount": PRICE}
    done = said(finance.post(f"{path}/correction", red))
    assert (done["state"], done["pending"], done["net"]) == ("corrected", 0, PRICE)


def receipt(counter: Counter, order_id: str) -> None:
    """The receipt as a file, by a link."""
    path = f"/orders/{order_id}/receipt"
    said(counter.customer().post(path), 202)

    def ready() -> Any:
        found = said(counter.customer().get(path))
        return found if found["file_state"] == "ready" else None

    found = counter.market.site.wait("the file of the receipt", ready)
    assert (found["paid"], found["refunded"]) == (2 * PRICE, PRICE)
    assert loaded(counter, found["file"]["url"]).startswith(b"%PDF-")


def lines_of_the_supplier(counter: Counter, order_id: str) -> None:
    """The supplier's lines of the day as CSV: the order is there, its customer is not."""
    seller, site = counter.market.seller, counter.market.site

    def known() -> bool:
        items = said(seller.get("/supplier-order-lines"))["items"]
        return any((one["order_id"], one["returned"]) == (order_id, 1) for one in items)

    site.wait("the return in the supplier's lines", known)
    placed = datetime.fromisoformat(counter.shown(order_id)["placed_at"])
    day = china_date(placed).isoformat()
    body = {"from": day, "to": day, "format": "csv"}
    asked = said(seller.post("/supplier-order-exports", body), 202)
    path = f"/supplier-order-exports/{asked['id']}"

    def made() -> Any:
        found = said(seller.get(path))
        return found["file"]

    text = loaded(counter, site.wait("the export", made)["url"]).decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(text))
    assert [row for row in rows if order_id in row]
    secrets = (*counter.words, counter.customer().subject)
    assert [word for word in secrets if word in text] == []
