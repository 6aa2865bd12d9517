"""What stands against an order, with place and remedy; everything at once."""

from typing import Any

import pytest

from teleshop.catalog.domain.content import AfterSales, ReturnClass
from teleshop.checkout.errors import OrderRefusedError, OrderTotalChangedError
from teleshop.kernel.errors import InvalidInputError, TeleshopError
from teleshop.pricing.domain.terms import Channel, CustomerKind, TermKind
from teleshop.stock.errors import StockShortError
from teleshop.suppliers.schemas import ReasonBody
from teleshop.suppliers.wiring import service as suppliers
from teleshop.waitlist.errors import OfferNotValidError
from tests.factories import categories as tree
from tests.factories import checkout as f
from tests.factories import pricing, reviews
from tests.factories import promotions as campaigns
from tests.harness.aws import Cloud

CODE = "SAVE20"


def faults(sent: dict[str, Any], actor: Any = f.WANG, at: Any = f.NOW) -> list[tuple[str, str]]:
    """Places and kinds of all that stands against an order."""
    with pytest.raises(TeleshopError) as refused:
        f.placed(sent, actor, at)
    for fault in refused.value.errors:
        assert fault.message("zh") != fault.message("en")
    assert not [item for item in f.outbox() if item == "OrderPlaced"]
    return [(fault.pointer, fault.code) for fault in refused.value.errors]


# -- goods -----------------------------------------------------------------------------------------


@pytest.mark.clause("4.3.4", "2.2.5")
def test_goods_that_are_not_on_sale_are_refused_each_at_its_line(aws: Cloud) -> None:
    f.shop()
    f.changed_product(f.POT, state="suspended", obstacles=f.obstacles("document_expired"))
    f.changed_product(f.PAN, state="withdrawn")
    f.changed_sheet(f.LID, holds=("pvi_1",))
    lines = [f.line(sku) for sku in (f.POT, f.PAN, f.LID, "sku_unknown")]
    assert faults(f.body(*lines)) == [
        ("/lines/0/sku", "not_on_sale"),
        ("/lines/1/sku", "goods_gone"),
        ("/lines/2/sku", "price_suspended"),
        ("/lines/3/sku", "no_price"),
    ]


@pytest.mark.clause("2.1.5")
def test_nobody_sells_for_a_supplier_that_is_suspended(aws: Cloud) -> None:
    made = f.shop()
    suppliers().standing.suspend_supplier(
        f.call(reviews.MANAGER), made.supplier_id, ReasonBody(reason="抽检不合格")
    )
    assert faults(f.body()) == [("/lines/0/sku", "supplier_not_active")]


@pytest.mark.clause("2.1.1")
def test_goods_of_a_forbidden_category_are_refused(aws: Cloud) -> None:
    made = f.shop()
    tree.changed(made.category_id, "woks", forbidden=True)
    assert faults(f.body()) == [("/lines/0/sku", "goods_forbidden")]


@pytest.mark.clause("1.1", "4.3.4")
def test_all_faults_of_an_order_come_at_once(aws: Cloud) -> None:
    f.shop(f.POT, f.PAN, pieces=1)
    f.changed_product(f.PAN, state="suspended", obstacles=f.obstacles("document_expired"))
    sent = f.body(
        f.line(f.POT, 2),
        f.line(f.PAN),
        codes=["NOTHING"],
        address=f.address(region="460301"),
    )
    assert faults(sent) == [
        ("/lines/1/sku", "not_on_sale"),
        ("/codes/0", "code_unknown"),
        ("/address/region", "area_not_served"),
        ("/lines/0/quantity", "stock_short"),
    ]


@pytest.mark.clause("1.1")
def test_what_was_never_received_is_not_sold(aws: Cloud) -> None:
    f.shop(pieces=0)
    assert faults(f.body()) == [("/lines/0/quantity", "sku_not_stocked")]


# -- area ------------------------------------------------------------------------------------------


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize(
    ("region", "way"), [("460301", "海口"), ("810001", "罗湖"), ("710000", "客服")]
)
def test_where_there_is_no_delivery_what_can_be_done_is_told(
    aws: Cloud, region: str, way: str
) -> None:
    f.shop()
    with pytest.raises(OrderRefusedError) as refused:
        f.placed(f.body(address=f.address(region=region)))
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.clause) == ("/address/region", "7.1.3")
    assert way in fault.message("zh")
    assert "customer service" in fault.message("en")


