"""What is published, and what is withheld so that no small group can be computed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from teleshop.surveys.domain.publication import Publication, figures_of, methods_of, withheld
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


def shown(
    counters: list[tuple[str, Counter]], earlier: Sequence[Publication] = ()
) -> Mapping[tuple[str, str], int | None]:
    return {
        (one.group, one.value): one.figure.n if one.figure else None
        for one in figures_of(counters, SMALLEST, earlier)
    }


def made(counters: list[tuple[str, Counter]]) -> Publication:
    return Publication(
        quarter="2026Q4",
        figures=figures_of(counters, SMALLEST),
        published_at=datetime(2027, 1, 8, tzinfo=UTC),
        published_by="maria",
        methods_zh="",
        methods_en="",
    )


def by_mode(**sizes: int) -> list[tuple[str, Counter]]:
    """One programme with so many answers in each way."""
    cells = [counter("mode", mode, size) for mode, size in sizes.items()]
    return [("after_case", one) for one in (counter("all", "all", sum(sizes.values())), *cells)]


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


def test_a_correction_withholds_what_few_answers_changed() -> None:
    first = made(by_mode(online=30, telephone=20))
    # Nothing new; a total that few changed; groups that few changed; all changed by many.
    assert None not in shown(by_mode(online=30, telephone=20), [first]).values()
    assert set(shown(by_mode(online=33, telephone=20), [first]).values()) == {None}
    assert shown(by_mode(online=35, telephone=27), [first]) == {
        ("all", "all"): 62,
        ("mode", "online"): None,
        ("mode", "telephone"): None,
        ("programme_kind", "after_case"): 62,
    }
    assert None not in shown(by_mode(online=40, telephone=30), [first]).values()


def test_a_correction_is_compared_with_every_version_before() -> None:
    first, second = made(by_mode(online=30, telephone=20)), made(by_mode(online=45, telephone=30))
    counters = by_mode(online=33, telephone=20)
    assert None not in shown(counters, [second]).values()
    assert set(shown(counters, [second, first]).values()) == {None}


@given(
    st.lists(st.integers(0, 30), min_size=3, max_size=3),
    st.lists(st.integers(0, 25), min_size=3, max_size=3),
)
def test_two_versions_together_tell_nothing_of_fewer_than_ten(
    old: list[int], more: list[int]
) -> None:
    modes = ("online", "telephone", "interview")
    first = by_mode(**dict(zip(modes, old, strict=True)))
    later = by_mode(**{mode: n + m for mode, n, m in zip(modes, old, more, strict=True)})
    before, after = shown(first), shown(later, [made(first)])
    both = {
        key: size - earlier
        for key, size in after.items()
        if size is not None and (earlier := before.get(key)) is not None
    }
    assert all(change == 0 or change >= SMALLEST for change in both.values())
    if ("all", "all") in both:
        rest = both["all", "all"] - sum(n for (group, _), n in both.items() if group == "mode")
        cells = [key for key in both if key[0] == "mode"]
        assert not cells or rest == 0 or rest >= SMALLEST


def test_what_is_published_states_its_source_and_what_it_covers() -> None:
    zh, en = methods_of("2026Q4", 10)
    for words in ("2026-10-01", "2026-12-31", "Wilson"):
        assert words in zh
        assert words in en
    assert "数据来源" in zh
    assert "fewer than 10" in en
