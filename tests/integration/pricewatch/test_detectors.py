"""Detectors over real prices, promotions and orders."""

from dataclasses import replace
from datetime import timedelta

import pytest

from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.service import (
    CorrectionReason,
    CouponUsed,
    SalesChannel,
)
from teleshop.orders.wiring import service as orders
from teleshop.pricewatch.domain.policy import Kind, Severity
from teleshop.pricewatch.wiring import service
from teleshop.pricing.domain.records import PriceRecord, RecordKind
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.wiring import service as pricing
from teleshop.promotions.domain.content import (
    CustomerKind,
    Item,
    Slot,
)
from teleshop.promotions.domain.content import Kind as PlanKind
from tests.factories import pricewatch as w
from tests.factories import pricing as f
from tests.factories.orders import LEAD
from tests.factories.promotion_plans import plan
from tests.harness.aws import Cloud
from tests.harness.budget import measured

pytestmark = pytest.mark.clause("4.3.4")


def inspected(order_id: str) -> list[tuple[Kind, Severity]]:
    made = service().detectors.inspect_order(f.call(), order_id)
    return [(violation.kind, violation.severity) for violation in made]


def looked_at(promotion_id: str) -> list[tuple[Kind, Severity]]:
    made = service().detectors.inspect_promotion(f.call(), promotion_id)
    return [(violation.kind, violation.severity) for violation in made]


def test_an_order_at_the_published_price_is_no_violation(aws: Cloud) -> None:
    w.priced()
    assert inspected(w.reported(w.bought(quantity=3))) == []
    assert inspected("unknown") == []


@pytest.mark.parametrize("channel", [SalesChannel.PHONE, SalesChannel.MAIL, SalesChannel.APP])
def test_every_channel_is_compared_with_its_price(aws: Cloud, channel: SalesChannel) -> None:
    prices = (f.entry(199_00), f.entry(189_00, Channel.APP), f.entry(179_00, Channel.WEB))
    w.priced(entries=prices)
    right = 189_00 if channel is SalesChannel.APP else 199_00
    assert inspected(w.reported(w.bought("A1", right, channel=channel))) == []
    wrong = w.reported(w.bought("A2", right + 1, channel=channel))
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE) in inspected(wrong)


@pytest.mark.clause("4.4.2")
def test_more_than_published_suspends_the_price_at_once_and_is_found_once(aws: Cloud) -> None:
    w.priced()
    order_id = w.reported(w.bought(unit_price=200_00))
    found = inspected(order_id)
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE) in found
    assert pricing().prices.sheets([f.SKU])[f.SKU].price_at(f.NOW, Channel.TV) is None
    assert inspected(order_id) == []


def test_a_hold_of_today_makes_no_violation_of_what_was_sold_before(aws: Cloud) -> None:
    w.opened()
    assert inspected(w.reported(w.bought("A2"))) == []


def test_the_price_of_its_instant_applies_however_late_an_order_is_reported(aws: Cloud) -> None:
    """An agent enters what was written on paper during an outage."""
    change = f.NOW - 2 * f.DAY
    earlier = PriceRecord(
        id="prc_early",
        kind=RecordKind.PRICE,
        sku=f.SKU,
        product_id=f.PRODUCT,
        channels=(Channel.TV,),
        effective_from=f.NOW - 50 * f.DAY,
        recorded_at=f.NOW - 50 * f.DAY,
        amount=159_00,
    )
    w.priced(entries=(f.entry(199_00, at=change),))
    f.recorded([earlier])
    before = w.bought("A1", 159_00, at=change - timedelta(microseconds=1))
    after = w.bought("A2", 159_00, at=change)
    assert inspected(w.reported(before)) == []
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR) in inspected(w.reported(after))


def test_what_was_sold_before_the_first_price_is_not_compared(aws: Cloud) -> None:
    """Another system sold it; a channel that has no price beside one that has is another matter."""
    w.priced(entries=(f.entry(199_00, at=f.NOW - f.DAY),))
    first = f.NOW - f.DAY
    assert inspected(w.reported(w.bought("A1", 159_00, at=first - timedelta(seconds=1)))) == []
    elsewhere = w.bought("A2", 199_00, at=first, channel=SalesChannel.WEB)
    assert inspected(w.reported(elsewhere)) == [(Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE)]


def test_a_promotional_price_is_the_published_one_while_it_runs(aws: Cloud) -> None:
    w.promoted(149_00)
    assert inspected(w.reported(w.bought("A1", 149_00))) == []
    found = inspected(w.reported(w.bought("A2", 199_00)))
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE) in found


