"""The functions around the queue, with events as AWS sends them."""

import json
from typing import Any

import pytest

from functions.notifications import deliver, enqueue, give_up
from teleshop.kernel.clients import aws_client
from teleshop.notifications import queue
from teleshop.notifications.domain import Channel, Notification
from teleshop.notifications.errors import DeliveryFailedError
from teleshop.notifications.queue import Wanted, read_message
from teleshop.notifications.tables import NotificationRepository
from teleshop.notifications.topic import Topic
from teleshop.notifications.wiring import service
from tests.factories.notifications import call, envelope
from tests.harness.lambdas import context_of
from tools.project import ROOT


def sample(name: str) -> Any:
    return json.loads((ROOT / f"events/notifications/{name}.json").read_text(encoding="utf-8"))


def queue_url() -> str:
    return str(aws_client("sqs").get_queue_url(QueueName="teleshop-NotificationsQueue")["QueueUrl"])


def waiting() -> list[dict[str, Any]]:
    """The messages that may be received now."""
    messages: list[dict[str, Any]] = (
        aws_client("sqs")
        .receive_message(QueueUrl=queue_url(), MaxNumberOfMessages=10, VisibilityTimeout=0)
        .get("Messages", [])
    )
    return messages


def told() -> Notification:
    (one,) = service().notify(call(), envelope())
    return one


def of_queue(event: Any, *wanted: Wanted) -> Any:
    """The sample with other messages."""
    (record,) = event["Records"]
    bodies = [{"notification_id": w.notification_id, "channel": w.channel} for w in wanted]
    return {
        "Records": [
            record | {"messageId": f"message-{number}", "body": json.dumps(body)}
            for number, body in enumerate(bodies)
        ]
    }


def states(notification: Notification) -> str:
    found = NotificationRepository().find_delivery(notification.id, Channel.TOPIC)
    assert found is not None
    return found.state


def test_only_new_deliveries_are_queued(aws: Any) -> None:
    event = sample("enqueue")
    deliveries = [
        record["dynamodb"]["NewImage"]["notification_id"]["S"]
        for record in event["Records"]
        if record["dynamodb"]["NewImage"]["sk"]["S"].startswith("delivery#")
    ]
    others = [record | {"eventName": "MODIFY"} for record in event["Records"]]
    removed = {"eventName": "REMOVE", "dynamodb": {"OldImage": {}}}
    records = [*event["Records"], *others, removed]
    enqueue.handler({"Records": records}, context_of("NotificationsEnqueue"))
    queued = [read_message(message["Body"]).notification_id for message in waiting()]
    assert deliveries
    assert sorted(queued) == sorted(deliveries)


def test_one_failed_message_comes_again_later_and_the_others_do_not(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = told()
    (second,) = service().notify(call(), envelope(id="evt_2"))
    real = Topic.publish

    def fails_for_first(own: Topic, notification: Notification) -> None:
        if notification.id == first.id:
            raise DeliveryFailedError("no_answer")
        real(own, notification)

    monkeypatch.setattr(Topic, "publish", fails_for_first)
    queue.enqueue([Wanted(first.id, Channel.TOPIC)])
    (message,) = waiting()
    event = of_queue(
        sample("deliver"), Wanted(first.id, Channel.TOPIC), Wanted(second.id, Channel.TOPIC)
    )
    event["Records"][0]["receiptHandle"] = message["ReceiptHandle"]
    answer = deliver.handler(event, context_of("NotificationsDeliver"))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert (states(first), states(second)) == ("queued", "sent")
    assert waiting() == [], "the failed one is hidden for its pause"


def test_what_was_given_up_is_marked_and_what_was_sent_stays_sent(aws: Any) -> None:
    lost = told()
    (sent,) = service().notify(call(), envelope(id="evt_2"))
    service().deliver(call(), sent.id, Channel.TOPIC)
    event = of_queue(sample("give_up"), *(Wanted(one.id, Channel.TOPIC) for one in (lost, sent)))
    for _ in range(2):
        answer = give_up.handler(event, context_of("NotificationsGiveUp"))
        assert answer == {"batchItemFailures": []}
    assert (states(lost), states(sent)) == ("failed", "sent")
