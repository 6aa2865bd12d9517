"""Stored events reach the bus at least once, in the order of their shard, and nothing else does."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from botocore.awsrequest import AWSResponse, HTTPHeaders
from moto.core.botocore_stubber import MockRawResponse

from functions.outbox.publish import handler
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import parse_instant
from teleshop.kernel.transaction import Subject, Transaction
from tests.harness.lambdas import context_of
from tests.harness.parcels import ParcelSent
from tests.harness.platform import Platform, connected
from tests.harness.wire import Attempt, Send, wire
from tests.harness.wiring import wiring

NOW = parse_instant("2026-11-23T12:00:00+08:00")


@pytest.fixture
def publisher(aws: Any) -> Iterator[Platform]:
    """A platform that only publishes."""
    with connected(aws, wiring().only("OutboxPublish")) as made:
        yield made


def publish(*weights: int) -> None:
    for weight in weights:
        tx = Transaction(Call(SYSTEM_ACTOR, NOW, "r", "c"), "send", Subject("parcel", "p"))
        tx.publish(ParcelSent(parcel_id="p", weight=weight))
        tx.commit(None)


def records(aws: Any) -> list[dict[str, Any]]:
    return [record.to_json() for record in aws.table("OutboxTable").stream_shard.items]


def weights(entries: list[dict[str, Any]]) -> list[int]:
    return [msgspec.json.decode(entry["Detail"])["data"]["weight"] for entry in entries]


class Bus:
    """Answers PutEvents; refuses the entries with one of ``refused``, as an overloaded bus does."""

    def __init__(self, *refused: int) -> None:
        self.refused = refused
        self.requests: list[list[dict[str, Any]]] = []

    def __call__(self, attempt: Attempt, send: Send) -> AWSResponse:
        assert attempt.name == "eventbridge.PutEvents"
        entries = attempt.body["Entries"]
        self.requests.append(entries)
        answers = [
            {"ErrorCode": "InternalFailure"} if weight in self.refused else {"EventId": "e"}
            for weight in weights(entries)
        ]
        failed = sum("ErrorCode" in answer for answer in answers)
        body = msgspec.json.encode({"FailedEntryCount": failed, "Entries": answers}).decode()
        return AWSResponse(attempt.url, 200, HTTPHeaders(), MockRawResponse(body))


def published(aws: Any, bus: Bus) -> list[str]:
    with wire(bus):
        answer = handler({"Records": records(aws)}, context_of("OutboxPublish"))
    return [item["itemIdentifier"] for item in answer["batchItemFailures"]]


def numbers(aws: Any) -> list[str]:
    return [record["dynamodb"]["SequenceNumber"] for record in records(aws)]


def test_events_go_out_in_order_ten_at_a_time(aws: Any) -> None:
    publish(*range(23))
    bus = Bus()
    assert published(aws, bus) == []
    assert [len(entries) for entries in bus.requests] == [10, 10, 3]
    assert weights([entry for entries in bus.requests for entry in entries]) == list(range(23))


def test_an_entry_names_its_source_type_and_instant(aws: Any) -> None:
    publish(7)
    bus = Bus()
    published(aws, bus)
    ((entry,),) = bus.requests
    assert (entry["Source"], entry["DetailType"]) == ("teleshop.parcels", "ParcelSent")
    assert entry["EventBusName"] == "teleshop"
    assert entry["Time"] == NOW.timestamp()


@pytest.mark.parametrize("refused", [0, 4, 9, 10, 15, 22])
def test_the_first_refused_event_and_all_after_it_come_again(aws: Any, refused: int) -> None:
    publish(*range(23))
    bus = Bus(refused)
    assert published(aws, bus) == numbers(aws)[refused:]
    sent = weights([entry for entries in bus.requests for entry in entries])
    # What shared a request with the refused one may have gone out; nothing beyond it has.
    assert sent == list(range((refused // 10 + 1) * 10))[:23]


def test_several_refused_events_come_again_from_the_first_on(aws: Any) -> None:
    publish(*range(5))
    assert published(aws, Bus(3, 1)) == numbers(aws)[1:]


def test_rows_that_change_or_expire_are_not_published(aws: Any) -> None:
    publish(1)
    (row,) = aws.items("OutboxTable")
    client = aws.client("dynamodb")
    key = {"pk": {"S": row["pk"]}}
    client.update_item(
        TableName="teleshop-OutboxTable",
        Key=key,
        UpdateExpression="SET #t = :t",
        ExpressionAttributeNames={"#t": "type"},
        ExpressionAttributeValues={":t": {"S": "Changed"}},
    )
    client.delete_item(TableName="teleshop-OutboxTable", Key=key)
    bus = Bus()
    assert published(aws, bus) == []
    assert weights(bus.requests[0]) == [1]
    assert len(bus.requests) == 1
    assert len(records(aws)) == 3


def test_a_committed_change_is_on_the_bus_when_the_platform_has_settled(
    aws: Any, publisher: Platform
) -> None:
    publish(1, 2)
    publisher.settle()
    assert [event["data"]["weight"] for event in publisher.events_of_type("ParcelSent")] == [1, 2]
    assert {event["source"] for event in publisher.events} == {"teleshop.parcels"}


def test_a_bus_that_fails_once_gets_every_event_at_least_once_and_in_order(
    aws: Any, publisher: Platform
) -> None:
    publish(*range(12))
    failures = [Bus(5)]

    def seam(attempt: Attempt, send: Send) -> AWSResponse:
        return failures.pop()(attempt, send) if failures else send()

    with wire(seam):
        publisher.settle()
    seen = [event["data"]["weight"] for event in publisher.events_of_type("ParcelSent")]
    assert seen == list(range(5, 12))
