"""The hash chain by itself: any tampering whatever is found."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.audit.domain import (
    GENESIS,
    Anchor,
    Arrived,
    Break,
    DayCheck,
    Link,
    appended,
    began,
    day_ended,
    entry_hash,
)

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
DAY = date(2026, 11, 23)
pytestmark = pytest.mark.clause("8.1.2")

Stored = dict[str, dict[str, Any]]


def entries(count: int) -> Stored:
    return {
        f"aud_{number:03d}": {"pk": {"S": "supplier#sup_1"}, "actor": {"S": f"person {number}"}}
        for number in range(count)
    }


def chained(stored: Stored) -> tuple[list[tuple[int, Link]], Anchor]:
    arrived = [Arrived("supplier#sup_1", id, entry_hash(item)) for id, item in stored.items()]
    links, head = appended(began(NOON), arrived, NOON)
    return [(link.seq, link) for link in links], Anchor(DAY, head.seq, head.first, head.hash, LATER)


def check(links: list[tuple[int, Link]], stored: Stored, anchor: Anchor) -> Break | None:
    walk = DayCheck(DAY, GENESIS, [anchor])
    for place, link in links:
        item = stored.get(link.entry_id)
        broken = walk.link(place, link, entry_hash(item) if item is not None else None)
        if broken is not None:
            return broken
    return walk.finish(now=LATER, end=None, head=None)


@settings(deadline=None)
@given(st.integers(0, 20))
def test_an_untouched_chain_holds(count: int) -> None:
    stored = entries(count)
    links, anchor = chained(stored)
    assert check(links, stored, anchor) is None


FIELDS = st.sampled_from(["entry_subject", "entry_id", "entry_hash", "previous", "hash"])


@settings(deadline=None)
@given(st.data(), st.integers(1, 12))
def test_any_altered_field_of_a_link_is_found(data: st.DataObject, count: int) -> None:
    stored = entries(count)
    links, anchor = chained(stored)
    at = data.draw(st.integers(0, count - 1))
    place, link = links[at]
    field = data.draw(FIELDS)
    other = data.draw(st.text(max_size=64).filter(lambda text: text != getattr(link, field)))
    links[at] = (place, replace(link, **{field: other}))  # type: ignore[arg-type]  # all are text
    broken = check(links, stored, anchor)
    assert broken is not None
    assert broken.seq == at + 1


@settings(deadline=None)
@given(st.data(), st.integers(1, 12), st.text(max_size=8))
def test_any_altered_entry_is_found(data: st.DataObject, count: int, actor: str) -> None:
    stored = entries(count)
    links, anchor = chained(stored)
    id = data.draw(st.sampled_from(sorted(stored)))
    if stored[id]["actor"]["S"] == actor:
        actor += "!"
    stored[id] = {**stored[id], "actor": {"S": actor}}
    broken = check(links, stored, anchor)
    assert broken is not None
    assert broken.entry_id == id


@settings(deadline=None)
@given(st.data(), st.integers(1, 12))
def test_any_other_selection_or_order_of_links_is_found(data: st.DataObject, count: int) -> None:
    """Removed, repeated, swapped; left at their places or moved together."""
    stored = entries(count)
    links, anchor = chained(stored)
    chosen = data.draw(
        st.lists(st.integers(0, count - 1), max_size=count + 2).filter(
            lambda picked: picked != list(range(count))
        )
    )
    closed_up = data.draw(st.booleans())
    tampered = [
        (number if closed_up else links[index][0], links[index][1])
        for number, index in enumerate(chosen, start=1)
    ]
    assert check(tampered, stored, anchor) is not None


@settings(deadline=None)
@given(st.data(), st.integers(1, 12))
def test_a_chain_made_anew_over_other_entries_differs_from_its_anchor(
    data: st.DataObject, count: int
) -> None:
    stored = entries(count)
    _, anchor = chained(stored)
    kept = data.draw(st.sets(st.sampled_from(sorted(stored)), max_size=count - 1))
    fewer = {id: stored[id] for id in sorted(kept)}
    links, _ = chained(fewer)
    assert check(links, fewer, anchor) is not None


def test_the_hash_of_an_entry_depends_on_every_attribute_and_not_on_their_order() -> None:
    item = {"pk": {"S": "a"}, "notes": {"S": "{}"}}
    assert entry_hash(item) == entry_hash(dict(reversed(item.items())))
    assert entry_hash(item) != entry_hash({**item, "more": {"S": ""}})
    assert entry_hash({"a": {"B": b"x"}}) == entry_hash({"a": {"B": "eA=="}})


def test_a_day_ends_at_midnight_in_china() -> None:
    head = began(NOON)
    midnight = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert day_ended(head, midnight - timedelta(microseconds=1)) is None
    ended = day_ended(head, midnight)
    assert ended is not None
    assert (ended[0].day, ended[1].day) == (DAY, DAY + timedelta(days=1))
