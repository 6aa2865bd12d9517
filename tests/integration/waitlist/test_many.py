"""Ten thousand wait: what a step reads, and what a page of the list reads, does not grow."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.paging import PageRequest
from teleshop.waitlist.domain.entry import SHARDS, EntryState
from teleshop.waitlist.domain.serving import Place
from teleshop.waitlist.service.offers import PER_STEP
from teleshop.waitlist.tables import EntryRow, FigureRow, PlaceRow, WaitlistRepository, place_of
from teleshop.waitlist.wiring import service
from tests.factories import waitlist as make
from tests.harness.budget import Cost, measured

MANY = 10_000
QUEUE_READS = SHARDS
"""One query for each shard."""


def waiting(aws: Any, many: int) -> list[str]:
    """So many entries, put where joining puts them; their ids in order of turns."""
    table, ids = aws.table("WaitlistTable"), []
    figures: Counter[tuple[str, str]] = Counter()
    for number in range(1, many + 1):
        one = make.entry(
            number,
            id=f"wtl_01M85DCW3M18EC0KYDXHR{number:05}",
            now=make.NOW + number * timedelta(milliseconds=5),
        )
        place: Place = place_of(one)
        for row in (EntryRow.from_entity(one), PlaceRow.from_entity(place)):
            table.put_item(row.serialize())
        figures[place.sku, place.line] += 1
        ids.append(one.id)
    for (sku, line), count in figures.items():
        figure = FigureRow.at(sku, line)
        figure.waiting = figure.pieces = figure.joined = count
        table.put_item(figure.serialize())
    return ids


def step(aws: Any) -> Cost:
    """What one step costs."""
    with measured(aws) as found:
        make.serve()
    return found[0]


@pytest.mark.clause("1.1")
def test_a_step_among_ten_thousand_reads_the_head_of_each_shard(aws: Any) -> None:
    make.sold_out()
    ids = waiting(aws, MANY)
    make.received(1_000, now=make.NOW + make.MINUTE)
    first, second = step(aws), step(aws)
    assert first.calls["dynamodb.Query"] == QUEUE_READS
    assert first.calls["dynamodb.TransactWriteItems"] == 1
    assert first.depth <= 7
    # Sixteen heads of eight places, eight entries, twenty figures, stock: no more for any queue.
    assert first.reads < 60
    assert (second.calls, second.depth) == (first.calls, first.depth)
    offered = [
        number
        for number, entry_id in enumerate(ids[: 3 * PER_STEP])
        if WaitlistRepository().find(entry_id).state is EntryState.OFFERED  # type: ignore[union-attr]  # stored above
    ]
    assert offered == list(range(2 * PER_STEP))


@pytest.mark.clause("1.1")
def test_looking_costs_the_same_for_one_and_for_ten_thousand(aws: Any) -> None:
    make.sold_out()
    ids = waiting(aws, MANY)
    repository = WaitlistRepository()
    # The key of the cursors is read once per process.
    repository.queue(make.SKU, make.LINES, PageRequest(1))
    with measured(aws) as found:
        shown = service().entries.show(make.call(make.AGENT), ids[6_999])
        page = repository.queue(make.SKU, make.LINES, PageRequest(20)).page
    assert shown.position == 7_000
    assert [one.id for one in page.items] == ids[:20]
    assert found[0].calls == {
        "dynamodb.BatchGetItem": 3,
        "dynamodb.GetItem": 1,
        "dynamodb.Query": QUEUE_READS,
    }
    second = repository.queue(make.SKU, make.LINES, PageRequest(20, page.next)).page
    assert [one.id for one in second.items] == ids[20:40]


@pytest.mark.clause("1.1")
def test_nothing_to_offer_costs_one_read(aws: Any) -> None:
    make.sold_out()
    assert step(aws).calls == {"dynamodb.BatchGetItem": 1}


@pytest.mark.clause("1.1")
def test_joins_write_to_many_partitions_and_to_no_row_in_common(aws: Any) -> None:
    make.sold_out()
    for number in range(1, 41):
        make.joined(number)
    lines = Counter(row["pk"] for row in aws.items("WaitlistTable") if row["sk"] == FigureRow.SK)
    assert len(lines) >= SHARDS * 3 // 4
