"""The gate of one supplier, as it is stored: letters, the hold, the way out."""

from dataclasses import replace

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import RacedError
from teleshop.qualitygate.domain import Check, GateState, LetterKind, Level
from teleshop.qualitygate.errors import (
    GateNotFoundError,
    NotHeldError,
    ReinstatementReasonError,
    StillAboveError,
)
from teleshop.qualitygate.schemas import ReinstatementBody
from teleshop.qualitygate.service import Shown
from teleshop.qualitygate.tables import GateRepository
from teleshop.qualitygate.wiring import service
from teleshop.suppliers.tables import SupplierRepository, SupplierRow
from teleshop.suppliers.wiring import service as suppliers
from tests.factories import qualitygate as make
from tests.harness.aws import Cloud
from tests.harness.budget import measured

pytestmark = pytest.mark.clause("3.3.1")


def shown(days: int = 0, actor: Actor = make.MANAGER) -> Shown:
    return service().gates.show(make.call(make.NIGHT + days * make.DAY, actor), make.SUPPLIER)


def holds() -> set[tuple[str, str]]:
    record = SupplierRepository().find(make.SUPPLIER)
    assert record is not None
    return {(reason.kind, reason.subject) for reason in record.supplier().holds}


def lift(days: int, body: ReinstatementBody = make.BODY) -> Shown:
    call = make.call(make.NIGHT + days * make.DAY, make.MANAGER)
    return service().gates.reinstate(call, make.SUPPLIER, body)


def events(aws: Cloud) -> list[str]:
    return sorted(
        item["type"] for item in aws.items("OutboxTable") if item["context"] != "indicators"
    )


def test_a_warning_is_a_letter_and_no_hold(aws: Cloud) -> None:
    make.known(**make.WARNING)
    make.judged()
    (letter,) = shown().letters
    assert (letter.kind, letter.judgement.last) == (LetterKind.WARNED, make.LAST)
    assert [one.check for one in letter.readings] == [Check.INCIDENTS]
    assert holds() == set()
    assert events(aws) == ["QualityWarned"]


def test_a_hold_stands_with_its_letter_at_the_supplier(aws: Cloud) -> None:
    make.held()
    newest, _ = shown(3).letters
    assert newest.kind is LetterKind.HELD
    assert holds() == {("quality_gate", newest.id)}
    standing = suppliers().standing.for_listing(make.SUPPLIER, make.NIGHT + 3 * make.DAY)
    assert standing is not None
    assert standing.active
    assert not standing.new_products
    assert events(aws) == ["QualityHeld", "QualityWarned", "SupplierHeld"]


def test_the_supplier_finds_every_letter_in_its_timeline(aws: Cloud) -> None:
    make.improved()
    lift(4)
    found = [
        item["type"] for item in aws.items("SuppliersTable") if item["sk"].startswith("event#")
    ]
    assert {"QualityWarned", "QualityHeld", "QualityReinstated"} <= set(found)


def test_a_person_lifts_the_hold_and_the_reason_stands_in_the_letter(aws: Cloud) -> None:
    make.improved()
    after = lift(4)
    assert after.gate.state is GateState.WARNED
    assert after.letters[0].kind is LetterKind.REINSTATED
    assert (after.letters[0].reason, after.letters[0].by) == (make.BODY.reason, "mona")
    assert holds() == set()
    assert after.letters == shown(4).letters


def test_a_reason_is_sealed_where_it_is_stored(aws: Cloud) -> None:
    make.improved()
    lift(4)
    assert make.BODY.reason not in str(aws.items("QualitygateTable"))
    assert make.BODY.reason not in str(aws.items("OutboxTable"))


def test_a_hold_whose_reason_stands_is_lifted_as_an_exception_only(aws: Cloud) -> None:
    make.held()
    with pytest.raises(StillAboveError):
        lift(4)
    assert lift(4, make.EXCEPTION).letters[0].by_exception
    for day in range(5, 18):
        make.judged(day)
    assert shown(17).gate.state is GateState.WARNED
    make.judged(18)
    assert shown(18).gate.state is GateState.HELD


def test_lifting_takes_a_hold_and_words(aws: Cloud) -> None:
    make.warned()
    with pytest.raises(NotHeldError):
        lift(4)
    with pytest.raises(ReinstatementReasonError):
        lift(4, ReinstatementBody(reason=" "))


def test_what_left_the_window_counts_no_more(aws: Cloud) -> None:
    make.warned()
    assert shown(28).judgement.level is Level.HOLD
    assert shown(29).judgement.level is Level.NOT_JUDGED


def test_a_supplier_without_figures_is_clear_and_not_judged(aws: Cloud) -> None:
    make.known()
    now = shown()
    assert (now.gate.state, now.judgement.level) == (GateState.CLEAR, Level.NOT_JUDGED)
    assert now.letters == ()


def test_nobody_sees_the_gate_of_another_supplier(aws: Cloud) -> None:
    make.known(**make.WARNING)
    assert shown(actor=make.OWN).gate.supplier_id == make.SUPPLIER
    with pytest.raises(GateNotFoundError):
        shown(actor=make.STRANGER)
    with pytest.raises(GateNotFoundError):
        shown(actor=Actor("ann", frozenset({Role.CUSTOMER})))


def test_there_is_no_gate_of_a_supplier_that_does_not_exist(aws: Cloud) -> None:
    with pytest.raises(GateNotFoundError):
        shown()
    with pytest.raises(GateNotFoundError):
        lift(0)


def test_a_supplier_that_is_gone_gets_no_letters_and_is_watched_no_longer(aws: Cloud) -> None:
    make.warned()
    record = SupplierRepository().find(make.SUPPLIER)
    assert record is not None
    SupplierRow.from_entity(replace(record, state="terminated")).save()
    make.judged(3)
    gate = GateRepository().find(make.SUPPLIER)
    assert gate is not None
    assert (gate.state, gate.named) == (GateState.CLEAR, ())
    assert "QualityHeld" not in events(aws)
    assert GateRepository().watched(None, 10) == []


def test_a_judgement_that_changes_nothing_costs_two_reads(aws: Cloud) -> None:
    make.known(**make.GOOD)
    with measured(aws) as seen:
        make.judged()
    (cost,) = seen
    assert cost.calls == {"dynamodb.GetItem": 1, "dynamodb.Query": 1}


def test_two_judgements_at_the_same_moment_are_one_letter(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.known(**make.WARNING)
    gates, before = service().gates, GateRepository.find
    twin = iter([True])

    def find(self: GateRepository, supplier_id: str) -> object:
        found = before(self, supplier_id)
        if next(twin, None):
            make.judged()
        return found

    monkeypatch.setattr(GateRepository, "find", find)
    with pytest.raises(RacedError):
        gates.judge_supplier(make.call(), make.SUPPLIER, make.LAST)
    assert events(aws) == ["QualityWarned"]
