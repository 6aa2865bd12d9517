"""A promotion begins with a true comparison, ends with prices that go back, stops at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.domain.terms import Channel as Listed
from teleshop.pricing.service import ApprovedProduct, ApprovedSku
from teleshop.pricing.tables import SheetRow
from teleshop.pricing.wiring import service as pricing_service
from teleshop.promotions.domain.promotion import Promotion, State
from teleshop.promotions.errors import (
    NotStoppableError,
    NotWithdrawableError,
    PromotionNotFoundError,
)
from teleshop.promotions.schemas import PublicPromotionsQuery
from teleshop.promotions.service import Channel
from teleshop.promotions.wiring import service
from tests.factories import documents, pricing
from tests.factories import promotions as f
from tests.factories.pricing import DAY, NOW, SECOND_SKU, SKU
from tests.factories.promotions import END, START
from tests.harness.aws import Cloud
from tests.integration.promotions.test_reviews import price

TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


def told(aws: Cloud, kind: str) -> list[dict[str, object]]:
    """The events of a kind that wait to be sent."""
    rows = [row for row in aws.items("OutboxTable") if row["type"] == kind]
    return [msgspec.json.decode(row["envelope"])["data"] for row in rows]


def terms() -> list[str]:
    return [each.promotion_id for each in pricing_service().prices.sheets([SKU])[SKU].terms]


def replaced(before: Sheet, after: Sheet) -> None:
    """A sheet as it was changed since."""
    tx = Transaction(f.call(), "prepare", Subject("price_sheet", before.sku))
    tx.save(SheetRow, before, after)
    tx.commit(None)


@pytest.mark.clause("4.3.3")
def test_it_starts_with_what_was_approved_where_that_is_still_true(aws: Cloud) -> None:
    f.shop()
    made = f.running(items=[f.item(shown=189_00)])
    assert (made.state, made.started_at) == (State.RUNNING, START)
    assert [each.amount for each in made.comparisons] == [189_00]
    (event,) = told(aws, "PromotionStarted")
    assert (event["skus"], event["channels"]) == ([SKU], ["tv"])
    assert told(aws, "PromotionComparisonFell") == []


@pytest.mark.clause("4.3.3")
def test_where_less_may_be_claimed_at_the_start_less_is_shown(aws: Cloud) -> None:
    f.shop()
    made = f.approved(items=[f.item(shown=189_00)])
    pricing.sold("TS-9", 169_00, NOW + HOUR)
    after = f.clock(made, "start")
    assert after.state is State.RUNNING
    assert [each.amount for each in after.comparisons] == [169_00]
    (term,) = pricing_service().prices.sheets([SKU])[SKU].terms
    assert term.reference is not None
    assert term.reference.amount == 169_00
    assert told(aws, "PromotionComparisonFell")[0]["skus"] == [SKU]
    assert price(START) == 149_00


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(("deal", "runs"), [(149_01, True), (149_00, False), (120_00, False)])
def test_a_price_that_is_not_below_the_lowest_deal_any_more_stops_at_its_start(
    aws: Cloud, deal: int, runs: bool
) -> None:
    f.shop()
    made = f.approved()
    pricing.sold("TS-9", deal, NOW + HOUR)
    after = f.clock(made, "start")
    assert after.state is (State.RUNNING if runs else State.STOPPED)
    assert terms() == ([made.id] if runs else [])
    if not runs:
        (event,) = told(aws, "PromotionStopped")
        assert (event["reason_code"], event["fallen"]) == ("not_below_reference", [SKU])
        assert price(START) == 199_00


@pytest.mark.clause("4.3.2")
def test_a_marked_price_that_was_lowered_below_it_since_stops_it_at_its_start(aws: Cloud) -> None:
    f.shop()
    made = f.approved()
    before = pricing_service().prices.sheets([SKU])[SKU]
    lowered = replace(before, entries=(*before.entries, pricing.entry(149_00, at=START)))
    replaced(before, lowered)
    assert f.clock(made, "start").end_reason == "not_below_price"
    assert told(aws, "PromotionStopped")[0]["fallen"] == [SKU]


@pytest.mark.clause("4.3.3")
def test_a_gift_whose_price_changed_since_stops_it_at_its_start(aws: Cloud) -> None:
    f.shop(SKU, SECOND_SKU)
    gift = {"sku": SECOND_SKU, "name": "铲子", "value": 199_00}
    made = f.approved(kind="gift", items=[f.item(None)], gift=gift)
    before = pricing_service().prices.sheets([SECOND_SKU])[SECOND_SKU]
    replaced(before, replace(before, entries=pricing.everywhere(189_00)))
    assert f.clock(made, "start").end_reason == "gift_value_differs"


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize("after", [-HOUR, TICK])
def test_a_price_that_was_raised_since_its_approval_stops_it_at_its_start(
    aws: Cloud, after: timedelta
) -> None:
    f.shop()
    made, explained = f.approved(), f.submitted(raise_reason="铝材涨价", channels=["web"])
    f.decided(explained)
    before = pricing_service().prices.sheets([SKU])[SKU]
    rises = [pricing.entry(399_00, each, START + after) for each in (Listed.TV, Listed.WEB)]
    replaced(before, replace(before, entries=(*before.entries, *rises)))
    assert f.clock(made, "start").end_reason == "raised_before"
    # Its reason is on record, but finance has not reviewed it.
    assert f.clock(explained, "start").end_reason == "approval_path_changed"
    stopped = told(aws, "PromotionStopped")
    assert {event["reason_code"] for event in stopped} == {"raised_before", "approval_path_changed"}


@pytest.mark.clause("4.2.3")
@pytest.mark.parametrize(("cost", "runs"), [(149_00, True), (149_01, False), (None, False)])
def test_a_cost_that_rose_above_it_since_its_approval_stops_it_unless_legal_knew(
    aws: Cloud, cost: int | None, runs: bool
) -> None:
    f.shop()
    made = f.approved()
    before = pricing_service().prices.sheets([SKU])[SKU]
    replaced(before, replace(before, cost=cost))
    after = f.clock(made, "start")
    assert (after.state is State.RUNNING) is runs
    assert after.end_reason == (None if runs else "approval_path_changed")


@pytest.mark.clause("4.2.3")
def test_legal_has_approved_a_sale_below_cost(aws: Cloud) -> None:
    f.shop()
    made = f.approved(items=[f.item(119_00)])
    assert "legal" in made.steps
    assert f.clock(made, "start").state is State.RUNNING


# -- while it runs ---------------------------------------------------------------------------------


def repriced(amount: int, promotion_id: str) -> Promotion:
    """The marked price becomes another one an hour after the start."""
    before = pricing_service().prices.sheets([SKU])[SKU]
    entry = pricing.entry(amount, at=START + HOUR)
    replaced(before, replace(before, entries=(*before.entries, entry)))
    frame = f.call(at=START + HOUR)
    service().runs.price_changed(frame, SKU, Channel.TV)
    return f.stored(promotion_id)


@pytest.mark.clause("4.3.3")
def test_a_rise_that_lifts_a_percentage_above_what_it_is_compared_with_stops_it(aws: Cloud) -> None:
    f.shop()
    compared = {"sku": SKU, "comparison": {"amount": 189_00}}
    made = f.running(kind="percent_off", rate=1_000, items=[compared])
    after = repriced(249_00, made.id)
    assert (after.state, after.end_reason) == (State.STOPPED, "not_below_reference")
    assert (terms(), price(START + HOUR)) == ([], 249_00)
    assert told(aws, "PromotionStopped")[0]["fallen"] == [SKU]


@pytest.mark.clause("4.2.3")
@pytest.mark.parametrize(("amount", "runs"), [(171_43, True), (171_42, False)])
def test_a_cut_that_takes_a_percentage_below_cost_stops_it(
    aws: Cloud, amount: int, runs: bool
) -> None:
    f.shop()
    made = f.running(kind="percent_off", rate=3_000, items=[f.item(None)])
    after = repriced(amount, made.id)
    assert after.end_reason == (None if runs else "approval_path_changed")
    assert terms() == ([made.id] if runs else [])


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(("amount", "reason"), [(249_00, "raised_before"), (189_00, None)])
def test_a_rise_without_a_recorded_reason_stops_it_and_a_cut_does_not(
    aws: Cloud, amount: int, reason: str | None
) -> None:
    f.shop()
    assert repriced(amount, f.running().id).end_reason == reason


@pytest.mark.clause("4.3.2")
def test_every_promotion_of_the_article_is_looked_at(aws: Cloud) -> None:
    f.shop(SKU, SECOND_SKU)
    parts = [{"sku": SKU, "quantity": 1}, {"sku": SECOND_SKU, "quantity": 1}]
    bundle = f.running(kind="bundle", items=[], bundle={"amount": 348_00, "parts": parts})
    single = f.running()
    web = f.running(channels=["web"])
    assert repriced(149_00, single.id).end_reason == "not_below_price"
    assert f.stored(bundle.id).end_reason == "bundle_not_cheaper"
    assert f.stored(web.id).state is State.RUNNING
    stopped = {event["promotion_id"]: event["fallen"] for event in told(aws, "PromotionStopped")}
    assert stopped == {single.id: [SKU], bundle.id: [SKU, SECOND_SKU]}
    service().runs.price_changed(f.call(at=START + HOUR), SKU, Channel.TV)
    assert len(told(aws, "PromotionStopped")) == 2


# -- what suppliers say ----------------------------------------------------------------------------


def compared_with_suggested() -> Promotion:
    """One that runs, compared with the 399 yuan that the manufacturer suggests."""
    f.shop()
    paper = documents.accepted(f.MERCHANDISER, purpose="price_research")
    claim = {"amount": 399_00, "pack": "manufacturer_suggested", "document_id": paper.id}
    return f.running(items=[{**f.item(), "comparison": claim}])


def supplied(**changes: Any) -> None:
    """The product is approved with other prices of its supplier while its promotions run."""
    before = pricing_service().prices.sheets([SKU])[SKU]
    facts = {"cost": before.cost, "suggested": before.suggested} | changes
    content = ApprovedProduct(
        product_id=before.product_id,
        supplier_id=before.supplier_id,
        revision=before.revision + 1,
        category_id=before.category_id,
        path=before.path,
        name=before.title,
        skus=(ApprovedSku(SKU, **facts),),
    )
    pricing_service().products.follow_product(f.call(at=START + HOUR), content)


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize("suggested", [299_00, 499_00])
def test_another_price_of_the_manufacturer_is_shown_at_once(aws: Cloud, suggested: int) -> None:
    made = compared_with_suggested()
    supplied(suggested=suggested)
    (event,) = told(aws, "SupplierPriceChanged")
    assert (event["sku"], event["suggested"]) == (SKU, suggested)
    for _ in range(2):
        service().runs.supplier_changed(f.call(at=START + HOUR), SKU)
    after = f.stored(made.id)
    assert (after.state, [each.amount for each in after.comparisons]) == (
        State.RUNNING,
        [suggested],
    )
    (term,) = pricing_service().prices.sheets([SKU])[SKU].terms
    assert term.reference is not None
    assert term.reference.amount == suggested
    assert [event["skus"] for event in told(aws, "PromotionComparisonFell")] == [[SKU]]


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(
    ("suggested", "reason"), [(149_00, "comparison_not_above_price"), (149_01, None), (None, None)]
)
def test_one_that_says_nothing_is_not_shown_and_one_that_is_no_higher_stops_it(
    aws: Cloud, suggested: int | None, reason: str | None
) -> None:
    made = compared_with_suggested()
    supplied(suggested=suggested)
    service().runs.supplier_changed(f.call(at=START + HOUR), SKU)
    after = f.stored(made.id)
    assert after.end_reason == reason
    if suggested is None:
        assert after.comparisons == ()
        (term,) = pricing_service().prices.sheets([SKU])[SKU].terms
        assert term.reference is None


@pytest.mark.clause("4.2.3")
@pytest.mark.parametrize(("cost", "runs"), [(149_00, True), (149_01, False)])
def test_a_cost_that_rises_above_it_stops_it_unless_legal_knew(
    aws: Cloud, cost: int, runs: bool
) -> None:
    f.shop()
    made = f.running()
    supplied(cost=cost)
    service().runs.supplier_changed(f.call(at=START + HOUR), SKU)
    assert f.stored(made.id).end_reason == (None if runs else "approval_path_changed")


def test_a_product_approved_with_the_same_prices_tells_nothing(aws: Cloud) -> None:
    f.shop()
    supplied()
    assert told(aws, "SupplierPriceChanged") == []


# -- its end ---------------------------------------------------------------------------------------


@pytest.mark.clause("4.3.4")
def test_at_its_end_it_comes_off_the_sheets_and_prices_are_seen_to_have_gone_back(
    aws: Cloud,
) -> None:
    f.shop()
    after = f.clock(f.running(), "end")
    assert (after.state, after.reverted, after.ended_at) == (State.ENDED, True, END)
    assert terms() == []
    (event,) = told(aws, "PromotionEnded")
    assert (event["reverted"], event["unreverted"]) == (True, [])
    history = pricing_service().past.ended_promotions(SKU, START)
    assert [record.promotion_id for record in history] == [after.id]


@pytest.mark.clause("4.4.1")
def test_a_price_that_did_not_go_back_is_told(aws: Cloud) -> None:
    """The marked price becomes the promotional one when the promotion ends."""
    lowered = pricing.entry(149_00, at=END)
    pricing.stored(pricing.sheet(entries=(*pricing.everywhere(), lowered)))
    after = f.clock(f.running(), "end")
    assert after.reverted is False
    assert [(each.sku, each.promotional, each.price) for each in after.unreverted] == [
        (SKU, 149_00, 149_00)
    ]
    assert told(aws, "PromotionEnded")[0]["unreverted"] == [SKU]


@pytest.mark.clause("4.4.1")
def test_neither_did_one_that_another_promotion_goes_on_with(aws: Cloud) -> None:
    f.shop()
    first = f.running()
    f.approved(starts_at=END.isoformat(), ends_at=(END + DAY).isoformat())
    assert f.clock(first, "end").reverted is False


@pytest.mark.clause("4.4.1")
def test_percentages_are_compared_by_what_they_made_of_the_price(aws: Cloud) -> None:
    f.shop()
    made = f.running(kind="percent_off", rate=2_500, items=[f.item(None)])
    assert price(START) == 149_25
    assert f.clock(made, "end").reverted is True


def test_both_clocks_count_once_and_only_for_their_own_approval(aws: Cloud) -> None:
    f.shop()
    made = f.approved()
    frame = f.call(at=START)
    assert service().runs.clock_reached(frame, made.id, "start", "promotions:other") is None
    assert service().runs.clock_reached(frame, "prm_unknown", "start", "x") is None
    begun = f.clock(made, "start")
    assert f.clock(made, "start") == begun
    over = f.clock(made, "end")
    assert f.clock(made, "end") == over
    assert f.clock(made, "start") == over


def test_an_end_that_is_told_before_the_start_ends_it_all_the_same(aws: Cloud) -> None:
    f.shop()
    made = f.approved()
    assert f.clock(made, "start", END).state is State.APPROVED
    assert f.clock(made, "end").state is State.ENDED


# -- stop and withdrawal ---------------------------------------------------------------------------


def open_clocks(promotion_id: str) -> list[str]:
    found = deadlines().of_object("promotions", "promotion", promotion_id, PageRequest())
    return [deadline.kind for deadline in found.items if deadline.state == "open"]


@pytest.mark.clause("4.4.2")
def test_a_stop_holds_from_its_instant_on(aws: Cloud) -> None:
    f.shop()
    made = f.running()
    after = f.stopped(made, START + HOUR)
    assert (after.state, after.ended_at, after.end_reason) == (
        State.STOPPED,
        START + HOUR,
        "价格有误",
    )
    assert (terms(), price(START + HOUR)) == ([], 199_00)
    assert open_clocks(made.id) == []
    (event,) = told(aws, "PromotionStopped")
    assert (event["reason_code"], event["begun"]) == ("by_staff", True)
    with pytest.raises(NotStoppableError):
        f.stopped(made, START + 2 * HOUR)


@pytest.mark.clause("4.4.2")
def test_one_whose_start_was_not_told_yet_is_stopped_as_well(aws: Cloud) -> None:
    f.shop()
    made = f.approved()
    after = f.stopped(made, START)
    assert (after.state, after.started_at) == (State.STOPPED, START)
    draft = f.planned()
    with pytest.raises(NotStoppableError):
        f.stopped(draft, START)


def test_after_its_end_there_is_nothing_to_stop(aws: Cloud) -> None:
    f.shop()
    with pytest.raises(NotStoppableError):
        f.stopped(f.running(), END)


def test_it_is_withdrawn_in_any_state_before_its_start(aws: Cloud) -> None:
    f.shop()
    frame = f.call(f.MERCHANDISER)
    for made in (f.planned(), f.submitted(), f.approved()):
        after = service().plans.withdraw(frame, made.id)
        assert (after.state, after.ended_by) == (State.WITHDRAWN, f.MERCHANDISER.subject)
        assert open_clocks(made.id) == []
        with pytest.raises(NotWithdrawableError):
            service().plans.withdraw(frame, made.id)
    assert terms() == []


@pytest.mark.parametrize("at", [START, END])
def test_after_its_start_it_is_not_withdrawn(aws: Cloud, at: datetime) -> None:
    f.shop()
    made = f.approved()
    with pytest.raises(NotWithdrawableError):
        service().plans.withdraw(f.call(f.MERCHANDISER, at), made.id)
    service().plans.withdraw(f.call(f.MERCHANDISER, START - TICK), made.id)


# -- stated stock that is sold ---------------------------------------------------------------------


def of_two() -> Promotion:
    """A promotion of two articles that runs."""
    f.shop(SKU, SECOND_SKU)
    return f.running(items=[f.item(), f.item(sku=SECOND_SKU)])


def used_up(promotion: Promotion, sku: str, at: datetime = START + HOUR) -> Promotion:
    service().runs.stock_used_up(f.call(at=at), promotion.id, sku)
    return f.stored(promotion.id)


@pytest.mark.clause("4.3.3", "4.3.4")
def test_an_article_whose_stated_pieces_are_sold_leaves_it_and_the_others_stay(aws: Cloud) -> None:
    made = of_two()
    for at in (START + HOUR, START + 2 * HOUR):
        after = used_up(made, SKU, at)
    assert (after.state, after.left) == (State.RUNNING, (SECOND_SKU,))
    assert [(part.sku, part.at) for part in after.sold] == [(SKU, START + HOUR)]
    sheets = pricing_service().prices.sheets([SKU, SECOND_SKU])
    assert (sheets[SKU].terms, len(sheets[SECOND_SKU].terms)) == ((), 1)
    (event,) = told(aws, "PromotionArticleSoldOut")
    assert (event["sku"], event["left"]) == (SKU, [SECOND_SKU])
    assert event["requester"] == f.MERCHANDISER.subject
    assert told(aws, "PromotionStopped") == []


@pytest.mark.clause("4.3.3")
def test_everybody_sees_which_article_of_it_is_sold_out(aws: Cloud) -> None:
    made = of_two()
    used_up(made, SKU)
    shown = service().public.show(f.call(at=START + 2 * HOUR), made.id)
    assert (shown.runs, shown.sold_out) == (True, False)
    assert {one.sku: (one.price, one.sold_out) for one in shown.prices} == {
        SKU: (None, True),
        SECOND_SKU: (149_00, False),
    }
    used_up(made, SECOND_SKU)
    shown = service().public.show(f.call(at=START + 2 * HOUR), made.id)
    assert (shown.runs, shown.sold_out) == (False, True)
    assert {one.sold_out for one in shown.prices} == {True}


@pytest.mark.clause("4.3.4")
def test_it_stops_with_its_last_article(aws: Cloud) -> None:
    made = of_two()
    used_up(made, SKU)
    after = used_up(made, SECOND_SKU, START + 3 * HOUR)
    assert (after.state, after.end_reason) == (State.STOPPED, "stock_used_up")
    (event,) = told(aws, "PromotionStopped")
    assert event["fallen"] == [SECOND_SKU]
    assert after.end_of(SKU) == START + HOUR
    assert after.end_of(SECOND_SKU) == START + 3 * HOUR


@pytest.mark.clause("4.3.4")
def test_orders_from_before_that_moment_are_judged_by_the_promotion_and_later_ones_not(
    aws: Cloud,
) -> None:
    made = of_two()
    used_up(made, SKU)
    own = service()
    for _ in range(2):
        (term,) = own.past.ended(START, END).articles[SKU]
        assert (term.promotion_id, term.ends_at) == (made.id, START + HOUR)
        # Of the other article it is told by its sheet, and once it is over as well.
        assert SECOND_SKU not in own.past.ended(START, END).articles
    (record,) = pricing_service().past.ended_promotions(SKU, START)
    assert (record.promotion_id, record.effective_to) == (made.id, START + HOUR)
    f.clock(made, "end")
    later = own.past.ended(START, END + HOUR).articles
    assert [term.ends_at for term in later[SKU]] == [START + HOUR]
    assert [term.ends_at for term in later[SECOND_SKU]] == [END]


@pytest.mark.clause("4.3.4")
def test_a_sold_article_does_not_come_back_with_the_start_that_is_noted_late(aws: Cloud) -> None:
    f.shop(SKU, SECOND_SKU)
    made = f.approved(items=[f.item(shown=189_00), f.item(sku=SECOND_SKU)])
    used_up(made, SKU, START)
    pricing.sold("TS-9", 169_00, START - HOUR)
    f.clock(made, "start", START + HOUR)
    assert terms() == []


@pytest.mark.clause("4.3.4")
def test_a_gift_that_is_gone_ends_its_promotion(aws: Cloud) -> None:
    f.shop(SKU, SECOND_SKU)
    gift = {"sku": SECOND_SKU, "name": "铲子"}
    made = f.running(kind="gift", items=[f.item(None)], gift=gift)
    after = used_up(made, SECOND_SKU)
    assert (after.state, after.end_reason) == (State.STOPPED, "stock_used_up")
    assert terms() == []


@pytest.mark.clause("4.3.4")
def test_an_article_that_it_never_had_changes_nothing(aws: Cloud) -> None:
    made = of_two()
    assert used_up(made, "sku_other").version == made.version


# -- everybody, and other contexts -----------------------------------------------------------------


@pytest.mark.clause("4.3.3")
def test_everybody_sees_price_comparison_basis_and_conditions(aws: Cloud) -> None:
    f.shop()
    made = f.running(items=[f.item(shown=189_00)])
    query = PublicPromotionsQuery()
    (shown,) = service().public.list_running(f.call(at=START), query).items
    assert shown.runs
    assert [(each.channel, each.list_price, each.price) for each in shown.prices] == [
        ("tv", 199_00, 149_00)
    ]
    (reference,) = shown.promotion.comparisons
    assert (reference.amount, reference.basis, reference.until) == (189_00, "lowest_deal", START)
    assert reference.since == START - 7 * DAY
    assert service().public.list_running(f.call(at=END), query).items == []
    after = service().public.show(f.call(at=END), made.id)
    assert (after.runs, after.prices[0].price) == (False, None)


def test_nobody_hears_of_it_before_its_start(aws: Cloud) -> None:
    f.shop()
    made = f.approved()
    for at in (NOW, START - TICK):
        with pytest.raises(PromotionNotFoundError):
            service().public.show(f.call(at=at), made.id)
    assert service().public.show(f.call(at=START), made.id).runs
    with pytest.raises(PromotionNotFoundError):
        service().public.show(f.call(), "prm_unknown")


def test_other_contexts_ask_what_runs_and_what_has_ended(aws: Cloud) -> None:
    f.shop()
    made = f.approved()
    own = service()
    assert [each.id for each in own.running(START)] == [made.id]
    f.clock(made, "start")
    assert [[each.id for each in own.running(at)] for at in (START - TICK, START, END)] == [
        [],
        [made.id],
        [],
    ]
    f.clock(made, "end")
    gone = own.past.ended(END, END + TICK).articles[SKU]
    assert [(term.promotion_id, term.ends_at) for term in gone] == [(made.id, END)]
    assert own.past.ended(START, END).articles == {}
    assert own.find("prm_unknown") is None
