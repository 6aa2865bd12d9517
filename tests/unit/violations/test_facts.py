"""Nobody is punished twice for the same facts, by whatever name they go."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.violations.domain.case import FALLEN, Case, CaseState, Source, ViolationType
from teleshop.violations.domain.facts import check_new, keys_of
from teleshop.violations.errors import FactsTriedError, NewEvidenceNeededError
from tests.unit.violations.test_case import OPEN

pytestmark = pytest.mark.clause("3.4.2")
PRODUCTS = st.lists(st.sampled_from(["prd_1", "prd_2", "prd_3"]), unique=True)
TYPES = st.sampled_from(list(ViolationType))
LETTER = "渝市监〔2026〕12号"


def case(*products: str, id: str = "vio_1", **changes: Any) -> Case:
    return replace(OPEN, id=id, products=products, **changes)


def same(first: Case, second: Case) -> bool:
    """Whether the second case is about the facts of the first one."""
    marks, asked = keys_of(first).marks, keys_of(second)
    return bool(set(marks) & set(asked.asked)) or any(
        asked.begins is not None and mark.startswith(asked.begins) for mark in marks
    )


@given(TYPES, TYPES, PRODUCTS, PRODUCTS)
def test_the_same_goods_or_the_same_type_without_goods_are_the_same_facts_of_a_day(
    one: ViolationType, other: ViolationType, mine: list[str], theirs: list[str]
) -> None:
    first = case(*mine, type=one)
    second = case(*reversed(theirs), id="vio_2", type=other, source=Source.AUTHORITY)
    if mine and theirs:
        assert same(first, second) is bool(set(mine) & set(theirs))
    else:
        assert same(first, second) is (one is other)
    assert same(first, second) is same(second, first)


def test_leaving_the_goods_out_makes_no_new_facts() -> None:
    assert same(case("prd_1"), case(id="vio_2"))
    assert same(case(id="vio_2"), case("prd_1"))


def test_one_complaint_is_one_set_of_facts_on_whatever_day_and_whoever_names_it() -> None:
    first = case(source=Source.COMPLAINT, reference="cas_ 1")
    for source in Source:
        second = case(
            "prd_1", id="vio_2", source=source, reference="CAS_1", happened_on=date(2026, 11, 21)
        )
        assert same(first, second)


@pytest.mark.parametrize(
    "written",
    [
        "渝市监［2026］12号",
        "渝市监[2026]12号",
        "渝市监【２０２６】 １２号",
        "渝市监（2026）12号",
        "渝市监\u200b〔2026〕12号",
        "渝市监〔2026〕12号\u3164",
        "\u115f渝市监〔2026〕\u116012号",
        "渝市监〔2026〕12号\uffa0",
        "渝市监〔2026〕\u280012号",
        "渝市监〔20\u034f26〕12号",
        "渝市监\ufe00〔2026〕12号\U000e0100",
        "渝市监<2026>12号",
        "渝市监＜2026＞12号",
        "渝市监≪2026≫12号",
        "渝市监《2026》12号",
    ],
)
def test_a_letter_is_one_however_its_number_is_written(written: str) -> None:
    first = case(reference=LETTER)
    assert same(first, case(id="vio_2", reference=written, happened_on=date(2026, 11, 21)))


@pytest.mark.parametrize("dash", "-–—‐−－﹣⁻˗⁃─━➖ー")
def test_a_dash_is_one_however_it_is_drawn(dash: str) -> None:
    first = case(reference="A-1")
    again = case(id="vio_2", reference=f"a{dash}1", happened_on=date(2026, 11, 21))
    assert same(first, again)


def test_the_numeral_one_is_no_dash() -> None:
    first = case(reference="A-1")
    assert not same(first, case(id="vio_2", reference="A一1", happened_on=date(2026, 11, 21)))


@pytest.mark.parametrize("other", ["渝市监〔2026〕1号", "渝市监〔202〕612号", "渝监〔2026〕12号"])
def test_other_letters_are_others(other: str) -> None:
    first = case(reference=LETTER)
    assert not same(first, case(id="vio_2", reference=other, happened_on=date(2026, 11, 21)))


def test_another_day_is_another_thing() -> None:
    assert not same(case("prd_1"), case("prd_1", id="vio_2", happened_on=date(2026, 11, 21)))


def test_keys_stand_once_and_in_order() -> None:
    keys = keys_of(case("prd_2", "prd_1"))
    assert keys.marks == (
        "day#2026-11-20#product#prd_1",
        "day#2026-11-20#product#prd_2",
        "day#2026-11-20#type#counterfeit_goods#goods#vio_1",
    )


@pytest.mark.parametrize("state", list(CaseState))
def test_what_runs_or_took_effect_is_not_opened_again_and_what_fell_only_with_new_evidence(
    state: CaseState,
) -> None:
    known = replace(OPEN, state=state, appeal_evidence=("doc_2",))
    if state not in FALLEN:
        with pytest.raises(FactsTriedError) as refused:
            check_new([known], ("doc_9",))
        assert refused.value.params["case_id"] == OPEN.id
        return
    check_new([known], ("doc_1", "doc_9"))
    for seen in ((), ("doc_1",), ("doc_1", "doc_2")):
        with pytest.raises(NewEvidenceNeededError):
            check_new([known], seen)


def test_new_is_what_none_of_the_earlier_cases_had() -> None:
    fell = CaseState.DISMISSED
    known = [
        replace(OPEN, id="vio_1", state=fell, evidence=("doc_1",)),
        replace(OPEN, id="vio_2", state=fell, evidence=("doc_2",), statement_evidence=("doc_3",)),
    ]
    for seen in (("doc_1",), ("doc_2",), ("doc_1", "doc_2"), ("doc_3", "doc_1")):
        with pytest.raises(NewEvidenceNeededError) as refused:
            check_new(known, seen)
        assert refused.value.params["case_id"] == "vio_2"
    check_new(known, ("doc_1", "doc_4"))
    with pytest.raises(NewEvidenceNeededError):
        check_new(known, ("doc_4",), {"doc_1": "bytes", "doc_4": "bytes"})
    check_new([], ())
