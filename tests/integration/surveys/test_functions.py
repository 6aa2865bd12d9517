"""The functions of surveys, each called as its trigger does, again and with what does not fit."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.surveys import daily, draw_sample
from teleshop.kernel.paging import PageRequest
from teleshop.surveys.domain.invitation import InvitationState
from teleshop.surveys.tables import SurveyRepository
from teleshop.surveys.wiring import service
from tests.factories.surveys import (
    AFTER_QUARTER,
    MANAGER,
    NOW,
    QUARTER,
    answered,
    call,
    delivered_order,
    invited,
    published,
)
from tests.harness.lambdas import invoke_handler
from tests.harness.wiring import wiring

SAMPLES = Path(__file__).parents[3] / "events"
PAGE = PageRequest()


def sample(name: str, **facts: Any) -> Any:
    """A committed sample, its event with other facts and an id of its own where some are given."""
    event = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    if facts:
        event["detail"]["id"] += "-own"
        event["detail"]["data"].update(facts)
    return event


def run(function: str, event: Any) -> Any:
    """Call a function by its name in the template."""
    return invoke_handler(wiring().handlers[function], function, event)


@pytest.mark.clause("2.4.4")
def test_a_closed_case_is_asked_about_once(aws: Any) -> None:
    programme = published()
    for _ in range(2):
        run("SurveysOnCaseClosed", sample("surveys/on_case_closed"))
    listed = service().invitations.list_invitations(programme.id, InvitationState.OPEN, PAGE)
    assert len(listed.items) == 1
    run("SurveysOnCaseClosed", sample("surveys/on_case_closed", customer_id=None))
    assert len(aws.items("IdempotencyTable")) == 1


@pytest.mark.clause("6.2.1")
def test_a_delivery_brings_its_customer_into_the_frame_of_its_quarter(aws: Any) -> None:
    event = sample("orders/OrderDelivered", delivered_at="2026-09-30T16:00:00Z")
    for _ in range(2):
        run("SurveysOnOrderDelivered", event)
    late = sample("orders/OrderDelivered", delivered_at="2026-09-30T15:59:59Z")
    late["detail"]["id"] += "-late"
    run("SurveysOnOrderDelivered", late)
    customer = event["detail"]["data"]["customer_id"]
    assert SurveyRepository().frame_after("2026Q4", "", 10) == [customer]
    assert SurveyRepository().frame_after("2026Q3", "", 10) == [customer]


@pytest.mark.clause("6.2.2")
def test_a_clock_of_another_kind_is_an_error_and_one_of_the_past_is_nothing(aws: Any) -> None:
    published()
    invitation = invited()
    answered(invitation)
    run(
        "SurveysOnDeadlineReached",
        sample("surveys/on_deadline_reached", owner_id=invitation.id, kind="survey_ends"),
    )
    known = SurveyRepository().find_invitation(invitation.id)
    assert known is not None
    assert known.state is InvitationState.ANSWERED
    run("SurveysOnDeadlineReached", sample("surveys/on_deadline_reached", owner_id="svi_unknown"))
    with pytest.raises(ValueError, match="survey_other"):
        run("SurveysOnDeadlineReached", sample("surveys/on_deadline_reached", kind="survey_other"))


@pytest.mark.clause("6.2.3")
def test_an_answer_counts_once_even_when_told_by_two_events(aws: Any) -> None:
    published()
    answer = answered(invited())
    facts = {"answer_id": answer.id, "programme_id": answer.programme_id, "quarter": QUARTER}
    first = sample("surveys/SurveyAnswered", **facts)
    other = sample("surveys/SurveyAnswered", **facts)
    other["detail"]["id"] += "-other"
    for event in (first, first, other):
        run("SurveysCount", event)
    (whole,) = service().results.list_results(answer.programme_id, QUARTER, "all", PAGE).items
    assert whole.answers == 1


@pytest.mark.clause("6.2.3")
def test_of_many_that_are_counted_at_once_none_is_lost(aws: Any) -> None:
    programme = published()
    events = []
    for number in range(24):
        event = sample("surveys/SurveyInvited", programme_id=programme.id, quarter=QUARTER)
        event["detail"]["id"] += f"-{number}"
        events.append(event)
    with ThreadPoolExecutor(24) as pool:
        list(pool.map(lambda event: run("SurveysCount", event), events))
    (whole,) = service().results.list_results(programme.id, QUARTER, "all", PAGE).items
    assert whole.invited == 24


@pytest.mark.clause("6.2.1")
def test_a_sample_that_needs_more_time_is_run_again(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = published("quarterly_sample")
    service().invitations.order_delivered(call(), delivered_order())
    made = service().samples.request_sample(
        call(MANAGER, AFTER_QUARTER),
        programme_id=programme.id,
        quarter=QUARTER,
        size=5,
        seed="s",
    )
    event = sample("surveys/draw_sample", sample_id=made.id)
    monkeypatch.setattr(draw_sample, "RESERVE_MS", 60_000)
    with pytest.raises(draw_sample.SampleUnfinishedError):
        run("SurveysDrawSample", event)
    monkeypatch.undo()
    run("SurveysDrawSample", event)
    assert service().samples.show(made.id).invited == 1


@pytest.mark.clause("6.2.2")
def test_anonymous_answers_are_told_at_night_in_batches_as_far_as_the_time_goes(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = published(anonymous=True)
    for number in range(30):
        answered(invited(f"customer-{number}"))
    listed = service().answers.list_answers(programme.id, QUARTER, PAGE)
    assert listed.items == []
    night = sample("surveys/daily")
    night["time"] = (NOW + timedelta(days=1)).isoformat()
    monkeypatch.setattr(daily, "RESERVE_MS", 60_000)
    assert run("SurveysDaily", night) == {"told": 0, "samples": []}
    monkeypatch.undo()
    assert run("SurveysDaily", night) == {"told": 30, "samples": []}
    assert run("SurveysDaily", night) == {"told": 0, "samples": []}
    told = service().answers.list_answers(programme.id, QUARTER, PageRequest(100)).items
    assert len(told) == 30
    assert {one.customer_id for one in told} == {None}
