"""Whoever tampers with the record is found, and the first broken place is named."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.audit.domain import Break, BreakKind
from teleshop.audit.wiring import service
from teleshop.kernel.settings import settings as platform_settings
from tests.factories.audit import HOUR, NOON, at, chain, stored, write

TODAY = date(2026, 11, 23)
MIDNIGHT = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
pytestmark = pytest.mark.clause("8.1.2", "9.1.4")


def found(now: datetime) -> Break | None:
    return service().verify(TODAY, TODAY, now).broken


def delete(aws: Any, pk: str, sk: str) -> None:
    aws.client("dynamodb").delete_item(
        TableName=platform_settings().table("audit"), Key={"pk": {"S": pk}, "sk": {"S": sk}}
    )


def alter(aws: Any, pk: str, sk: str, attribute: str, value: dict[str, str]) -> None:
    aws.client("dynamodb").update_item(
        TableName=platform_settings().table("audit"),
        Key={"pk": {"S": pk}, "sk": {"S": sk}},
        UpdateExpression="SET #a = :v",
        ExpressionAttributeNames={"#a": attribute},
        ExpressionAttributeValues={":v": value},
    )


def entries(aws: Any) -> list[dict[str, Any]]:
    return [item for item in aws.items("AuditTable") if "action" in item]


def links(aws: Any) -> list[dict[str, Any]]:
    return [item for item in aws.items("AuditTable") if item["pk"] == f"chain#{TODAY}"]


def alter_entry(aws: Any) -> None:
    entry = entries(aws)[2]
    alter(aws, entry["pk"], entry["sk"], "actor", {"S": "somebody else"})


def delete_entry(aws: Any) -> None:
    entry = entries(aws)[2]
    delete(aws, entry["pk"], entry["sk"])


def add_entry(aws: Any) -> None:
    write(1)


def delete_link(aws: Any) -> None:
    link = links(aws)[2]
    delete(aws, link["pk"], link["sk"])


def alter_link(aws: Any) -> None:
    link = links(aws)[2]
    alter(aws, link["pk"], link["sk"], "entry_hash", {"S": "0" * 64})


def cut_off(aws: Any) -> None:
    for link in links(aws)[4:]:
        delete(aws, link["pk"], link["sk"])


def write_all_anew(aws: Any) -> None:
    """What somebody with all rights on the table would do: alter an entry, link all of it again."""
    alter_entry(aws)
    for item in aws.items("AuditTable"):
        if "action" not in item:
            delete(aws, item["pk"], item["sk"])
    images = [
        {name: {"S": value} for name, value in entry.items() if isinstance(value, str)}
        for entry in entries(aws)
    ]
    service().chain_items(at(NOON), images)


TAMPERINGS: list[Callable[[Any], None]] = [
    alter_entry,
    delete_entry,
    add_entry,
    delete_link,
    alter_link,
    cut_off,
    write_all_anew,
]


def name_of(value: Any) -> str | None:
    return getattr(value, "__name__", None)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=name_of)
def test_tampering_with_an_ended_day_is_found(aws: Any, tamper: Callable[[Any], None]) -> None:
    write(6)
    chain(aws).anchor(at(MIDNIGHT))
    assert found(MIDNIGHT + HOUR) is None
    tamper(aws)
    broken = found(MIDNIGHT + HOUR)
    assert broken is not None
    assert broken.day == TODAY


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=name_of)
def test_tampering_with_the_running_day_is_found_once_an_hour_was_anchored(
    aws: Any, tamper: Callable[[Any], None]
) -> None:
    write(6)
    chain(aws).anchor(at(NOON))
    assert found(NOON + HOUR) is None
    tamper(aws)
    assert found(NOON + HOUR) is not None


def test_the_first_broken_link_is_named_with_its_entry(aws: Any) -> None:
    write(6)
    chain(aws)
    entry = entries(aws)[2]
    alter_entry(aws)
    broken = found(NOON + HOUR)
    assert broken is not None
    assert (broken.kind, broken.seq, broken.entry_id) == (BreakKind.ALTERED, 3, entry["sk"])


def test_a_day_that_ended_without_anchor_is_a_finding(aws: Any) -> None:
    write(2)
    chain(aws)
    write(1, now=MIDNIGHT)
    service().chain_items(at(MIDNIGHT), stored(aws)[2:])
    broken = found(MIDNIGHT + 3 * HOUR)
    assert broken is not None
    assert broken.kind is BreakKind.ANCHOR_MISSING


def test_what_is_laid_over_an_anchor_later_is_not_believed(aws: Any) -> None:
    write(2)
    chain(aws).anchor(at(MIDNIGHT))
    for key in ("anchors/2026/11/23.json",):
        aws.client("s3").put_object(
            Bucket=platform_settings().bucket_audit, Key=key, Body=b'{"count": 0}'
        )
    assert found(MIDNIGHT + HOUR) is None


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_altering_any_attribute_of_any_entry_or_link_is_found(data: st.DataObject) -> None:
    from tests.harness.aws import cloud

    with cloud() as aws:
        write(3)
        chain(aws).anchor(at(MIDNIGHT))
        rows = entries(aws) + links(aws)
        row = data.draw(st.sampled_from(rows))
        names = sorted(name for name, value in row.items() if isinstance(value, str))
        kept = {"pk", "sk", "day_key", "day_sort"}
        name = data.draw(st.sampled_from([one for one in names if one not in kept]))
        alter(aws, row["pk"], row["sk"], name, {"S": str(row[name])[:-1] + "~"})
        broken = found(MIDNIGHT + HOUR)
        assert broken is not None, (row["pk"], name)
