"""The list is data that is whole: each word once where it counts, with law, level and day."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from teleshop.wording.domain import simplified
from teleshop.wording.domain.normal import normal_form
from teleshop.wording.domain.screening import screen
from teleshop.wording.domain.words import CODE_NAMES, Code, WordGroup, WordList
from teleshop.wording.service import GoodsProfile, Level, WordingKind
from teleshop.wording.wiring import service
from tests.factories.wording import NOW, screened
from tools.simplified import pairs, render

pytestmark = pytest.mark.clause("2.3.5")

WORDS = service().word_list()
every_group = pytest.mark.parametrize(
    "group", WORDS.groups, ids=lambda group: f"{group.code}-{group.judge}-{group.words[0]}"
)


def test_edition_is_named_and_dated() -> None:
    assert WORDS.version == "2026-11"
    assert WORDS.last_checked <= NOW.date()
    assert {group.code for group in WORDS.groups} == set(Code) == set(CODE_NAMES)
    assert all(zh and en for zh, en in CODE_NAMES.values())


@every_group
def test_group_says_where_it_comes_from_and_since_when(group: WordGroup) -> None:
    assert group.sources
    assert all(source.title and source.article for source in group.sources)
    assert date(1995, 1, 1) < group.since <= WORDS.last_checked
    assert group.words
    assert len(set(group.words)) == len(group.words)
    assert all(normal_form(word) for word in group.words)


def test_a_word_counts_once_for_each_kind_of_goods() -> None:
    """Save where one group is for these goods alone: it then wins over the general one."""
    for kind in WordingKind:
        general: dict[str, WordGroup] = {}
        for group in WORDS.groups:
            if group.kinds is None and group.applies(kind, WORDS.last_checked):
                for word in group.words:
                    assert word not in general, word
                    general[word] = group


@every_group
def test_every_word_is_found_by_itself_under_its_code(group: WordGroup) -> None:
    kind = min(group.kinds) if group.kinds else WordingKind.GENERAL
    for word in group.words:
        (hit,) = screened(f"「{word}」", category_kind=kind, on_tv=True).hits
        assert (hit.text, hit.code, hit.level) == (word, group.code, group.level)


def test_group_counts_from_its_first_to_its_last_day_in_china() -> None:
    group = replace(WORDS.groups[0], since=date(2026, 3, 1), until=date(2026, 3, 31))
    edition = WordList(version="x", last_checked=date(2026, 3, 1), groups=(group,), safe=())

    def found(at: datetime) -> int:
        return len(screen("最佳", GoodsProfile(), at, edition).hits)

    assert found(datetime(2026, 2, 28, 15, 59, tzinfo=UTC)) == 0
    assert found(datetime(2026, 2, 28, 16, 0, tzinfo=UTC)) == 1
    assert found(datetime(2026, 3, 31, 15, 59, tzinfo=UTC)) == 1
    assert found(datetime(2026, 3, 31, 16, 0, tzinfo=UTC)) == 0


def test_list_has_words_of_every_level() -> None:
    assert {group.level for group in WORDS.groups} == set(Level)


def test_table_of_characters_is_that_of_its_source() -> None:
    source = dict(pairs())
    table = dict(zip(simplified.TRADITIONAL, simplified.SIMPLIFIED, strict=True))
    assert set(table) == set(source)
    assert len(table) > 3000
    path = simplified.__file__
    assert path is not None
    with open(path, encoding="utf-8") as file:
        assert file.read() == render()


def test_simplified_forms_stay_as_they_are() -> None:
    table = dict(zip(simplified.TRADITIONAL, simplified.SIMPLIFIED, strict=True))
    assert not set(table.values()) & set(table)
    assert all(one < other for one, other in pairwise(simplified.TRADITIONAL))
