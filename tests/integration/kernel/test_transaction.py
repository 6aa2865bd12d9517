"""One change is one transaction: everything or nothing, told once, answered the same again."""

import dataclasses
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import msgspec
import pytest

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, RequestKey, Role, StoredAnswer
from teleshop.kernel.clock import parse_instant
from teleshop.kernel.errors import (
    ConflictingRequestKeyError,
    RacedError,
    StaleVersionError,
    TeleshopError,
)
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.journal import day_keys
from teleshop.kernel.transaction import (
    MAX_ITEMS,
    Subject,
    Transaction,
    TransactionTooLargeError,
    UnknownOutcomeError,
)
from teleshop.kernel.use_case import ATTEMPTS, run
from tests.harness.lambdas import context_of
from tests.harness.parcels import (
    Contact,
    Parcel,
    ParcelExistsError,
    ParcelRow,
    ParcelSent,
    Stamp,
    StampRow,
    StampUsedError,
    parcel,
)

NOW = parse_instant("2026-11-23T15:59:59+00:00")
"""One second later it is the 24th in China."""
CLERK = Actor("usr_1", frozenset({Role.REVIEWER, Role.AGENT}))
SUBJECT = Subject("parcel", "p1")
TABLES = ("SuppliersTable", "AuditTable", "OutboxTable", "IdempotencyTable")


def call(key: str | None = None, *, body: str = "same", **options: Any) -> Call:
    request_key = None
    if key:
        request_key = RequestKey(
            "usr_1 POST /parcels", key, body, lambda made: StoredAnswer(201, str(made), '"1"')
        )
    return Call(CLERK, NOW, "req-1", "cor-1", request_key=request_key, **options)


def begin(own: Call | None = None) -> Transaction:
    return Transaction(own or call(), "send_parcel", SUBJECT)


def create(own: Call, id: str = "p1", stamp: str = "s1") -> str:
    """A use case: a new parcel with a stamp of its own."""
    tx = begin(own)
    tx.create(ParcelRow, parcel(id), conflict=ParcelExistsError())
    tx.create(StampRow, Stamp(stamp, 5), conflict=StampUsedError())
    tx.publish(ParcelSent(parcel_id=id, weight=1200))
    tx.note(reason="asked")
    return tx.commit(f"parcel {id}")


def stored_parcel() -> Parcel:
    found: Parcel | None = ParcelRow.find("parcel#p1", "parcel")
    assert found is not None
    return found


def stored_stamp() -> Stamp:
    found: Stamp | None = StampRow.find("stamp#s1", "stamp")
    assert found is not None
    return found


def counts(aws: Any) -> dict[str, int]:
    return {name: len(aws.items(name)) for name in TABLES}


@pytest.mark.clause("8.1.2")
def test_state_audit_event_and_answer_are_stored_together(aws: Any) -> None:
    assert create(call("k1")) == "parcel p1"
    assert counts(aws) == {
        "SuppliersTable": 2,
        "AuditTable": 1,
        "OutboxTable": 1,
        "IdempotencyTable": 1,
    }


@pytest.mark.parametrize(
    ("id", "stamp", "conflict"),
    [
        ("p1", "s2", ParcelExistsError),
        ("p2", "s1", StampUsedError),
        ("p1", "s1", ParcelExistsError),
    ],
)
def test_the_conflict_of_the_broken_condition_is_raised_and_nothing_is_stored(
    aws: Any, id: str, stamp: str, conflict: type[TeleshopError]
) -> None:
    create(call())
    before = counts(aws)
    with pytest.raises(conflict):
        create(call("k2"), id, stamp)
    assert counts(aws) == before


def test_a_condition_on_another_row_guards_the_change(aws: Any) -> None:
    create(call())
    for weight, refused in ((5, False), (6, True)):
        tx = begin()
        tx.create(ParcelRow, parcel(f"with-{weight}"), conflict=ParcelExistsError())
        tx.require(
            StampRow, "stamp#s1", "stamp", StampRow.value == weight, conflict=StampUsedError()
        )
        if refused:
            with pytest.raises(StampUsedError):
                tx.commit(None)
        else:
            tx.commit(None)
    assert ParcelRow.find("parcel#with-5", "parcel") is not None
    assert ParcelRow.find("parcel#with-6", "parcel") is None


def test_a_removal_needs_what_it_removes(aws: Any) -> None:
    create(call())
    for gone in (False, True):
        tx = begin()
        tx.delete(StampRow, Stamp("s1", 5), conflict=StampUsedError())
        if gone:
            with pytest.raises(StampUsedError):
                tx.commit(None)
        else:
            tx.commit(None)
    assert StampRow.find("stamp#s1", "stamp") is None


