"""The blacklist of entities and persons."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from teleshop.suppliers.domain.blacklist import (
    BlacklistEntry,
    BlacklistSubject,
    clear_namesake,
    end_entry,
    match_blacklist,
    normalise_name,
)
from tests.factories.suppliers import NOW, USCC

pytestmark = pytest.mark.clause("2.1.5")

ENTITY = BlacklistSubject("entity", USCC, "/uscc")
PERSON = BlacklistSubject("person", "hash-of-a-name", "/contacts/0/name")


def entry(**changes: Any) -> BlacklistEntry:
    values: dict[str, Any] = {
        "id": "blk_1",
        "kind": "entity",
        "key": USCC,
        "reason": "伪造资质",
        "since": NOW,
        "until": NOW + timedelta(days=1),
    }
    return BlacklistEntry(**{**values, **changes})


@pytest.mark.parametrize(
    ("moment", "hit"),
    [
        (timedelta(microseconds=-1), False),
        (timedelta(0), True),
        (timedelta(days=1, microseconds=-1), True),
        (timedelta(days=1), False),
    ],
)
def test_an_entry_counts_from_its_start_until_just_before_its_end(
    moment: timedelta, hit: bool
) -> None:
    hits = match_blacklist([entry()], [ENTITY], uscc=USCC, now=NOW + moment)
    assert bool(hits) is hit


def test_an_entry_without_end_counts_for_ever() -> None:
    forever = entry(until=None)
    far = datetime(9999, 1, 1, tzinfo=UTC)
    [hit] = match_blacklist([forever], [ENTITY, PERSON], uscc=USCC, now=far)
    assert (hit.entry_id, hit.kind, hit.pointer) == ("blk_1", "entity", "/uscc")


def test_a_key_of_the_other_kind_is_no_match() -> None:
    assert match_blacklist([entry(kind="person")], [ENTITY], uscc=USCC, now=NOW) == []


def test_a_person_cleared_as_namesake_is_no_hit_for_that_entity_only() -> None:
    listed = entry(kind="person", key=PERSON.key)
    cleared = clear_namesake(listed, USCC.lower())
    assert match_blacklist([listed], [PERSON], uscc=USCC, now=NOW)
    assert match_blacklist([cleared], [PERSON], uscc=f" {USCC.lower()}", now=NOW) == []
    assert match_blacklist([cleared], [PERSON], uscc="91440300708461136T", now=NOW)
    with pytest.raises(ValueError, match="namesake"):
        clear_namesake(entry(), USCC)


def test_an_ended_entry_stays_ended_and_one_to_come_never_starts() -> None:
    ended = end_entry(entry(), NOW + timedelta(hours=1))
    assert ended.until == NOW + timedelta(hours=1)
    assert end_entry(ended, NOW + timedelta(hours=2)) is ended
    to_come = end_entry(entry(until=None), NOW - timedelta(days=1))
    assert not to_come.in_force(NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": " "},
        {"until": NOW - timedelta(days=1)},
        {"since": NOW.replace(tzinfo=None)},
        {"until": NOW.replace(tzinfo=None)},
    ],
)
def test_an_entry_needs_a_reason_and_instants_in_order(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"entry|instants"):
        entry(**changes)


def test_spellings_of_one_name_are_one_name() -> None:
    spellings = ["阿卜杜拉·艾力", "阿卜杜拉・艾力", " 阿卜杜拉 艾力", "阿卜杜拉\u200b•艾力"]
    assert {normalise_name(spelling) for spelling in spellings} == {"阿卜杜拉艾力"}
    assert normalise_name("ＳＭＩＴＨ John") == normalise_name("Smith JOHN")


def test_a_printed_entry_shows_neither_key_nor_reason() -> None:
    assert USCC not in repr(entry())
    assert "伪造资质" not in repr(entry())
    assert PERSON.key not in repr(PERSON)
