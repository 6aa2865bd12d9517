"""Surveys from the closed case to the public figure, on the connected platform."""

import json
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.clients import aws_client
from teleshop.kernel.clock import china_date, start_of_china_day
from teleshop.kernel.ids import first_of
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.settings import settings
from teleshop.surveys.domain.programme import Programme
from teleshop.surveys.domain.statistics import Counter
from teleshop.surveys.errors import SurveyAnsweredError, SurveyEndedError, SurveyNotFoundError
from teleshop.surveys.schemas import PublicationBody
from teleshop.surveys.tables import SurveyRepository
from teleshop.surveys.wiring import service
from tests.factories.surveys import (
    AFTER_QUARTER,
    AGENT,
    CASE,
    CUSTOMER,
    MANAGER,
    NOW,
    QUARTER,
    SUPPLIER_ID,
    by_telephone,
    call,
    later,
    linked,
    online,
    published,
)
from tests.harness.platform import Platform


def happened(context: str, kind: str, number: int = 1, **facts: Any) -> None:
    """Put an event of another context on the bus."""
    envelope = {
        "id": f"evt_01KASY2D7V3M7T1QZ9N3D6W{number:03}",
        "type": kind,
        "version": 1,
        "context": context,
        "occurred_at": "2026-11-23T04:00:00Z",
        "subject": "case#x",
        "correlation_id": "correlation",
        "data": facts,
    }
    aws_client("events").put_events(
        Entries=[
            {
                "EventBusName": settings().event_bus,
                "Source": f"teleshop.{context}",
                "DetailType": kind,
                "Detail": json.dumps(envelope),
                "Time": NOW,
            }
        ]
    )


def case_closed(number: int, **changes: Any) -> None:
    facts: dict[str, Any] = {
        "case_id": CASE,
        "case_kind": "complaint",
        "customer_id": f"customer-{number}",
        "supplier_id": SUPPLIER_ID,
        "product_id": None,
        "slot_id": None,
        "order_id": "order-1",
        "channel": "phone",
        "severity": "normal",
        "cause": "quality",
        "resolution": "refunded",
        "closed_at": "2026-11-23T04:00:00Z",
        "clocks": [],
    }
    happened("care", "CaseClosed", number, **{**facts, **changes})


@pytest.mark.clause("2.4.4", "6.2.1", "6.2.2", "6.2.3", "6.2.4")
def test_from_a_closed_case_to_the_public_figure(platform: Platform, aws: Any) -> None:
    programme = published()
    platform.deliver = "twice"
    for number in range(1, 13):
        case_closed(number)
    platform.settle()
    invitations = platform.events_of_type("SurveyInvited")
    told = {event["id"]: event["data"] for event in invitations}
    assert len(told) == 12
    messages = [row for row in aws.items("NotificationsTable") if row.get("event_type")]
    assert {row["recipient_key"] for row in messages} >= {"person#customer-1", "person#customer-12"}

    for index, data in enumerate(told.values()):
        invitation = SurveyRepository().find_invitation(data["invitation_id"])
        assert invitation is not None
        if index:
            body = by_telephone(service=2 if index == 5 else 5, recommend=9)
            service().answers.answer_with_staff(call(AGENT), invitation.id, body)
            continue
        link = linked(invitation, AGENT)
        service().answers.answer_online(call(), link.token, online(remark="很好"))
        with pytest.raises(SurveyAnsweredError):
            service().answers.answer_online(call(), link.token, online())
    platform.settle()
    low = platform.events_of_type("LowScoreGiven")[0]["data"]
    assert len({event["id"] for event in platform.events_of_type("LowScoreGiven")}) == 1
    assert (low["score"], low["scale_max"], low["dimension"]) == (2, 5, "service")
    assert (low["case_id"], low["order_id"]) == (CASE, "order-1")
    # Somebody has to look into it, with a clock.
    follow_up = platform.events_of_type("CaseOpened")[0]["data"]
    assert (follow_up["case_kind"], follow_up["customer_id"]) == ("follow_up", low["customer_id"])

    (whole,) = results(programme)
    assert (whole.answers, whole.invited, whole.low) == (12, 12, 1)
    assert whole.histograms["service"] == (0, 0, 1, 0, 1, 10)
    (supplier,) = (
        service().results.list_results(programme.id, QUARTER, "supplier", PageRequest()).items
    )
    assert (supplier.value, supplier.answers) == (SUPPLIER_ID, 12)
    again = service().results.rebuild(call(MANAGER), programme.id, QUARTER)
    assert (again.answers, again.corrected) == (12, 0)

    publication = service().publications.publish_quarter(
        call(MANAGER, AFTER_QUARTER), PublicationBody(quarter=QUARTER)
    )
    platform.settle()
    shown = {(one.measure, one.group, one.value): one.figure for one in publication.figures}
    total = shown["service", "all", "all"]
    assert total is not None
    assert (total.n, total.value) == (12, round(11 / 12, 4))
    # One answer came online: shown alone or by subtraction it would be one person's.
    assert shown["service", "mode", "online"] is None
    assert shown["service", "mode", "telephone"] is None
    assert platform.events_of_type("SatisfactionPublished")[0]["data"]["quarter"] == QUARTER
    no_secret(aws, platform, link.token)


