"""Orders by telephone: who the caller is, and orders that were taken on paper."""

import json
from datetime import timedelta
from typing import Any

import pytest

from teleshop.checkout.errors import OrderRefusedError, OrderTotalChangedError, SheetEnteredError
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import InvalidInputError
from teleshop.orders.schemas import ShownOrderView
from teleshop.orders.service import ShownOrder
from teleshop.orders.tables import TakenRepository
from teleshop.orders.wiring import showing
from teleshop.pricing.domain.terms import Channel
from teleshop.stock.errors import StockShortError
from tests.factories import checkout as f
from tests.factories import pricewatch, pricing, reviews
from tests.harness.aws import Cloud

pytestmark = pytest.mark.clause("4.3.4")
OUTAGE = f.NOW - 3 * f.HOUR
TEXTS = ("13800138000", "王小明", "文三路")


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str]]:
    """Places and kinds of faults."""
    return [(fault.pointer, fault.code) for fault in refused.value.errors]


def test_a_caller_has_one_id_for_one_number_however_it_is_written(aws: Cloud) -> None:
    f.shop()
    first = f.placed(f.by_phone(), f.AGENT)
    again = f.placed(f.by_phone(address=f.address(phone="+86 138-0013-8000")), f.AGENT)
    other = f.placed(f.by_phone(address=f.address(phone="0571-88888888")), f.AGENT)
    assert first.customer_id == again.customer_id != other.customer_id
    assert first.customer_id.startswith("caller_")
    assert (first.placed_by, first.call_id) == (f.AGENT.subject, "call-1")


@pytest.mark.clause("1.1")
def test_nothing_personal_is_in_events_audit_and_the_order_itself(aws: Cloud) -> None:
    f.shop()
    order = f.placed(f.by_phone(), f.AGENT)
    for table in ("OutboxTable", "AuditTable", "DeadlinesTable", "PaymentsTable", "StockTable"):
        text = json.dumps(aws.items(table), default=str, ensure_ascii=False)
        assert not [word for word in TEXTS if word in text], table
    kept = TakenRepository().recipient(order.id)
    assert kept is not None
    assert (kept.phone, kept.name) == (f.KEPT_PHONE, "王小明")
    assert not [word for word in TEXTS if word in repr(f.form(f.by_phone()).wish())]


def test_an_agent_orders_for_an_account_and_for_a_kind_of_customer(aws: Cloud) -> None:
    f.shop()
    sent = f.by_phone(customer_id="customer-wang", customer_kind="member")
    order = f.placed(sent, f.AGENT)
    assert (order.customer_id, order.customer_kind) == ("customer-wang", "member")
    (entry,) = [one for one in aws.items("AuditTable") if one["action"] == "place_order"]
    assert json.loads(entry["notes"])["customer_kind"] == "member"


def marked(shown: ShownOrder) -> bool:
    """Whether its reader is told that nobody verified the customer."""
    taken = ShownOrderView.shown(shown).taken
    assert taken is not None
    return taken.customer_unverified


@pytest.mark.clause("6.3.1")
def test_a_customer_whom_an_agent_names_and_who_never_ordered_is_marked_for_staff(
    aws: Cloud,
) -> None:
    f.shop()
    sent = f.by_phone(customer_id="customer-wang")
    first = f.ordered(sent, f.AGENT)
    assert first.taken is not None
    assert first.taken.order.customer_unverified
    assert marked(first)
    own = showing().show(f.call(f.WANG), first.order.id)
    assert not marked(own)
    assert not f.placed(sent, f.AGENT).customer_unverified
    # Who orders for himself, or is known by the number of the telephone, is named by nobody.
    assert not f.placed(f.by_phone(), f.AGENT).customer_unverified
    notes = [json.loads(one["notes"]) for one in aws.items("AuditTable")]
    assert len([one for one in notes if one.get("customer_unverified")]) == 1


def test_callers_have_a_day_to_pay_by_the_link_they_get(aws: Cloud) -> None:
    f.shop()
    shown = f.ordered(f.by_phone(), f.AGENT)
    assert shown.taken is not None
    assert shown.taken.order.payment_due_at == f.NOW + timedelta(hours=24)
    assert shown.taken.link is not None
    assert shown.taken.recipient_masked


# -- orders that were taken on paper ---------------------------------------------------------------


@pytest.mark.clause("4.3.4", "4.4.1")
def test_an_order_on_paper_has_the_price_and_the_promise_of_its_own_time(aws: Cloud) -> None:
    f.shop()
    raised = pricing.entry(120_00, Channel.TV, f.NOW - f.HOUR)
    f.changed_sheet(f.POT, entries=(*pricing.everywhere(100_00), raised))
    order = f.placed(f.on_paper(taken_at=OUTAGE), f.AGENT)
    assert (order.total, order.placed_at, order.entered_at) == (100_00, OUTAGE, f.NOW)
    assert order.outage is not None
    assert (order.outage.sheet_number, order.outage.entered_by) == ("GS-0001", f.AGENT.subject)
    assert order.promise.promised_on.isoformat() == "2026-11-25"
    assert f.placed(f.by_phone(total=120_00), f.AGENT).total == 120_00


