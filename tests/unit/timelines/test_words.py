"""Every event about a customer has words, and the customer sees nothing internal."""

import json
import re
import string
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.kernel.events import Envelope, EventData
from teleshop.timelines.domain import NEUTRAL, WORDINGS, Wording, entry_of, for_customer, for_staff
from tests.factories.timelines import CUSTOMER_ID, event
from tools.event_schemas import event_classes
from tools.project import ROOT

ABOUT_CUSTOMERS = {
    kind.__name__: kind for kind in event_classes() if "customer_id" in kind.__struct_fields__
}
INTERNAL = {
    "assignee",
    "former",
    "team",
    "late_party",
    "escalated_to",
    "supplier_id",
    "supplier_ids",
    "severity",
    "cause",
    "skill",
    "clock",
    "level",
    "authority",
    "ticket",
    "party",
    "reference",
    "recoverable",
    "released",
    "score",
}
"""Facts that are the platform's own affair."""

each_event = pytest.mark.parametrize("kind", ABOUT_CUSTOMERS.values(), ids=lambda k: k.__name__)
each_wording = pytest.mark.parametrize("wording", WORDINGS.values(), ids=lambda w: w.event)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def texts(wording: Wording) -> list[str]:
    customer = wording.customer or NEUTRAL.staff
    return [wording.staff.zh, wording.staff.en, customer.zh, customer.en]


@pytest.mark.clause("2.4.1")
@each_event
def test_every_event_about_a_customer_has_words(kind: type[EventData]) -> None:
    assert kind.__name__ in WORDINGS, "add it to teleshop/timelines/domain/words.py"
    assert WORDINGS[kind.__name__].context == kind.context


@each_event
def test_words_name_only_facts_of_their_event(kind: type[EventData]) -> None:
    wording = WORDINGS[kind.__name__]
    for text in texts(wording):
        assert names(text) <= set(kind.__struct_fields__)
    for condition in (wording.only_if, wording.unless):
        assert condition is None or condition[0] in kind.__struct_fields__


@each_event
def test_the_sample_of_an_event_makes_an_entry_in_both_languages(kind: type[EventData]) -> None:
    path = ROOT / "events" / kind.context / f"{kind.__name__}.json"
    sample = json.loads(path.read_text(encoding="utf-8"))["detail"]
    sample["data"]["customer_id"] = CUSTOMER_ID
    entry = entry_of(msgspec.convert(sample, Envelope))
    assert entry is not None
    for said in (for_staff(entry), for_customer(entry)):
        assert re.search(r"[\u4e00-\u9fff]", said.zh)
        assert not re.search(r"[\u4e00-\u9fff{]", said.en)


@each_wording
def test_words_are_for_an_event_that_exists(wording: Wording) -> None:
    assert wording.event in ABOUT_CUSTOMERS


@pytest.mark.clause("6.4.1")
@each_wording
def test_the_words_for_a_customer_name_nothing_internal(wording: Wording) -> None:
    if wording.customer:
        assert not (names(wording.customer.zh) | names(wording.customer.en)) & INTERNAL


def test_codes_instants_and_amounts_are_shown_for_people() -> None:
    refund, clock = entry_of(event("RefundPaid")), entry_of(event("ClockBreached"))
    assert refund is not None
    assert clock is not None
    assert for_staff(refund).zh == "已退款 123.45 元。"
    assert "response" in for_staff(clock).en
    promise = entry_of(event("PromiseMade", due_at="2026-11-23T16:05:00Z"))
    assert promise is not None
    assert "2026年11月24日 00:05" in for_customer(promise).zh
    assert "2026-11-24 00:05 (China time)" in for_customer(promise).en


def test_a_fact_that_an_event_lacks_is_a_dash() -> None:
    entry = entry_of(event("PromiseMade"))
    assert entry is not None
    assert for_staff(entry).en == "The customer was promised something by –."


@pytest.mark.clause("6.4.1")
def test_a_message_shows_to_its_customer_only_if_it_is_for_them() -> None:
    for visibility, shown in (("customer", True), ("supplier", False), ("internal", False)):
        entry = entry_of(event("MessageAdded", visibility=visibility))
        assert entry is not None
        assert entry.visible is shown


def test_an_event_without_words_is_kept_for_staff() -> None:
    entry = entry_of(event("SomethingNew", note="x" * 201, count=3, list=[1]))
    assert entry is not None
    assert not entry.visible
    assert for_staff(entry) == NEUTRAL.staff
    assert entry.facts == {"count": 3}
    assert entry.expires_at - entry.occurred_at == timedelta(days=1096)


def test_words_of_another_context_are_not_borrowed() -> None:
    foreign = msgspec.structs.replace(event("CaseOpened"), context="elsewhere")
    entry = entry_of(foreign)
    assert entry is not None
    assert (entry.visible, for_staff(entry)) == (False, NEUTRAL.staff)


@pytest.mark.parametrize("customer", [None, "", 7, ["customer-ann"]])
def test_an_event_about_no_customer_makes_no_entry(customer: Any) -> None:
    assert entry_of(event(customer_id=customer)) is None


values = st.none() | st.integers() | st.text(max_size=20) | st.lists(st.integers(), max_size=2)


@given(st.sampled_from(sorted(WORDINGS)), st.dictionaries(st.text(max_size=8), values, max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_facts_break_the_storing_of_an_event(kind: str, facts: dict[str, Any]) -> None:
    entry = entry_of(event(kind, **{**facts, "customer_id": CUSTOMER_ID}))
    assert entry is not None
    assert all(isinstance(value, str | int) for value in entry.facts.values())


@pytest.mark.clause("6.3.1")
def test_a_refund_for_goods_that_came_back_is_told_to_its_customer_once() -> None:
    """Payments and after-sales both tell it; other refunds are told by payments alone."""
    facts: dict[str, Any] = {"refund_id": "rfd_1", "amount": 4_000, "reference": "rfd_1"}
    for reason, shown in (("returned", False), ("cancelled", True)):
        told = event("RefundSettled", reason=reason, **facts)
        entry = entry_of(msgspec.structs.replace(told, context="payments"))
        assert entry is not None
        assert entry.visible is shown
    after_sales = entry_of(event("RefundPaid"))
    assert after_sales is not None
    assert after_sales.visible
