"""The reviewers' inbox: what is looked at first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.inbox import (
    HIGHEST,
    WEIGHTS,
    Place,
    completeness_of,
    place_of,
    rank_of,
    risk_of,
)
from teleshop.catalog.domain.review import LABELS
from teleshop.catalog.domain.rulebook import Attribute, CategoryRules
from tests.unit.catalog.test_review_list import CONTENT, NOW

POTS = CategoryRules(
    id="cat_1",
    zh="炊具",
    en="Cookware",
    path=("cat_1",),
    attributes=(Attribute(code="material", zh="材质", en="Material"),),
)
places = st.builds(
    Place,
    st.none() | st.dates(date(2026, 11, 1), date(2030, 1, 1)),
    st.integers(0, HIGHEST),
    st.integers(0, 100),
    st.integers(0, 10**8).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    st.booleans(),
)


def urgency(place: Place) -> tuple[object, ...]:
    """Air date, risk, excellence, completeness, age: the smaller the sooner."""
    return (
        place.air_on or date.max,
        -place.risk,
        not place.featured,
        -place.completeness,
        place.submitted_at,
    )


@pytest.mark.clause("2.2.1", "3.3.2")
@given(places, places)
def test_ranks_sort_by_air_date_risk_excellence_completeness_and_age(
    one: Place, other: Place
) -> None:
    by_rank = rank_of(one, "prd_1") < rank_of(other, "prd_1")
    assert by_rank == (urgency(one) < urgency(other))


@given(places)
def test_a_place_can_be_read_from_its_rank(place: Place) -> None:
    assert place_of(rank_of(place, "prd_01ABC")) == place


def test_a_rank_written_before_there_were_benefits_is_read() -> None:
    place = place_of("2026-12-01#7#020#2026-11-23T04:00:00.000000Z#prd_1")
    assert (place.featured, place.completeness, place.risk) == (False, 80, 2)


def test_two_products_never_share_a_rank() -> None:
    place = Place(None, 0, 100, datetime(2026, 11, 23, tzinfo=UTC))
    assert rank_of(place, "prd_1") != rank_of(place, "prd_2")


@pytest.mark.clause("2.2.1")
def test_dangerous_goods_forbidden_words_and_remarks_and_new_suppliers_are_risky() -> None:
    calm = risk_of(POTS, words=0, remarks=0, new_supplier=False)
    assert calm == 0
    health = replace(POTS, wording_kind="health_food")
    assert risk_of(health, words=0, remarks=0, new_supplier=False) == 4
    assert risk_of(POTS, words=3, remarks=0, new_supplier=False) == 2
    assert risk_of(POTS, words=0, remarks=5, new_supplier=False) == WEIGHTS.remarks
    assert risk_of(POTS, words=0, remarks=0, new_supplier=True) == 1
    assert risk_of(None, words=0, remarks=0, new_supplier=False) == 0
    assert risk_of(health, words=9, remarks=9, new_supplier=True) == HIGHEST


def test_what_says_everything_is_complete() -> None:
    said = {"text": "铸铁", "day": date(2026, 11, 1), "days": 30, "things": ("铸铁",)}
    kinds = {"production_date": "day", "shelf_life_days": "days"}
    many = {"variants", "ingredients", "pictures", "documents"}
    fields: dict[str, Any] = {
        name: said[kinds.get(name, "things" if name in many else "text")] for name in LABELS
    }
    whole = Content(**{**fields, "attributes": {"material": "铸铁"}})
    assert completeness_of(whole, POTS) == 100


@pytest.mark.clause("2.2.1")
def test_completeness_counts_fields_and_the_attributes_of_the_category() -> None:
    assert completeness_of(Content(), None) == 0
    without = completeness_of(CONTENT, POTS)
    given_all = completeness_of(replace(CONTENT, attributes={"material": "铸铁"}), POTS)
    assert 0 < without < given_all <= 100
    # An attribute that the category does not know adds nothing.
    assert completeness_of(replace(CONTENT, attributes={"other": 1}), POTS) == without
