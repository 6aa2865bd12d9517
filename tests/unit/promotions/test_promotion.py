"""How a promotion goes on: what may happen in which state, and that it ends once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.errors import Refusal
from teleshop.promotions.domain import promotion as rules
from teleshop.promotions.domain.content import Bundle, Content, Item, Kind, Part, Scope, Threshold
from teleshop.promotions.domain.form import PARTS, form_faults
from teleshop.promotions.domain.policy import POLICIES, policy_on
from teleshop.promotions.domain.promotion import ATTACHED, OVER, Promotion, State
from tests.factories.promotion_plans import DAY, NOW, SKU, START, TICK, plan

Step = Callable[[Promotion, datetime], Promotion]
STEPS: dict[str, Step] = {
    "change": lambda known, _: rules.changed(known, known.content),
    "submit": lambda known, at: rules.submitted(known, ("pricing",), (), at),
    "approve": lambda known, at: rules.approved(known, "mona", (), (), at),
    "return": lambda known, at: rules.returned(known, "thin", (), "mona", at),
    "refuse": lambda known, at: rules.refused(known, "mona", "no", at),
    "withdraw": lambda known, at: rules.withdrawn(known, "mei", at),
    "start": lambda known, _: rules.started(known, ()),
    "stop": lambda known, at: rules.stopped(known, "mona", "wrong", at),
    "end": lambda known, _: rules.over(known, ()),
    "stall": lambda known, _: rules.stalled(known),
    "restart": lambda known, _: rules.restarted(known),
}
REVIEWED = {"approve", "return", "refuse", "stall"}
"""Taken by the services only while it is in review."""


def draft(**changes: object) -> Promotion:
    return replace(rules.planned("prm_1", plan(), "mei", NOW), **changes)  # type: ignore[arg-type] # fields of it


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.timedeltas(timedelta(), DAY)), max_size=12
    )
)
def test_whatever_happens_it_ends_once_and_nothing_follows(
    steps: list[tuple[str, timedelta]],
) -> None:
    known, now = draft(), NOW
    for name, pause in steps:
        now += pause
        before = known
        if name in REVIEWED and known.state is not State.IN_REVIEW:
            continue
        if name == "start" and not (known.state is State.APPROVED and known.runs(now)):
            continue
        if name == "end" and not (known.state in ATTACHED and now >= known.content.ends_at):
            continue
        try:
            known = STEPS[name](known, now)
        except Refusal:
            continue
        assert before.state not in OVER
        assert known.round >= before.round
        if known.state in (State.ENDED, State.STOPPED):
            assert before.state in ATTACHED
            assert known.ended_at is not None
        if known.started_at is not None:
            assert known.started_at <= now
        if known.state is State.WITHDRAWN:
            assert not before.runs(now)


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(
    ("at", "runs"),
    [
        (START - TICK, False),
        (START, True),
        (START + 2 * DAY - TICK, True),
        (START + 2 * DAY, False),
    ],
)
def test_it_runs_by_its_times_whenever_its_clocks_are_told(at: datetime, runs: bool) -> None:
    for state in ATTACHED:
        assert draft(state=state).runs(at) is runs
    for state in set(State) - ATTACHED:
        assert not draft(state=state).runs(at)


def test_a_policy_holds_from_its_first_day() -> None:
    first = POLICIES[0]
    later = replace(first, effective_from=NOW.date() + DAY, longest=7)
    both = (first, later)
    assert policy_on(NOW.date(), both) is first
    assert policy_on(NOW.date() + DAY, both) is later
    assert policy_on(first.effective_from - DAY, both) is first
    assert {step.role for step in first.steps} == {
        "manager",
        "finance",
        "legal",
    }


# -- the form of plans -----------------------------------------------------------------------------


def faults(content: Content) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in form_faults(content)]


def test_a_sound_plan_has_no_fault() -> None:
    assert faults(plan()) == []


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_needs_its_own_parts(kind: Kind) -> None:
    bare = plan(kind, items=())
    missing = [pointer for pointer, code in faults(bare) if code == "part_missing"]
    assert set(missing) == {f"/{name}" for name in PARTS[kind]}


@pytest.mark.parametrize(
    ("shares", "sound"), [((6_000, 4_000), True), ((10_000, 0), True), ((6_000, 4_001), False)]
)
def test_who_bears_the_discount_is_stated_in_full(shares: tuple[int, int], sound: bool) -> None:
    supplier, platform = shares
    found = faults(plan(supplier_share=supplier, platform_share=platform))
    assert found == ([] if sound else [("/platform_share", "shares_incomplete")])


@pytest.mark.parametrize(
    ("threshold", "pointers"),
    [
        (Threshold(threshold=100, off=99), []),
        (Threshold(threshold=100, off=100), ["/threshold/off"]),
        (Threshold(threshold=100, off=1, category_id="cat_1"), ["/threshold/category_id"]),
        (
            Threshold(threshold=100, off=1, scope=Scope.CATEGORY),
            ["/items", "/threshold/category_id"],
        ),
        (Threshold(threshold=100, off=1, scope=Scope.EVERYTHING), ["/items"]),
    ],
)
def test_a_threshold_discount_fits_its_scope(threshold: Threshold, pointers: list[str]) -> None:
    content = plan(Kind.THRESHOLD, items=(Item(sku=SKU),), threshold=threshold)
    assert [pointer for pointer, _ in faults(content)] == pointers


@pytest.mark.parametrize(
    ("quantities", "codes"),
    [({"a": 2}, []), ({"a": 1, "b": 1}, []), ({"a": 1}, ["bundle_of_one"])],
)
def test_a_bundle_has_two_pieces_at_least(quantities: dict[str, int], codes: list[str]) -> None:
    parts = tuple(Part(sku=sku, quantity=quantity) for sku, quantity in quantities.items())
    content = plan(Kind.BUNDLE, items=(), bundle=Bundle(amount=1, parts=parts))
    assert [code for _, code in faults(content)] == codes


def test_nothing_is_named_twice() -> None:
    content = plan(channels=(*plan().channels, *plan().channels), items=plan().items * 2)
    assert faults(content) == [
        ("/channels", "channel_twice"),
        ("/items/0/sku", "sku_twice"),
        ("/items/1/sku", "sku_twice"),
    ]
    parts = (Part(sku=SKU, quantity=1),) * 2
    bundle = plan(Kind.BUNDLE, items=(), bundle=Bundle(amount=1, parts=parts))
    assert [code for _, code in faults(bundle)] == ["sku_twice", "sku_twice"]
