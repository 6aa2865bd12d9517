"""Notifications on the table: told once, delivered once, read by their own people."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import InvalidInputError, NotFoundError
from teleshop.kernel.paging import PageRequest
from teleshop.notifications.domain import Channel, DeliveryState, MissingFactError, Notification
from teleshop.notifications.errors import (
    DeliveryFailedError,
    EndpointNotFoundError,
    NotificationNotFoundError,
    RecipientNotOwnError,
)
from teleshop.notifications.service import Notifications
from teleshop.notifications.tables import NotificationRepository
from teleshop.notifications.templates import CATALOGUE
from teleshop.notifications.topic import Topic
from teleshop.notifications.webhook import Webhooks
from teleshop.notifications.wiring import SupplierParties, endpoints, service
from tests.factories.notifications import (
    NOW,
    REVIEWER,
    STRANGER,
    SUPPLIER,
    SUPPLIER_ID,
    URL,
    call,
    envelope,
)

HOUR = timedelta(hours=1)
REPOSITORY = NotificationRepository()


class Receiver:
    """The supplier's system: answers with each of ``statuses``, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.ids: list[str] = []

    def service(self) -> Notifications:
        webhooks = Webhooks(lambda _: ["93.184.216.34"], self._post)
        return Notifications(REPOSITORY, CATALOGUE, Topic(), webhooks, SupplierParties())

    def _post(self, *given: Any) -> int:
        self.ids.append(given[-1]["webhook-id"])
        return self.statuses.pop(0) if self.statuses else 200


def told(kind: str = "SupplierActivated", id: str = "evt_1") -> Notification:
    (first, *_) = service().notify(call(), envelope(kind, id))
    return first


def state(notification: Notification, channel: Channel) -> tuple[DeliveryState, str | None]:
    delivery = REPOSITORY.find_delivery(notification.id, channel)
    assert delivery is not None
    return delivery.state, delivery.failure


def rows(aws: Any, prefix: str = "delivery#") -> list[dict[str, Any]]:
    return [row for row in aws.items("NotificationsTable") if row["sk"].startswith(prefix)]


def test_an_event_tells_each_recipient_once_however_often_it_comes(aws: Any) -> None:
    event = envelope("SupplierSuspended")
    first = service().notify(call(), event)
    assert [one.recipient.key for one in first] == [f"supplier#{SUPPLIER_ID}", "role#compliance"]
    assert service().notify(call(after=HOUR), event) == []
    assert len(rows(aws, "notification")) == 2
    assert [row["channel"] for row in rows(aws)] == ["topic", "topic"]


def test_an_event_without_template_or_of_another_publisher_tells_nobody(aws: Any) -> None:
    event = envelope()
    assert service().notify(call(), replace_struct(event, type="SupplierVerified")) == []
    assert service().notify(call(), replace_struct(event, context="approvals")) == []
    assert aws.items("NotificationsTable") == []


def test_an_event_that_lacks_a_fact_is_an_error(aws: Any) -> None:
    event = replace_struct(envelope(), data={"supplier_id": SUPPLIER_ID})
    with pytest.raises(MissingFactError):
        service().notify(call(), event)


def replace_struct(event: Any, **changed: Any) -> Any:
    import msgspec

    return msgspec.structs.replace(event, **changed)


@pytest.mark.clause("6.4.1")
def test_a_message_of_the_topic_names_no_address_and_only_a_hash_of_the_supplier(aws: Any) -> None:
    from moto.sns.models import sns_backends

    from tests.harness.template import ACCOUNT

    notification = told()
    service().deliver(call(), notification.id, Channel.TOPIC)
    assert state(notification, Channel.TOPIC) == (DeliveryState.SENT, None)
    (topic,) = [
        topic
        for topic in sns_backends[ACCOUNT][aws.region].topics.values()
        if "Notifications" in topic.name
    ]
    ((_, message, subject, given, _),) = topic.sent_notifications
    attributes = {name: value["Value"] for name, value in (given or {}).items()}
    assert subject == notification.subject_en
    assert notification.body_zh in json.loads(message)["default"]
    assert attributes["recipient_kind"] == "supplier"
    assert attributes["event"] == "SupplierActivated"
    assert SUPPLIER_ID not in attributes["recipient"]
    assert len(attributes["recipient"]) == 64


def test_what_was_sent_is_not_sent_again(aws: Any) -> None:
    receiver = Receiver()
    endpoints().set_endpoint(call(SUPPLIER), URL)
    notification = told()
    for _ in range(2):
        receiver.service().deliver(call(), notification.id, Channel.WEBHOOK)
    assert receiver.ids == [notification.id]
    assert receiver.service().give_up(call(), notification.id, Channel.WEBHOOK) is None
    assert state(notification, Channel.WEBHOOK) == (DeliveryState.SENT, None)


def test_a_failed_delivery_stays_queued_and_comes_with_the_same_id(aws: Any) -> None:
    receiver = Receiver(500)
    endpoints().set_endpoint(call(SUPPLIER), URL)
    notification = told()
    with pytest.raises(DeliveryFailedError, match="status_500"):
        receiver.service().deliver(call(), notification.id, Channel.WEBHOOK)
    assert state(notification, Channel.WEBHOOK) == (DeliveryState.QUEUED, None)
    receiver.service().deliver(call(after=HOUR), notification.id, Channel.WEBHOOK)
    assert receiver.ids == [notification.id] * 2
    assert state(notification, Channel.WEBHOOK) == (DeliveryState.SENT, None)