@pytest.mark.clause("8.1.2", "6.4.1")
def test_the_audit_entry_says_who_what_when_before_and_after_and_nothing_personal(aws: Any) -> None:
    create(call())
    before = stored_parcel()
    after = dataclasses.replace(before, state="sent", contact=Contact("李", "13900000000"))
    tx = begin()
    tx.save(ParcelRow, before, after)
    tx.commit(None)
    entry = aws.items("AuditTable")[-1]
    assert entry["pk"] == "parcel#p1"
    assert (entry["action"], entry["actor"]) == ("send_parcel", "usr_1")
    assert msgspec.json.decode(entry["roles"]) == ["agent", "reviewer"]
    assert entry["occurred_at"] == "2026-11-23T15:59:59.000000Z"
    assert entry["day_key"] in day_keys(date(2026, 11, 23))
    (change,) = msgspec.json.decode(entry["changes"])
    assert change == {
        "table": "suppliers",
        "entity": "Parcel",
        "fields": {
            "state": {"before": "packed", "after": "sent"},
            "contact": {"changed": True},
        },
    }
    everything = str(aws.items("AuditTable")) + str(aws.items("OutboxTable"))
    for personal in ("王小明", "13800138000", "李", "13900000000", "hash-of-phone"):
        assert personal not in everything


def test_an_event_carries_its_frame(aws: Any) -> None:
    create(call(causation_id="evt_before"))
    (row,) = aws.items("OutboxTable")
    envelope = msgspec.json.decode(row["envelope"], type=Envelope)
    assert envelope.id == row["pk"]
    assert (envelope.type, envelope.version, envelope.context) == ("ParcelSent", 1, "parcels")
    assert (envelope.subject, envelope.occurred_at) == ("parcel#p1", NOW)
    assert (envelope.correlation_id, envelope.causation_id) == ("cor-1", "evt_before")
    assert envelope.read(ParcelSent) == ParcelSent(parcel_id="p1", weight=1200)
    assert row["expires_at"] == int(NOW.timestamp()) + 7 * 86400


def test_a_saved_object_gets_the_next_version_and_a_lost_race_is_noticed(aws: Any) -> None:
    create(call())
    before = StampRow.find("stamp#s1", "stamp")
    tx = begin()
    assert tx.save(StampRow, before, Stamp("s1", 6)).version == 2
    tx.commit(None)
    for own, conflict in ((call(), RacedError), (call(expected_version=1), StaleVersionError)):
        late = begin(own)
        late.save(StampRow, before, Stamp("s1", 7))
        with pytest.raises(conflict):
            late.commit(None)
    assert StampRow.find("stamp#s1", "stamp") == Stamp("s1", 6, version=2)


def answered(own: Call, use_case: Callable[[], object]) -> StoredAnswer:
    with pytest.raises(RepeatedRequestError) as repeated:
        run(own, use_case)
    return repeated.value.answer


def test_a_repeated_request_gets_the_first_answer_and_changes_nothing(aws: Any) -> None:
    create(call("k1"))
    before = counts(aws)
    own = call("k1")
    assert answered(own, lambda: create(own)) == StoredAnswer(201, "parcel p1", '"1"')
    # And even when the look-up came too early: the record is a condition of the transaction.
    with pytest.raises(RepeatedRequestError):
        create(call("k1"), "p2", "s2")
    assert counts(aws) == before


def test_the_same_key_with_another_body_is_refused(aws: Any) -> None:
    create(call("k1"))
    own = call("k1", body="other")
    with pytest.raises(ConflictingRequestKeyError):
        run(own, lambda: create(own, "p2", "s2"))
    with pytest.raises(ConflictingRequestKeyError):
        create(own, "p2", "s2")
    assert len(aws.items("SuppliersTable")) == 2


def test_a_kept_answer_is_sealed_and_expires(aws: Any) -> None:
    create(call("k1"))
    (record,) = aws.items("IdempotencyTable")
    assert isinstance(record["body"], bytes)
    assert b"parcel p1" not in record["body"]
    assert record["expires_at"] == int(NOW.timestamp()) + 86400


def test_racing_twins_of_one_request_take_effect_once_and_hear_the_same(aws: Any) -> None:
    barrier = threading.Barrier(4)

    def twin(_: int) -> str:
        own = call("k1")

        def use_case() -> str:
            barrier.wait(10)
            return create(own)

        try:
            return str(run(own, use_case))
        except RepeatedRequestError as repeated:
            return repeated.answer.body

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(twin, range(4))) == ["parcel p1"] * 4
    assert counts(aws) == {
        "SuppliersTable": 2,
        "AuditTable": 1,
        "OutboxTable": 1,
        "IdempotencyTable": 1,
    }


def test_racing_changes_all_take_effect_one_after_another(aws: Any) -> None:
    create(call())
    lost = 0

    def add(_: int) -> None:
        nonlocal lost

        def use_case() -> None:
            nonlocal lost
            known = stored_stamp()
            tx = begin()
            tx.save(StampRow, known, dataclasses.replace(known, value=known.value + 1))
            tx.commit(None)

        while True:
            try:
                return run(call(), use_case)
            except RacedError:
                lost += 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))
    assert stored_stamp().value == 5 + 12
    assert len(aws.items("AuditTable")) == 13


