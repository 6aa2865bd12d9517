"""From a plan to a promotion on the sheets: refused, corrected, approved, at once with others."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import InvalidInputError, RacedError, StaleVersionError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.terms import MAX_TERMS, Channel, CustomerKind, TermKind
from teleshop.pricing.service import QuoteLine
from teleshop.pricing.tables import SheetRow
from teleshop.pricing.wiring import service as pricing_service
from teleshop.promotions.domain.promotion import State
from teleshop.promotions.errors import (
    NotPlannerError,
    NotStalledError,
    PlanClosedError,
    PromotionNotFoundError,
    PromotionNotReadyError,
)
from teleshop.promotions.schemas import PromotionsQuery
from teleshop.promotions.service import Promotions
from teleshop.promotions.wiring import service
from tests.factories import pricing
from tests.factories import promotions as f
from tests.factories.pricing import DAY, NOW, SECOND_SKU, SKU
from tests.factories.promotions import END, START
from tests.factories.quotes import term
from tests.harness.aws import Cloud

TV = Channel.TV
TICK = timedelta(microseconds=1)


def price(at: Any, sku: str = SKU, channel: Channel = TV) -> int:
    """What a piece costs anybody."""
    quotes = pricing_service().quotes
    return quotes.quote([QuoteLine(sku, 1)], CustomerKind.STANDARD, at, channel).total


def codes(refused: Any) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in refused.value.errors]


@pytest.mark.clause("4.3.3")
def test_a_promotion_is_refused_for_its_reference_price_and_accepted_after_correction(
    aws: Cloud,
) -> None:
    f.shop()
    made = f.planned(items=[f.item(shown=199_00)])
    frame = f.call(f.MERCHANDISER)
    with pytest.raises(PromotionNotReadyError) as refused:
        service().plans.submit(frame, made.id)
    assert codes(refused) == [("/items/0/comparison/amount", "reference_too_high")]
    (fault,) = refused.value.errors
    assert fault.params["allowed"] == "189.00"
    assert "2026-11-21 189.00" in fault.message("zh")
    assert f.stored(made.id).state is State.DRAFT
    service().plans.change_plan(frame, made.id, f.body(items=[f.item(shown=189_00)]))
    sent = service().plans.submit(frame, made.id)
    assert (sent.state, sent.steps, sent.round) == (State.IN_REVIEW, ("pricing",), 1)
    assert f.decided(sent).state is State.APPROVED
    (term,) = pricing_service().prices.sheets([SKU])[SKU].terms
    assert term.kind is TermKind.FIXED_PRICE
    assert term.reference is not None
    assert (term.reference.amount, term.reference.basis) == (189_00, "lowest_deal")


@pytest.mark.clause("4.3.4")
def test_an_approved_price_holds_from_its_first_instant_until_before_its_end(aws: Cloud) -> None:
    f.shop()
    f.approved()
    assert [price(at) for at in (START - TICK, START, END - TICK, END)] == [
        199_00,
        149_00,
        149_00,
        199_00,
    ]
    assert price(START, channel=Channel.WEB) == 199_00


@pytest.mark.clause("4.3.2")
def test_everything_that_stands_against_it_is_told_at_once(aws: Cloud) -> None:
    f.shop()
    made = f.planned(
        items=[f.item(200_00, shown=250_00), f.item(sku="sku_unknown")],
        stock=None,
        ends_at="2027-11-25T00:00:00Z",
        conditions_zh="全网最低价，随时结束",
    )
    with pytest.raises(PromotionNotReadyError) as refused:
        service().plans.submit(f.call(f.MERCHANDISER), made.id)
    found = codes(refused)
    for wanted in (
        ("/ends_at", "promotion_too_long"),
        ("/items/0/amount", "not_below_price"),
        ("/items/0/amount", "not_below_reference"),
        ("/items/0/comparison/amount", "reference_too_high"),
        ("/items/1/sku", "sku_unknown"),
        ("/stock", "stock_missing"),
        ("/conditions_zh", "word_not_allowed"),
    ):
        assert wanted in found
    checked = service().plans.check(f.call(f.MERCHANDISER), made.id)
    assert {remark.code for remark in checked.remarks} >= {code for _, code in found}


def test_a_plan_that_does_not_fit_its_kind_is_no_plan(aws: Cloud) -> None:
    with pytest.raises(InvalidInputError) as refused:
        f.planned(kind="gift", items=[f.item(shown=200)], rate=100, supplier_share=1)
    assert codes(refused) == [
        ("/rate", "part_not_taken"),
        ("/gift", "part_missing"),
        ("/platform_share", "shares_incomplete"),
        ("/items/0/amount", "amount_not_taken"),
        ("/items/0/comparison", "comparison_not_taken"),
    ]


def test_a_plan_is_changed_only_while_nobody_decides_on_it(aws: Cloud) -> None:
    f.shop()
    sent = f.submitted()
    frame = f.call(f.MERCHANDISER)
    with pytest.raises(PlanClosedError):
        service().plans.change_plan(frame, sent.id, f.body())
    with pytest.raises(PlanClosedError):
        service().plans.submit(frame, sent.id)
    with pytest.raises(StaleVersionError):
        service().plans.submit(replace(frame, expected_version=1), sent.id)
    with pytest.raises(PromotionNotFoundError):
        service().plans.show(frame, "prm_unknown")
    returned = f.decided(sent, f.RETURNED)
    assert (returned.state, returned.reason_code) == (State.RETURNED, "conditions_unclear")
    service().plans.change_plan(frame, sent.id, f.body(conditions_zh="每人限购一件。"))
    assert service().plans.submit(frame, sent.id).round == 2


@pytest.mark.clause("4.2.3")
def test_nobody_writes_in_the_plan_of_another_and_then_approves_it(aws: Cloud) -> None:
    f.shop()
    made = f.planned()
    both = f.call(Actor("bob", frozenset({Role.MERCHANDISER, Role.MANAGER})))
    with pytest.raises(NotPlannerError):
        service().plans.change_plan(both, made.id, f.body(items=[f.item(140_00)]))
    with pytest.raises(NotPlannerError):
        service().plans.submit(both, made.id)
    assert f.stored(made.id) == made


@pytest.mark.clause("4.3.4")
def test_two_promotional_prices_for_an_article_in_a_channel_are_refused(aws: Cloud) -> None:
    f.shop()
    first = f.approved()
    second = f.planned(items=[f.item(139_00)], starts_at="2026-11-26T10:00:00Z")
    with pytest.raises(PromotionNotReadyError) as refused:
        service().plans.submit(f.call(f.MERCHANDISER), second.id)
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.code) == ("/items/0/sku", "promotion_clash")
    assert fault.params["other"] == first.id
    assert "2026-11-25 00:00" in fault.message("en")
    # Another channel, or the time after it, is free.
    f.approved(channels=["web"])
    f.approved(starts_at="2026-11-26T16:00:00Z", ends_at="2026-11-27T16:00:00Z")


@pytest.mark.clause("4.3.4")
def test_of_two_that_are_approved_at_once_the_second_is_returned_for_the_clash(aws: Cloud) -> None:
    f.shop()
    one, two = f.submitted(), f.submitted(items=[f.item(139_00)])
    assert f.decided(one).state is State.APPROVED
    after = f.decided(two)
    assert (after.state, after.reason_code) == (State.RETURNED, "promotion_clash")
    assert one.id in after.remarks[0].zh


@pytest.mark.clause("4.3.4")
def test_an_approval_that_raced_another_one_writes_nothing(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its checks and its transaction the other one was approved."""
    f.shop()
    one, two = f.submitted(), f.submitted(items=[f.item(139_00)])
    own: Promotions = service()
    start_clocks = own.reviews._start_clocks

    def approve_the_other_first(tx: Any, promotion: Any) -> None:
        monkeypatch.setattr(own.reviews, "_start_clocks", start_clocks, raising=False)
        f.decided(one)
        start_clocks(tx, promotion)

    monkeypatch.setattr(own.reviews, "_start_clocks", approve_the_other_first, raising=False)
    with pytest.raises(RacedError):
        own.reviews.apply_outcome(f.call(), two.id, 1, f.APPROVED)
    assert f.stored(two.id).state is State.IN_REVIEW
    (term,) = pricing_service().prices.sheets([SKU])[SKU].terms
    assert term.promotion_id == one.id


