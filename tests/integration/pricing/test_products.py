"""Price sheets follow approved products, in whatever order they are told."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from teleshop.kernel.errors import RacedError
from teleshop.kernel.use_case import run
from teleshop.pricing.domain.change import ChangeState
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.service import ApprovedProduct, ApprovedSku, Products
from teleshop.pricing.tables import PricingRepository
from teleshop.pricing.wiring import service
from tests.factories import pricing as f

pytestmark = pytest.mark.clause("4.2.4")
TV = Channel.TV


def product(revision: int, *skus: str, **changes: Any) -> ApprovedProduct:
    facts: dict[str, Any] = {
        "product_id": f.PRODUCT,
        "supplier_id": f.SUPPLIER_ID,
        "revision": revision,
        "category_id": f.CATEGORY,
        "path": ("cat_root", f.CATEGORY),
        "name": f"云栖不粘炒锅 {revision}",
        "skus": tuple(ApprovedSku(sku, 120_00, 399_00) for sku in skus),
    }
    return ApprovedProduct(**facts | changes)


def follow(one: ApprovedProduct) -> None:
    frame = f.call(after=f.DAY)
    run(frame, lambda: service().products.follow_product(frame, one))


def sheet(sku: str = f.SKU) -> Any:
    return service().prices.sheets([sku]).get(sku)


def test_a_new_article_has_an_empty_sheet(aws: Any) -> None:
    follow(product(1, f.SKU))
    made = sheet()
    assert (made.cost, made.suggested, made.entries) == (120_00, 399_00, ())
    assert (made.path, made.title) == (("cat_root", f.CATEGORY), "云栖不粘炒锅 1")
    assert made.price_at(f.NOW, TV) is None


def test_later_content_renews_the_sheet_and_keeps_its_prices(aws: Any) -> None:
    f.stored(f.sheet())
    cheaper = (ApprovedSku(f.SKU, 90_00, 299_00),)
    follow(product(2, f.SKU, category_id="cat_other", path=("cat_other",), skus=cheaper))
    made = sheet()
    assert (made.cost, made.suggested, made.category_id) == (90_00, 299_00, "cat_other")
    assert set(made.entries) == set(f.everywhere())


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1, 2), (3, 1, 3)])
def test_the_latest_content_holds_whatever_came_first(aws: Any, order: tuple[int, ...]) -> None:
    told = {
        1: product(1, f.SKU, f.SECOND_SKU),
        2: product(2, f.SKU),
        3: product(3, f.SKU, "sku_third"),
    }
    for number in order:
        follow(told[number])
    found = service().prices.sheets_of_product(f.PRODUCT)
    assert {sku: one.revision for sku, one in found.items()} == {f.SKU: 3, "sku_third": 3}
    second = sheet(f.SECOND_SKU)
    assert second is None or second.left


def test_the_same_content_again_changes_nothing(aws: Any) -> None:
    follow(product(1, f.SKU, f.SECOND_SKU))
    follow(product(2, f.SKU))
    before = aws.items("PricingTable"), len(aws.items("AuditTable"))
    follow(product(2, f.SKU))
    follow(product(1, f.SKU, f.SECOND_SKU))
    assert (aws.items("PricingTable"), len(aws.items("AuditTable"))) == before


def test_an_article_that_left_loses_its_price_and_what_was_scheduled(aws: Any) -> None:
    change_id = f.scheduled()
    follow(product(2, f.SECOND_SKU))
    made = sheet()
    assert made.left
    assert made.price_at(f.NOW + f.DAY, TV) is None
    assert set(made.entries) == set(f.everywhere())
    change = service().changes.show(change_id)
    assert (change.state, change.reason_code) == (ChangeState.WITHDRAWN, "sku_left")
    (clock,) = aws.items("DeadlinesTable")
    assert clock["state"] == "cancelled"
    assert "PriceChangeWithdrawn" in [item["type"] for item in aws.items("OutboxTable")]
    assert list(service().prices.sheets_of_product(f.PRODUCT)) == [f.SECOND_SKU]
    # Should it come back, the price that it had holds again, and nothing of what was scheduled.
    follow(product(3, f.SKU, f.SECOND_SKU))
    assert sheet().price_at(f.NOW + f.WEEK, TV) == 199_00


def test_fifty_articles_that_replace_fifty_others_are_followed_in_steps(aws: Any) -> None:
    old, new = [f"old_{n:02d}" for n in range(50)], [f"new_{n:02d}" for n in range(50)]
    follow(product(1, *old))
    follow(product(2, *new))
    assert set(service().prices.sheets_of_product(f.PRODUCT)) == set(new)
    assert all(one.left for one in service().prices.sheets(old).values())


def test_a_run_that_broke_off_half_way_is_finished_by_the_next(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(product(1, f.SKU, f.SECOND_SKU))

    def broken(*_: Any) -> None:
        raise RuntimeError("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(Products, "_let_go", broken)
        with pytest.raises(RuntimeError):
            follow(product(2, f.SKU))
    assert not sheet(f.SECOND_SKU).left
    follow(product(2, f.SKU))
    assert sheet(f.SECOND_SKU).left
    assert sheet() == replace(sheet(), revision=2)


# -- whether it is on sale -------------------------------------------------------------------------


def sale(on_sale: bool, after: timedelta = f.DAY) -> None:
    frame = f.call(after=after)
    run(frame, lambda: service().products.follow_sale(frame, f.PRODUCT, on_sale=on_sale))


def sold() -> dict[str, bool]:
    found = service().prices.sheets_of_product(f.PRODUCT)
    return {sku: one.on_sale for sku, one in found.items()}


def test_a_new_article_is_not_on_sale_until_its_product_is(aws: Any) -> None:
    follow(product(1, f.SKU, f.SECOND_SKU))
    assert sold() == {f.SKU: False, f.SECOND_SKU: False}
    sale(on_sale=True)
    assert sold() == {f.SKU: True, f.SECOND_SKU: True}
    # One that joins a product on sale is on sale, also one that comes back.
    follow(product(2, f.SKU, "sku_third"))
    sale(on_sale=False, after=2 * f.DAY)
    sale(on_sale=True, after=3 * f.DAY)
    follow(product(3, f.SECOND_SKU, "sku_third"))
    assert sold() == {f.SECOND_SKU: True, "sku_third": True}


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("last", [True, False])
def test_the_latest_word_on_the_sale_counts_in_whatever_order_they_come(
    aws: Any, last: bool, order: tuple[int, ...]
) -> None:
    words = ((True, f.DAY), (False, 2 * f.DAY), (last, 3 * f.DAY))
    for number in (*order, *order):
        sale(*words[number])
        follow(product(1, f.SKU))
    assert sold() == {f.SKU: last}


@pytest.mark.parametrize("first", [True, False])
def test_of_two_words_of_one_instant_the_one_that_takes_off_sale_counts(
    aws: Any, first: bool
) -> None:
    f.stored(f.sheet())
    sale(first)
    sale(not first)
    assert sold() == {f.SKU: False}


def test_fifty_articles_go_off_sale_at_once(aws: Any) -> None:
    follow(product(1, *(f"sku_{n:02d}" for n in range(50))))
    sale(on_sale=True)
    entries = len(aws.items("AuditTable"))
    sale(on_sale=False, after=2 * f.DAY)
    assert set(sold().values()) == {False}
    assert len(aws.items("AuditTable")) == entries + 1


def test_a_sheet_that_is_made_meanwhile_says_the_latest(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both read before either wrote: whoever comes second runs again."""
    follow(product(1, f.SKU))
    store = Products._store

    def late(self: Products, *given: Any) -> None:
        monkeypatch.setattr(Products, "_store", store)
        sale(on_sale=True)
        store(self, *given)

    monkeypatch.setattr(Products, "_store", late)
    follow(product(2, f.SKU, f.SECOND_SKU))
    assert sold() == {f.SKU: True, f.SECOND_SKU: True}


