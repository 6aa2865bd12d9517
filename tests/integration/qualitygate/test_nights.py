"""A night on the connected platform: who is judged, and what follows from it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import Call
from teleshop.qualitygate.domain import GateState
from teleshop.qualitygate.schemas import SuppliersToJudge
from teleshop.qualitygate.service import Gates, Nights
from teleshop.qualitygate.tables import GateRepository
from teleshop.qualitygate.wiring import service
from tests.factories import qualitygate as make
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("3.3.1")
BEGIN, PAGE = "QualitygateNightly", "QualitygateJudgePage"
TAKING_PART = (BEGIN, PAGE, "Outbox", "NotificationsOnEvent")


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in a night, connected."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    with connected(aws, replace(whole.only(*names), machines=[])) as made:
        yield made


def night(platform: Platform, days: int = 0) -> None:
    platform.run_schedules(make.NIGHT + days * make.DAY, BEGIN)
    platform.settle()


def state(supplier_id: str = make.SUPPLIER) -> GateState | None:
    gate = GateRepository().find(supplier_id)
    return gate.state if gate else None


def many(count: int) -> list[str]:
    ids = [f"sup_{number:026d}" for number in range(count)]
    for supplier_id in ids:
        make.known(supplier_id, **make.WARNING)
    return ids


def told(aws: Cloud) -> list[tuple[str, str]]:
    found = [one for one in aws.items("NotificationsTable") if one["sk"] == "notification"]
    return sorted((one["event_type"], one["recipient_key"]) for one in found)


def test_who_was_active_on_the_day_is_judged_after_its_end(platform: Platform, aws: Cloud) -> None:
    make.known(**make.WARNING)
    make.known(make.OTHER, **make.GOOD)
    night(platform)
    assert (state(), state(make.OTHER)) == (GateState.WARNED, None)
    (event,) = platform.events_of_type("QualityWarned")
    assert event["data"]["hold_from"] == "2026-11-26"
    assert ("QualityWarned", f"supplier#{make.SUPPLIER}") in told(aws)


def test_who_is_under_watch_is_judged_although_nothing_was_counted_on_the_day(
    platform: Platform, aws: Cloud
) -> None:
    make.known(**make.HOLDING)
    night(platform)
    night(platform, 3)
    assert state() is GateState.HELD
    assert ("QualityHeld", "role#compliance") in told(aws)


def test_a_night_that_begins_twice_is_one(platform: Platform) -> None:
    make.known(**make.WARNING)
    night(platform)
    night(platform)
    assert len(platform.events_of_type("SuppliersToJudge")) == 1 + 16
    assert len(platform.events_of_type("QualityWarned")) == 1


def test_events_that_come_twice_bring_one_letter(platform: Platform) -> None:
    platform.deliver = "twice"
    make.known(**make.WARNING)
    night(platform)
    assert len({event["id"] for event in platform.events_of_type("QualityWarned")}) == 1


def test_a_long_list_is_judged_page_by_page(platform: Platform) -> None:
    ids = many(7)
    for supplier_id in ids:
        make.judged(supplier_id=supplier_id)
    page: SuppliersToJudge | None = SuppliersToJudge(day=make.LAST + 40 * make.DAY, scope="watched")
    seen, pages = 0, 0
    while page is not None:
        call = make.call(make.NIGHT + 41 * make.DAY)
        judged = service().nights.judge_page(call, page, limit=3)
        seen, pages = seen + judged.suppliers, pages + 1
        page = judged.rest[0] if judged.rest else None
    assert (seen, pages) == (7, 3)


def test_the_list_of_a_day_is_judged_to_its_end(platform: Platform) -> None:
    ids = many(5)
    call = make.call()
    shards = range(16)
    pages = [SuppliersToJudge(day=make.LAST, scope="active", shard=shard) for shard in shards]
    while pages:
        judged = service().nights.judge_page(call, pages.pop(), limit=1)
        pages.extend(judged.rest)
    assert [state(supplier_id) for supplier_id in ids] == [GateState.WARNED] * 5


def test_an_empty_night_asks_for_nothing_more(platform: Platform) -> None:
    night(platform)
    assert len(platform.events_of_type("SuppliersToJudge")) == 1 + 16


def test_the_way_out_is_told_step_by_step(platform: Platform, aws: Cloud) -> None:
    make.improved()
    call = make.call(make.NIGHT + 4 * make.DAY, make.MANAGER)
    service().gates.reinstate(call, make.SUPPLIER, make.BODY)
    platform.settle()
    make.counted(day=make.LAST + 28 * make.DAY, **make.GOOD)
    night(platform, 33)
    assert state() is GateState.WARNED
    night(platform, 34)
    assert state() is GateState.CLEAR
    own = [event for event, recipient in told(aws) if recipient == f"supplier#{make.SUPPLIER}"]
    assert own == ["QualityCleared", "QualityHeld", "QualityReinstated", "QualityWarned"]


class Spoilt:
    """Figures of which those of one supplier cannot be read."""

    def __init__(self, spoilt: str) -> None:
        self._spoilt = spoilt

    @property
    def shards(self) -> int:
        return 1

    def of_days(self, supplier_id: str, first: date, last: date) -> Mapping[str, int]:
        if supplier_id == self._spoilt:
            raise ValueError("no figures")
        return make.HOLDING

    def active_on(self, day: date, shard: int, after: str | None, limit: int) -> Any:
        raise AssertionError("not asked")


def test_a_supplier_that_cannot_be_judged_keeps_back_no_other_one(aws: Cloud) -> None:
    first, second, third = many(3)
    for supplier_id in (first, second, third):
        make.judged(supplier_id=supplier_id)
    figures: Any = Spoilt(second)
    known = service().gates
    gates = Gates(GateRepository(), figures, known._suppliers)
    nights = Nights(GateRepository(), figures, gates)
    call: Call = make.call(make.NIGHT + timedelta(days=3))
    judged = nights.judge_page(call, SuppliersToJudge(day=make.LAST, scope="watched"))
    assert [state(id) for id in (first, second, third)] == [
        GateState.HELD,
        GateState.WARNED,
        GateState.HELD,
    ]
    (again,) = judged.rest
    assert (again.scope, again.suppliers) == ("supplier", (second,))
    with pytest.raises(ValueError, match="no figures"):
        nights.judge_page(call, again)