def test_a_promotion_that_has_ended_since_still_counts_for_its_time(aws: Cloud) -> None:
    promotion_id = w.promoted(149_00, starts=-3 * f.DAY, days=2, ended=True, sheet=f.sheet())
    before = pricing().prices.sheets([f.SKU])
    tx = Transaction(f.call(), "end", Subject("promotion", promotion_id))
    pricing().prices.detach_terms(tx, before, promotion_id)
    tx.commit(None)
    inside = w.bought("A1", 149_00, at=f.NOW - 2 * f.DAY)
    outside = w.bought("A2", 149_00, at=f.NOW - f.DAY)
    assert inspected(w.reported(inside)) == []
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR) in inspected(w.reported(outside))


def test_what_is_published_for_members_is_no_violation(aws: Cloud) -> None:
    content = plan(
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        customer_kinds=(CustomerKind.MEMBER,),
    )
    w.promoted(content=content)
    assert inspected(w.reported(w.bought("A1", 199_00))) == []
    assert inspected(w.reported(w.bought("A2", 149_00))) == []
    assert inspected(w.reported(w.bought("A3", 199_00))) == []


def test_an_on_air_price_is_published_also_before_its_slot_is_told(aws: Cloud) -> None:
    """Which slot a caller had seen may be reported later."""
    slot = Slot(id="slot-1", starts_at=f.NOW - f.DAY, ends_at=f.NOW + f.DAY)
    content = plan(
        PlanKind.ON_AIR,
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        slot=slot,
    )
    w.promoted(content=content)
    assert inspected(w.reported(w.bought("A1", 149_00))) == []
    assert inspected(w.reported(w.bought("A2", 149_00, slot_id="slot-1"))) == []
    assert inspected(w.reported(w.bought("A3", 199_00))) == []
    elsewhere = w.reported(w.bought("A4", 149_00, slot_id="slot-2"))
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR) in inspected(elsewhere)


@pytest.mark.clause("4.4.1")
def test_customers_pay_alike_under_the_same_conditions(aws: Cloud) -> None:
    w.priced()
    assert inspected(w.reported(w.bought("A1", 199_00))) == []
    favoured = w.bought("A2", 199_00)
    favoured = replace(favoured, lines=(replace(favoured.lines[0], paid=179_00),), paid=179_00)
    assert set(inspected(w.reported(favoured))) == {
        (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR),
        (Kind.UNEQUAL_PRICES, Severity.SERIOUS),
    }
    coupon = (CouponUsed(code="NEW10", kind="coupon", value=10_00, line=1),)
    with_code = w.bought("A3", 199_00, coupons=coupon, paid=189_00)
    assert inspected(w.reported(with_code)) == []


def test_a_coupon_on_the_whole_order_counts_for_its_lines(aws: Cloud) -> None:
    w.promoted(149_00)
    coupon = (CouponUsed(code="C50", kind="coupon", value=50_00),)
    one = w.bought("A1", 199_00, coupons=coupon, paid=149_00)
    found = inspected(w.reported(one))
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SERIOUS) not in found


@pytest.mark.clause("4.4.1")
def test_one_wrong_order_makes_no_later_right_one_a_violation(aws: Cloud) -> None:
    w.priced()
    assert inspected(w.reported(w.bought("A1", 209_00)))
    assert inspected(w.reported(w.bought("A2", 199_00))) == []
    assert inspected(w.reported(w.bought("A3", 199_00))) == []


@pytest.mark.clause("4.4.2")
def test_a_corrected_order_cannot_hide_an_overcharge_behind_a_harmless_one(aws: Cloud) -> None:
    w.priced()
    (harmless,) = inspected(w.reported(w.bought("A1", 189_00)))
    assert harmless == (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR)
    later = replace(w.bought("A1", 299_00), reported_at=f.NOW + timedelta(minutes=2))
    frame = replace(f.call(LEAD), now=f.NOW + timedelta(minutes=3))
    orders().report_order(frame, later, CorrectionReason.ENTRY_ERROR)
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE) in inspected("A1")


def test_each_line_is_compared_by_itself(aws: Cloud) -> None:
    """A member's order may hold the same article at two prices, each of them published."""
    content = plan(
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        customer_kinds=(CustomerKind.MEMBER,),
    )
    w.promoted(content=content)
    one = w.bought().lines[0]
    lines = (one, replace(one, number=2, unit_price=149_00, paid=149_00))
    found = inspected(w.reported(w.bought(lines=lines, paid=348_00)))
    assert Severity.SEVERE not in {severity for _, severity in found}


def test_a_price_by_code_is_published_though_the_code_is_no_coupon(aws: Cloud) -> None:
    content = plan(
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        code="PAN149",
    )
    w.promoted(content=content)
    assert inspected(w.reported(w.bought("A1", 149_00))) == []
    assert inspected(w.reported(w.bought("A2", 199_00))) == []