@pytest.mark.clause("4.3.2")
def test_what_changed_since_the_submission_sends_it_back(aws: Cloud) -> None:
    f.shop()
    sent = f.submitted()
    # Approved after its start: nobody may have bought for a price that was not approved.
    late = f.decided(sent, at=START)
    assert (late.state, late.reason_code) == (State.RETURNED, "start_in_past")
    again = f.submitted(items=[f.item(189_00 - 1)])
    pricing.sold("TS-9", 150_00, NOW - DAY)
    after = f.decided(again)
    assert (after.state, after.reason_code) == (State.RETURNED, "not_below_reference")


@pytest.mark.clause("4.2.3")
def test_below_cost_goes_by_legal_and_large_discounts_by_finance(aws: Cloud) -> None:
    f.shop()
    assert f.submitted(items=[f.item(119_99)]).steps == ("pricing", "finance", "legal")
    assert f.submitted(items=[f.item(120_00)]).steps == ("pricing", "finance")
    assert f.submitted(items=[f.item(140_00)]).steps == ("pricing",)


@pytest.mark.clause("4.4.1")
def test_a_price_raised_shortly_before_needs_a_reason_and_finance(aws: Cloud) -> None:
    raised = pricing.entry(199_00, at=NOW - 10 * DAY)
    before = pricing.entry(159_00, at=NOW - 100 * DAY)
    pricing.stored(pricing.sheet(entries=(before, raised)))
    made = f.planned()
    with pytest.raises(PromotionNotReadyError) as refused:
        service().plans.submit(f.call(f.MERCHANDISER), made.id)
    assert codes(refused) == [("/raise_reason", "raised_before")]
    assert f.submitted(raise_reason="铝材涨价").steps == ("pricing", "finance")