# -- codes -----------------------------------------------------------------------------------------


def coded(**changes: Any) -> Any:
    """Twenty off for a code."""
    return f.term(code=CODE, **changes)


@pytest.mark.clause("4.3.4")
def test_a_code_that_does_something_is_kept_with_the_order(aws: Cloud) -> None:
    f.shop()
    f.promoted(coded())
    order = f.placed(f.body(total=88_00, codes=[CODE, CODE]))
    assert (order.codes, order.goods_total) == ((CODE,), 80_00)


@pytest.mark.clause("4.3.4")
def test_each_code_is_told_at_its_own_place_also_where_one_is_given_twice(aws: Cloud) -> None:
    f.shop()
    f.promoted(coded())
    assert faults(f.body(codes=[CODE, CODE, "NOTHING"])) == [("/codes/2", "code_unknown")]


@pytest.mark.clause("4.3.4")
def test_a_code_whose_promotion_is_beaten_by_a_better_one_does_no_harm(aws: Cloud) -> None:
    f.shop()
    better = f.term(promotion_id="prm_01M85DCW3M18EC0KYDXHRENC09", amount=70_00)
    f.promoted(coded(), better)
    order = f.placed(f.body(total=78_00, codes=[CODE]))
    assert (order.goods_total, order.codes) == (70_00, (CODE,))


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_at": f.NOW + f.TICK}, "code_not_yet_valid"),
        ({"ends_at": f.NOW}, "code_no_longer_valid"),
        ({"channels": (Channel.WEB,)}, "code_of_other_channel"),
        ({"customer_kinds": (CustomerKind.MEMBER,)}, "code_of_other_customers"),
        ({"kind": TermKind.ON_AIR, "amount": 80_00, "slot_id": "s-1"}, "code_of_other_slot"),
        (
            {"kind": TermKind.THRESHOLD, "threshold": 300_00, "off": 50_00},
            "code_conditions_not_met",
        ),
        (
            {"kind": TermKind.GIFT, "gift_sku": f.LID, "gift_name": "盖", "threshold_quantity": 2},
            "code_conditions_not_met",
        ),
    ],
)
def test_a_code_that_does_nothing_is_refused_with_its_reason(
    aws: Cloud, changes: dict[str, Any], code: str
) -> None:
    f.shop()
    f.promoted(coded(**changes))
    assert faults(f.body(codes=[CODE])) == [("/codes/0", code)]


@pytest.mark.clause("4.3.4")
def test_a_code_for_other_goods_and_one_of_a_promotion_that_is_over_are_told_apart(
    aws: Cloud,
) -> None:
    campaigns.shop()
    made = campaigns.running(code=CODE)
    f.stored_product_of_sheet(pricing.SKU)
    f.more(f.PAN)
    at = campaigns.START
    sent = f.body(f.line(f.PAN), codes=[CODE])
    assert faults(sent, at=at + f.HOUR) == [("/codes/0", "code_of_other_goods")]
    campaigns.stopped(made, at + 2 * f.HOUR)
    assert faults(sent, at=at + 3 * f.HOUR) == [("/codes/0", "code_no_longer_valid")]


# -- return without reason -------------------------------------------------------------------------


def sold_as(return_class: ReturnClass) -> None:
    """One article that comes back by other rules."""
    made = f.shop(f.PAN)
    terms = AfterSales(return_class=return_class)
    f.on_sale(made, f.POT, after_sales=terms)
    f.received(10, f.POT)


def confirmed(**changes: Any) -> dict[str, Any]:
    """The customer confirmed that opened goods do not come back."""
    said = {
        "exclusion": "opened_health_safety",
        "conspicuous_mark": True,
        "pre_ticked": False,
        "reference": "page-77",
    }
    return f.line(confirmed_exclusion=said | changes)


@pytest.mark.clause("6.3.1")
def test_what_the_law_excludes_from_return_is_excluded_without_a_word(aws: Cloud) -> None:
    sold_as(ReturnClass.PERISHABLE)
    (line,) = f.placed().lines
    assert (line.exclusion, line.exclusion_proof, line.return_days) == ("perishable", None, 0)


