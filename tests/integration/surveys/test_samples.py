"""The quarterly sample: a closed frame, a draw that can be repeated, invitations in steps."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from teleshop.kernel.paging import PageRequest
from teleshop.surveys.domain.invitation import InvitationState
from teleshop.surveys.domain.sample import FRAME_CHUNK, MemberChunk, Sample, draw
from teleshop.surveys.errors import (
    NotAQuarterlySampleError,
    ProgrammeNotActiveError,
    QuarterNotOverError,
    SampleExistsError,
)
from teleshop.surveys.tables import ChunkRow, FrameRow, SurveyRepository
from teleshop.surveys.wiring import service
from tests.factories.surveys import (
    AFTER_QUARTER,
    CUSTOMER,
    MANAGER,
    QUARTER,
    call,
    delivered_order,
    drafted,
    published,
)
from tests.harness.platform import Platform


def framed(aws: Any, size: int) -> list[str]:
    """A frame of so many customers, put where deliveries would put it."""
    members = [f"customer-{number:05}" for number in range(size)]
    table = aws.table("SurveysTable")
    for member in members:
        table.put_item(
            {
                "pk": {"S": FrameRow.partition(QUARTER)},
                "sk": {"S": member},
                "quarter": {"S": QUARTER},
                "customer_id": {"S": member},
                "delivered_on": {"S": "2026-11-22"},
            }
        )
    return members


def requested(
    programme_id: str, size: int = 30, seed: str = "s-1", now: datetime = AFTER_QUARTER
) -> Sample:
    return service().samples.request_sample(
        call(MANAGER, now),
        programme_id=programme_id,
        quarter=QUARTER,
        size=size,
        seed=seed,
    )


def steps(number: int) -> Callable[[], bool]:
    """Time for so many steps."""
    left = count(number, -1)
    return lambda: next(left) > 0


@pytest.mark.clause("6.2.1")
def test_a_frame_of_ten_thousand_is_copied_drawn_and_invited_wherever_it_stops(aws: Any) -> None:
    members = framed(aws, 10_000)
    programme = published("quarterly_sample")
    sample = requested(programme.id)
    runs = 0
    while sample.state != "done":
        sample = service().samples.advance(
            call(now=AFTER_QUARTER), sample.id, more_time=steps(1 + runs % 7)
        )
        runs += 1
    assert runs > 5
    expected = ""
    for member in members:
        expected = hashlib.sha256(f"{expected}{member}".encode()).hexdigest()
    assert (sample.frame_size, sample.frame_hash) == (10_000, expected)
    assert sample.chunks == 10_000 // FRAME_CHUNK
    drawn = list(SurveyRepository().members(sample.id, "drawn"))
    assert drawn == draw(reversed(members), 30, "s-1")
    open_ones = SurveyRepository().invitations(programme.id, InvitationState.OPEN, PageRequest(100))
    assert sorted(one.customer_id for one in open_ones.items) == sorted(drawn)
    assert {one.quarter for one in open_ones.items} == {QUARTER}
    assert (sample.drawn, sample.handled, sample.invited) == (30, 30, 30)
    (whole,) = service().results.list_results(programme.id, QUARTER, "all", PageRequest()).items
    assert whole.invited == 30
    verified = service().samples.verify(sample.id)
    assert (verified.frame_matches, verified.sample_matches) == (True, True)


@pytest.mark.clause("6.2.1")
def test_a_frame_that_is_closed_takes_nobody_in_and_who_opted_out_is_left_out(aws: Any) -> None:
    framed(aws, 3)
    service().invitations.opt_out(call(MANAGER), "customer-00001")
    programme = published("quarterly_sample")
    sample = requested(programme.id)
    service().samples.advance(call(now=AFTER_QUARTER), sample.id, more_time=steps(2))
    service().invitations.order_delivered(call(now=AFTER_QUARTER), delivered_order())
    sample = service().samples.advance(call(now=AFTER_QUARTER), sample.id)
    assert (sample.frame_size, sample.drawn, sample.handled, sample.invited) == (3, 3, 3, 2)
    assert service().samples.advance(call(now=AFTER_QUARTER), sample.id) == sample


@pytest.mark.clause("6.2.1")
def test_a_frame_or_a_draw_that_was_altered_is_seen(aws: Any) -> None:
    members = framed(aws, 4)
    sample = requested(published("quarterly_sample").id, size=2)
    service().samples.advance(call(now=AFTER_QUARTER), sample.id)
    for part, other, seen in (
        ("drawn", draw(members, 2, "s-1")[::-1], (True, False)),
        ("frame", members[:3], (False, False)),
    ):
        forged = MemberChunk(sample_id=sample.id, part=part, number=0, members=tuple(other))
        ChunkRow.from_entity(forged).save()
        verified = service().samples.verify(sample.id)
        assert (verified.frame_matches, verified.sample_matches) == seen


@pytest.mark.clause("6.2.1")
def test_an_empty_frame_gives_an_empty_sample(aws: Any) -> None:
    sample = requested(published("quarterly_sample").id)
    sample = service().samples.advance(call(now=AFTER_QUARTER), sample.id)
    assert (sample.state, sample.frame_size, sample.frame_hash, sample.drawn) == ("done", 0, "", 0)


@pytest.mark.clause("6.2.1")
def test_a_quarter_is_sampled_once_and_not_before_its_frame_may_be_closed(aws: Any) -> None:
    programme = published("quarterly_sample")
    first = requested(programme.id)
    assert requested(programme.id) == first
    for size, seed in ((31, "s-1"), (30, "s-2")):
        with pytest.raises(SampleExistsError):
            requested(programme.id, size, seed)
    assert [one.id for one in service().samples.list_samples(None, PageRequest()).items] == [
        f"{programme.id}.{QUARTER}"
    ]
    with pytest.raises(NotAQuarterlySampleError):
        requested(published().id)
    with pytest.raises(ProgrammeNotActiveError):
        requested(drafted("quarterly_sample").id)

    other = published("quarterly_sample")
    closes = datetime(2027, 1, 7, 16, 0, tzinfo=UTC)
    with pytest.raises(QuarterNotOverError) as refused:
        requested(other.id, now=closes - timedelta(microseconds=1))
    assert "2027-01-08" in refused.value.detail("en")
    assert requested(other.id, now=closes).quarter == QUARTER


@pytest.mark.clause("6.2.1")
def test_programmes_sample_by_themselves_once_a_quarter(platform: Platform, aws: Any) -> None:
    programme = published("quarterly_sample", sample_size=5, active_to="2027-01-08")
    manual = published("quarterly_sample")
    for customer in ("customer-1", "customer-2"):
        order = delivered_order(customer_id=customer)
        service().invitations.order_delivered(call(), order)
    platform.deliver = "twice"
    too_early = datetime(2027, 1, 6, 16, 20, tzinfo=UTC)
    for night in range(4):
        platform.run_schedules(too_early + timedelta(days=night), "SurveysDaily")
    (sample,) = service().samples.list_samples(None, PageRequest()).items
    assert (sample.programme_id, sample.seed, sample.state) == (programme.id, QUARTER, "done")
    assert sample.requested_by == "system"
    assert sample.requested_at == too_early + timedelta(days=1)
    assert sample.programme_id != manual.id
    told = {event["id"]: event["data"] for event in platform.events_of_type("SurveyInvited")}
    assert sorted(data["customer_id"] for data in told.values()) == ["customer-1", "customer-2"]
    mine = service().invitations.mine(call(CUSTOMER, AFTER_QUARTER), PageRequest()).items
    assert [(one.quarter, one.sample_id) for one in mine] == [(QUARTER, sample.id)]


@pytest.mark.clause("6.2.1")
def test_an_unfinished_sample_is_gone_on_with_at_night(aws: Any, platform: Platform) -> None:
    framed(aws, 3)
    sample = requested(published("quarterly_sample").id)
    service().samples.advance(call(now=AFTER_QUARTER), sample.id, more_time=steps(1))
    assert [one.id for one in service().samples.unfinished()] == [sample.id]
    platform.run_schedules(AFTER_QUARTER + timedelta(days=1), "SurveysDaily")
    assert service().samples.show(sample.id).invited == 3
    assert service().samples.unfinished() == []