@pytest.mark.clause("4.4.1")
def test_so_does_one_that_is_scheduled_to_rise_just_after_the_start(aws: Cloud) -> None:
    rise = pricing.entry(399_00, at=START + TICK)
    pricing.stored(pricing.sheet(entries=(*pricing.everywhere(), rise)))
    made = f.planned()
    with pytest.raises(PromotionNotReadyError) as refused:
        service().plans.submit(f.call(f.MERCHANDISER), made.id)
    assert codes(refused) == [("/raise_reason", "raised_before")]
    assert f.submitted(raise_reason="铝材涨价").steps == ("pricing", "finance")


@pytest.mark.clause("4.3.4")
def test_an_article_takes_so_many_promotions_and_no_more(aws: Cloud) -> None:
    f.shop()
    offer: dict[str, Any] = {
        "kind": "gift",
        "items": [f.item(None)],
        "gift": {"sku": SKU, "name": "锅"},
    }
    late = f.submitted(**offer)
    filled(SKU)
    made = f.planned(**offer)
    with pytest.raises(PromotionNotReadyError) as refused:
        service().plans.submit(f.call(f.MERCHANDISER), made.id)
    assert codes(refused) == [("/items/0/sku", "price_sheet_full")]
    assert f.decided(late).reason_code == "price_sheet_full"


@pytest.mark.clause("4.3.4")
def test_so_does_a_channel(aws: Cloud) -> None:
    f.shop()
    everything = {"threshold": 300_00, "off": 30_00, "scope": "everything"}
    offer: dict[str, Any] = {
        "kind": "threshold",
        "items": [],
        "stock": None,
        "threshold": everything,
    }
    for _ in range(MAX_TERMS):
        last = f.approved(**offer)
    made = f.planned(**offer)
    with pytest.raises(PromotionNotReadyError) as refused:
        service().plans.submit(f.call(f.MERCHANDISER), made.id)
    assert codes(refused) == [("/channels", "price_sheet_full")]
    service().plans.withdraw(f.call(f.MERCHANDISER), last.id)
    assert service().plans.submit(f.call(f.MERCHANDISER), made.id).state is State.IN_REVIEW


