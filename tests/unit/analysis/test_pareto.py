"""Rankings and the vital few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.analysis.domain import ranking

counts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 50))


@pytest.mark.clause("6.1.4")
@given(counts, counts)
def test_a_ranking_falls_and_adds_up(now: dict[str, int], before: dict[str, int]) -> None:
    lines = ranking(now, [before])
    assert [line.count for line in lines] == sorted((line.count for line in lines), reverse=True)
    assert sum(line.count for line in lines) == sum(now.values())
    assert {line.value for line in lines} == {
        value for value in {*now, *before} if now.get(value) or before.get(value)
    }
    vital = sum(line.count for line in lines if line.vital)
    if any(now.values()):
        assert vital >= 0.8 * sum(now.values())
        assert lines[0].vital
        least = min(line.count for line in lines if line.vital)
        assert vital - least < 0.8 * sum(now.values())
        assert [line.cumulative for line in lines][-1] == 1.0


@pytest.mark.clause("2.4.5")
def test_a_value_that_vanished_is_shown_with_its_trend() -> None:
    (line,) = ranking({}, [{"a": 3}, {"a": 2}])
    assert (line.count, line.share, line.trend, line.change) == (0, 0.0, (3, 2), -2)
    assert not line.vital


def test_nothing_is_ranked_of_nothing() -> None:
    assert ranking({}) == []
    assert ranking({"a": 1})[0].change is None
