"""The life of a price change, who approves, and the facts it rests on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.pricing.domain import change as rules
from teleshop.pricing.domain.change import (
    ENDED,
    ChangeState,
    Evaluation,
    PriceChange,
    Research,
)
from teleshop.pricing.domain.facts import (
    Direction,
    Facts,
    Past,
    computed,
    direction_of,
    peers_of,
    size_of,
    together,
)
from teleshop.pricing.domain.policy import POLICIES, PricePolicy, policy_on
from teleshop.pricing.domain.request import faults
from teleshop.pricing.domain.sheet import PriceEntry, Sheet
from teleshop.pricing.domain.tag import FORM, price_tag
from teleshop.pricing.domain.terms import WHOLE, Channel
from teleshop.pricing.errors import (
    ChangeNotStalledError,
    ChangeNotWithdrawableError,
    PriceInForceError,
)

pytestmark = pytest.mark.clause("4.2.3")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
POLICY = PricePolicy(effective_from=date(2026, 11, 1))
amounts = st.integers(1, 10**9)


def entry(amount: int, channel: Channel = Channel.TV) -> PriceEntry:
    return PriceEntry(
        id=f"prc_{channel}",
        channel=channel,
        amount=amount,
        effective_from=NOW - 10 * DAY,
        recorded_at=NOW - 10 * DAY,
        change_id="pch_0",
    )


def sheet(*entries: PriceEntry, cost: int | None = 120) -> Sheet:
    return Sheet(
        sku="sku_1",
        product_id="prd_1",
        supplier_id="sup_1",
        category_id="cat_1",
        cost=cost,
        entries=entries,
    )


def facts(wished: int, *entries: PriceEntry, cost: int | None = 120) -> Facts:
    channels = [one.channel for one in entries] or [Channel.TV]
    known = sheet(*entries, cost=cost)
    nobody = peers_of([], complete=True)
    return computed(known, wished, channels, NOW + DAY, NOW, past={}, peers=nobody)


def change(**changes: Any) -> PriceChange:
    made: dict[str, Any] = {
        "id": "pch_01",
        "sku": "sku_1",
        "product_id": "prd_1",
        "supplier_id": "sup_1",
        "channels": (Channel.TV, Channel.WEB),
        "amount": 190,
        "effective_from": NOW + DAY,
        "reason": "市场",
        "research": (Research(competitor="a", price=1, observed_on=date(2026, 11, 22)),),
        "evaluation": Evaluation(direction=Direction.CUT, size=500, reason="x"),
        "facts": facts(190, entry(200)),
        "steps": ("pricing",),
        "requested_by": "mei",
        "requested_at": NOW,
    }
    return PriceChange(**made | changes)


@given(current=amounts, wished=amounts)
def test_finance_is_asked_exactly_above_the_size_of_the_policy(current: int, wished: int) -> None:
    path = rules.approval_path(facts(wished, entry(current), cost=0), POLICY)
    above = abs(wished - current) * WHOLE > POLICY.finance_above * current
    assert path == (("pricing", "finance") if above else ("pricing",))


@pytest.mark.clause("4.1.2")
@given(cost=amounts, wished=amounts)
def test_legal_is_asked_exactly_below_cost(cost: int, wished: int) -> None:
    path = rules.approval_path(facts(wished, cost=cost), POLICY)
    assert ("legal" in path) is (wished < cost)


def test_the_largest_change_of_several_channels_decides() -> None:
    found = facts(200, entry(200), entry(100, Channel.WEB))
    assert (found.direction, found.size) == (Direction.RAISE, 10_000)
    assert rules.approval_path(found, POLICY) == ("pricing", "finance")


@pytest.mark.clause("4.1.3", "4.2.2")
@given(current=amounts, wished=amounts)
def test_the_size_is_the_share_of_the_price_that_was(current: int, wished: int) -> None:
    exact = abs(wished - current) * WHOLE / current
    assert abs(size_of(current, wished) - exact) <= 0.5 + exact / 10**12
    assert (size_of(current, wished) > 0) or abs(wished - current) * 2 * WHOLE < current


@pytest.mark.clause("4.2.2")
@pytest.mark.parametrize(
    ("directions", "result"),
    [
        (["first"], "first"),
        (["same"], "same"),
        (["same", "first"], "first"),
        (["same", "cut"], "cut"),
        (["first", "raise"], "raise"),
        (["raise", "cut", "first"], "mixed"),
    ],
)
def test_the_direction_of_several_channels(directions: list[str], result: str) -> None:
    assert together(Direction(one) for one in directions) == result
    assert direction_of(None, 1) is Direction.FIRST


@pytest.mark.clause("4.1.3")
def test_what_is_known_of_the_past_and_of_others_comes_with_the_facts() -> None:
    past = Past(within_30=(180, 200), within_90=(150, 180, 200), lowest_deal_7=170)
    later = replace(entry(140), id="prc_later", effective_from=NOW + 9 * DAY)
    found = computed(
        sheet(entry(200), later),
        190,
        [Channel.TV],
        NOW + DAY,
        NOW,
        past={Channel.TV: past},
        peers=peers_of([100, 300, 120, 500], complete=False),
    )
    (tv,) = found.channels
    assert (tv.low_30, tv.high_30, tv.low_90, tv.high_90) == (180, 200, 150, 200)
    assert tv.lowest_deal_7 == 170
    assert (found.peers.lowest, found.peers.middle, found.peers.highest) == (100, 120, 500)
    assert (found.margin, found.margin_rate) == (70, 3684)
    assert [one.amount for one in found.scheduled] == [140]


@pytest.mark.clause("4.2.2")
@pytest.mark.parametrize(("size", "fine"), [(500, True), (450, True), (550, True), (449, False)])
def test_a_size_in_whole_percents_is_near_enough(size: int, fine: bool) -> None:
    said = Evaluation(direction=Direction.CUT, size=size, reason="x")
    found = faults(
        (),
        said,
        facts(190, entry(200)),
        effective_from=NOW,
        now=NOW,
        policy=replace(POLICY, research=0),
    )
    assert (found == []) is fine


@pytest.mark.clause("4.2.1")
@pytest.mark.parametrize(("days", "fine"), [(-1, False), (0, True), (30, True), (31, False)])
def test_research_is_of_the_last_days(days: int, fine: bool) -> None:
    seen = date(2026, 11, 23) - timedelta(days=days)
    research = [
        Research(competitor=name, price=1, observed_on=seen, link="https://a.cn") for name in "ab"
    ]
    said = Evaluation(direction=Direction.CUT, size=500, reason="x")
    found = faults(
        research, said, facts(190, entry(200)), effective_from=NOW, now=NOW, policy=POLICY
    )
    assert (found == []) is fine


# -- life ------------------------------------------------------------------------------------------


@pytest.mark.clause("4.2.4")
@given(late=st.integers(-100, 100))
def test_a_price_never_holds_before_it_was_approved_nor_before_it_was_wished(late: int) -> None:
    now = NOW + DAY + late * timedelta(hours=1)
    made = rules.approved(change(), "mona", now)
    assert made.applied_from == max(now, NOW + DAY)
    assert made.late is (late > 0)
    assert [one.effective_from for one in made.entries(now)] == [made.applied_from] * 2
    assert len({one.id for one in made.entries(now)}) == 2


@pytest.mark.clause("4.1.4")
@pytest.mark.parametrize(
    ("now", "known", "reason"),
    [
        (NOW, sheet(entry(200)), None),
        (NOW, None, "sku_left"),
        (NOW, replace(sheet(entry(200)), left=True), "sku_left"),
        (NOW, sheet(entry(201)), "price_changed"),
        (NOW, sheet(), "price_changed"),
        (NOW, sheet(entry(200), cost=121), "cost_changed"),
        (NOW, sheet(entry(200), cost=None), "cost_changed"),
        (NOW + 29 * DAY, sheet(entry(200)), None),
        (NOW + 30 * DAY, sheet(entry(200)), "research_outdated"),
    ],
)
def test_what_was_approved_must_be_what_would_happen_now(
    now: datetime, known: Sheet | None, reason: str | None
) -> None:
    wanted = change(channels=(Channel.TV,))
    wanted = replace(
        wanted,
        research=(Research(competitor="a", price=1, observed_on=date(2026, 11, 22)),),
    )
    assert rules.stale_reason(wanted, known, now, POLICY) == reason


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_is_not_withdrawn(state: ChangeState) -> None:
    with pytest.raises(ChangeNotWithdrawableError):
        rules.withdrawn(change(state=state), "mei", NOW)


def test_a_scheduled_price_is_withdrawn_to_the_last_instant_before_it_holds() -> None:
    made = rules.approved(change(), "mona", NOW)
    moment = NOW + DAY
    gone = rules.withdrawn(made, "mei", moment - timedelta(microseconds=1))
    assert gone.state is ChangeState.WITHDRAWN
    with pytest.raises(PriceInForceError):
        rules.withdrawn(made, "mei", moment)


@pytest.mark.parametrize("state", sorted(set(ChangeState) - {ChangeState.IN_REVIEW}))
def test_only_a_review_that_stopped_is_let_run_again(state: ChangeState) -> None:
    with pytest.raises(ChangeNotStalledError):
        rules.restarted(change(state=state, stalled=True))
    again = rules.restarted(change(stalled=True))
    assert (again.round, again.stalled) == (2, False)


def test_a_policy_holds_from_its_day_and_for_what_was_asked_under_it() -> None:
    later = PricePolicy(effective_from=date(2027, 1, 1), finance_above=500)
    both = (*POLICIES, later)
    assert policy_on(date(2026, 12, 31), both) is POLICIES[0]
    assert policy_on(date(2027, 1, 1), both) is later
    assert policy_on(date(2020, 1, 1), both) is POLICIES[0]
    assert [step.role for step in POLICIES[0].steps] == [
        "manager",
        "finance",
        "legal",
    ]


@pytest.mark.clause("4.1.1")
@given(amount=st.integers(0, 10**12))
def test_every_price_is_written_as_the_law_wants_a_tag(amount: int) -> None:
    tag, with_unit = price_tag("炒锅", amount), price_tag("炒锅", amount, "口")
    assert FORM.match(tag.text)
    assert FORM.match(with_unit.text)
    assert Decimal(tag.text.strip("¥")) * 100 == amount
    assert with_unit.text == f"{tag.text}/口"


@pytest.mark.clause("4.1.1")
@pytest.mark.parametrize("text", ["199", "¥1,999.00", "￥199.9元", "199元/件", "¥12.50/500g"])
def test_what_may_stand_on_a_screen(text: str) -> None:
    assert FORM.match(text)


@pytest.mark.clause("4.1.1")
@pytest.mark.parametrize("text", ["一百元", "$199", "199.999", "免费", "¥", "199 元起"])
def test_what_may_not_stand_on_a_screen(text: str) -> None:
    assert not FORM.match(text)
