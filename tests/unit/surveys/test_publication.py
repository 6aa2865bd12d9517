"""What is published, and what is withheld so that no small group can be computed."""

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from teleshop.surveys.domain.publication import figures_of, withheld
from teleshop.surveys.domain.statistics import Counter

pytestmark = pytest.mark.clause("6.2.4")
SMALLEST = 10
groups = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1)


@given(groups)
@example({"a": 9, "b": 100})
@example({"a": 0, "b": 3, "c": 10})
@example({"a": 9, "b": 1, "c": 10})
def test_no_group_of_fewer_than_ten_can_be_computed_from_the_total(sizes: dict[str, int]) -> None:
    hidden = withheld(sizes, SMALLEST)
    shown = set(sizes) - hidden
    assert all(sizes[value] >= SMALLEST for value in shown)
    if not hidden:
        return
    # What can be computed is the rest of the total beside the shown groups.
    rest = sum(sizes[value] for value in hidden)
    assert rest >= SMALLEST or not shown
    assert len(hidden) > 1 or not shown


@given(groups)
def test_nothing_is_withheld_where_all_groups_are_large(sizes: dict[str, int]) -> None:
    large = {value: size + SMALLEST for value, size in sizes.items()}
    assert withheld(large, SMALLEST) == frozenset()


def test_the_smallest_groups_go_first_and_ten_answers_are_enough() -> None:
    assert withheld({"a": 9, "b": 12, "c": 50}, SMALLEST) == {"a", "b"}
    assert withheld({"a": 10, "b": 12}, SMALLEST) == frozenset()
    assert withheld({"a": 5, "b": 5, "c": 50}, SMALLEST) == {"a", "b"}
    assert withheld({"a": 5, "b": 4, "c": 50, "d": 60}, SMALLEST) == {"a", "b", "c"}
    assert withheld({"a": 9}, SMALLEST) == {"a"}


def counter(group: str, value: str, satisfied: int, unsatisfied: int = 0) -> Counter:
    histogram = (0, unsatisfied, 0, 0, 0, satisfied)
    return Counter(
        programme_id="svp",
        quarter="2026Q4",
        group=group,
        value=value,
        answers=sum(histogram),
        histograms={"goods": histogram},
    )


def shown(counters: list[tuple[str, Counter]]) -> Mapping[tuple[str, str], int | None]:
    return {
        (one.group, one.value): one.figure.n if one.figure else None
        for one in figures_of(counters, SMALLEST)
    }


def test_programmes_of_a_quarter_are_counted_together() -> None:
    counters = [
        ("after_case", counter("all", "all", 20, 10)),
        ("after_case", counter("mode", "online", 10, 10)),
        ("after_case", counter("mode", "telephone", 10)),
        ("quarterly_sample", counter("all", "all", 12)),
        ("quarterly_sample", counter("mode", "online", 12)),
    ]
    assert shown(counters) == {
        ("all", "all"): 42,
        ("mode", "online"): 32,
        ("mode", "telephone"): 10,
        ("programme_kind", "after_case"): 30,
        ("programme_kind", "quarterly_sample"): 12,
    }
    (total,) = [one.figure for one in figures_of(counters, SMALLEST) if one.group == "all"]
    assert total is not None
    assert total.value == round(32 / 42, 4)


def test_of_a_quarter_with_fewer_than_ten_answers_nothing_is_shown() -> None:
    counters = [
        ("after_case", counter("all", "all", 9)),
        ("after_case", counter("mode", "online", 9)),
    ]
    assert set(shown(counters).values()) == {None}
    assert figures_of([], SMALLEST) == ()
