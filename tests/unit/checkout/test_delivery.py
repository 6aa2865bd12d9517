"""Where is delivered, by when and for how much."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.checkout.domain.delivery import (
    POLICIES,
    Area,
    DeliveryPolicy,
    area_of,
    offer_for,
    policy_on,
    promised_on,
)
from teleshop.checkout.domain.regions import CITIES, PROVINCES, WHOLE
from teleshop.kernel.clock import CHINA

pytestmark = pytest.mark.clause("7.1.3")
POLICY = POLICIES[-1]
TICK = timedelta(microseconds=1)
CUT_OFF = datetime(2026, 11, 23, 16, tzinfo=CHINA)


def test_every_province_is_in_exactly_one_area() -> None:
    whole = [prefix for area in POLICY.areas for prefix in area.prefixes if len(prefix) == 2]
    assert sorted(whole) == sorted(PROVINCES)
    assert len(PROVINCES) == 34


def test_every_area_that_is_served_says_how_and_every_other_what_else() -> None:
    for area in POLICY.areas:
        assert area.served == bool(area.warehouses) == bool(area.days)
        assert area.served != bool(area.alternatives)
        assert all(way.zh and way.en for way in area.alternatives)


def test_a_region_that_is_offered_instead_is_served() -> None:
    instead = [way.region for area in POLICY.areas for way in area.alternatives if way.region]
    assert instead
    for region in instead:
        offer = offer_for(region, POLICY, CUT_OFF)
        assert offer is not None
        assert offer.served


def test_the_longest_prefix_decides() -> None:
    sansha, haikou = area_of("460301", POLICY), area_of("460108", POLICY)
    assert sansha is not None
    assert haikou is not None
    assert (sansha.served, haikou.served) == (False, True)


def test_every_province_but_three_has_its_cities() -> None:
    provinces = {city[:2] for city in CITIES}
    assert provinces == set(PROVINCES) - WHOLE
    # 333 prefectures, five parts of four municipalities, four times counties of no city.
    assert len(CITIES) == 333 + 5 + 4
    assert {"3301", "4420", "5002", "4690", "6590", "6543"} <= CITIES


@pytest.mark.parametrize(
    "region",
    [*("990000", "100000", "160000", "000000"), *("339999", "331200", "110201", "371202")],
)
def test_a_code_of_no_place_has_no_terms(region: str) -> None:
    assert offer_for(region, POLICY, CUT_OFF) is None


def test_before_the_hour_it_is_sent_today_and_from_it_on_tomorrow() -> None:
    area = area_of("330106", POLICY)
    assert area is not None
    assert promised_on(area, POLICY, CUT_OFF - TICK) == date(2026, 11, 25)
    assert promised_on(area, POLICY, CUT_OFF) == date(2026, 11, 26)
    before_midnight = datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)
    assert promised_on(area, POLICY, before_midnight) == date(2026, 11, 26)


def test_freight_is_free_from_the_very_sum() -> None:
    offer = offer_for("330106", POLICY, CUT_OFF)
    assert offer is not None
    assert [offer.freight_for(total) for total in (0, 98_99, 99_00)] == [8_00, 8_00, 0]


def test_without_such_a_sum_freight_is_always_charged() -> None:
    dear = Area(prefixes=("33",), zh="浙江", en="Zhejiang", days=1, freight=5_00)
    policy = DeliveryPolicy(effective_from=date(2026, 1, 1), areas=(dear,))
    offer = offer_for("330106", policy, CUT_OFF)
    assert offer is not None
    assert offer.freight_for(1_000_000_00) == 5_00


def test_each_day_has_the_policy_of_its_day() -> None:
    later = replace(POLICY, effective_from=date(2027, 1, 1), cut_off=18)
    known = (POLICY, later)
    assert policy_on(date(2026, 12, 31), known) is POLICY
    assert policy_on(date(2027, 1, 1), known) is later
    assert policy_on(date(2020, 1, 1), known) is POLICY


@given(
    st.sampled_from([*sorted(CITIES), *(f"{province}00" for province in sorted(PROVINCES))]),
    st.integers(0, 99),
    st.integers(0, 4 * 365 * 24 * 60),
)
def test_a_promise_is_never_before_the_order_and_never_earlier_for_a_later_order(
    city: str, rest: int, minutes: int
) -> None:
    at = CUT_OFF + timedelta(minutes=minutes)
    region = f"{city}{'00' if city.endswith('00') else f'{rest:02d}'}"
    offer, later = offer_for(region, POLICY, at), offer_for(region, POLICY, at + timedelta(hours=1))
    assert offer is not None
    assert later is not None
    if offer.promised_on is None or later.promised_on is None:
        assert not offer.served
        return
    assert at.astimezone(CHINA).date() < offer.promised_on <= later.promised_on