@pytest.mark.clause("4.4.1")
def test_freight_on_what_is_free_of_freight_is_a_fee_above_the_marked_price(aws: Cloud) -> None:
    w.priced()
    order = w.bought(free_freight_from=199_00, freight=10_00, paid=209_00)
    assert inspected(w.reported(order)) == [(Kind.FEE_ABOVE_MARKED, Severity.SERIOUS)]


def test_goods_outside_the_price_list_are_left_alone(aws: Cloud) -> None:
    assert inspected(w.reported(w.bought())) == []


@pytest.mark.clause("4.4.1")
def test_a_price_raised_before_the_promotion_is_found(aws: Cloud) -> None:
    at = f.NOW - 11 * f.DAY
    sheet = f.sheet(entries=(f.entry(199_00, at=at),))
    before = f.entry(149_00, at=f.NOW - 90 * f.DAY)
    promotion_id = w.promoted(149_00, sheet=sheet)
    f.recorded(
        [
            PriceRecord(
                id=before.id,
                kind=RecordKind.PRICE,
                sku=f.SKU,
                product_id=f.PRODUCT,
                channels=(Channel.TV,),
                effective_from=before.effective_from,
                recorded_at=before.recorded_at,
                amount=before.amount,
            )
        ]
    )
    assert looked_at(promotion_id) == [(Kind.RAISED_THEN_DISCOUNTED, Severity.SEVERE)]
    assert looked_at(promotion_id) == []


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(("reference", "violation"), [(189_00, False), (189_01, True)])
def test_a_reference_price_above_the_lowest_deal_is_found(
    aws: Cloud, reference: int, violation: bool
) -> None:
    promotion_id = w.promoted(149_00, reference)
    f.sold("D1", 189_00, f.NOW - 3 * f.DAY)
    f.sold("D2", 199_00, f.NOW - 4 * f.DAY)
    expected = [(Kind.REFERENCE_WITHOUT_DEALS, Severity.SERIOUS)] if violation else []
    assert looked_at(promotion_id) == expected
    assert looked_at(promotion_id) == []


@pytest.mark.clause("4.4.1")
def test_a_reference_price_without_any_deal_is_found(aws: Cloud) -> None:
    (found,) = service().detectors.inspect_promotion(f.call(), w.promoted(149_00, 189_00))
    assert found.kind is Kind.REFERENCE_WITHOUT_DEALS
    assert found.evidence[1].amount is None


@pytest.mark.clause("4.4.1")
def test_every_promotion_that_runs_is_asked_for_once_a_day(aws: Cloud) -> None:
    w.promoted(149_00)
    for _ in range(2):
        assert service().detectors.ask_for_inspection(f.call()) == 1
    assert len(aws.items("OutboxTable")) == 1
    assert service().detectors.ask_for_inspection(f.call(after=f.DAY / 2)) == 1
    assert len(aws.items("OutboxTable")) == 2
    assert service().detectors.ask_for_inspection(f.call(after=9 * f.DAY)) == 0


@pytest.mark.clause("4.4.1")
def test_a_promotion_that_never_ends_is_found(aws: Cloud) -> None:
    promotion_id = w.promoted(149_00, starts=-80 * f.DAY, days=365)
    assert (Kind.ENDLESS_PROMOTION, Severity.SERIOUS) in looked_at(promotion_id)


def test_a_promotion_whose_price_did_not_go_back_is_found(aws: Cloud) -> None:
    promotion_id = w.left_behind()
    made = service().detectors.inspect_end(f.call(), promotion_id)
    assert [violation.kind for violation in made] == [Kind.PROMOTION_NOT_REVERTED]
    assert service().detectors.inspect_end(f.call(), promotion_id) == []


def test_an_unknown_promotion_is_none(aws: Cloud) -> None:
    assert looked_at("prm_unknown") == []
    assert service().detectors.inspect_end(f.call(), "prm_unknown") == []


def test_an_order_of_a_hundred_lines_costs_few_calls(aws: Cloud) -> None:
    """Nothing is read line by line while prices stand on their sheets."""
    skus = [f"sku_{number:026d}" for number in range(100)]
    f.stored(*(f.sheet(sku) for sku in skus))
    one = w.bought().lines[0]
    lines = tuple(replace(one, number=at, sku=sku) for at, sku in enumerate(skus, start=1))
    order_id = w.reported(w.bought(lines=lines, paid=100 * 199_00))
    with measured(aws) as first:
        assert inspected(order_id) == []
    with measured(aws) as again:
        assert inspected(order_id) == []
    assert "dynamodb.TransactWriteItems" not in first[0].calls
    assert "dynamodb.TransactWriteItems" not in again[0].calls
    assert sum(again[0].calls.values()) <= 12
