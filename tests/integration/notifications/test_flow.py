"""From an event on the bus to the message that leaves, as the template connects it."""

from typing import Any

import msgspec
import pytest

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings
from teleshop.notifications import queue
from teleshop.notifications.domain import Channel
from teleshop.notifications.errors import DeliveryFailedError
from teleshop.notifications.topic import Topic
from teleshop.notifications.wiring import endpoints
from tests.factories.notifications import SUPPLIER, URL, call, envelope
from tests.harness.platform import Deliver, Platform

every_delivery = pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])


def publish(*kinds: str) -> None:
    """Put events on the bus, as the outbox does."""
    for number, kind in enumerate(kinds):
        event = envelope(kind, f"evt_{number}")
        aws_client("events").put_events(
            Entries=[
                {
                    "EventBusName": settings().event_bus,
                    "Source": "teleshop.suppliers",
                    "DetailType": kind,
                    "Detail": msgspec.json.encode(event).decode(),
                }
            ]
        )


def deliveries(aws: Any) -> list[tuple[str, str, str | None]]:
    rows = aws.items("NotificationsTable")
    return sorted(
        (row["channel"], row["state"], row.get("failure")) for row in rows if "channel" in row
    )


@every_delivery
def test_an_event_ends_as_one_row_per_recipient_and_a_sent_message(
    platform: Platform, deliver: Deliver
) -> None:
    platform.deliver = deliver
    publish("SupplierSuspended", "SupplierRestored")
    platform.settle()
    aws = platform.aws
    rows = aws.items("NotificationsTable")
    assert len([row for row in rows if row["sk"] == "notification"]) == 3
    assert deliveries(aws) == [("topic", "sent", None)] * 3


def test_an_event_that_nobody_is_told_of_goes_by(platform: Platform) -> None:
    event = msgspec.structs.replace(envelope(), type="SupplierVerified")
    aws_client("events").put_events(
        Entries=[
            {
                "EventBusName": settings().event_bus,
                "Source": "teleshop.suppliers",
                "DetailType": event.type,
                "Detail": msgspec.json.encode(event).decode(),
            }
        ]
    )
    platform.settle()
    assert platform.aws.items("NotificationsTable") == []


def test_one_failing_channel_holds_up_no_other_and_is_marked_in_the_end(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: Any) -> None:
        raise DeliveryFailedError("no_answer")

    monkeypatch.setattr("teleshop.notifications.webhook.Webhooks.send", down)
    endpoints().set_endpoint(call(SUPPLIER), URL)
    publish("SupplierRestored")
    platform.settle(allow_dead_letters=True)
    assert deliveries(platform.aws) == [("topic", "sent", None), ("webhook", "queued", None)]
    assert {letter.function for letter in platform.dead_letters} == {"NotificationsDeliver"}
    # What the queue's redrive policy does after its last try.
    (row,) = [row for row in platform.aws.items("NotificationsTable") if row["sk"].endswith("hook")]
    url = aws_client("sqs").get_queue_url(QueueName="teleshop-NotificationsUndelivered")
    body = msgspec.json.encode(queue.Wanted(row["pk"], Channel.WEBHOOK)).decode()
    aws_client("sqs").send_message(QueueUrl=url["QueueUrl"], MessageBody=body)
    platform.settle()
    assert deliveries(platform.aws) == [
        ("topic", "sent", None),
        ("webhook", "failed", "tries_exhausted"),
    ]


def test_a_topic_that_fails_for_a_moment_gets_the_message_in_the_next_try(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [RuntimeError("throttled")]
    real = Topic.publish

    def flaky(own: Topic, notification: Any) -> None:
        if failures:
            raise failures.pop()
        real(own, notification)

    monkeypatch.setattr(Topic, "publish", flaky)
    publish("SupplierRestored")
    platform.settle()
    assert deliveries(platform.aws) == [("topic", "sent", None)]


def test_pauses_grow_with_the_tries(aws: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    class Queue:
        def get_queue_url(self, **_: Any) -> dict[str, str]:
            return {"QueueUrl": "https://queue"}

        def change_message_visibility(self, **given: Any) -> None:
            seen.append(given["VisibilityTimeout"])

    monkeypatch.setattr(queue, "aws_client", lambda _: Queue())
    for tries in range(1, 9):
        queue.try_later("receipt", tries)
    assert seen[:5] == list(queue.PAUSES)
    assert set(seen[5:]) == {queue.PAUSES[-1]}
    assert max(seen) <= 43200, "a message is hidden for twelve hours at most"


def test_more_deliveries_than_one_call_takes_are_all_queued(aws: Any) -> None:
    wanted = [queue.Wanted(f"ntf_{number}", Channel.TOPIC) for number in range(23)]
    queue.enqueue(wanted)
    url = aws_client("sqs").get_queue_url(QueueName="teleshop-NotificationsQueue")["QueueUrl"]
    got: list[str] = []
    while (
        messages := aws_client("sqs")
        .receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        .get("Messages")
    ):
        got += [queue.read_message(message["Body"]).notification_id for message in messages]
    assert sorted(got) == sorted(one.notification_id for one in wanted)


def test_messages_that_the_queue_did_not_take_are_an_error(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def get_queue_url(self, **_: Any) -> dict[str, str]:
            return {"QueueUrl": "https://queue"}

        def send_message_batch(self, **_: Any) -> dict[str, Any]:
            return {"Failed": [{"Id": "0"}]}

    monkeypatch.setattr(queue, "aws_client", lambda _: Full())
    with pytest.raises(queue.QueueFullError):
        queue.enqueue([queue.Wanted("ntf_1", Channel.TOPIC)])
