"""Price sheets follow the tree of categories."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from teleshop.categories.schemas import CategoryMoved
from teleshop.categories.wiring import service as categories
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.service import Place, Position
from teleshop.pricing.service import places as pages
from teleshop.pricing.wiring import service
from tests.factories import categories as tree
from tests.factories import pricing as f
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("4.3.4")


def path(sku: str) -> tuple[str, ...]:
    return service().prices.sheets([sku])[sku].path


def renewed(places: dict[str, Place], start: Position | None = None) -> int:
    """Page after page; answers how many there were."""
    steps, rest = 1, service().places.renew(f.call(), "cat_a", places, start)
    while rest is not None:
        steps, rest = steps + 1, service().places.renew(f.call(), "cat_a", places, rest)
    return steps


def test_every_sheet_of_every_category_below_says_where_it_lies(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 3)
    sheets = [
        f.sheet(f"sku_{name}_{n}", product_id=f"prd_{name}", category_id=name, path=("old",))
        for name, count in (("cat_a", 7), ("cat_b", 0), ("cat_c", 2))
        for n in range(count)
    ]
    f.stored(*sheets)
    places = {name: Place(name, ("top", name)) for name in ("cat_a", "cat_b", "cat_c")}
    assert renewed(places) == 4
    assert {one.path for one in service().prices.sheets([s.sku for s in sheets]).values()} == {
        ("top", "cat_a"),
        ("top", "cat_c"),
    }
    told = len(aws.items("AuditTable"))
    monkeypatch.setattr(pages, "PAGE", 40)
    assert renewed(places) == 1
    assert len(aws.items("AuditTable")) == told


def test_many_empty_categories_are_looked_at_in_steps(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LOOKED_AT", 2)
    f.stored(f.sheet(category_id="cat_e", path=("old",)))
    places = {f"cat_{name}": Place(f"cat_{name}", ("top", name)) for name in "abcde"}
    assert renewed(places) == 3
    assert path(f.SKU) == ("top", "e")


def test_goods_of_a_merged_category_are_those_of_the_other(aws: Any) -> None:
    f.stored(f.sheet(category_id="cat_a", path=("old",)))
    renewed({"cat_a": Place("cat_z", ("top", "cat_z"))})
    sheet = service().prices.sheets([f.SKU])[f.SKU]
    assert (sheet.category_id, sheet.path) == ("cat_z", ("top", "cat_z"))
    assert set(sheet.entries) == set(f.everywhere())


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in it, connected."""
    whole = wiring()
    names = [n for n in whole.handlers if n.startswith(("PricingOnCategory", "Outbox"))]
    with connected(aws, replace(whole.only(*names), machines=[])) as made:
        yield made


@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_a_move_is_followed_on_the_platform(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, deliver: Any
) -> None:
    platform.deliver = deliver
    monkeypatch.setattr(pages, "PAGE", 1)
    _, kitchen, cookware = tree.chain(["household", "kitchen", "cookware"])
    f.stored(
        f.sheet(category_id=cookware, path=("old",)),
        f.sheet(f.SECOND_SKU, category_id=cookware, path=("old",)),
    )
    tx = Transaction(f.call(), "move", Subject("category", kitchen))
    tx.publish(CategoryMoved(category_id=kitchen, from_parent=None, to_parent=None))
    tx.commit(None)
    platform.settle()
    known = categories().find(cookware)
    assert known is not None
    assert path(f.SKU) == path(f.SECOND_SKU) == known.path
