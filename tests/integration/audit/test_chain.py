"""Entries get their place in the chain exactly once, in the order they arrive, however they are
delivered.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from functions.audit.chain import handler
from teleshop.audit.tables import AuditRepository
from teleshop.audit.wiring import service
from teleshop.kernel.errors import RacedError
from teleshop.kernel.journal import day_keys
from tests.factories.audit import DAY, HOUR, NOON, at, chain, stored, write
from tests.harness.lambdas import context_of
from tests.harness.sources import as_lambda_gets
from tests.harness.wire import Attempt, Send, wire

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.clause("9.1.4")


def links(day: date = TODAY) -> list[str]:
    return [link.entry_id for _, link in AuditRepository().links(day)]


def entries(aws: Any) -> list[str]:
    return [item["sk"] for item in aws.items("AuditTable") if item["sk"].startswith("aud_")]


def test_links_follow_one_another_in_order_of_arrival(aws: Any) -> None:
    write(3)
    chain(aws)
    found = [link for _, link in AuditRepository().links(TODAY)]
    assert [link.entry_id for link in found] == entries(aws)
    assert [link.seq for link in found] == [1, 2, 3]
    assert [link.previous for link in found] == ["0" * 64, found[0].hash, found[1].hash]


def test_an_entry_delivered_again_keeps_its_one_link(aws: Any) -> None:
    write(5)
    for _ in range(2):
        chain(aws)
    audit = service()
    again = stored(aws)
    assert audit.chain_items(at(NOON + HOUR), [*again, *again]) == 0
    assert links() == entries(aws)


def test_a_batch_takes_one_transaction_per_forty_entries(aws: Any) -> None:
    write(85)
    names: list[str] = []

    def count(attempt: Attempt, send: Send) -> Any:
        names.append(attempt.operation)
        return send()

    with wire(count):
        chain(aws)
    assert names.count("TransactWriteItems") == 3
    assert len(links()) == 85


def test_parallel_batches_lose_nothing_and_chain_nothing_twice(aws: Any) -> None:
    write(12)
    images = stored(aws)
    parts = [images[0:6], images[3:9], images[6:12]]

    def deliver(part: list[dict[str, Any]]) -> None:
        try:
            service().chain_items(at(), part)
        except RacedError:  # Lambda delivers such a batch again
            deliver(part)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(deliver, parts))
    assert sorted(links()) == entries(aws)
    assert service().verify(TODAY, TODAY, NOON).broken is None


def test_a_day_continues_from_the_last_link_of_the_day_before(aws: Any) -> None:
    write(2)
    chain(aws)
    write(2, now=NOON + 3 * DAY)
    chain(aws, now=NOON + 3 * DAY)
    repository = AuditRepository()
    last = [link for _, link in repository.links(TODAY)][-1]
    first = next(link for _, link in repository.links(TODAY + 3 * DAY))
    assert first.previous == last.hash
    assert first.seq == 1
    for days, count in ((0, 2), (1, 0), (2, 0)):
        end = repository.day_end(TODAY + days * DAY)
        assert end is not None
        assert (end.count, end.hash) == (count, last.hash)
    service().anchor(at(NOON + 3 * DAY))
    proof = service().verify(TODAY, TODAY + 3 * DAY, NOON + 3 * DAY)
    assert [day.count for day in proof.days] == [2, 0, 0, 2]


def test_a_late_delivery_goes_to_the_running_day_and_not_to_one_that_has_ended(aws: Any) -> None:
    write(1)
    chain(aws)
    write(1, now=NOON + HOUR)
    service().anchor(at(NOON + DAY))
    chain(aws, now=NOON + HOUR)
    assert len(links()) == 1
    assert len(links(TODAY + DAY)) == 1


def test_the_function_chains_new_entries_and_leaves_the_chains_own_rows(aws: Any) -> None:
    write(2)

    def deliver() -> Any:
        records = [
            as_lambda_gets(record.to_json())
            for record in aws.table("AuditTable").stream_shard.items
        ]
        return handler({"Records": records}, context_of("AuditChain"))

    assert deliver() == {"chained": 2}
    assert deliver() == {"chained": 0}
    assert handler({"Records": []}, context_of("AuditChain")) == {"chained": 0}


def test_the_sweep_chains_what_the_stream_missed(aws: Any) -> None:
    write(130)
    audit = service()
    audit.chain_items(at(), stored(aws)[:50])
    assert audit.sweep(at(NOON + timedelta(minutes=5))) == 80
    assert audit.sweep(at(NOON + timedelta(minutes=10))) == 0
    assert len(links()) == 130


def test_the_sweep_looks_back_over_midnight_and_leaves_the_youngest_to_the_stream(
    aws: Any,
) -> None:
    late = NOON + 12 * HOUR - timedelta(minutes=2)
    write(1, now=late)
    write(1, now=late + timedelta(minutes=5))
    audit = service()
    assert audit.sweep(at(late + timedelta(minutes=5, seconds=30))) == 1
    assert audit.sweep(at(late + timedelta(minutes=7))) == 1


def test_the_sweep_reads_its_window_and_not_the_day(aws: Any) -> None:
    write(20, now=NOON - 2 * HOUR)
    write(2, now=NOON - timedelta(minutes=5))
    audit = service()
    assert audit.sweep(at()) == 2


def test_the_entries_of_a_burst_meet_at_no_one_key_and_are_found_in_order_of_time(aws: Any) -> None:
    write(250)
    kept = {item["day_key"] for item in aws.items("AuditTable") if "day_key" in item}
    assert kept == set(day_keys(TODAY))
    batches = list(AuditRepository().entry_keys(at(NOON).now - HOUR, at(NOON).now + HOUR))
    assert [len(batch) for batch in batches] == [100, 100, 50]
    found = [entry_id for batch in batches for _, entry_id in batch]
    assert found == sorted(entries(aws))
