"""The header of a file: names in two languages, in any order."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.imports.domain.columns import (
    COLUMNS,
    MAX_COLUMNS,
    RETURN_CLASSES,
    column_named,
    plain,
    read_header,
)

pytestmark = pytest.mark.clause("2.2.1")
REQUIRED = [column.zh for column in COLUMNS if column.required]


def codes(names: list[str]) -> list[str]:
    return [found.code for found in read_header(names, 1)[1]]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.field)
def test_a_column_is_known_by_each_of_its_names(column: object) -> None:
    assert isinstance(column, type(COLUMNS[0]))
    for name in (column.zh, column.en, *column.aliases, f" {column.zh}*", column.en.upper()):
        assert column_named(name) is column


def test_no_name_means_two_columns() -> None:
    names = [{plain(n) for n in (c.zh, c.en, *c.aliases)} for c in COLUMNS]
    assert all(not one & other for one, other in itertools.combinations(names, 2))


@given(seed=st.integers())
def test_the_order_of_columns_does_not_matter(seed: int) -> None:
    shuffled = list(COLUMNS)
    random.Random(seed).shuffle(shuffled)
    header, found = read_header([column.zh for column in shuffled], 1)
    assert (list(header.columns), found) == (shuffled, [])


def test_everything_wrong_with_a_header_is_told_at_once() -> None:
    found = read_header(["商品编码", "code", "颜色分类", "商品名称"], 1)[1]
    assert [one.code for one in found] == [
        "duplicate_column",
        "unknown_column",
        "missing_column",
        "missing_column",
    ]
    assert all("商品编码" in one.zh for one in found if one.code != "duplicate_column")


def test_attributes_and_options_have_columns_of_their_own() -> None:
    attribute, option = column_named("属性：材质"), column_named("Option: 颜色")
    assert attribute is not None
    assert option is not None
    assert (attribute.field, attribute.per_variant) == ("attributes.材质", False)
    assert (option.field, option.per_variant) == ("options.颜色", True)


@pytest.mark.parametrize(
    "name", ["属性:", "属性", "别的:颜色", "option:" + "x" * 65, "：", "*", "属性:材\u202e质"]
)
def test_a_name_that_says_nothing_known_is_refused(name: str) -> None:
    assert "unknown_column" in codes([*REQUIRED, name])


def test_empty_names_at_the_end_are_no_columns() -> None:
    header, found = read_header([*REQUIRED, "", " "], 1)
    assert (len(header.columns), found) == (len(REQUIRED), [])


def test_a_sheet_as_wide_as_it_can_be_is_refused_shortly() -> None:
    assert codes(["x"] * (MAX_COLUMNS + 1)) == ["too_many_columns"]


@given(names=st.lists(st.text(max_size=20), max_size=30))
def test_no_header_is_too_strange_to_be_judged(names: list[str]) -> None:
    header, found = read_header(names, 1)
    assert len(header.columns) <= len(names)
    assert found


def test_the_classes_of_return_are_those_of_the_catalogue() -> None:
    from teleshop.catalog.domain.content import ReturnClass

    assert set(RETURN_CLASSES.values()) == {one.value for one in ReturnClass}
