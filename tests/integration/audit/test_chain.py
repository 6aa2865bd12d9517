"""The chain of audit entries: every entry linked once, every tampering found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from teleshop.audit import domain
from teleshop.audit.domain import BreakKind, EntryKey
from teleshop.audit.errors import AuditDayUnknownError
from teleshop.audit.service import Audit
from teleshop.audit.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.settings import settings
from teleshop.kernel.transaction import Subject, Transaction

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
NEXT_DAY = NOON + timedelta(days=1)
LATER = NOON + timedelta(hours=1)

pytestmark = pytest.mark.clause("8.1.2")


def write(count: int, now: datetime = NOON, subject: str = "sup_1") -> None:
    for _ in range(count):
        tx = Transaction(Call(SYSTEM_ACTOR, now, "r", "c"), "test", Subject("supplier", subject))
        tx.note(fact="a")
        tx.commit(None)


def entries(audit: Audit, day: date = DAY) -> list[tuple[EntryKey, str]]:
    found = audit._repository.entries_of_day(day)
    return [(key, domain.entry_hash(stored)) for key, stored in found]


def linked(count: int = 5) -> Audit:
    audit = service()
    write(count)
    assert audit.link_entries(entries(audit), NOON) == count
    return audit


def test_entries_are_linked_once_however_often_they_are_delivered(aws: Any) -> None:
    audit = linked(5)
    assert audit.link_entries(entries(audit), LATER) == 0
    proof = audit.prove(DAY, LATER)
    assert (proof.count, proof.broken) == (5, None)


def test_a_delivery_that_repeats_some_entries_links_only_the_new_ones(aws: Any) -> None:
    audit = linked(3)
    write(4)
    assert audit.link_entries(entries(audit), LATER) == 4
    assert audit.prove(DAY, LATER).count == 7


def test_more_entries_than_one_transaction_takes_are_linked_in_chunks(aws: Any) -> None:
    audit = linked(200)
    proof = audit.prove(DAY, LATER)
    assert (proof.count, proof.broken) == (200, None)


def test_writers_that_race_for_the_head_lose_nothing(aws: Any) -> None:
    audit = service()
    write(30)
    parts = [entries(audit)[start::3] for start in range(3)]
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda part: audit.link_entries(part, NOON), parts))
    assert sum(made) == 30
    assert audit.prove(DAY, LATER).broken is None


def test_the_chain_of_a_day_continues_from_the_day_before(aws: Any) -> None:
    audit = linked(2)
    write(2, NEXT_DAY)
    audit.link_entries(entries(audit, date(2026, 11, 24)), NEXT_DAY)
    links = [
        *audit._repository.links_of_day(DAY),
        *audit._repository.links_of_day(date(2026, 11, 24)),
    ]
    assert [link.seq for link in links] == [1, 2, 3, 4]
    assert links[2].previous == links[1].hash


def test_an_entry_that_arrives_after_its_day_was_sealed_joins_the_running_day(aws: Any) -> None:
    audit = linked(2)
    audit.seal_days(NEXT_DAY)
    write(1, NOON)
    assert audit.link_entries(entries(audit), NEXT_DAY) == 1
    assert audit.prove(DAY, NEXT_DAY).count == 2
    assert audit.prove(date(2026, 11, 24), NEXT_DAY).count == 1


def test_a_day_is_anchored_once_and_what_the_stream_missed_is_linked_first(aws: Any) -> None:
    audit = linked(2)
    write(3)
    first = audit.seal_days(NEXT_DAY)
    assert [(day.day, day.count) for day in first] == [(DAY, 2)]
    assert audit.seal_days(NEXT_DAY + timedelta(hours=1)) == []
    proof = audit.prove(DAY, NEXT_DAY)
    assert (proof.anchored, proof.broken) == (True, None)
    assert audit.prove(date(2026, 11, 24), NEXT_DAY).count == 3


def test_a_day_of_the_future_has_no_proof(aws: Any) -> None:
    with pytest.raises(AuditDayUnknownError):
        service().prove(date(2026, 11, 24), NOON)


def test_a_day_without_changes_is_an_empty_proof(aws: Any) -> None:
    proof = service().prove(DAY, LATER)
    assert (proof.count, proof.broken) == (0, None)


def _table(aws: Any) -> dict[str, Any]:
    return {"TableName": settings().table_audit}


def alter_entry(aws: Any, audit: Audit) -> None:
    key, _ = entries(audit)[2]
    aws.client("dynamodb").update_item(
        **_table(aws),
        Key={"pk": {"S": key.subject}, "sk": {"S": key.id}},
        UpdateExpression="SET actor = :a",
        ExpressionAttributeValues={":a": {"S": "somebody else"}},
    )


def delete_entry(aws: Any, audit: Audit) -> None:
    key, _ = entries(audit)[2]
    aws.client("dynamodb").delete_item(
        **_table(aws), Key={"pk": {"S": key.subject}, "sk": {"S": key.id}}
    )


def add_entry(aws: Any, audit: Audit) -> None:
    write(1)


def delete_link(aws: Any, audit: Audit) -> None:
    key, _ = entries(audit)[2]
    aws.client("dynamodb").delete_item(
        **_table(aws), Key={"pk": {"S": f"link#{key.id}"}, "sk": {"S": "link"}}
    )


def cut_off(aws: Any, audit: Audit) -> None:
    for key, _ in entries(audit)[3:]:
        for pk, sk in ((f"link#{key.id}", "link"), (key.subject, key.id)):
            aws.client("dynamodb").delete_item(
                **_table(aws), Key={"pk": {"S": pk}, "sk": {"S": sk}}
            )


def rewrite_whole_chain(aws: Any, audit: Audit) -> None:
    """What somebody with all rights on the table would do: alter an entry and link everything
    anew.
    """
    found = entries(audit)
    alter_entry(aws, audit)
    for key, _ in found:
        aws.client("dynamodb").delete_item(
            **_table(aws), Key={"pk": {"S": f"link#{key.id}"}, "sk": {"S": "link"}}
        )
    for pk, sk in (("chain-head", "chain-head"), (f"sealed#{DAY}", "sealed")):
        aws.client("dynamodb").delete_item(**_table(aws), Key={"pk": {"S": pk}, "sk": {"S": sk}})
    audit.link_entries(entries(audit), NOON)


def name_of(value: Any) -> str | None:
    return getattr(value, "__name__", None)


TAMPERINGS: list[tuple[Callable[[Any, Audit], None], BreakKind]] = [
    (alter_entry, BreakKind.ALTERED),
    (delete_entry, BreakKind.MISSING_ENTRY),
    (add_entry, BreakKind.UNLINKED_ENTRY),
    (delete_link, BreakKind.MISSING_LINK),
    (cut_off, BreakKind.TRUNCATED),
    (rewrite_whole_chain, BreakKind.ANCHOR_MISMATCH),
]


@pytest.mark.parametrize(
    ("tamper", "kind"), TAMPERINGS, ids=lambda value: getattr(value, "__name__", None)
)
def test_tampering_with_an_ended_day_is_found_and_named(
    aws: Any, tamper: Callable[[Any, Audit], None], kind: BreakKind
) -> None:
    audit = linked(6)
    audit.seal_days(NEXT_DAY)
    assert audit.prove(DAY, NEXT_DAY).broken is None
    tamper(aws, audit)
    broken = audit.prove(DAY, NEXT_DAY).broken
    assert broken is not None
    assert broken.kind is kind


@pytest.mark.parametrize(
    ("tamper", "kind"), TAMPERINGS, ids=lambda value: getattr(value, "__name__", None)
)
def test_tampering_with_the_running_day_is_found_after_its_hourly_checkpoint(
    aws: Any, tamper: Callable[[Any, Audit], None], kind: BreakKind
) -> None:
    audit = linked(6)
    audit.seal_days(LATER)
    assert audit.prove(DAY, LATER).broken is None
    tamper(aws, audit)
    broken = audit.prove(DAY, LATER + timedelta(hours=1)).broken
    assert broken is not None
    assert broken.kind is kind


def test_an_anchor_that_was_never_written_is_a_finding(aws: Any) -> None:
    audit = linked(2)
    write(1, NEXT_DAY)
    audit.link_entries(entries(audit, date(2026, 11, 24)), NEXT_DAY)
    broken = audit.prove(DAY, NEXT_DAY).broken
    assert broken is not None
    assert broken.kind is BreakKind.ANCHOR_MISSING


def test_an_anchor_laid_over_the_first_one_is_ignored(aws: Any) -> None:
    audit = linked(2)
    audit.seal_days(NEXT_DAY)
    aws.client("s3").put_object(
        Bucket=settings().bucket_audit, Key="anchors/2026/11/23/day.json", Body=b"{}"
    )
    assert audit.prove(DAY, NEXT_DAY).broken is None


def test_the_record_of_a_subject_comes_newest_first_and_reading_it_is_on_record(aws: Any) -> None:
    audit = service()
    for minute in range(3):
        write(1, NOON + timedelta(minutes=minute))
    call = Call(SYSTEM_ACTOR, LATER, "r", "c")
    first = audit.read(call, Subject("supplier", "sup_1"), PageRequest(2))
    second = audit.read(call, Subject("supplier", "sup_1"), PageRequest(2, first.next))
    times = [row.occurred_at for row in (*first.items, *second.items)]
    assert times == sorted(times, reverse=True)
    assert len(times) == 3
    reads = audit.read(call, Subject("audit", "supplier#sup_1"), PageRequest(10))
    assert [row.action for row in reads.items] == ["read_audit", "read_audit"]


def test_the_stream_of_the_table_links_what_transactions_wrote(platform: Any) -> None:
    write(4)
    platform.settle()
    today = datetime.now(UTC)
    audit = service()
    head = audit._repository.head()
    assert head is not None
    assert head.seq == 4
    assert audit.prove(head.day, max(today, NOON) + timedelta(days=1)).count == 4
