"""Counting again from the events on record, and the events behind a figure."""

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from teleshop.indicators.domain import Figures, Kind, Measure, total
from teleshop.indicators.domain import counting as rules
from teleshop.indicators.errors import (
    FiguresNotFoundError,
    MeasureNotFoundError,
    QuarterNotBegunError,
)
from teleshop.indicators.service import Counted, Recount
from teleshop.indicators.service import counting as service
from teleshop.indicators.tables import DayRow, IndicatorsRepository, QuarterRow
from teleshop.indicators.wiring import counting, indicators
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from tests.factories.indicators import (
    ALL,
    DAY,
    HOUR,
    NOW,
    OTHER_ID,
    OVER,
    QUARTER,
    SUPPLIER_ID,
    count,
    event,
    opened,
    placed,
    price_found,
    records,
    returned,
    shipped,
    sold,
    system,
    trade,
)
from tests.factories.reviews import on_board

pytestmark = pytest.mark.clause("3.3.1")
MANAGER = Actor("mia", frozenset({Role.MANAGER}))


@pytest.fixture(autouse=True)
def _known(aws: Any) -> None:
    """Both suppliers are there."""
    for supplier_id in ALL:
        on_board(supplier_id)


def recount(supplier_id: str = SUPPLIER_ID) -> Recount:
    call = system(OVER + DAY)
    return run(call, lambda: counting().recount(call, supplier_id, QUARTER, "spoiled"))


def recounts(aws: Any) -> list[dict[str, Any]]:
    """What is on record of recounts."""
    entries = aws.items("AuditTable")
    return [one for one in entries if one["action"] == "recount_figures"]


def everything(supplier_id: str = SUPPLIER_ID) -> list[dict[str, Any]]:
    """All rows of figures, without what a recount notes on them."""
    found = []
    for row in (QuarterRow, DayRow):
        for item in row.query(row.partition(supplier_id)):
            values = {"pk": item.pk, "sk": item.sk, "list": (item.list_key, item.list_sort)}
            found.append(values | item.sum.figures.to_json() | {"events": item.sum.events})
    return sorted(found, key=lambda one: (one["pk"], one["sk"]))


def all_sources(measure: Measure, limit: int = 7, supplier_id: str = SUPPLIER_ID) -> list[Counted]:
    found: list[Counted] = []
    cursor = None
    while True:
        page = indicators().sources(
            staff(OVER + DAY), supplier_id, QUARTER, measure, PageRequest(limit, cursor)
        )
        assert len(page.items) <= limit
        found += page.items
        cursor = page.next
        if cursor is None:
            return found


def staff(now: datetime) -> Call:
    return replace(system(now), actor=MANAGER)


@pytest.mark.parametrize("seed", [3, 4])
def test_spoiled_figures_are_made_again_from_the_events(aws: Any, seed: int) -> None:
    told = trade(seed, 50)
    random.Random(seed).shuffle(told)
    for start in range(0, len(told), 3):
        count(*told[start : start + 4])
    right = everything()
    assert recount().corrected == 0
    assert everything() == right
    spoiled = spoil(random.Random(seed))
    assert everything() != right
    found = recount()
    assert found.corrected == len(spoiled)
    assert found.after == indicators().of_quarter(SUPPLIER_ID, QUARTER)
    assert found.before + found.differences == found.after
    assert [one for one in everything() if one["events"]] == right
    assert recount().corrected == 0
    assert total([found.after]) == total(
        Figures(one.amounts)
        for one in records(*told)
        if (one.supplier_id, one.quarter) == (SUPPLIER_ID, QUARTER)
    )


def spoil(dice: random.Random) -> set[str]:
    """Wrong amounts in some rows, rows lost, one of events that never were; answers which rows."""
    own = QuarterRow.sk.startswith(QUARTER)
    quarter = list(QuarterRow.query(QuarterRow.partition(SUPPLIER_ID), own))
    days = list(DayRow.query(DayRow.partition(SUPPLIER_ID)))
    inside = [row for row in days if row.sk < "2027"]
    one, other = dice.sample(inside, 2)
    one.update(actions=[DayRow.gross.add(1), DayRow.cases.set(7)])
    other.delete()
    quarter[0].update(actions=[QuarterRow.orders.add(3)])
    quarter[1].update(actions=[QuarterRow.events.set(0)])
    quarter[2].delete()
    DayRow(
        DayRow.partition(SUPPLIER_ID), "2026-10-01#7", list_key="day#2026-10-01#0", list_sort="x#7"
    ).update(actions=[DayRow.orders.set(3), DayRow.events.add(100)])
    return {one.sk, other.sk, *(row.sk for row in quarter[:3]), "2026-10-01#7"}


