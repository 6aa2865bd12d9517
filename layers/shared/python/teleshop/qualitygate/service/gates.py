"""The gate of one supplier: judged, shown, opened again by a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from teleshop.kernel.actor import Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.qualitygate.domain import (
    POLICIES,
    Gate,
    GatePolicy,
    GateState,
    Judgement,
    Letter,
    LetterKind,
    Level,
    Step,
    earliest_hold,
    judge,
    judged,
    let_go,
    opened,
    policy_on,
    reinstated,
    window,
)
from teleshop.qualitygate.errors import GateNotFoundError, ReinstatementReasonError
from teleshop.qualitygate.ports import DailyFigures, Holds
from teleshop.qualitygate.schemas import (
    GateEvent,
    GateReading,
    QualityCleared,
    QualityHeld,
    QualityReinstated,
    QualityWarned,
    ReinstatementBody,
)
from teleshop.qualitygate.tables import GateRepository, GateRow, LetterRow

LETTERS: Final = 20
"""So many letters are shown with a gate; all are on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A gate for its reader: the figures of the moment, the last letters, what comes next."""

    gate: Gate
    judgement: Judgement
    letters: tuple[Letter, ...]
    staff: bool
    hold_from: date | None
    clear_on: date | None


class Gates:
    """Judges suppliers and tells them; stateless."""

    def __init__(
        self,
        repository: GateRepository,
        figures: DailyFigures,
        suppliers: Holds,
        policies: Sequence[GatePolicy] = POLICIES,
    ) -> None:
        self._repository = repository
        self._figures = figures
        self._suppliers = suppliers
        self._policies = policies

    # -- by time --------------------------------------------------------------------------------

    def judge_supplier(self, call: Call, supplier_id: str, day: date) -> Gate | None:
        """Judge a supplier by the days up to ``day``: one read of its days and one of its gate, and
        a transaction only if that changes something. None if nothing is on record of it.
        """
        policy = policy_on(china_date(call.now), self._policies)
        stored = self._repository.find(supplier_id)
        before = stored or opened(supplier_id, call.now)
        judgement = self._weighed(supplier_id, day, policy)
        step = judged(before, judgement, policy, call.now)
        if before.state is not GateState.CLEAR and judgement.level is Level.NOT_JUDGED:
            return self._drop_if_gone(call, before)
        if step.gate == before:
            return stored
        if not self._suppliers.is_on_board(supplier_id):
            return self._drop(call, before) if before.state is not GateState.CLEAR else stored
        tx = self._begin(call, "judge_quality_gate", supplier_id)
        return tx.commit(self._take(tx, stored, step, judgement))

    def _drop_if_gone(self, call: Call, gate: Gate) -> Gate:
        """Nothing is counted any more: whose cooperation has ended is watched no longer."""
        if self._suppliers.is_on_board(gate.supplier_id):
            return gate
        return self._drop(call, gate)

    def _drop(self, call: Call, gate: Gate) -> Gate:
        tx = self._begin(call, "close_quality_gate", gate.supplier_id)
        return tx.commit(tx.save(GateRow, gate, let_go(gate, call.now)))

    # -- for people -----------------------------------------------------------------------------

    def show(self, call: Call, supplier_id: str) -> Shown:
        """How a supplier stands, with the figures of the days up to today. A supplier sees its own
        gate only.
        """
        if not call.actor.is_staff and not (
            call.actor.has(Role.SUPPLIER) and call.actor.supplier_id == supplier_id
        ):
            raise GateNotFoundError
        gate = self._repository.find(supplier_id)
        if gate is None and not self._suppliers.is_known(supplier_id):
            raise GateNotFoundError
        policy = policy_on(china_date(call.now), self._policies)
        judgement = self._weighed(supplier_id, china_date(call.now), policy)
        letters = self._repository.letters(supplier_id, LETTERS) if gate else []
        known = gate or opened(supplier_id, call.now)
        return self._shown(call, known, judgement, tuple(letters), policy)

    def reinstate(self, call: Call, supplier_id: str, body: ReinstatementBody) -> Shown:
        """Lift the hold of a supplier on what is counted at this moment; it stays under watch."""
        if not body.reason.strip():
            raise ReinstatementReasonError
        stored = self._repository.find(supplier_id)
        if stored is None and not self._suppliers.is_known(supplier_id):
            raise GateNotFoundError
        before = stored or opened(supplier_id, call.now)
        call.check_version(before.version)
        policy = policy_on(china_date(call.now), self._policies)
        judgement = self._weighed(supplier_id, china_date(call.now), policy)
        step = reinstated(before, judgement, policy, call.now, exception=body.exception)
        earlier = self._repository.letters(supplier_id, LETTERS - 1)
        tx = self._begin(call, "reinstate_supplier", supplier_id)
        if before.hold_letter is not None:
            self._suppliers.lift(tx, supplier_id, before.hold_letter)
        letter = self._letter(call, supplier_id, step, judgement, body.reason.strip())
        tx.create(LetterRow, letter, conflict=RacedError())
        after = tx.save(GateRow, before, step.gate)
        self._tell(tx, letter)
        return tx.commit(self._shown(call, after, judgement, (letter, *earlier), policy))

    # -- shared ---------------------------------------------------------------------------------

    def _weighed(self, supplier_id: str, day: date, policy: GatePolicy) -> Judgement:
        first, last = window(day, policy)
        figures = self._figures.of_days(supplier_id, first, last)
        return judge(figures, first, last, policy)

    def _take(self, tx: Transaction, stored: Gate | None, step: Step, judgement: Judgement) -> Gate:
        """Store a step, with its letter and, if that is what it says, the hold."""
        after = step.gate
        if step.kind is not None:
            letter = self._letter(tx.call, after.supplier_id, step, judgement)
            tx.create(LetterRow, letter, conflict=RacedError())
            self._tell(tx, letter)
            if step.kind is LetterKind.HELD:
                self._suppliers.hold(tx, after.supplier_id, letter.id)
                after = replace(after, hold_letter=letter.id)
        if stored is None:
            return tx.create(GateRow, after, conflict=RacedError())
        return tx.save(GateRow, stored, after)

    @staticmethod
    def _letter(
        call: Call, supplier_id: str, step: Step, judgement: Judgement, reason: str = ""
    ) -> Letter:
        return Letter(
            id=new_id("qgl", call.now),
            supplier_id=supplier_id,
            kind=step.kind or LetterKind.WARNED,
            at=call.now,
            judgement=judgement,
            readings=step.readings,
            hold_from=step.hold_from,
            by_exception=step.by_exception,
            reason=reason,
            by=call.actor.subject if reason else None,
        )

    def _tell(self, tx: Transaction, letter: Letter) -> None:
        facts: dict[str, Any] = {
            "supplier_id": letter.supplier_id,
            "letter_id": letter.id,
            "first": letter.judgement.first,
            "last": letter.judgement.last,
            "orders": letter.judgement.orders,
            "checks": tuple(one.check.value for one in letter.readings),
            "readings": tuple(GateReading.facts(one) for one in letter.readings),
        }
        dated = {**facts, "hold_from": letter.hold_from}
        told: GateEvent
        match letter.kind:
            case LetterKind.WARNED:
                told = QualityWarned(**dated)
            case LetterKind.HELD:
                told = QualityHeld(**facts)
            case LetterKind.REINSTATED:
                told = QualityReinstated(**dated, by_exception=letter.by_exception)
            case LetterKind.CLEARED:
                told = QualityCleared(**facts)
        self._suppliers.enter(tx, letter.supplier_id, tx.publish(told), told)

    @staticmethod
    def _shown(
        call: Call,
        gate: Gate,
        judgement: Judgement,
        letters: tuple[Letter, ...],
        policy: GatePolicy,
    ) -> Shown:
        warned = gate.state is GateState.WARNED
        calm = timedelta(days=policy.calm_days)
        return Shown(
            gate=gate,
            judgement=judgement,
            letters=letters,
            staff=call.actor.is_staff,
            hold_from=earliest_hold(gate, policy, china_date(call.now)) if warned else None,
            clear_on=gate.calm_since + calm if warned and gate.calm_since else None,
        )

    @staticmethod
    def _begin(call: Call, action: str, supplier_id: str) -> Transaction:
        return Transaction(call, action, Subject("supplier", supplier_id))
