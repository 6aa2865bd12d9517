"""Price sheets: whatever was approved, in whatever order, the price at an instant is that of the
plain list of everything that was approved.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.pricing.domain.sheet import PriceEntry, Sheet, with_entry, without_entry
from teleshop.pricing.domain.terms import Channel

pytestmark = pytest.mark.clause("4.2.4")
ZERO = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

changes = st.lists(
    st.tuples(
        st.integers(0, 40),  # hours until the next approval
        st.integers(0, 60),  # hours from the approval to the effect
        st.sampled_from(Channel),
        st.integers(1, 500),
    ),
    max_size=12,
)
Made = tuple[list[tuple[Sheet, Sheet, PriceEntry]], list[PriceEntry], Sheet]


def built(wanted: list[tuple[int, int, Channel, int]]) -> Made:
    """The sheet after all changes, each step of it, and the plain list of what was approved."""
    sheet = Sheet(sku="sku_1", product_id="prd_1", supplier_id="sup_1", category_id="cat_1")
    now, steps, everything = ZERO, [], []
    for number, (pause, ahead, channel, amount) in enumerate(wanted):
        now += pause * HOUR
        entry = PriceEntry(
            id=f"prc_{number:03d}",
            channel=channel,
            amount=amount,
            effective_from=now + ahead * HOUR,
            recorded_at=now,
            change_id=f"pch_{number:03d}",
        )
        everything.append(entry)
        after = with_entry(sheet, entry)
        steps.append((sheet, after, entry))
        sheet = after
    return steps, everything, sheet


def plain(everything: list[PriceEntry], at: datetime, channel: Channel) -> int | None:
    held = [e for e in everything if e.channel is channel and e.effective_from <= at]
    return max(held, key=lambda e: (e.effective_from, e.id)).amount if held else None


@given(wanted=changes, after=st.integers(0, 120), channel=st.sampled_from(Channel))
def test_the_price_at_an_instant_is_that_of_the_plain_list(
    wanted: list[tuple[int, int, Channel, int]], after: int, channel: Channel
) -> None:
    _, everything, sheet = built(wanted)
    last = everything[-1].recorded_at if everything else ZERO
    at = last + after * HOUR
    assert sheet.price_at(at, channel) == plain(everything, at, channel)


@given(wanted=changes)
def test_one_more_price_never_loses_the_one_in_force(
    wanted: list[tuple[int, int, Channel, int]],
) -> None:
    steps, _, _ = built(wanted)
    for before, after, entry in steps:
        now = entry.recorded_at
        for channel in Channel:
            if channel is entry.channel and entry.effective_from <= now:
                assert after.price_at(now, channel) == entry.amount or (
                    before.entry_at(now, channel) is not None
                )
            else:
                assert after.price_at(now, channel) == before.price_at(now, channel)
        kept = [e for e in after.entries if e.effective_from > now]
        assert {e.id for e in before.entries if e.effective_from > now} <= {e.id for e in kept}


@given(wanted=changes)
def test_a_sheet_holds_one_price_in_force_for_a_channel_and_what_is_to_come(
    wanted: list[tuple[int, int, Channel, int]],
) -> None:
    _, everything, sheet = built(wanted)
    if not everything:
        return
    now = everything[-1].recorded_at
    for channel in Channel:
        begun = [e for e in sheet.entries if e.channel is channel and e.effective_from <= now]
        assert len(begun) <= 1


@given(wanted=changes.filter(bool), data=st.data())
def test_what_is_withdrawn_leaves_the_others(
    wanted: list[tuple[int, int, Channel, int]], data: st.DataObject
) -> None:
    _, _, sheet = built(wanted)
    gone = data.draw(st.sampled_from(sheet.entries))
    left = without_entry(sheet, gone.id).entries
    assert set(left) == set(sheet.entries) - {gone}


def test_a_suspended_price_and_one_of_an_article_that_left_do_not_hold() -> None:
    _, _, sheet = built([(0, 0, Channel.TV, 100)])
    assert sheet.price_at(ZERO, Channel.TV) == 100
    assert replace(sheet, holds=("pvi_1",)).price_at(ZERO, Channel.TV) is None
    assert replace(sheet, left=True).price_at(ZERO, Channel.TV) is None
    assert sheet.price_at(ZERO - HOUR, Channel.TV) is None