@pytest.mark.clause("6.3.1")
def test_what_customers_may_agree_to_exclude_is_excluded_by_their_word_alone(aws: Cloud) -> None:
    sold_as(ReturnClass.OPENED_HEALTH_SAFETY)
    (kept,) = f.placed().lines
    assert (kept.exclusion, kept.return_days) == (None, 7)
    (line,) = f.placed(f.body(confirmed())).lines
    assert (line.exclusion, line.return_days) == ("opened_health_safety", 0)
    assert line.exclusion_proof is not None
    assert (line.exclusion_proof.reference, line.exclusion_proof.confirmed_at) == ("page-77", f.NOW)


@pytest.mark.clause("6.3.1")
def test_by_telephone_the_call_proves_what_was_confirmed(aws: Cloud) -> None:
    sold_as(ReturnClass.OPENED_HEALTH_SAFETY)
    (line,) = f.placed(f.by_phone(confirmed(reference=None)), f.AGENT).lines
    assert line.exclusion_proof is not None
    assert line.exclusion_proof.reference == "call-1"


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"pre_ticked": True}, ("/lines/0/confirmed_exclusion", "confirmation_void")),
        ({"conspicuous_mark": False}, ("/lines/0/confirmed_exclusion", "confirmation_void")),
        (
            {"reference": None},
            ("/lines/0/confirmed_exclusion/reference", "confirmation_proof_required"),
        ),
        (
            {"exclusion": "activated_value_loss"},
            ("/lines/0/confirmed_exclusion/exclusion", "other_exclusion"),
        ),
    ],
)
def test_a_confirmation_that_does_not_count_is_refused(
    aws: Cloud, changes: dict[str, Any], fault: tuple[str, str]
) -> None:
    sold_as(ReturnClass.OPENED_HEALTH_SAFETY)
    assert faults(f.body(confirmed(**changes))) == [fault]


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize("return_class", [ReturnClass.SEVEN_DAYS, ReturnClass.PERISHABLE])
def test_what_needs_no_confirmation_takes_none(aws: Cloud, return_class: ReturnClass) -> None:
    sold_as(return_class)
    assert faults(f.body(confirmed())) == [("/lines/0/confirmed_exclusion", "nothing_to_confirm")]


# -- what cannot be meant --------------------------------------------------------------------------


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(
    ("sent", "actor", "found"),
    [
        (
            f.by_phone(),
            f.WANG,
            [("/channel", "channel_of_agents"), ("/call_id", "field_for_staff")],
        ),
        (f.body(), f.AGENT, [("/channel", "channel_of_customers")]),
        (f.body(channel="phone"), f.AGENT, [("/call_id", "call_id_required")]),
        (
            f.body(customer_id="customer-liu", customer_kind="member"),
            f.WANG,
            [("/customer_id", "field_for_staff"), ("/customer_kind", "field_for_staff")],
        ),
        (
            f.body(f.line(f.POT, 150), f.line(f.PAN, 51)),
            f.WANG,
            [("/lines", "too_many_pieces")],
        ),
        (
            f.body(address=f.address(phone="4008001234", region="990106")),
            f.WANG,
            [("/address/phone", "phone_form"), ("/address/region", "region_unknown")],
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_read(
    aws: Cloud, sent: dict[str, Any], actor: Any, found: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInputError):
        f.placed(sent, actor)
    assert faults(sent, actor) == found


@pytest.mark.clause("4.3.4")
def test_the_total_is_looked_at_once_everything_else_fits(aws: Cloud) -> None:
    f.shop(pieces=1)
    assert faults(f.body(f.line(quantity=2), total=1)) == [("/lines/0/quantity", "stock_short")]
    with pytest.raises(OrderTotalChangedError):
        f.placed(f.body(total=1))
    with pytest.raises(StockShortError):
        f.placed(f.body(f.line(quantity=2), total=200_00))


@pytest.mark.clause("1.1")
def test_an_offer_of_somebody_else_is_refused(aws: Cloud) -> None:
    f.shop()
    with pytest.raises(OfferNotValidError):
        f.placed(f.body(offer_id="wtl_01M85DCW3M18EC0KYDXHRENC01.1"))
