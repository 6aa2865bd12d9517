"""Staff who also buy or sell here: where a route is not for their work, they are customers or
suppliers like everybody else.
"""

from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.payments.service import payment_id
from tests.api.client import ApiClient
from tests.factories import invoices as f
from tests.factories import waitlist as w
from tests.harness.registered.invoices import export_asked

pytestmark = [pytest.mark.clause("6.4.1", "8.2.1"), pytest.mark.usefixtures("aws")]
SHOPPER = Actor("stan", frozenset({Role.STUDIO, Role.CUSTOMER}))
SELLER = Actor("vera", frozenset({Role.WAREHOUSE, Role.SUPPLIER}), f.OTHER.supplier_id)
UNCLAIMED = Actor("vera", frozenset({Role.WAREHOUSE, Role.SUPPLIER}))


@pytest.fixture
def shopper(api: ApiClient) -> ApiClient:
    """Somebody of the studio who buys here, some hours after the orders of the factories."""
    api.clock.instant = f.NOW + 2 * f.HOUR
    return api.as_actor(SHOPPER)


def test_orders_and_money_of_others_are_not_there(shopper: ApiClient) -> None:
    f.placed()
    order = f"/orders/{f.ORDER}"
    for answer in (
        shopper.get(order),
        shopper.get(f"{order}/receipt"),
        shopper.post(f"{order}/receipt"),
        shopper.post(f"{order}/cancellation", {"reason": "customer"}),
        shopper.get(f"/orders?customer={f.BUYER.subject}"),
        shopper.get(f"/payments/{payment_id(f.ORDER)}"),
        shopper.post(f"/payments/{payment_id(f.ORDER)}/links"),
    ):
        assert answer.status == 404
    assert shopper.get("/orders").json["items"] == []
    assert shopper.get("/refunds").json["items"] == []
    assert shopper.get(f"/refunds?customer={f.BUYER.subject}").status == 422


def test_invoices_of_others_are_not_there(shopper: ApiClient) -> None:
    path = f"/invoice-requests/{f.requested()}"
    for answer in (
        shopper.get(path),
        shopper.post(f"{path}/withdrawal"),
        shopper.post(f"{path}/download-links"),
    ):
        assert answer.status == 404
    assert shopper.get("/invoice-requests").json["items"] == []
    assert shopper.get(f"/invoice-requests?order={f.ORDER}").json["items"] == []
    assert shopper.get("/invoice-requests?state=requested").status == 422


def test_nobody_is_taken_off_the_waiting_list_by_somebody_else(
    api: ApiClient, shopper: ApiClient
) -> None:
    api.clock.instant = w.NOW
    w.sold_out()
    form: dict[str, Any] = {"sku": w.SKU, "quantity": 1, "channel": "app"}
    entry = api.as_actor(w.CUSTOMER).post("/waiting-list", form).json
    assert shopper.delete(f"/waiting-list/{entry['id']}").status == 404
    named = shopper.post("/waiting-list", {**form, "customer_id": w.CUSTOMER.subject})
    assert (named.status, named.pointers) == (422, ["/customer_id"])


@pytest.mark.parametrize("actor", [SELLER, UNCLAIMED])
def test_lines_of_other_suppliers_are_not_there(api: ApiClient, actor: Actor) -> None:
    api.clock.instant = f.NOW + f.DAY
    export_id = export_asked()
    seller, theirs = api.as_actor(actor), f.SUPPLIER.supplier_id
    listed = seller.get(f"/supplier-order-lines?supplier={theirs}")
    assert (listed.status, listed.pointers) == (422, ["/supplier"])
    days = {"from": "2026-11-23", "to": "2026-11-23", "format": "csv"}
    asked = seller.post("/supplier-order-exports", {**days, "supplier_id": theirs})
    assert (asked.status, asked.pointers) == (422, ["/supplier_id"])
    assert seller.get(f"/supplier-order-exports/{export_id}").status == 404


def test_a_supplier_of_no_name_sees_no_lines(api: ApiClient) -> None:
    api.clock.instant = f.NOW + f.DAY
    f.placed()
    f.spread()
    nobody = api.as_actor(Actor("vera", frozenset({Role.SUPPLIER})))
    assert nobody.get("/supplier-order-lines").status == 422
    assert nobody.get(f"/orders/{f.ORDER}").status == 404
