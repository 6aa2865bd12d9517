"""Who is on duty, and how much they have to do, on the table."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.roster.domain import Duty
from teleshop.roster.service import NotOnDutyError
from teleshop.roster.wiring import service, shifts, staff
from tests.factories.roster import (
    HOUR,
    NOW,
    enter,
    member,
    on_shift,
    plan,
    planning,
    system,
    wanted,
)

SECOND = timedelta(seconds=1)


def names(now: datetime = NOW, skill: str | None = None) -> list[str]:
    return [duty.subject for duty in service().on_duty(now, skill=skill)]


def take(subject: str, now: datetime = NOW, skill: str | None = None) -> Duty:
    call = system(now)

    def do() -> Duty:
        tx = Transaction(call, "assign", Subject("case", "cmp_1"))
        return tx.commit(service().take(tx, subject, skill=skill))

    return run(call, do)


def give_back(subject: str) -> None:
    tx = Transaction(system(), "close", Subject("case", "cmp_1"))
    service().give_back(tx, subject)
    tx.commit(None)


@pytest.mark.clause("6.1.2")
def test_only_who_is_on_shift_active_and_trained_is_on_duty(aws: Any) -> None:
    on_shift("agnes")
    on_shift("boris", courses=("products", "service_rules"))
    on_shift("carla", valid_until=date(2026, 11, 22))
    on_shift("dora", valid_until=date(2026, 11, 23))
    on_shift("emil", start=1)
    enter("fay")
    plan(wanted("fay", start=-9, hours=9), now=NOW - 9 * HOUR)
    on_shift("gus")
    staff().change_member(planning(), member("gus", active=False))
    assert names() == ["agnes", "dora"]
    (agnes, _) = service().on_duty(NOW)
    assert agnes == Duty(
        subject="agnes",
        team="day",
        skills=("general", "quality"),
        load=0,
        until=NOW + 7 * HOUR,
    )
    for subject in ("boris", "carla", "emil", "fay", "gus", "nobody"):
        with pytest.raises(NotOnDutyError):
            take(subject)
    assert service().team_of("gus") == "day"
    assert service().team_of("nobody") is None


def test_a_shift_begins_with_its_first_instant_and_ends_before_its_last(aws: Any) -> None:
    on_shift(start=0, hours=12)
    assert names(NOW - SECOND) == []
    assert names(NOW) == names(NOW + 12 * HOUR - SECOND) == ["agnes"]
    assert names(NOW + 12 * HOUR) == []
    with pytest.raises(NotOnDutyError):
        take("agnes", NOW + 12 * HOUR)
    assert take("agnes", NOW + 12 * HOUR - SECOND).until == NOW + 12 * HOUR


@pytest.mark.clause("6.1.2")
def test_training_counts_to_the_end_of_its_last_day_in_china(aws: Any) -> None:
    enter(valid_until=date(2026, 11, 24))
    midnight = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    plan(wanted(start=(midnight - NOW) / HOUR - 1, hours=4))
    assert names(midnight - SECOND) == ["agnes"]
    assert names(midnight) == []


def test_a_skill_counts_with_its_own_training(aws: Any) -> None:
    on_shift("agnes", skills=("general", "safety"))
    on_shift("boris", skills=("safety",))
    assert names(skill="safety") == []
    assert names() == ["agnes"]
    staff().record_training(planning(), "boris", "product_safety", date(2027, 1, 1))
    assert names(skill="safety") == ["boris"]
    assert names(skill="general") == ["agnes"]
    assert names(skill="payment") == []
    assert take("boris", skill="safety").skills == ("safety",)
    with pytest.raises(NotOnDutyError, match="agnes"):
        take("agnes", skill="safety")


def test_the_least_loaded_comes_first_and_a_load_never_falls_below_none(aws: Any) -> None:
    on_shift("agnes", "boris")
    assert take("agnes").load == 1
    assert take("agnes").load == 2
    assert take("boris").load == 1
    assert [(duty.subject, duty.load) for duty in service().on_duty(NOW)] == [
        ("boris", 1),
        ("agnes", 2),
    ]
    for _ in range(3):
        give_back("agnes")
    give_back("nobody")
    assert names() == ["agnes", "boris"]


def test_cases_taken_at_once_are_all_counted(aws: Any) -> None:
    on_shift()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: take("agnes"), range(4)))
    assert service().on_duty(NOW)[0].load == 4


def test_a_load_that_moved_on_is_a_race(aws: Any) -> None:
    on_shift()
    tx = Transaction(system(), "assign", Subject("case", "cmp_1"))
    service().take(tx, "agnes")
    take("agnes")
    with pytest.raises(RacedError):
        tx.commit(None)


def test_nobody_on_shift_is_an_empty_list(aws: Any) -> None:
    assert service().on_duty(NOW) == []


def test_who_is_on_duty_costs_one_query_and_two_batches(aws: Any) -> None:
    from collections import Counter

    from tests.harness.wire import wire

    subjects = [f"agent-{number:02d}" for number in range(30)]
    on_shift(*subjects)
    seen: Counter[str] = Counter()

    def count(attempt: Any, send: Any) -> Any:
        seen[attempt.name] += 1
        return send()

    with wire(count):
        assert names() == subjects
    assert seen == {"dynamodb.Query": 1, "dynamodb.BatchGetItem": 2}


def test_a_cancelled_shift_is_no_duty(aws: Any) -> None:
    from teleshop.roster.service import CancelReason

    (shift,) = on_shift()
    shifts().cancel_shift(planning(), shift.id, CancelReason.ABSENCE)
    assert names() == []
    with pytest.raises(NotOnDutyError):
        take("agnes")
