"""Price sheets as other contexts use them."""

from datetime import datetime
from typing import Any

import pytest

from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.terms import MAX_TERMS, Channel, Scope, Term, TermKind
from teleshop.pricing.errors import SheetFullError, SkuNotFoundError, TermClashError
from teleshop.pricing.wiring import service
from tests.factories import pricing as f

pytestmark = pytest.mark.clause("4.3.4")


def term(promotion_id: str = "prm_1", **changes: Any) -> Term:
    facts: dict[str, Any] = {
        "promotion_id": promotion_id,
        "kind": TermKind.FIXED_PRICE,
        "channels": (Channel.TV, Channel.WEB),
        "starts_at": f.NOW,
        "ends_at": f.NOW + 3 * f.DAY,
        "amount": 149_00,
    }
    return Term(**facts | changes)


def has_price(at: datetime = f.NOW) -> bool:
    return service().prices.sheets([f.SKU])[f.SKU].price_at(at, Channel.TV) is not None


def begin(after: Any = None) -> Transaction:
    frame = f.call(after=after) if after else f.call()
    return Transaction(frame, "test", Subject("promotion", "prm_1"))


def attach(one: Term, *skus: str) -> None:
    tx = begin()
    prices = service().prices
    prices.attach_terms(tx, prices.sheets(skus), dict.fromkeys(skus, one))
    tx.commit(None)


def test_a_sheet_comes_back_as_it_was_stored(aws: Any) -> None:
    kept = f.sheet(terms=(term(),), holds=("pvi_1",))
    f.stored(kept, f.sheet(f.SECOND_SKU))
    found = service().prices.sheets([f.SKU, f.SECOND_SKU, "sku_x"])
    assert found == {f.SKU: kept, f.SECOND_SKU: f.sheet(f.SECOND_SKU)}
    assert service().prices.sheets_of_product(f.PRODUCT) == found
    assert service().prices.sheets_of_product("prd_x") == {}


def test_a_promotion_stands_on_the_sheets_and_in_the_history_once_it_ran(aws: Any) -> None:
    f.stored(f.sheet(), f.sheet(f.SECOND_SKU))
    attach(term(), f.SKU, f.SECOND_SKU)
    prices = service().prices
    assert prices.sheets([f.SKU])[f.SKU].terms == (term(),)
    tx = begin(f.DAY)
    prices.detach_terms(tx, prices.sheets([f.SKU]), "prm_1")
    tx.commit(None)
    assert prices.sheets([f.SKU])[f.SKU].terms == ()
    assert prices.sheets([f.SECOND_SKU])[f.SECOND_SKU].terms == (term(),)
    (kept,) = prices._repository.promotions_since(f.SKU, f.NOW)
    assert (kept.effective_from, kept.effective_to, kept.amount) == (f.NOW, f.NOW + f.DAY, 149_00)
    assert prices._repository.promotions_since(f.SKU, f.NOW + 2 * f.DAY) == []


def test_a_promotion_that_never_ran_leaves_no_history(aws: Any) -> None:
    f.stored(f.sheet())
    attach(term(starts_at=f.NOW + 2 * f.DAY), f.SKU)
    tx = begin(f.DAY)
    prices = service().prices
    prices.detach_terms(tx, prices.sheets([f.SKU]), "prm_1")
    tx.commit(None)
    assert prices._repository.promotions_since(f.SKU, f.NOW - 90 * f.DAY) == []


def test_a_promotion_is_attached_once_and_to_what_has_a_sheet(aws: Any) -> None:
    f.stored(f.sheet())
    attach(term(), f.SKU)
    with pytest.raises(TermClashError):
        attach(term(), f.SKU)
    with pytest.raises(SkuNotFoundError):
        attach(term(), "sku_x")


def test_a_sheet_takes_so_many_promotions_and_no_more(aws: Any) -> None:
    f.stored(f.sheet(terms=tuple(term(f"prm_{number}") for number in range(MAX_TERMS - 1))))
    attach(term("prm_last"), f.SKU)
    with pytest.raises(SheetFullError):
        attach(term("prm_more"), f.SKU)


def test_of_two_promotions_at_once_one_is_checked_anew(aws: Any) -> None:
    f.stored(f.sheet())
    prices, tx = service().prices, begin()
    prices.attach_terms(tx, prices.sheets([f.SKU]), {f.SKU: term()})
    attach(term("prm_2"), f.SKU)
    with pytest.raises(RacedError):
        tx.commit(None)


def test_discounts_of_a_channel_begin_with_an_empty_sheet(aws: Any) -> None:
    prices = service().prices
    known = prices.channel_sheets([Channel.TV, Channel.APP])
    assert [sheet.terms for sheet in known.values()] == [(), ()]
    whole = term(kind=TermKind.THRESHOLD, scope=Scope.EVERYTHING, channels=(Channel.TV,))
    for one in (whole, term("prm_2", kind=TermKind.THRESHOLD, channels=(Channel.TV,))):
        tx = begin()
        prices.attach_channel_term(tx, prices.channel_sheets([Channel.TV]), one)
        tx.commit(None)
    tx = begin()
    prices.detach_channel_term(tx, prices.channel_sheets([Channel.TV, Channel.APP]), "prm_1")
    tx.commit(None)
    (left,) = prices.channel_sheets([Channel.TV])[Channel.TV].terms
    assert left.promotion_id == "prm_2"


@pytest.mark.clause("4.4.2")
def test_a_price_is_suspended_until_the_last_violation_is_settled(aws: Any) -> None:
    f.stored(f.sheet())
    prices = service().prices

    def act(what: str, violation: str) -> None:
        tx = begin()
        getattr(prices, what)(tx, f.SKU, violation)
        tx.commit(None)

    for _ in range(2):
        act("suspend", "pvi_1")
    act("suspend", "pvi_2")
    assert not has_price()
    act("reinstate", "pvi_1")
    assert not has_price()
    for _ in range(2):
        act("reinstate", "pvi_2")
    assert has_price()
    told = [item["type"] for item in aws.items("OutboxTable")]
    assert sorted(told) == ["PriceReinstated", "PriceSuspended", "PriceSuspended"]
    with pytest.raises(SkuNotFoundError):
        prices.suspend(begin(), "sku_x", "pvi_3")


def test_no_price_before_the_first_one(aws: Any) -> None:
    f.stored(f.sheet(entries=(f.entry(at=f.NOW),)))
    assert has_price()
    assert not has_price(f.NOW - f.DAY / 86_400)
