"""What expired documents mean for a supplier on board."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.clock import end_of_china_day
from teleshop.suppliers.domain.catalogue import default_catalogue
from teleshop.suppliers.domain.policy import DEFAULT_POLICY as POLICY
from teleshop.suppliers.domain.qualifications import Qualification, check_validity
from teleshop.suppliers.domain.standing import (
    expired_without_substitute,
    settle_expiry,
    unmet_requirements,
)
from teleshop.suppliers.domain.supplier import Supplier, SuspensionReason, suspend
from tests.factories.suppliers import (
    NOW,
    TODAY,
    active,
    application,
    documents_for,
    in_state,
    qualification,
    yardstick,
)

pytestmark = pytest.mark.clause("3.2.4")

LAST = date(2027, 11, 23)
AFTER = end_of_china_day(LAST)


def of_food() -> tuple[Supplier, list[Qualification]]:
    """A supplier of food on board; its licences end on :data:`LAST`."""
    supplier = replace(active(), application=application(categories=("prepackaged_food",)))
    return supplier, documents_for("prepackaged_food")


def settled(supplier: Supplier, documents: list[Qualification], now: datetime) -> Supplier:
    return settle_expiry(supplier, documents, yardstick(), now)


def test_a_document_suspends_from_the_first_instant_after_its_last_day() -> None:
    supplier, documents = of_food()
    assert settled(supplier, documents, AFTER - timedelta(microseconds=1)) == supplier
    after = settled(supplier, documents, AFTER)
    assert after.state == "suspended"
    assert SuspensionReason("document_expired", "qua_food_business_licence") in after.suspensions


def test_a_document_that_nothing_requires_suspends_nobody() -> None:
    supplier, documents = of_food()
    advice = qualification("quality_management_certificate", valid_to=date(2027, 1, 1))
    others = [document for document in documents if document.type != advice.type]
    at = end_of_china_day(date(2027, 1, 1))
    assert settled(supplier, [*others, advice], at) == supplier


def test_another_document_that_serves_the_same_requirement_stands_in() -> None:
    supplier, documents = of_food()
    filing = qualification("prepackaged_food_filing", valid_to=None)
    found = expired_without_substitute(supplier, [*documents, filing], yardstick(), AFTER)
    assert "qua_food_business_licence" not in found


def test_a_substitute_whose_file_is_not_accepted_does_not_count() -> None:
    supplier, documents = of_food()
    filing = qualification("prepackaged_food_filing", valid_to=None, content="checking")
    found = expired_without_substitute(supplier, [*documents, filing], yardstick(), AFTER)
    assert "qua_food_business_licence" in found


def test_a_document_that_is_not_valid_yet_does_not_count() -> None:
    supplier, documents = of_food()
    first = date(2027, 12, 1)
    filing = qualification("prepackaged_food_filing", valid_from=first, valid_to=None)
    later = [*documents, filing]
    assert expired_without_substitute(supplier, later, yardstick(), AFTER)
    begun = end_of_china_day(date(2027, 11, 30))
    assert "qua_food_business_licence" not in expired_without_substitute(
        supplier, later, yardstick(), begun
    )
    early = check_validity(filing, default_catalogue().types[filing.type], TODAY, POLICY, "/d")
    assert [finding.code for finding in early] == ["not_yet_valid"]


def test_a_renewal_restores_and_leaves_other_reasons_alone() -> None:
    supplier, documents = of_food()
    hold = SuspensionReason("manual_hold", "manual")
    suspended = settled(suspend(supplier, hold, NOW), documents, AFTER)
    renewals = [
        replace(document, id=f"{document.id}_2", replaces=document.id, valid_to=None)
        for document in documents
        if document.valid_to is not None
    ]
    cured = settled(suspended, [*documents, *renewals], AFTER)
    assert cured.suspensions == {hold}


@pytest.mark.parametrize("state", ["draft", "in_review", "terminated"])
def test_nobody_else_is_touched(state: str) -> None:
    _, documents = of_food()
    supplier = in_state(state)  # type: ignore[arg-type]  # a literal of the table
    assert settled(supplier, documents, AFTER) == supplier


@given(days=st.integers(min_value=-400, max_value=800))
def test_settling_twice_is_settling_once_and_agrees_with_what_is_missing(days: int) -> None:
    supplier, documents = of_food()
    at = NOW + timedelta(days=days)
    once = settled(supplier, documents, at)
    assert settled(once, documents, at) == once
    missing = unmet_requirements(supplier, documents, yardstick(), at)
    assert bool(once.suspensions) == bool(missing)
