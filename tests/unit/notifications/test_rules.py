"""Identity of notifications, whose they are, and how deliveries end."""

from datetime import timedelta

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.ids import is_id
from teleshop.notifications.domain import (
    Channel,
    Delivery,
    DeliveryState,
    Recipient,
    RecipientKind,
    ended,
    own_recipient,
)
from teleshop.notifications.domain.entities import notification_id
from tests.factories.notifications import NOW, OTHER_ID, REVIEWER, SUPPLIER, SUPPLIER_ID

SUPPLIER_RECIPIENT = Recipient(RecipientKind.SUPPLIER, SUPPLIER_ID)
TWO_ROLES = Actor("tom", frozenset({Role.REVIEWER, Role.MANAGER}))
APPLICANT = Actor("amy", frozenset({Role.SUPPLIER}))
LATER = NOW + timedelta(hours=1)


def test_an_id_follows_from_event_and_recipient() -> None:
    first = notification_id("evt_1", SUPPLIER_RECIPIENT)
    assert is_id(first, "ntf")
    assert first == notification_id("evt_1", SUPPLIER_RECIPIENT)
    assert first != notification_id("evt_2", SUPPLIER_RECIPIENT)
    assert first != notification_id("evt_1", Recipient(RecipientKind.PERSON, SUPPLIER_ID))


@pytest.mark.parametrize(
    ("actor", "wanted", "expected"),
    [
        (SUPPLIER, None, ("supplier", SUPPLIER_ID)),
        (SUPPLIER, f"supplier:{SUPPLIER_ID}", ("supplier", SUPPLIER_ID)),
        (SUPPLIER, "me", ("person", "sam")),
        (REVIEWER, None, ("role", "reviewer")),
        (REVIEWER, "role:reviewer", ("role", "reviewer")),
        (TWO_ROLES, None, ("person", "tom")),
        (TWO_ROLES, "role:manager", ("role", "manager")),
        (APPLICANT, None, ("person", "amy")),
    ],
)
def test_own_messages_are_found(
    actor: Actor, wanted: str | None, expected: tuple[str, str]
) -> None:
    own = own_recipient(actor, wanted)
    assert own is not None
    assert (own.kind, own.id) == expected


@pytest.mark.parametrize(
    ("actor", "wanted"),
    [
        (SUPPLIER, f"supplier:{OTHER_ID}"),
        (SUPPLIER, "role:supplier"),
        (SUPPLIER, "role:reviewer"),
        (REVIEWER, "role:manager"),
        (REVIEWER, f"supplier:{SUPPLIER_ID}"),
        (APPLICANT, f"supplier:{SUPPLIER_ID}"),
        (REVIEWER, "person"),
    ],
)
def test_those_of_others_are_not(actor: Actor, wanted: str) -> None:
    assert own_recipient(actor, wanted) is None


def test_a_delivery_ends_once() -> None:
    queued = Delivery(
        notification_id="ntf_1", channel=Channel.TOPIC, queued_at=NOW, expires_at=LATER
    )
    sent = ended(queued, LATER)
    assert (sent.state, sent.ended_at, sent.failure) == (DeliveryState.SENT, LATER, None)
    assert ended(sent, LATER + timedelta(hours=1), "gone") == sent
    failed = ended(queued, LATER, "gone")
    assert (failed.state, failed.failure) == (DeliveryState.FAILED, "gone")