def test_a_word_that_overlooked_a_sheet_is_said_again(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(product(1, f.SKU, f.SECOND_SKU))
    read = PricingRepository.sheets

    def early(self: PricingRepository, skus: Any) -> Any:
        monkeypatch.setattr(PricingRepository, "sheets", read)
        return {f.SKU: read(self, skus)[f.SKU]}

    frame = f.call(after=f.DAY)
    monkeypatch.setattr(PricingRepository, "sheets", early)
    with pytest.raises(RacedError):
        service().products.follow_sale(frame, f.PRODUCT, on_sale=True)
    assert sold() == {f.SKU: False, f.SECOND_SKU: False}
    sale(on_sale=True)
    assert sold() == {f.SKU: True, f.SECOND_SKU: True}


def test_what_is_off_sale_keeps_its_price_for_everything_but_a_quote(aws: Any) -> None:
    """Whether a product can go on sale depends on its price; it must not depend on itself."""
    f.stored(f.sheet())
    sale(on_sale=False)
    assert sheet().price_at(f.NOW, TV) == 199_00
    past = service().past.sheets_as_of([f.SKU], f.NOW, TV)
    assert past[f.SKU].on_sale
    assert service().quotes.of_product(f.PRODUCT, [f.SKU], f.NOW).piece(f.SKU, TV) is not None