def test_a_use_case_that_always_loses_gives_up() -> None:
    tried = []

    def use_case() -> None:
        tried.append(1)
        raise RacedError

    with pytest.raises(RacedError):
        run(call(), use_case)
    assert len(tried) == ATTEMPTS


def test_more_writes_than_a_transaction_takes_are_refused_before_any(aws: Any) -> None:
    for count, fits in ((MAX_ITEMS - 1, True), (MAX_ITEMS, False)):
        tx = begin()
        for number in range(count):
            tx.create(StampRow, Stamp(f"{count}-{number}", 1), conflict=StampUsedError())
        if fits:
            tx.commit(None)
        else:
            with pytest.raises(TransactionTooLargeError):
                tx.commit(None)
    assert len(aws.items("SuppliersTable")) == MAX_ITEMS - 1


def test_an_event_too_large_for_the_bus_is_refused_when_it_is_made() -> None:
    with pytest.raises(TransactionTooLargeError, match="ParcelSent"):
        begin().publish(ParcelSent(parcel_id="x" * 200_000, weight=1))


def test_a_transaction_is_committed_once(aws: Any) -> None:
    tx = begin()
    tx.commit(None)
    with pytest.raises(RuntimeError, match="once"):
        tx.commit(None)


def test_no_answer_from_the_database_is_an_unknown_outcome(aws: Any) -> None:
    from botocore.exceptions import ReadTimeoutError

    from tests.harness.wire import Attempt, Send, wire

    def never(attempt: Attempt, _: Send) -> Any:
        raise ReadTimeoutError(endpoint_url=attempt.url)

    tx = begin()
    with wire(never), pytest.raises(UnknownOutcomeError):
        tx.commit(None)


def envelope() -> dict[str, Any]:
    made = Envelope(
        id="evt_1",
        type="ParcelSent",
        version=1,
        context="parcels",
        occurred_at=NOW,
        subject="parcel#p1",
        correlation_id="cor-9",
        data={"parcel_id": "p1", "weight": 1, "a_newer_field": True},
    )
    detail: dict[str, Any] = msgspec.to_builtins(made)
    return {"detail-type": "ParcelSent", "source": "teleshop.parcels", "detail": detail}


def test_an_event_takes_effect_once_per_consumer_at_its_own_instant(aws: Any) -> None:
    seen: list[Call] = []

    def react(own: Call, event: Envelope) -> None:
        seen.append(own)
        tx = Transaction(own, "react", SUBJECT)
        tx.create(
            StampRow,
            Stamp(f"{len(seen)}", event.read(ParcelSent).weight),
            conflict=StampUsedError(),
        )
        tx.commit(None)

    for consumer in ("first", "first", "second", "first"):
        consume(envelope(), context_of("OutboxPublish"), consumer, react)
    assert len(aws.items("SuppliersTable")) == 2
    assert {own.now for own in seen} == {NOW}
    assert {own.actor for own in seen} == {SYSTEM_ACTOR}
    assert {(own.correlation_id, own.causation_id) for own in seen} == {("cor-9", "evt_1")}
    assert len(seen) == 2


def test_a_consumer_that_fails_leaves_no_mark(aws: Any) -> None:
    def fail(_own: Call, _event: Envelope) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        consume(envelope(), context_of("OutboxPublish"), "first", fail)
    assert counts(aws) == dict.fromkeys(TABLES, 0)


def heavier(by: int, least: int | None = None) -> str:
    tx = begin()
    condition = None if least is None else ParcelRow.weight >= least
    row = ParcelRow("parcel#sum", "parcel")
    tx.update_row(row, [ParcelRow.weight.add(by)], condition, StampUsedError())
    return tx.commit("done")


def test_a_sum_is_changed_where_it_lies_and_its_condition_is_told_apart_from_others(
    aws: Any,
) -> None:
    with pytest.raises(StampUsedError):
        heavier(-1, least=1)
    heavier(3)
    heavier(-2, least=2)
    with pytest.raises(StampUsedError):
        heavier(-2, least=2)
    tx = begin()
    tx.create(StampRow, Stamp("s1", 5), conflict=RacedError())
    row = ParcelRow("parcel#sum", "parcel")
    tx.update_row(row, [ParcelRow.weight.add(-9)], ParcelRow.weight >= 9, ParcelExistsError())
    with pytest.raises(ParcelExistsError):
        tx.commit(None)
    (item,) = aws.items("SuppliersTable")
    assert item["weight"] == 1


def test_sums_that_many_change_at_once_come_out_right(aws: Any) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(lambda _: heavier(1), range(24)))
    (item,) = aws.items("SuppliersTable")
    assert item["weight"] == 24