@pytest.mark.parametrize("gone", ["answer", "removed"])
def test_an_endpoint_that_is_gone_ends_the_delivery_at_once(aws: Any, gone: str) -> None:
    receiver = Receiver(410)
    endpoints().set_endpoint(call(SUPPLIER), URL)
    notification = told()
    if gone == "removed":
        endpoints().remove_endpoint(call(SUPPLIER))
    receiver.service().deliver(call(), notification.id, Channel.WEBHOOK)
    reason = "gone" if gone == "answer" else "endpoint_removed"
    assert state(notification, Channel.WEBHOOK) == (DeliveryState.FAILED, reason)


def test_what_failed_in_every_try_is_marked(aws: Any) -> None:
    notification = told()
    service().give_up(call(), notification.id, Channel.TOPIC)
    assert state(notification, Channel.TOPIC) == (DeliveryState.FAILED, "tries_exhausted")
    assert service().deliver(call(), notification.id, Channel.TOPIC) is None


def test_delivering_what_is_unknown_does_nothing(aws: Any) -> None:
    assert service().deliver(call(), "ntf_unknown", Channel.TOPIC) is None
    assert service().give_up(call(), "ntf_unknown", Channel.TOPIC) is None


@pytest.mark.clause("6.4.1")
def test_address_and_secret_of_a_web_hook_are_sealed_and_a_new_one_replaces_them(aws: Any) -> None:
    first = endpoints().set_endpoint(call(SUPPLIER), URL)
    second = endpoints().set_endpoint(call(SUPPLIER, HOUR), URL)
    assert first.secret != second.secret
    assert endpoints().show(call(SUPPLIER)) == second
    stored = str(aws.items("NotificationsTable")) + str(aws.items("AuditTable"))
    assert "hooks.example.com" not in stored
    assert second.secret not in stored
    with pytest.raises(EndpointNotFoundError):
        endpoints().show(call(STRANGER))


def test_an_unsuitable_address_is_refused_with_its_place(aws: Any) -> None:
    with pytest.raises(InvalidInputError) as refused:
        endpoints().set_endpoint(call(SUPPLIER), "http://10.0.0.1/")
    assert [fault.pointer for fault in refused.value.errors] == ["/url"]


def test_removing_twice_is_the_same(aws: Any) -> None:
    endpoints().set_endpoint(call(SUPPLIER), URL)
    for _ in range(2):
        endpoints().remove_endpoint(call(SUPPLIER))
    with pytest.raises(EndpointNotFoundError):
        endpoints().show(call(SUPPLIER))


def test_the_inbox_is_paged_newest_first(aws: Any) -> None:
    ids = []
    for hour in range(3):
        event = replace_struct(envelope(id=f"evt_{hour}"), occurred_at=NOW + hour * HOUR)
        ids += [one.id for one in service().notify(call(), event)]
    first = service().inbox(call(SUPPLIER), None, PageRequest(2))
    second = service().inbox(call(SUPPLIER), None, PageRequest(2, first.next))
    assert [one.id for one in [*first.items, *second.items]] == ids[::-1]
    assert service().inbox(call(STRANGER), None, PageRequest()).items == []


def test_reading_is_noted_once_and_for_the_first_reader(aws: Any) -> None:
    notification = told()
    first = service().mark_read(call(SUPPLIER, HOUR), notification.id)
    other = replace(SUPPLIER, subject="sue")
    again = service().mark_read(call(other, 2 * HOUR), notification.id)
    assert (again.read_at, again.read_by) == (NOW + HOUR, "sam")
    assert again == first


@pytest.mark.parametrize(
    "actor", [STRANGER, REVIEWER, Actor("amy", frozenset({Role.SUPPLIER})), SUPPLIER]
)
def test_messages_of_others_do_not_exist(aws: Any, actor: Actor) -> None:
    notification = told() if actor is not SUPPLIER else _of_a_role()
    with pytest.raises(NotFoundError):
        service().mark_read(call(actor), notification.id)
    found = REPOSITORY.find(notification.id)
    assert found is not None
    assert found.read_at is None


def _of_a_role() -> Notification:
    return service().notify(call(), envelope("ReverificationOverdue"))[1]


def test_what_nobody_was_told_cannot_be_read(aws: Any) -> None:
    with pytest.raises(NotificationNotFoundError):
        service().mark_read(call(SUPPLIER), "ntf_unknown")


def test_the_inbox_of_another_role_is_refused(aws: Any) -> None:
    with pytest.raises(RecipientNotOwnError):
        service().inbox(call(REVIEWER), "role:manager", PageRequest())


def test_an_applicant_whose_token_names_no_supplier_yet_reads_the_messages_of_its_application(
    aws: Any,
) -> None:
    from teleshop.suppliers.schemas import ApplicationBody
    from teleshop.suppliers.wiring import service as suppliers

    applicant = Actor("amy", frozenset({Role.SUPPLIER}))
    applied = suppliers().applications.start_application(call(applicant), ApplicationBody())
    event = envelope("SupplierApplicationReturned", supplier_id=applied.id)
    (told_one,) = service().notify(call(), event)
    page = service().inbox(call(applicant), f"supplier:{applied.id}", PageRequest())
    assert [one.id for one in page.items] == [told_one.id]
    assert service().mark_read(call(applicant), told_one.id).read_by == "amy"
    with pytest.raises(NotFoundError):
        service().inbox(
            call(Actor("bob", applicant.roles)), f"supplier:{applied.id}", PageRequest()
        )
