"""Rules of placing an order that need nothing stored."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.checkout.domain import codes
from teleshop.checkout.domain.codes import CodedPromotion, CodeFacts, code_faults
from teleshop.checkout.domain.goods import (
    STATUTORY,
    Goods,
    confirmation_faults,
    may_be_given,
    return_terms,
    sale_fault,
)
from teleshop.checkout.domain.policy import MAX_PARTS, OrderPolicy, policy_on
from teleshop.checkout.domain.terms import Amounts, size_faults, total_faults
from teleshop.checkout.domain.wish import (
    Address,
    Channel,
    Confirmation,
    PaperOrder,
    PaymentMethod,
    Wish,
    WishedLine,
    wish_faults,
)

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TICK = timedelta(microseconds=1)
POLICY = OrderPolicy(effective_from=date(2026, 11, 1))
WISH = Wish(
    channel=Channel.APP,
    lines=(WishedLine(sku="sku_a", quantity=1),),
    address=Address(name="王", phone="13800138000", region="330106", detail="文三路"),
    payment_method=PaymentMethod.GATEWAY,
    agreed_total=1,
)
GOODS = Goods(
    product_id="prd_a",
    supplier_id="sup_a",
    revision=1,
    title="锅",
    unit="口",
    goods_kind="other",
    skus={"sku_a": {}},
)
YES = Confirmation(
    exclusion="opened_health_safety", conspicuous_mark=True, pre_ticked=False, reference="page-1"
)


def of(wish: Wish, *, customer: bool = True, agent: bool = False) -> list[tuple[str, str]]:
    """Places and kinds of what cannot be meant."""
    found = wish_faults(wish, customer=customer, agent=agent, now=NOW, policy=POLICY)
    return [(fault.pointer, fault.code) for fault in found]


# -- wishes ----------------------------------------------------------------------------------------


@pytest.mark.clause("4.3.4")
def test_an_ordinary_wish_has_no_fault() -> None:
    assert of(WISH) == []
    assert of(replace(WISH, channel=Channel.PHONE, call_id="c"), customer=False, agent=True) == []


@pytest.mark.clause("4.3.4")
def test_who_is_customer_and_agent_orders_by_the_channel_that_is_named() -> None:
    assert of(WISH, agent=True) == []
    assert of(replace(WISH, channel=Channel.PHONE), agent=True) == [
        ("/call_id", "call_id_required")
    ]


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize("channel", [Channel.APP, Channel.WEB])
def test_who_is_customer_and_agent_speaks_for_others_by_telephone_only(channel: Channel) -> None:
    mine = replace(WISH, channel=channel, customer_id="customer-wang", customer_kind="staff")
    assert of(mine, agent=True) == [
        ("/customer_id", "field_for_staff"),
        ("/customer_kind", "field_for_staff"),
    ]
    theirs = replace(mine, channel=Channel.PHONE, call_id="c")
    assert of(theirs, agent=True) == []


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize(
    "written",
    [
        *("138-0013-8000", "138.0013.8000", "0571-88888888", "138_0013_8000", "+86-138:00138000"),
        *("tel:13911112222", "wang13800138000", "13800138000@x.cn"),
    ],
)
def test_a_telephone_number_is_nobodys_account_however_it_is_written(written: str) -> None:
    order = replace(WISH, channel=Channel.PHONE, call_id="c", customer_id=written)
    assert of(order, agent=True) == [("/customer_id", "customer_id_form")]


@pytest.mark.clause("7.1.3")
def test_a_telephone_number_is_in_no_id_that_is_typed() -> None:
    number = "20261123-13800138000"
    said = Confirmation(
        exclusion="activated_value_loss", conspicuous_mark=True, pre_ticked=False, reference=number
    )
    order = replace(
        WISH,
        channel=Channel.PHONE,
        lines=(WishedLine(sku="a", quantity=1, confirmation=said),),
        slot_id=number,
        call_id=number,
        outage=PaperOrder(taken_at=NOW, sheet_number=number),
    )
    assert of(order, agent=True) == [
        ("/slot_id", "slot_id_form"),
        ("/call_id", "id_holds_phone"),
        ("/outage/sheet_number", "id_holds_phone"),
        ("/lines/0/confirmed_exclusion/reference", "id_holds_phone"),
    ]


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize(
    "id", ["customer-wang", "auth0|5f7c8ec7c33c6c004bbafe82", "cst_13", "1380-0138"]
)
def test_ids_of_accounts_are_none_of_telephones(id: str) -> None:
    assert of(replace(WISH, channel=Channel.PHONE, call_id="c", customer_id=id), agent=True) == []


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize(
    "nothing", ["\u200b", "\u00ad", "\u2800\u2800", "\u3164\u3164", "王\n小明", "  "]
)
@pytest.mark.parametrize("part", ["name", "detail"])
def test_a_parcel_goes_to_somebody_who_can_be_read(part: str, nothing: str) -> None:
    address = replace(WISH.address, **{part: nothing})
    assert of(replace(WISH, address=address)) == [(f"/address/{part}", "recipient_not_readable")]


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize(
    ("region", "fault"),
    [
        ("330000", "region_too_wide"),
        ("110000", "region_too_wide"),
        ("540000", "region_too_wide"),
        ("339999", "region_unknown"),
        ("331201", "region_unknown"),
        ("330100", None),
        # Districts come and go each year and are not looked at.
        ("330199", None),
        ("330106", None),
        # The state's list has no places within these; that nothing is sent there is told later.
        ("710000", None),
        ("810000", None),
    ],
)
def test_a_place_of_delivery_is_a_city_at_least(region: str, fault: str | None) -> None:
    wish = replace(WISH, address=replace(WISH.address, region=region))
    assert of(wish) == ([("/address/region", fault)] if fault else [])


@pytest.mark.clause("4.3.4")
def test_pieces_are_counted_over_all_lines_up_to_the_very_limit() -> None:
    lines = (WishedLine(sku="a", quantity=199), WishedLine(sku="a", quantity=1))
    assert of(replace(WISH, lines=lines)) == []
    more = (*lines, WishedLine(sku="b", quantity=1))
    assert of(replace(WISH, lines=more)) == [("/lines", "too_many_pieces")]


@pytest.mark.clause("4.3.4")
def test_an_outage_is_of_orders_by_telephone() -> None:
    paper = PaperOrder(taken_at=NOW, sheet_number="GS-1")
    wish = replace(WISH, outage=paper)
    assert of(wish, agent=True) == [("/outage", "outage_by_phone_only")]
    assert of(replace(wish, channel=Channel.PHONE), agent=True) == []
    assert wish.at(NOW + TICK) == NOW
    assert WISH.at(NOW + TICK) == NOW + TICK


@pytest.mark.clause("4.3.4")
def test_the_policy_is_that_of_the_day() -> None:
    later = replace(POLICY, effective_from=date(2027, 1, 1), pieces=10)
    assert policy_on(date(2027, 1, 1), (POLICY, later)) is later
    assert policy_on(date(2026, 1, 1), (POLICY, later)) is POLICY


# -- goods -----------------------------------------------------------------------------------------


def fault(goods: Goods | None, *, promised: bool = False, sku: str = "sku_a") -> str | None:
    """The kind of what stands against selling."""
    found = sale_fault(sku, goods, "/lines/0/sku", promised=promised)
    return found.code if found else None


@pytest.mark.clause("2.2.5", "4.3.4")
@pytest.mark.parametrize(
    ("changes", "now", "promised"),
    [
        ({}, None, None),
        ({"on_sale": False}, "not_on_sale", None),
        ({"on_sale": False, "obstacles": {"no_price"}}, "not_on_sale", None),
        ({"supplier_active": False}, "supplier_not_active", "supplier_was_not_active"),
        ({"obstacles": {"supplier_not_active"}}, "supplier_not_active", None),
        ({"on_sale": False, "obstacles": {"on_hold"}}, "not_on_sale", "goods_not_deliverable"),
        (
            {"on_sale": False, "obstacles": {"shelf_life_over"}},
            "not_on_sale",
            "goods_not_deliverable",
        ),
        ({"forbidden": True}, "goods_forbidden", "goods_forbidden"),
    ],
)
def test_what_was_promised_is_owed_unless_it_may_not_be_handed_over(
    changes: dict[str, Any], now: str | None, promised: str | None
) -> None:
    if "obstacles" in changes:
        changes = changes | {"obstacles": frozenset(changes["obstacles"])}
    goods = replace(GOODS, **changes)
    assert (fault(goods), fault(goods, promised=True)) == (now, promised)


@pytest.mark.clause("2.2.5")
def test_what_is_on_no_file_is_gone_for_everybody() -> None:
    assert fault(None) == fault(None, promised=True) == "goods_gone"
    assert fault(GOODS, sku="sku_left") == "goods_gone"


@pytest.mark.clause("4.3.4")
def test_a_gift_needs_no_price_and_may_have_no_other_obstacle() -> None:
    off = replace(GOODS, on_sale=False, obstacles=frozenset({"no_price"}))
    assert may_be_given("sku_a", off)
    assert not may_be_given("sku_a", replace(off, obstacles=frozenset({"no_price", "on_hold"})))
    assert not may_be_given("sku_a", None)
    assert not may_be_given("sku_a", replace(GOODS, supplier_active=False))


@pytest.mark.clause("6.3.1")
@given(
    st.sampled_from(
        [*sorted(STATUTORY), "seven_days", "opened_health_safety", "near_expiry_or_flawed"]
    ),
    st.booleans(),
    st.integers(0, 60),
)
def test_the_right_of_return_falls_away_by_law_or_by_the_customers_word_and_never_otherwise(
    return_class: str, confirmed: bool, days: int
) -> None:
    goods = replace(GOODS, return_class=return_class, return_days=days)
    terms = return_terms(goods, YES if confirmed else None)
    excluded = return_class in STATUTORY or (confirmed and return_class != "seven_days")
    assert (terms.exclusion is not None) == excluded
    assert terms.days == (0 if excluded else max(7, days))
    assert terms.confirmed == (excluded and return_class not in STATUTORY)


@pytest.mark.clause("6.3.1")
def test_only_what_can_be_confirmed_is_confirmed() -> None:
    lines = (WishedLine(sku="sku_a", quantity=1, confirmation=YES),)
    opened = replace(GOODS, return_class="opened_health_safety")
    assert list(confirmation_faults(lines, {"sku_a": opened})) == []
    assert list(confirmation_faults(lines, {})) == []
    (found,) = confirmation_faults(lines, {"sku_a": GOODS})
    assert (found.code, found.rule) == ("nothing_to_confirm", "R1.5")


# -- codes -----------------------------------------------------------------------------------------

RUNNING = CodedPromotion(starts_at=NOW - TICK, ends_at=NOW + TICK)


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(
    ("promotions", "kind"),
    [
        ((), codes.UNKNOWN),
        ((RUNNING,), codes.NOT_REACHED),
        ((replace(RUNNING, starts_at=NOW + TICK),), codes.NOT_YET),
        ((replace(RUNNING, ends_at=NOW),), codes.OVER),
        ((replace(RUNNING, channel=False),), codes.OTHER_CHANNEL),
        ((replace(RUNNING, customer=False),), codes.OTHER_CUSTOMERS),
        ((replace(RUNNING, slot=False),), codes.OTHER_SLOT),
        ((replace(RUNNING, goods=False),), codes.OTHER_GOODS),
        ((replace(RUNNING, ends_at=NOW), replace(RUNNING, slot=False)), codes.OTHER_SLOT),
    ],
)
def test_a_code_that_does_nothing_has_the_reason_that_is_nearest_to_working(
    promotions: tuple[CodedPromotion, ...], kind: Any
) -> None:
    facts = CodeFacts(index=3, used=False, promotions=promotions)
    (found,) = code_faults([CodeFacts(index=0, used=True), facts], NOW)
    assert (found.pointer, found.code) == ("/codes/3", kind.code)


# -- amounts ---------------------------------------------------------------------------------------


@pytest.mark.clause("4.3.4")
@given(st.integers(0, 10**9), st.integers(0, 10**5), st.integers(-3, 3))
def test_only_the_very_total_is_agreed(goods: int, freight: int, off: int) -> None:
    amounts = Amounts(goods=goods, freight=freight)
    assert bool(list(total_faults(goods + freight + off, amounts))) == (off != 0)


@pytest.mark.clause("1.1")
def test_an_order_has_as_many_parts_as_a_transaction_takes() -> None:
    assert list(size_faults(MAX_PARTS)) == []
    (found,) = size_faults(MAX_PARTS + 1)
    assert found.code == "order_too_large"
