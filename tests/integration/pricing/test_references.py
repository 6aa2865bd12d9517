"""Reference prices and quotes from what is stored."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.records import PriceRecord, RecordKind
from teleshop.pricing.domain.terms import Channel, CustomerKind, Scope, Term, TermKind
from teleshop.pricing.errors import SkuNotFoundError
from teleshop.pricing.service import Pack, QuoteLine, QuoteRefusedError
from teleshop.pricing.wiring import service
from tests.factories import pricing as f

pytestmark = pytest.mark.clause("4.3.3")
TV = Channel.TV


def price(days: int, amount: int) -> PriceRecord:
    at = f.NOW - days * f.DAY
    return PriceRecord(
        id=f"prc_{days:03d}",
        kind=RecordKind.PRICE,
        sku=f.SKU,
        product_id=f.PRODUCT,
        channels=(TV,),
        effective_from=at,
        recorded_at=at,
        amount=amount,
    )


def promotion(**changes: Any) -> Term:
    facts: dict[str, Any] = {
        "promotion_id": "prm_1",
        "kind": TermKind.FIXED_PRICE,
        "channels": (TV,),
        "starts_at": f.NOW,
        "ends_at": f.NOW + 3 * f.DAY,
        "amount": 90_00,
    }
    return Term(**facts | changes)


def attached(*terms: Term) -> None:
    prices = service().prices
    for term in terms:
        tx = Transaction(f.call(), "test", Subject("promotion", term.promotion_id))
        prices.attach_terms(tx, prices.sheets([f.SKU]), {f.SKU: term})
        tx.commit(None)


def eu(at: timedelta = timedelta(), now: timedelta | None = None) -> Any:
    moment = f.NOW + at
    seen = moment if now is None else f.NOW + now
    return service().references.reference(f.SKU, TV, moment, seen, Pack.EU)


def test_the_vector_of_the_european_pack_gives_eighty(aws: Any) -> None:
    f.stored(f.sheet(entries=(f.entry(100_00, at=f.NOW - 20 * f.DAY),)))
    f.recorded([price(60, 100_00), price(40, 80_00)])
    attached(promotion())
    answer = eu()
    assert answer.reference.amount == 80_00
    assert [row.amount for row in answer.rows] == [80_00, 100_00]


def test_a_promotion_that_runs_counts_for_the_next_one_and_a_scheduled_price_does_not(
    aws: Any,
) -> None:
    f.stored(f.sheet(entries=(f.entry(), f.entry(50_00, at=f.NOW + 2 * f.DAY))))
    attached(promotion(amount=150_00), promotion(promotion_id="prm_2", starts_at=f.NOW + f.DAY))
    answer = eu(at=4 * f.DAY, now=f.DAY / 2)
    assert (answer.reference.amount, answer.provisional) == (150_00, True)
    assert eu(at=4 * f.DAY, now=1.5 * f.DAY).reference.amount == 90_00
    assert eu(at=4 * f.DAY).reference.amount == 50_00


def test_the_manufacturers_price_is_the_one_of_the_sheet(aws: Any) -> None:
    f.stored(f.sheet())
    own = service().references
    made = own.reference(f.SKU, TV, f.NOW, f.NOW, Pack.MANUFACTURER, document_id="doc_1")
    assert made.reference is not None
    assert made.reference.amount == 399_00
    assert own.reference("sku_x", TV, f.NOW, f.NOW, Pack.MANUFACTURER).code == "NO_BASIS"


def test_what_may_be_claimed_when_selling_at_ninety_today(aws: Any) -> None:
    f.stored(f.sheet())
    f.sold("A1", 100_00, f.NOW - 2 * f.DAY)
    f.sold("A2", 95_00, f.NOW)
    own = service().references
    shown = own.preview(f.SKU, TV, f.NOW, f.NOW, Pack.CN, price=90_00)
    assert (shown.claim.allowed, shown.claim.most) == (True, 100_00)
    assert [row.source for row in shown.answer.rows] == ["A1"]
    with pytest.raises(SkuNotFoundError):
        own.preview("sku_x", TV, f.NOW, f.NOW, Pack.CN, price=90_00)


def test_days_without_a_deal_left_are_not_told(aws: Any) -> None:
    f.sold("A1", 100_00, f.NOW - 2 * f.DAY)
    (one,) = service().references.deals_before(f.SKU, TV, f.NOW, 30)
    assert one.amount == 100_00


@pytest.mark.clause("4.3.4")
def test_a_quote_counts_what_stands_on_the_sheets_of_articles_and_channel(aws: Any) -> None:
    f.stored(f.sheet(), f.sheet(f.SECOND_SKU))
    attached(promotion(amount=150_00))
    whole = promotion(
        promotion_id="prm_9",
        kind=TermKind.THRESHOLD,
        scope=Scope.EVERYTHING,
        amount=None,
        threshold=300_00,
        off=30_00,
    )
    prices = service().prices
    tx = Transaction(f.call(), "test", Subject("promotion", "prm_9"))
    prices.attach_channel_term(tx, prices.channel_sheets([TV]), whole)
    tx.commit(None)
    lines = [QuoteLine(f.SKU, 1), QuoteLine(f.SECOND_SKU, 1)]
    made = service().quotes.quote(lines, CustomerKind.STANDARD, f.NOW, TV)
    assert (made.list_total, made.total) == (398_00, 150_00 + 199_00 - 30_00)
    web = service().quotes.quote(lines, CustomerKind.STANDARD, f.NOW, Channel.WEB)
    assert web.total == 398_00
    with pytest.raises(QuoteRefusedError):
        service().quotes.quote([QuoteLine("sku_x", 1)], CustomerKind.STANDARD, f.NOW, TV)