def filled(sku: str) -> None:
    """As many promotions are on a sheet as it takes."""
    before = pricing_service().prices.sheets([sku])[sku]
    terms = tuple(term(promotion_id=f"prm_{number}") for number in range(MAX_TERMS))
    tx = Transaction(f.call(), "prepare", Subject("price_sheet", sku))
    tx.save(SheetRow, before, replace(before, terms=terms))
    tx.commit(None)


@pytest.mark.clause("4.3.1")
def test_bundles_gifts_and_discounts_go_on_the_sheets_they_belong_to(aws: Cloud) -> None:
    f.shop(SKU, SECOND_SKU)
    parts = [{"sku": SKU, "quantity": 1}, {"sku": SECOND_SKU, "quantity": 1}]
    bundle = f.approved(kind="bundle", items=[], bundle={"amount": 350_00, "parts": parts})
    gift = f.approved(
        kind="gift",
        items=[f.item(None)],
        gift={"sku": SECOND_SKU, "name": "铲子", "value": 199_00},
    )
    everything = f.approved(
        kind="threshold",
        items=[],
        stock=None,
        channels=["tv", "web"],
        threshold={"threshold": 300_00, "off": 30_00, "scope": "everything"},
    )
    named = f.approved(
        kind="threshold",
        items=[f.item(None, SECOND_SKU)],
        stock=None,
        threshold={"threshold": 300_00, "off": 30_00},
    )
    sheets = pricing_service().prices.sheets([SKU, SECOND_SKU])
    assert [each.promotion_id for each in sheets[SKU].terms] == [bundle.id, gift.id]
    assert [each.promotion_id for each in sheets[SECOND_SKU].terms] == [bundle.id, named.id]
    on_air = pricing_service().prices.channel_sheets([TV, Channel.WEB, Channel.APP])
    assert [len(on_air[channel].terms) for channel in (TV, Channel.WEB, Channel.APP)] == [1, 1, 0]
    assert on_air[TV].terms[0].promotion_id == everything.id
    service().plans.withdraw(f.call(f.MERCHANDISER), everything.id)
    left = pricing_service().prices.channel_sheets([TV, Channel.WEB])
    assert [sheet.terms for sheet in left.values()] == [(), ()]


def test_a_refusal_ends_it_and_nobody_deciding_stalls_it(aws: Cloud) -> None:
    f.shop()
    refused = f.decided(f.submitted(), f.REJECTED)
    assert (refused.state, refused.reason_code) == (State.REFUSED, "too_deep")
    sent = f.submitted()
    assert f.decided(sent, f.TIMED_OUT).stalled
    service().reviews.report_failure(f.call(), sent.id, 1, "ValueError")
    frame = f.call(f.MANAGER)
    again = service().reviews.restart_review(frame, sent.id)
    assert (again.round, again.stalled) == (2, False)
    with pytest.raises(NotStalledError):
        service().reviews.restart_review(frame, sent.id)
    # What the old run decides counts no more.
    assert f.decided(sent).state is State.IN_REVIEW
    assert f.decided(again).state is State.APPROVED


def test_lists_show_one_state_latest_first(aws: Cloud) -> None:
    f.shop()
    first, second = f.planned(), f.planned(NOW + DAY)
    f.submitted()
    query = PromotionsQuery(state=State.DRAFT)
    page = service().plans.list_promotions(f.call(f.MERCHANDISER), query)
    assert [each.id for each in page.items] == [second.id, first.id]
    sent = PromotionsQuery(state=State.IN_REVIEW)
    assert len(service().plans.list_promotions(f.call(f.MERCHANDISER), sent).items) == 1