def results(programme: Programme, group: str = "all") -> list[Counter]:
    return service().results.list_results(programme.id, QUARTER, group, PageRequest()).items


def no_secret(aws: Any, platform: Platform, token: str) -> None:
    """The token stands in no event, audit entry, message or row; remarks are sealed."""
    for table in aws.dynamodb.tables:
        text = "".join(str(item.to_json()) for item in aws.dynamodb.tables[table].all_items())
        assert token not in text
        assert "很好" not in text
    assert token not in json.dumps(platform.events, default=str)


@pytest.mark.clause("6.2.2")
def test_an_anonymous_answer_has_no_link_to_a_person_and_is_told_after_its_day(
    platform: Platform, aws: Any
) -> None:
    programme = published(anonymous=True)
    case_closed(1)
    platform.settle()
    (event,) = platform.events_of_type("SurveyInvited")
    invitation = SurveyRepository().find_invitation(event["data"]["invitation_id"])
    assert invitation is not None
    link = linked(invitation)
    service().answers.answer_online(call(), link.token, online(goods=1, remark="不好"))
    platform.settle()
    assert platform.events_of_type("SurveyAnswered") == []
    (row,) = [item for item in aws.items("SurveysTable") if item["pk"].startswith("answers#")]
    text = str(row)
    for trace in ("customer-1", invitation.id, CASE, "order-1", SUPPLIER_ID, "04:00", link.token):
        assert trace not in text
    # The time part of its id is the first instant of the day in China.
    day = first_of("sva", start_of_china_day(china_date(NOW)))
    assert row["id"].startswith(day)
    assert not row["id"].startswith(first_of("sva", NOW))
    entries = [item for item in aws.items("AuditTable") if item.get("action") == "answer_survey"]
    assert row["id"] not in str(entries)

    platform.run_schedules(later(0), "SurveysDaily")
    assert platform.events_of_type("SurveyAnswered") == []
    platform.run_schedules(NOW + timedelta(hours=13), "SurveysDaily")
    platform.run_schedules(NOW + timedelta(hours=13), "SurveysDaily")
    (told,) = platform.events_of_type("SurveyAnswered")
    ids = ("customer_id", "invitation_id", "case_id", "order_id", "supplier_id", "channel", "cause")
    assert {told["data"][name] for name in ids} == {None}
    assert told["data"]["low"] is True
    assert platform.events_of_type("LowScoreGiven") == []
    (whole,) = results(programme)
    assert (whole.answers, whole.low) == (1, 1)
    assert (
        service().results.list_results(programme.id, QUARTER, "supplier", PageRequest()).items == []
    )


@pytest.mark.clause("6.2.2")
def test_an_invitation_opens_after_its_delay_and_ends_at_its_instant(platform: Platform) -> None:
    published("after_delivery", delay_days=3, answer_days=7)
    happened(
        "orders",
        "OrderDelivered",
        order_id="order-1",
        customer_id=CUSTOMER.subject,
        supplier_ids=[SUPPLIER_ID],
        delivered_at="2026-11-22T04:00:00Z",
    )
    platform.settle()
    assert platform.events_of_type("SurveyInvited") == []
    platform.run_schedules(later(3) - timedelta(seconds=1), "DeadlinesSweep")
    assert platform.events_of_type("SurveyInvited") == []
    platform.run_schedules(later(3), "DeadlinesSweep")
    (event,) = platform.events_of_type("SurveyInvited")
    assert event["data"]["expires_at"] == "2026-12-03T04:00:00Z"
    invitation = SurveyRepository().find_invitation(event["data"]["invitation_id"])
    assert invitation is not None
    link = linked(invitation)
    assert service().answers.ask(call(now=later(10) - timedelta(seconds=1)), link.token)
    with pytest.raises(SurveyEndedError):
        service().answers.ask(call(now=later(10)), link.token)
    platform.run_schedules(later(10), "DeadlinesSweep")
    with pytest.raises(SurveyEndedError):
        service().answers.answer_online(call(), link.token, online())
    with pytest.raises(SurveyNotFoundError):
        service().answers.ask(call(), "another token")