def test_a_price_that_has_left_its_sheet_is_found_in_the_history(aws: Cloud) -> None:
    f.shop(f.PAN)
    made = f.Shop(reviews.SUPPLIER, f.sheet_of(f.PAN).category_id)
    f.on_sale(made, f.POT, price=90_00)
    f.received(10, f.POT)
    now = pricing.entry(95_00, Channel.TV, f.NOW - f.HOUR)
    f.changed_sheet(f.POT, entries=(now,))
    order = f.placed(f.on_paper(taken_at=OUTAGE, total=98_00), f.AGENT)
    assert order.goods_total == 90_00
    paper = {"taken_at": OUTAGE.isoformat(), "sheet_number": "GS-0002"}
    with pytest.raises(OrderTotalChangedError):
        f.placed(f.on_paper(taken_at=OUTAGE, total=103_00, outage=paper), f.AGENT)


@pytest.mark.clause("4.3.4", "4.4.1")
def test_a_promotion_that_has_ended_since_still_counts_for_an_order_on_paper(aws: Cloud) -> None:
    pricewatch.promoted(149_00, starts=-2 * f.DAY, days=1, ended=True, id=f.PROMOTION)
    f.stored_product_of_sheet(pricing.SKU)
    f.received(10, pricing.SKU)
    taken_at = f.NOW - f.DAY - f.TICK
    sent = f.on_paper(f.line(pricing.SKU), taken_at=taken_at, total=149_00)
    order = f.placed(sent, f.AGENT)
    assert order.goods_total == 149_00
    assert [step.promotion_id for step in order.lines[0].steps] == [f.PROMOTION]
    assert [one.kind for one in order.held] == ["stock"]
    late = f.on_paper(
        f.line(pricing.SKU),
        taken_at=f.NOW - f.DAY,
        outage={"taken_at": (f.NOW - f.DAY).isoformat(), "sheet_number": "GS-0002"},
        total=149_00,
    )
    with pytest.raises(OrderTotalChangedError):
        f.placed(late, f.AGENT)


def test_a_sheet_of_paper_is_entered_once(aws: Cloud) -> None:
    f.shop()
    first = f.placed(f.on_paper(taken_at=OUTAGE), f.AGENT)
    with pytest.raises(SheetEnteredError) as refused:
        f.placed(f.on_paper(taken_at=OUTAGE), f.AGENT, f.NOW + f.HOUR)
    assert refused.value.params == {"order_id": first.id}
    assert f.left_of() == 99


def test_of_two_who_enter_one_sheet_at_once_one_does(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    from teleshop.checkout.wiring import service

    f.shop()
    sources = service().placing._sources
    find = sources.sheets.find
    first: list[str] = []

    def slower(number: str) -> Any:
        known = find(number)
        if not first:
            first.append(number)
            first.append(f.placed(f.on_paper(taken_at=OUTAGE), f.AGENT).id)
        return known

    monkeypatch.setattr(type(sources.sheets), "find", staticmethod(slower))
    with pytest.raises(SheetEnteredError) as refused:
        f.placed(f.on_paper(taken_at=OUTAGE), Actor("bert", frozenset({Role.LEAD})))
    assert refused.value.params == {"order_id": first[1]}
    assert f.left_of() == 99


@pytest.mark.parametrize(
    ("taken_at", "code"),
    [
        (f.NOW + f.TICK, "taken_in_the_future"),
        (f.NOW - 7 * f.DAY - f.TICK, "taken_too_long_ago"),
    ],
)
def test_paper_is_of_the_last_days(aws: Cloud, taken_at: Any, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        f.placed(f.on_paper(taken_at=taken_at), f.AGENT)
    assert codes(refused) == [("/outage/taken_at", code)]


def test_the_last_instant_of_the_last_day_counts(aws: Cloud) -> None:
    f.shop()
    assert f.placed(f.on_paper(taken_at=f.NOW - 7 * f.DAY), f.AGENT).total == 100_00


@pytest.mark.clause("6.3.1")
def test_goods_that_went_off_sale_since_are_still_owed_to_who_ordered_on_paper(
    aws: Cloud,
) -> None:
    f.shop()
    f.changed_product(f.POT, state="suspended", obstacles=f.obstacles("no_price", sku=f.POT))
    f.changed_sheet(f.POT, on_sale=False)
    with pytest.raises(OrderRefusedError) as refused:
        f.placed(f.by_phone(), f.AGENT)
    assert codes(refused) == [("/lines/0/sku", "not_on_sale")]
    assert f.placed(f.on_paper(taken_at=OUTAGE), f.AGENT).total == 100_00


@pytest.mark.clause("6.3.1")
def test_goods_that_are_held_back_for_safety_are_owed_to_nobody(aws: Cloud) -> None:
    f.shop()
    f.changed_product(f.POT, state="suspended", obstacles=f.obstacles("on_hold", sku=f.POT))
    with pytest.raises(OrderRefusedError) as refused:
        f.placed(f.on_paper(taken_at=OUTAGE), f.AGENT)
    assert codes(refused) == [("/lines/0/sku", "goods_not_deliverable")]


def test_goods_that_are_gone_meanwhile_are_refused_with_what_is_left(aws: Cloud) -> None:
    f.shop(pieces=1)
    f.placed()
    with pytest.raises(StockShortError) as refused:
        f.placed(f.on_paper(taken_at=OUTAGE), f.AGENT)
    assert "到货通知" in refused.value.detail("zh")


def test_what_had_no_price_then_was_not_sold_then(aws: Cloud) -> None:
    made = f.shop(f.PAN)
    f.on_sale(made, f.POT, since=f.NOW - 2 * f.HOUR)
    f.received(10, f.POT)
    with pytest.raises(OrderRefusedError) as refused:
        f.placed(f.on_paper(taken_at=OUTAGE), f.AGENT)
    assert codes(refused) == [("/lines/0/sku", "no_price")]
