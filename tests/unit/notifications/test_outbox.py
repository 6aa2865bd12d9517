"""What `make outbox` shows of the table."""

from typing import Any

from infra.outbox import readable
from teleshop.notifications.domain import Channel
from teleshop.notifications.wiring import service
from tests.factories.notifications import SUPPLIER, SUPPLIER_ID, call, envelope


def items(aws: Any) -> list[dict[str, Any]]:
    return [item.to_json()["Attributes"] for item in aws.table("NotificationsTable").all_items()]


def test_each_message_shows_time_recipient_words_and_how_it_left(aws: Any) -> None:
    sent, waiting = service().notify(call(), envelope("SupplierSuspended"))
    service().deliver(call(), sent.id, Channel.TOPIC)
    service().mark_read(call(SUPPLIER), sent.id)
    text = "\n".join(readable(items(aws)))
    assert f"to supplier {SUPPLIER_ID}" in text
    assert "合作已暂停 / The cooperation is suspended" in text
    assert sent.body_zh in text
    assert "topic: sent, read by sam" in text
    assert "topic: waiting, not read yet" in text
    assert f"to role {waiting.recipient_id}" in text


def test_a_failed_delivery_shows_why(aws: Any) -> None:
    (told,) = service().notify(call(), envelope())
    service().give_up(call(), told.id, Channel.TOPIC)
    assert any("topic: FAILED (tries_exhausted)" in line for line in readable(items(aws)))


def test_an_empty_table_shows_nothing(aws: Any) -> None:
    assert readable(items(aws)) == []
