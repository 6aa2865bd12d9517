"""Figures are those of the events, whatever comes when, how often and together with what."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from teleshop.indicators.domain import LIST_SHARDS, SHARDS, Figures, Place, sums, total
from teleshop.indicators.service import Indicators, records_in
from teleshop.indicators.tables import DayRow, IndicatorsRepository, QuarterRow
from teleshop.indicators.wiring import counting, indicators
from teleshop.kernel.errors import BusyError
from teleshop.kernel.events import Envelope
from tests.factories.indicators import (
    ALL,
    DAY,
    FIRST,
    NOW,
    OTHER_ID,
    OVER,
    QUARTER,
    SECOND,
    SUPPLIER_ID,
    asked,
    classified,
    clock_breached,
    clock_ended,
    closed,
    count,
    deliver,
    event,
    merged,
    message,
    opened,
    placed,
    record_of,
    records,
    sold,
    system,
    trade,
)
from tests.factories.reviews import on_board

pytestmark = pytest.mark.clause("3.3.1")
QUARTERS = ("2026Q3", "2026Q4", "2027Q1")


def in_batches(told: list[Envelope], size: int = 100) -> None:
    """Hand events to the function as the queue does."""
    for start in range(0, len(told), size):
        batch = told[start : start + size]
        assert deliver(*(message(one, number) for number, one in enumerate(batch))) == set()


def stored(supplier_id: str) -> dict[str, Figures]:
    return {quarter: indicators().of_quarter(supplier_id, quarter) for quarter in QUARTERS}


def expected(told: list[Envelope], supplier_id: str) -> dict[str, Figures]:
    every = [one for one in records(*told) if one.supplier_id == supplier_id]
    return {
        quarter: total(Figures(one.amounts) for one in every if one.quarter == quarter)
        for quarter in QUARTERS
    }


def test_an_empty_quarter_is_all_zeros(aws: Any) -> None:
    assert indicators().of_quarter(SUPPLIER_ID, QUARTER) == Figures()
    assert indicators().of_days(SUPPLIER_ID, date(2026, 10, 1), date(2026, 12, 31)) == Figures()
    assert list(indicators().collect(QUARTER, 0)) == []
    assert indicators().active_on(date(2026, 10, 1), 0, None, 10).items == []


@pytest.mark.parametrize("seed", [1, 2])
def test_a_quarter_of_trade_counts_the_same_in_any_order_and_told_twice(
    aws: Any, seed: int
) -> None:
    told = trade(seed, 60)
    shuffled = told + random.Random(seed).sample(told, len(told))
    random.Random(seed + 1).shuffle(shuffled)
    in_batches(shuffled, 37)
    for supplier_id in ALL:
        assert stored(supplier_id) == expected(told, supplier_id)
        assert stored(supplier_id)[QUARTER]["orders"] > 0
    in_batches(told)
    for supplier_id in ALL:
        assert stored(supplier_id) == expected(told, supplier_id)


def test_days_add_up_to_the_quarter_and_begin_and_end_at_midnight_in_china(aws: Any) -> None:
    at = [FIRST - SECOND, FIRST, FIRST + DAY - SECOND, FIRST + DAY, OVER - SECOND, OVER]
    count(*(event(placed(when), OVER + 9 * DAY, f"evt_{n}") for n, when in enumerate(at)))
    found = [
        indicators().of_days(SUPPLIER_ID, first, last)["orders"]
        for first, last in (
            (date(2026, 9, 30), date(2026, 9, 30)),
            (date(2026, 10, 1), date(2026, 10, 1)),
            (date(2026, 10, 2), date(2026, 10, 2)),
            (date(2026, 10, 1), date(2026, 12, 31)),
            (date(2027, 1, 1), date(2027, 1, 1)),
        )
    ]
    assert found == [1, 2, 1, 4, 1]
    assert [figures["orders"] for figures in stored(SUPPLIER_ID).values()] == [1, 4, 1]


def test_suppliers_of_one_order_are_counted_apart(aws: Any) -> None:
    told = placed(NOW, sold(amount=300_00), sold(OTHER_ID, 2, amount=99_00))
    assert count(event(told)) == 2
    assert count(event(told)) == 0
    amounts = [indicators().of_quarter(one, QUARTER)["gross"] for one in ALL]
    assert amounts == [300_00, 99_00]


def test_one_clock_of_which_several_events_tell_counts_once(aws: Any) -> None:
    late = [clock_breached(), clock_ended(met=False)]
    for number, data in enumerate((*late, *late)):
        count(event(data, id=f"evt_{number}"))
    assert indicators().of_quarter(SUPPLIER_ID, QUARTER) == Figures({"responses": 1})


@pytest.mark.parametrize("places", list(permutations(range(3))))
def test_a_case_counts_once_in_any_order_and_merged_away_not_at_all(
    aws: Any, places: tuple[int, ...]
) -> None:
    told = [
        event(opened(supplier_id=None), id="evt_1"),
        event(opened(id="cmp_2"), id="evt_2"),
        event(closed(arrived_at=NOW), NOW + DAY, "evt_3"),
    ]
    gone = [
        event(opened(id="cmp_3"), id="evt_4"),
        event(merged(id="cmp_3"), NOW + DAY, "evt_5"),
        event(merged(id="cmp_4"), NOW + DAY, "evt_6"),
    ]
    for place in (*places, *reversed(places)):
        count(gone[place])
        count(told[place])
    found = indicators().of_quarter(SUPPLIER_ID, QUARTER)
    assert found == Figures({"cases": 2})


@pytest.mark.parametrize("places", list(permutations(range(4))))
def test_a_complaint_counts_by_its_last_cause_in_any_order_told_twice(
    aws: Any, places: tuple[int, ...]
) -> None:
    told = [
        event(asked(found=True, cause="delivery.late"), id="evt_1"),
        event(classified("quality.malfunction", "delivery.late"), id="evt_2"),
        event(classified("service.attitude", "quality.malfunction"), id="evt_3"),
        event(classified("safety.injury", "service.attitude"), id="evt_4"),
    ]
    for place in (*places, *reversed(places)):
        count(told[place])
    found = indicators().of_quarter(SUPPLIER_ID, QUARTER)
    assert found == Figures({"cases": 1, "complaints": 1})


def test_the_same_events_counted_by_many_at_once_count_once(aws: Any) -> None:
    told = [event(placed(NOW, id=f"ord_{n}"), id=f"evt_{n}") for n in range(30)]

    def some(seed: int) -> None:
        own = random.Random(seed).sample(told, 20)
        wanted = [message(one, number) for number, one in enumerate(own)]
        # What raced too often is delivered again, as the queue does.
        while deliver(*wanted):
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(some, range(6)))
    in_batches(told)
    assert indicators().of_quarter(SUPPLIER_ID, QUARTER)["orders"] == 30


def test_ten_thousand_events_of_one_supplier_count_right_and_in_few_sums(aws: Any) -> None:
    told = [event(placed(NOW, id=f"ord_{n}"), id=f"evt_{n}") for n in range(10_000)]
    in_batches(told)
    found = indicators().of_quarter(SUPPLIER_ID, QUARTER)
    assert found == Figures({"orders": 10_000, "pieces_sold": 20_000, "gross": 10_000 * 300_00})
    day = date(2026, 11, 23)
    assert indicators().of_days(SUPPLIER_ID, day, day) == found
    rows = IndicatorsRepository().of_quarter(SUPPLIER_ID, QUARTER)
    assert sum(one.events for one in rows.values()) == 10_000
    assert len(rows) == SHARDS
    on_board(SUPPLIER_ID)
    call = system(NOW + DAY)
    recount = counting().recount(call, SUPPLIER_ID, QUARTER, "ten thousand")
    assert (recount.events, recount.corrected, recount.after) == (10_000, 0, found)


def test_a_message_that_nobody_can_read_or_that_lacks_facts_fails_alone(aws: Any) -> None:
    lacking = event(opened())
    lacking.data.pop("case_kind")
    failed = deliver(
        record_of("{", 1),
        message(event(placed()), 2),
        record_of("{}", 3),
        message(lacking, 4),
        record_of('{"detail": {"id": 1}}', 5),
    )
    assert failed == {"message-1", "message-3", "message-4", "message-5"}
    assert indicators().of_quarter(SUPPLIER_ID, QUARTER)["orders"] == 1


def test_an_event_that_does_not_count_is_done_with(aws: Any) -> None:
    body = message(event(opened(supplier_id=None)))
    assert records_in(body["body"]) == []
    assert deliver(body) == set()
    assert aws.items("IndicatorsTable") == []


def test_what_could_not_be_counted_is_wanted_again_and_nothing_else(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = IndicatorsRepository.marks_of

    def busy(self: Any, known: Any) -> Any:
        if known[0].supplier_id == OTHER_ID:
            raise BusyError
        return real(self, known)

    monkeypatch.setattr(IndicatorsRepository, "marks_of", busy)
    both = placed(NOW, sold(), sold(OTHER_ID, 2))
    wanted = [message(event(placed(), id="evt_1"), 1), message(event(both, id="evt_2"), 2)]
    assert deliver(*wanted) == {"message-2"}
    monkeypatch.undo()
    assert deliver(*wanted) == set()
    found = [indicators().of_quarter(one, QUARTER)["orders"] for one in ALL]
    assert found == [2, 1]


def test_a_batch_of_one_supplier_is_one_sum(aws: Any) -> None:
    told = [event(placed(NOW, id=f"ord_{n}"), id=f"evt_{n}") for n in range(40)]
    in_batches(told, 40)
    (row,) = IndicatorsRepository().of_quarter(SUPPLIER_ID, QUARTER).values()
    assert (row.figures["orders"], row.events) == (40, 40)
    kinds = [item["pk"].partition("#")[0] for item in aws.items("IndicatorsTable")]
    assert sorted(set(kinds)) == ["counted", "days", "figures"]
    assert (kinds.count("figures"), kinds.count("days")) == (1, 1)


def test_counting_writes_no_audit_entry_and_tells_nobody(aws: Any) -> None:
    count(event(placed()))
    assert aws.items("AuditTable") == aws.items("OutboxTable") == []


def suppliers(count: int) -> list[str]:
    return [f"sup_{number:03}" for number in range(count)]


def test_all_suppliers_of_a_quarter_are_collected_by_parts_in_order(aws: Any) -> None:
    told = [
        event(placed(NOW, sold(id), id=f"ord_{n}"), id=f"evt_{n}_{id}")
        for id in suppliers(40)
        for n in range(3)
    ]
    in_batches(told)
    count(event(placed(OVER, sold("sup_later")), id="evt_later"))
    found = []
    for shard in range(LIST_SHARDS):
        part = list(indicators().collect(QUARTER, shard))
        assert [id for id, _ in part] == sorted(id for id, _ in part)
        found += part
    assert sorted(id for id, _ in found) == suppliers(40)
    assert {figures["orders"] for _, figures in found} == {3}


def test_suppliers_active_on_a_day_come_page_by_page(aws: Any) -> None:
    day = date(2026, 11, 23)
    told = [event(placed(NOW, sold(id), id=f"ord_{id}"), id=f"evt_{id}") for id in suppliers(30)]
    in_batches(told)
    count(event(placed(NOW + DAY, sold("sup_later")), id="evt_later"))
    service: Indicators = indicators()
    found: list[str] = []
    for shard in range(LIST_SHARDS):
        after, pages = None, 0
        while True:
            page = service.active_on(day, shard, after, 2)
            assert len(page.items) <= 2
            found += page.items
            pages += 1
            if page.next is None:
                break
            after = page.next
        assert pages <= 30
    assert sorted(found) == suppliers(30)


def test_rows_of_quarters_and_days_lie_apart_and_know_their_place(aws: Any) -> None:
    (record,) = records(event(placed()))
    assert set(sums([record])) == {
        Place(period=QUARTER, shard=record.shard),
        Place(period="2026-11-23", shard=record.shard),
    }
    count(event(placed()))
    for row in (QuarterRow, DayRow):
        (found,) = row.query(row.partition(SUPPLIER_ID))
        assert found.supplier_id == SUPPLIER_ID
        assert found.place in sums([record])
