"""Promotions against the history of prices and deals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.clock import start_of_china_day
from teleshop.pricewatch.domain.policy import DEFAULT_POLICY, Kind, Severity
from teleshop.pricewatch.domain.promotions import (
    Claimable,
    PricePoint,
    Promoted,
    endless,
    not_reverted,
    raised_then_discounted,
    reference_without_deals,
)

START = datetime(2026, 11, 10, 16, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = date(2026, 11, 27)


def promoted(
    price: int | None = 9000,
    reference: int | None = None,
    starts_at: datetime = START,
    days: int = 7,
    id: str = "prm_1",
) -> Promoted:
    return Promoted(
        promotion_id=id,
        sku="sku_1",
        channel="tv",
        starts_at=starts_at,
        ends_at=starts_at + days * DAY,
        price=price,
        reference=reference,
    )


def points(*told: tuple[int, int]) -> list[PricePoint]:
    """Prices by (days before the start, amount)."""
    return [
        PricePoint(id=f"prc_{days}", amount=amount, since=START - days * DAY)
        for days, amount in told
    ]


@pytest.mark.clause("4.4.1")
def test_a_price_raised_and_then_reduced_to_what_it_was_is_severe() -> None:
    (found,) = raised_then_discounted(
        promoted(9000), points((60, 9000), (10, 12000)), DEFAULT_POLICY
    )
    assert (found.kind, found.severity) == (Kind.RAISED_THEN_DISCOUNTED, Severity.SEVERE)
    assert [fact.amount for fact in found.evidence] == [9000, 12000, 9000]


@pytest.mark.clause("4.4.1")
def test_a_real_reduction_after_a_rise_is_looked_at_by_people() -> None:
    (found,) = raised_then_discounted(
        promoted(8999), points((60, 9000), (10, 12000)), DEFAULT_POLICY
    )
    assert found.severity is Severity.MINOR


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(
    ("before", "violation"), [(timedelta(days=30), True), (timedelta(days=30, seconds=1), False)]
)
def test_a_rise_counts_for_thirty_days_to_the_second(before: timedelta, violation: bool) -> None:
    history = [
        PricePoint(id="prc_1", amount=9000, since=START - 60 * DAY),
        PricePoint(id="prc_2", amount=12000, since=START - before),
    ]
    assert bool(list(raised_then_discounted(promoted(), history, DEFAULT_POLICY))) is violation


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(("days", "violation"), [(0, True), (-6, True), (-7, False)])
def test_a_rise_during_the_promotion_counts_until_its_end(days: int, violation: bool) -> None:
    history = points((60, 9000), (days, 12000))
    assert bool(list(raised_then_discounted(promoted(), history, DEFAULT_POLICY))) is violation


@pytest.mark.clause("4.4.1")
def test_a_fall_is_no_rise_and_without_prices_there_is_none() -> None:
    falling = points((60, 12000), (9, 9000))
    assert list(raised_then_discounted(promoted(), falling, DEFAULT_POLICY)) == []
    assert list(raised_then_discounted(promoted(), [], DEFAULT_POLICY)) == []


@pytest.mark.clause("4.4.1")
def test_a_rise_with_a_recorded_reason_is_looked_at_by_people() -> None:
    known = replace(promoted(9000), raise_reason=True)
    (found,) = raised_then_discounted(known, points((60, 9000), (10, 12000)), DEFAULT_POLICY)
    assert found.severity is Severity.MINOR


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(
    ("reference", "claimable", "violation"),
    [
        (18900, 18900, None),
        (18901, 18900, Severity.SERIOUS),
        (19900, None, Severity.SEVERE),
        (None, None, None),
    ],
)
def test_a_reference_price_is_what_real_deals_allow(
    reference: int | None, claimable: int | None, violation: Severity | None
) -> None:
    found = list(reference_without_deals(promoted(9000, reference), Claimable(amount=claimable)))
    assert [one.severity for one in found] == [severity for severity in [violation] if severity]


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(("days", "violation"), [(60, False), (61, True)])
def test_a_promotion_of_more_than_sixty_days_is_endless(days: int, violation: bool) -> None:
    ends = start_of_china_day(TODAY + DAY)
    one = promoted(starts_at=ends - days * DAY, days=days)
    found = list(endless([one], TODAY, DEFAULT_POLICY))
    assert [fact.evidence[0].amount for fact in found] == [days] * violation


@pytest.mark.clause("4.4.1")
def test_promotions_one_after_another_count_together_and_overlapping_days_once() -> None:
    first = start_of_china_day(TODAY - 65 * DAY)
    chain = [
        promoted(starts_at=first, days=33, id="prm_1"),
        promoted(starts_at=first + 20 * DAY, days=13, id="prm_2"),
        promoted(starts_at=first + 33 * DAY, days=60, id="prm_3"),
    ]
    (found,) = endless(chain, TODAY, DEFAULT_POLICY)
    assert found.evidence[0].amount == 66
    assert found.promotion_id == "prm_3"
    assert list(endless(chain[:2], TODAY, DEFAULT_POLICY)) == []


def test_an_endless_promotion_is_told_once_in_a_month() -> None:
    one = promoted(starts_at=start_of_china_day(TODAY - 80 * DAY), days=365)
    ids = [
        found.violation_id
        for day in (TODAY, TODAY + DAY, date(2026, 12, 1))
        for found in endless([one], day, DEFAULT_POLICY)
    ]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.clause("4.3.4")
def test_a_promotion_that_did_not_revert_names_both_prices() -> None:
    found = not_reverted(promoted(9000), 9000)
    assert found.kind is Kind.PROMOTION_NOT_REVERTED
    assert [fact.amount for fact in found.evidence] == [9000, 9000]


@given(
    st.lists(st.tuples(st.integers(1, 29), st.integers(1, 100)), max_size=8), st.integers(1, 100)
)
def test_without_a_rise_there_is_no_violation(told: list[tuple[int, int]], price: int) -> None:
    days = dict(told)
    falling = dict(
        zip(sorted(days, reverse=True), sorted(days.values(), reverse=True), strict=True)
    )
    history = points(*falling.items())
    assert list(raised_then_discounted(promoted(price), history, DEFAULT_POLICY)) == []
