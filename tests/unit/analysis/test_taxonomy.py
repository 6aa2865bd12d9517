"""The taxonomy: two levels, every code for good."""

import pytest

from teleshop.analysis.domain import GENERAL, TAXONOMY, UNCLASSIFIED, Area, Cause, Leaf, Taxonomy
from teleshop.analysis.domain.causes.words import words_of
from teleshop.analysis.errors import CauseNotFoundError, CauseUnknownError
from teleshop.analysis.service import Causes
from teleshop.analysis.wiring import causes

OLD = Cause("goods.old", "旧", "old", since=1, retired_in=3, replaced_by="goods.new")
NEW = Cause("goods.new", "新", "new", since=3)


def made(version: int, *leaves: Cause) -> Taxonomy:
    goods = Cause("goods", "商品", "goods")
    return Taxonomy(version, [Area(goods, tuple(Leaf(cause) for cause in leaves))])


@pytest.mark.clause("6.1.4")
def test_there_are_two_levels_in_both_languages() -> None:
    leaves = list(TAXONOMY.leaves())
    assert len(leaves) >= 35
    assert {leaf.cause.area for leaf in leaves} == {area.cause.code for area in TAXONOMY.areas}
    assert {"quality", "delivery", "after_sales", "safety", "privacy"} <= {
        area.cause.code for area in TAXONOMY.areas
    }
    for cause in (*(area.cause for area in TAXONOMY.areas), *(leaf.cause for leaf in leaves)):
        assert cause.zh
        assert cause.en
        assert TAXONOMY.find(cause.code) is cause


@pytest.mark.clause("6.1.4")
def test_a_retired_code_stays_readable_and_is_not_given_any_more() -> None:
    service = Causes(made(3, OLD, NEW))
    assert service.get("goods.old").replaced_by == "goods.new"
    assert service.require("goods.new") == NEW
    with pytest.raises(CauseUnknownError):
        service.require("goods.old")
    before = Causes(made(2, Cause("goods.old", "旧", "old", retired_in=3)))
    assert before.require("goods.old").code == "goods.old"
    assert [leaf.cause.code for leaf in service.taxonomy.leaves()] == ["goods.new"]


@pytest.mark.clause("6.1.4")
@pytest.mark.parametrize(
    "code", ["quality", "quality.", "nothing.at_all", "", UNCLASSIFIED, GENERAL]
)
def test_a_case_carries_no_code_but_one_of_the_second_level(code: str) -> None:
    with pytest.raises(CauseUnknownError):
        causes().require(code)


def test_a_code_that_never_was_is_not_found() -> None:
    with pytest.raises(CauseNotFoundError):
        causes().get("nothing.at_all")
    assert causes().get("quality").zh == "商品质量"


@pytest.mark.parametrize(
    ("version", "leaves"),
    [
        (3, (NEW, NEW)),
        (3, (Cause("other.new", "新", "new"),)),
        (3, (Cause("goods", "新", "new"),)),
        (3, (OLD,)),
        (2, (OLD, NEW)),
    ],
)
def test_data_that_contradicts_itself_is_an_error(version: int, leaves: tuple[Cause, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        made(version, *leaves)


def test_words_have_weights() -> None:
    assert words_of("3: a, b c; 1: 丁") == {"a": 3, "b c": 3, "丁": 1}
    assert words_of("") == {}
    with pytest.raises(ValueError, match="twice"):
        words_of("3: a; 1: a")
