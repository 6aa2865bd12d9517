"""Nobody is punished twice for the same facts, by whatever name they go."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.violations.domain.case import FALLEN, CaseState, Source, ViolationType
from teleshop.violations.domain.facts import check_new, keys_of, keys_of_case
from teleshop.violations.errors import FactsTriedError, NewEvidenceNeededError
from tests.unit.violations.test_case import OPEN

pytestmark = pytest.mark.clause("3.4.2")
DAY = date(2026, 11, 20)
PRODUCTS = st.lists(st.sampled_from(["prd_1", "prd_2", "prd_3"]), unique=True)
TYPES = st.sampled_from(list(ViolationType))


@given(TYPES, TYPES, PRODUCTS, PRODUCTS)
def test_the_same_goods_of_one_day_are_the_same_facts_whatever_they_are_called(
    one: ViolationType, other: ViolationType, mine: list[str], theirs: list[str]
) -> None:
    first = set(keys_of(one, Source.STAFF, None, DAY, tuple(mine)))
    second = set(keys_of(other, Source.AUTHORITY, None, DAY, tuple(reversed(theirs))))
    if mine and theirs:
        assert bool(first & second) is bool(set(mine) & set(theirs))
    elif not mine and not theirs:
        assert bool(first & second) is (one is other)


def test_one_complaint_is_one_set_of_facts_on_whatever_day() -> None:
    first = keys_of(ViolationType.AGREEMENT_BREACH, Source.COMPLAINT, "cas_ 1", DAY, ())
    later = date(2026, 11, 21)
    second = keys_of(ViolationType.SERIOUS_OFFENCE, Source.COMPLAINT, "CAS_1", later, ("prd_1",))
    assert set(first) & set(second) == {"reference#complaint#cas_1"}


def test_another_day_is_another_thing() -> None:
    mine = keys_of(ViolationType.AGREEMENT_BREACH, Source.STAFF, None, DAY, ("prd_1",))
    later = date(2026, 11, 21)
    theirs = keys_of(ViolationType.AGREEMENT_BREACH, Source.STAFF, None, later, ("prd_1",))
    assert not set(mine) & set(theirs)


def test_keys_stand_once_and_in_order() -> None:
    keys = keys_of_case(replace(OPEN, products=("prd_2", "prd_1")))
    assert keys == ("day#2026-11-20#product#prd_1", "day#2026-11-20#product#prd_2")


@pytest.mark.parametrize("state", list(CaseState))
def test_what_runs_or_took_effect_is_not_opened_again_and_what_fell_only_with_new_evidence(
    state: CaseState,
) -> None:
    known = replace(OPEN, state=state, appeal_evidence=("doc_2",))
    if state not in FALLEN:
        with pytest.raises(FactsTriedError) as refused:
            check_new(known, ("doc_9",))
        assert refused.value.params["case_id"] == OPEN.id
        return
    check_new(known, ("doc_1", "doc_9"))
    for seen in ((), ("doc_1",), ("doc_1", "doc_2")):
        with pytest.raises(NewEvidenceNeededError):
            check_new(known, seen)
