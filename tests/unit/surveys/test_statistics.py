"""CSAT, NPS and how sure they are: against published figures, and in general."""

from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.surveys.domain.statistics import (
    Counter,
    change,
    counted,
    empty,
    figure,
    groups_of,
    nps_interval,
    response_rate,
    wilson,
)
from tests.factories.survey_answers import answer

pytestmark = pytest.mark.clause("6.2.3")
counts = st.integers(0, 500)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I,
        # method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_the_published_one(
    successes: int, n: int, low: float, high: float
) -> None:
    found = wilson(successes, n)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10_000), st.data())
def test_wilsons_interval_holds_the_share_within_0_and_1_and_mirrors(n: int, data: Any) -> None:
    successes = data.draw(st.integers(0, n))
    found, mirrored = wilson(successes, n), wilson(n - successes, n)
    assert found is not None
    assert mirrored is not None
    assert 0 <= found.low <= successes / n <= found.high <= 1
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-12)
    more = wilson(10 * successes, 10 * n)
    assert more is not None
    assert more.high - more.low < found.high - found.low


def test_without_answers_there_is_no_figure() -> None:
    assert wilson(0, 0) is None
    assert nps_interval(0, 0, 0) is None
    for measure in ("goods", "nps"):
        found = figure(measure, ())
        assert (found.n, found.value, found.mean, found.interval) == (0, None, None, None)
    assert response_rate(empty("svp", "2026Q4", "all", "all")) is None


@pytest.mark.parametrize(("successes", "n"), [(-1, 3), (4, 3), (0, -1)])
def test_an_impossible_share_is_an_error(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="of"):
        wilson(successes, n)


@given(counts, counts, counts)
def test_the_interval_of_nps_holds_it_and_mirrors(plus: int, passive: int, minus: int) -> None:
    n = plus + passive + minus
    found, mirrored = nps_interval(plus, minus, n), nps_interval(minus, plus, n)
    if not n:
        assert found is None
        return
    assert found is not None
    assert mirrored is not None
    assert -1 <= found.low <= (plus - minus) / n <= found.high <= 1
    assert found.low == pytest.approx(-mirrored.high, abs=1e-12)
    # Never sure, however much all agree.
    assert found.low < found.high


@pytest.mark.parametrize("n", [10, 30])
@pytest.mark.parametrize(("p", "q"), [(0.5, 0.2), (0.9, 0.05), (0.3, 0.3), (0.1, 0.6)])
def test_the_interval_of_nps_holds_the_truth_about_95_times_of_100(
    n: int, p: float, q: float
) -> None:
    covered = 0.0
    for plus in range(n + 1):
        for minus in range(n - plus + 1):
            found = nps_interval(plus, minus, n)
            assert found is not None
            if found.low <= p - q <= found.high:
                ways = comb(n, plus) * comb(n - plus, minus)
                covered += ways * p**plus * q**minus * (1 - p - q) ** (n - plus - minus)
    assert 0.925 < covered < 0.975


def test_csat_is_the_share_of_4_and_5_and_nps_that_of_9_and_10_less_0_to_6() -> None:
    csat = figure("goods", (0, 1, 2, 3, 6, 8))
    assert (csat.n, csat.value, csat.mean) == (20, 0.7, 3.9)
    nps = figure("nps", (1, 0, 0, 0, 0, 0, 2, 3, 4, 5, 5))
    assert (nps.n, nps.value) == (20, round((10 - 3) / 20, 4))
    assert nps.mean == round((12 + 21 + 32 + 45 + 50) / 20, 4)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 5), st.none() | st.integers(0, 10), st.booleans())))
def test_counters_say_what_their_answers_say_in_any_order(given_: list[Any]) -> None:
    answers = [answer(goods=goods, nps=nps, low=low) for goods, nps, low in given_]
    forth, back = (counted_all(order) for order in (answers, answers[::-1]))
    assert forth == back
    assert (forth.answers, forth.low) == (len(answers), sum(one.low for one in answers))
    found = figure("goods", forth.histograms.get("goods", ()))
    assert found.n == len(answers)
    if answers:
        assert found.value == round(sum(goods >= 4 for goods, _, _ in given_) / len(given_), 4)
    nps = [score for _, score, _ in given_ if score is not None]
    assert figure("nps", forth.histograms.get("nps", ())).n == len(nps)


def counted_all(answers: list[Any]) -> Counter:
    found = empty("svp", "2026Q4", "all", "all")
    for one in answers:
        found = counted(found, one)
    return found


def ratings(satisfied: int, n: int) -> tuple[int, ...]:
    return (0, n - satisfied, 0, 0, 0, satisfied)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [
        # Newcombe 1998, "Interval estimation for the difference between independent proportions",
        # table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_change_is_the_published_one(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = change("goods", ratings(*before), ratings(*after))
    assert found is not None
    assert (found.interval.low, found.interval.high) == (low, high)
    assert found.verdict == "better"


def test_a_change_is_told_only_where_chance_does_not_explain_it() -> None:
    worse = change("goods", ratings(56, 70), ratings(48, 80))
    unclear = change("goods", ratings(7, 10), ratings(6, 10))
    assert worse is not None
    assert unclear is not None
    assert (worse.verdict, unclear.verdict) == ("worse", "unclear")
    assert change("goods", (), ratings(1, 1)) is None
    assert change("nps", ratings(1, 1), ()) is None


nps_counts = st.lists(st.integers(0, 20), min_size=11, max_size=11)


@settings(max_examples=60)
@given(nps_counts, nps_counts)
def test_a_change_of_nps_holds_its_difference_and_mirrors(
    before: list[int], after: list[int]
) -> None:
    found, back = change("nps", before, after), change("nps", after, before)
    if found is None or back is None:
        assert not (sum(before) and sum(after))
        return
    assert found.interval.low <= found.difference <= found.interval.high
    assert found.difference == -back.difference
    assert found.interval.low == pytest.approx(-back.interval.high, abs=2e-4)


def test_an_answer_counts_in_the_groups_it_has() -> None:
    full = answer(supplier_id="sup_1", channel="phone", cause="quality")
    assert groups_of(full) == [
        ("all", "all"),
        ("mode", "online"),
        ("supplier", "sup_1"),
        ("channel", "phone"),
        ("cause", "quality"),
    ]
    assert groups_of(answer()) == [("all", "all"), ("mode", "online")]