def test_a_quarter_without_events_is_counted_again_to_zeros(aws: Any) -> None:
    found = recount()
    assert (found.events, found.corrected, found.after) == (0, 0, Figures())


def test_another_quarter_and_another_supplier_are_left_alone(aws: Any) -> None:
    count(
        event(placed(), id="evt_1"),
        event(placed(OVER), id="evt_2"),
        event(placed(NOW, sold(OTHER_ID)), id="evt_3"),
    )
    before = everything(OTHER_ID), indicators().of_quarter(SUPPLIER_ID, "2027Q1")
    QuarterRow.query(QuarterRow.partition(SUPPLIER_ID)).next().delete()
    assert recount().corrected == 1
    assert (everything(OTHER_ID), indicators().of_quarter(SUPPLIER_ID, "2027Q1")) == before


def test_todays_rules_are_those_that_count(aws: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    count(event(price_found("severe"), id="evt_1"), event(opened(), id="evt_2"))
    monkeypatch.setattr(rules, "PRICE_POINTS", {"severe": 5})
    found = recount()
    assert (found.recounted, dict(found.differences)) == (1, {"price_points": -4})
    assert indicators().of_quarter(SUPPLIER_ID, QUARTER)["price_points"] == 5
    (source,) = all_sources(Measure.PRICE_POINTS)
    assert source.amounts == {"price_findings": 1, "price_points": 5}
    assert recount().recounted == 0


def test_what_is_counted_as_another_kind_today_is_found_among_its_events(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(event(shipped(NOW + 9 * DAY)))
    assert indicators().of_quarter(SUPPLIER_ID, QUARTER)["late_shipments"] == 1
    monkeypatch.setattr(
        rules, "_after_day", lambda at, day: china_date(at) > day + timedelta(days=30)
    )
    assert dict(recount().differences) == {"late_shipments": -1}
    assert all_sources(Measure.LATE_SHIPMENTS) == []
    assert [one.kind for one in all_sources(Measure.SHIPMENTS)] == [Kind.SHIPMENT]
    # Told again it is known, whatever it is counted as.
    assert count(event(shipped(NOW + 9 * DAY))) == 0


def test_a_recount_of_more_than_one_transaction_takes_is_done_in_several(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "ROWS_AT_ONCE", 3)
    told = trade(5, 30, [SUPPLIER_ID])
    count(*told)
    right = everything()
    for row in DayRow.query(DayRow.partition(SUPPLIER_ID), DayRow.sk < "2027"):
        row.update(actions=[DayRow.gross.set(1)])
    found = recount()
    assert found.corrected > 3
    assert everything() == right
    assert len(recounts(aws)) == 1


def test_an_event_that_is_counted_meanwhile_is_not_lost(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(*(event(placed(NOW, id=f"ord_{n}"), id=f"evt_{n}") for n in range(5)))
    for row in QuarterRow.query(QuarterRow.partition(SUPPLIER_ID)):
        row.update(actions=[QuarterRow.orders.set(90)])
    real, late = IndicatorsRepository.events_of, [event(placed(), id="evt_0_late")]

    def events_of(self: Any, supplier_id: str, quarter: str) -> Any:
        found = list(real(self, supplier_id, quarter))
        if late:
            own = {one.event_id for one in found}
            more = [event(placed(), id=f"evt_late_{n}") for n in range(40)]
            late.clear()
            assert not own & {one.id for one in more}
            for one in more:
                count(one)
        return iter(found)

    monkeypatch.setattr(IndicatorsRepository, "events_of", events_of)
    found = recount()
    assert found.events == 45
    assert indicators().of_quarter(SUPPLIER_ID, QUARTER)["orders"] == 45


def test_two_recounts_at_once_do_not_make_it_wrong(aws: Any) -> None:
    count(event(placed()))
    (row,) = QuarterRow.query(QuarterRow.partition(SUPPLIER_ID))
    row.update(actions=[QuarterRow.orders.set(9)])
    call = system(OVER + DAY)
    slow = counting()
    stale = IndicatorsRepository().of_quarter(SUPPLIER_ID, QUARTER)

    class Stale(IndicatorsRepository):
        def of_quarter(self, supplier_id: str, quarter: str) -> Any:
            return stale

    class Everybody:
        def is_known(self, supplier_id: str) -> bool:
            return True

    recount()
    with pytest.raises(RacedError):
        type(slow)(Stale(), Everybody()).recount(call, SUPPLIER_ID, QUARTER, "at once")
    assert indicators().of_quarter(SUPPLIER_ID, QUARTER)["orders"] == 1


def test_a_supplier_that_does_not_exist_is_not_counted_again(aws: Any) -> None:
    with pytest.raises(FiguresNotFoundError):
        recount("sup_01KAW0000000000000000SUP09")
    assert recounts(aws) == []


def test_a_quarter_that_has_not_begun_is_not_counted_again(aws: Any) -> None:
    with pytest.raises(QuarterNotBegunError):
        counting().recount(system(), SUPPLIER_ID, "2027Q1", "too early")


def test_a_recount_is_on_record_with_its_reason_and_differences(aws: Any) -> None:
    count(event(placed()))
    (row,) = QuarterRow.query(QuarterRow.partition(SUPPLIER_ID))
    row.update(actions=[QuarterRow.gross.add(5)])
    recount()
    (entry,) = recounts(aws)
    notes = json.loads(entry["notes"])
    assert (notes["reason"], notes["differences"]) == ("spoiled", {"gross": -5})


# -- sources --


def test_the_events_behind_a_figure_come_to_it(aws: Any) -> None:
    told = trade(6, 60)
    count(*told)
    for supplier_id in ALL:
        figures = indicators().of_quarter(supplier_id, QUARTER)
        for measure in Measure:
            found = all_sources(measure, supplier_id=supplier_id)
            assert sum(one.amounts.get(measure, 0) for one in found) == figures[measure], measure
            marks = [one.mark for one in found]
            assert len(marks) == len(set(marks))


def test_events_are_listed_by_kind_and_the_latest_of_a_kind_first(aws: Any) -> None:
    told = [returned(NOW + n * HOUR, faulty=n % 2 == 0) for n in range(5)]
    count(*(event(one, OVER, f"evt_{n}") for n, one in enumerate(told)))
    found = all_sources(Measure.RETURNED, 2)
    assert [one.event_id for one in found] == ["evt_4", "evt_2", "evt_0", "evt_3", "evt_1"]
    assert [one.at for one in found[:3]] == [NOW + n * HOUR for n in (4, 2, 0)]
    for measure in (Measure.PIECES_RETURNED_FAULT, Measure.PIECES_RETURNED_OTHER):
        assert len(all_sources(measure)) == (3 if measure.endswith("fault") else 2)


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_a_page_that_ends_with_a_kind_goes_on_with_the_next(aws: Any, limit: int) -> None:
    told = [returned(NOW + n * HOUR, faulty=n < 3) for n in range(6)]
    count(*(event(one, OVER, f"evt_{n}") for n, one in enumerate(told)))
    assert len(all_sources(Measure.RETURNED, limit)) == 6


def test_a_cursor_fits_its_own_list_only_and_a_measure_must_exist(aws: Any) -> None:
    count(*(event(placed(NOW, id=f"ord_{n}"), id=f"evt_{n}") for n in range(3)))
    call = staff(OVER)
    page = indicators().sources(call, SUPPLIER_ID, QUARTER, "orders", PageRequest(1))
    assert page.next is not None
    for supplier_id, measure in ((OTHER_ID, "orders"), (SUPPLIER_ID, "cases")):
        with pytest.raises(InvalidInputError):
            indicators().sources(call, supplier_id, QUARTER, measure, PageRequest(1, page.next))
    with pytest.raises(MeasureNotFoundError):
        indicators().sources(call, SUPPLIER_ID, QUARTER, "profit", PageRequest(1))
