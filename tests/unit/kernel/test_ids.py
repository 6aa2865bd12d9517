"""Identifiers are readable, unique and sort by time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.ids import derived_id, is_id, new_id

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@given(st.integers(1, 10**9))
def test_a_later_id_sorts_behind_an_earlier_one(later: int) -> None:
    assert new_id("cmp", NOW) < new_id("cmp", NOW + timedelta(milliseconds=later))


def test_ids_of_one_instant_differ() -> None:
    assert len({new_id("cmp", NOW) for _ in range(1_000)}) == 1_000


def test_an_id_has_the_shape_of_its_prefix_only() -> None:
    made = new_id("sup", NOW)
    assert is_id(made, "sup")
    assert not is_id(made, "doc")
    assert not is_id(made, "su")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sup_",
        "sup_01J",
        "SUP_01JDBM5E0G0000000000000000",
        "sup_01JDBM5E0G000000000000000I",
        "sup_01JDBM5E0G0000000000000000\n",
        "sup_01JDBM5E0G0000000000000000x",
        "../sup_01JDBM5E0G0000000000000000",
    ],
)
def test_what_only_looks_like_an_id_is_none(text: str) -> None:
    assert not is_id(text, "sup")


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_a_derived_id_follows_from_its_parts_alone(one: list[str], other: list[str]) -> None:
    made = derived_id("apr", *one)
    assert is_id(made, "apr")
    assert made == derived_id("apr", *one)
    assert derived_id("ntf", *one)[4:] == made[4:]
    if "\x00".join(one) != "\x00".join(other):
        assert derived_id("apr", *other) != made
