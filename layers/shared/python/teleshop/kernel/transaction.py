"""One change of the platform is one DynamoDB transaction.

State, audit entry, events, deadlines and the idempotency record are written together or not at
all; so a crash leaves nothing half done, and nothing is published that did not happen. Every write
has a condition.
"""

import dataclasses
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar, cast

import msgspec
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import BusyError, RacedError, StaleVersionError, TeleshopError
from teleshop.kernel.events import Envelope, EventData
from teleshop.kernel.idempotency import BODY_FIELD, RepeatedRequestError, find_answer, row_key
from teleshop.kernel.ids import new_id
from teleshop.kernel.journal import AuditEntryRow, IdempotencyRow, OutboxRow, day_key_of
from teleshop.kernel.personal import personal_cipher
from teleshop.kernel.store.failures import overloaded
from teleshop.kernel.store.table import TableModel, changes, shared_connection

T = TypeVar("T")

MAX_ITEMS = 100
"""TransactWriteItems takes no more."""
MAX_EVENT_BYTES = 200_000
"""EventBridge takes 256 KB per entry, names and time included: leave room."""
OUTBOX_KEPT = timedelta(days=7)
_CONTENTION = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
_ATTEMPTS = 5
_ATTEMPTS_ON_SUMS = 12
"""Sums are where many meet: fifty at once need up to a second until the last has had its turn."""


class TransactionTooLargeError(Exception):
    """A use case collected more writes than one transaction takes: split the work, never the
    transaction.
    """


class UnknownOutcomeError(TeleshopError):
    """The database did not answer, so the change may or may not have happened; repeating with the
    same key is safe.
    """

    code, status, retry_after = "outcome_unknown", 503, 1
    zh = "操作结果未知；请用相同的 Idempotency-Key 重试，系统不会重复执行。"
    en = (
        "The outcome is not known; repeat with the same Idempotency-Key, it will not be done twice."
    )


class Subject(NamedTuple):
    """What a change is about: ``kind`` (``supplier``) and ``id``."""

    kind: str
    id: str

    @property
    def key(self) -> str:
        """``supplier#sup_…``."""
        return f"{self.kind}#{self.id}"


class Transaction:
    """Collects the writes of one use case; :meth:`commit` stores them all or none.

    ``action`` is the name of the use case; ``subject`` what the audit entry is filed under. A
    ``derived`` transaction writes only what can be made again from what is on record elsewhere,
    such as counters and read models: nothing of it is audited, and no entry is written.
    """

    def __init__(self, call: Call, action: str, subject: Subject, *, derived: bool = False) -> None:
        self.call = call
        self.subject = subject
        self._action = action
        self._derived = derived
        self._changes: list[dict[str, Any]] = []
        self._notes: dict[str, Any] = {}
        self._checks: list[tuple[tuple[Any, ...], TeleshopError]] = []
        self._deletes: list[tuple[tuple[Any, ...], TeleshopError]] = []
        self._puts: list[tuple[tuple[Any, ...], TeleshopError]] = []
        self._updates: list[tuple[tuple[Any, ...], TeleshopError]] = []
        self._of_new: list[TeleshopError] = []
        self._committed = False

    def create(
        self, row: type[TableModel], entity: T, *, conflict: TeleshopError, audited: bool = True
    ) -> T:
        """Store a new domain object; ``conflict`` is raised if its key is taken."""
        made = row.from_entity(entity)
        self.put_row(made, _absent(row), conflict)
        self._of_new.append(conflict)
        if audited:
            self._record(row, None, entity)
        return entity

    def save(
        self,
        row: type[TableModel],
        before: Any,
        after: T,
        *,
        conflict: TeleshopError | None = None,
        provided: Condition | None = None,
        audited: bool = True,
    ) -> T:
        """Replace a domain object that has ``version``; answers it with the next version.

        ``provided`` is for rows that others write without having read them, so that the version
        alone does not tell.

        If it changed since ``before`` was read, commit raises ``conflict``; by default
        :class:`StaleVersionError` for a caller that named a version, else :class:`RacedError`,
        upon which the use case may be run again.
        """
        stored: Any = dataclasses.replace(cast(Any, after), version=before.version + 1)
        condition = row.version == before.version  # type: ignore[attr-defined]  # rows of saved entities declare it
        if provided is not None:
            condition &= provided
        self.put_row(row.from_entity(stored), condition, conflict or self._stale())
        if audited:
            self._record(row, before, stored)
        return cast(T, stored)

    def _stale(self) -> TeleshopError:
        return RacedError() if self.call.expected_version is None else StaleVersionError()

    def delete(self, row: type[TableModel], entity: Any, *, conflict: TeleshopError) -> None:
        """Remove a domain object that must exist."""
        made = row.from_entity(entity)
        self._deletes.append(((made, _present(row)), conflict))
        self._record(row, entity, None)

    def require(
        self,
        row: type[TableModel],
        hash_key: str,
        range_key: str | None,
        condition: Condition,
        *,
        conflict: TeleshopError,
    ) -> None:
        """Let the transaction fail with ``conflict`` unless another row satisfies ``condition``."""
        self._checks.append(((row, hash_key, range_key, condition), conflict))

    def put_row(
        self, row: TableModel, condition: Condition | None, conflict: TeleshopError
    ) -> None:
        """Store a prepared row, unaudited; for bookkeeping rows of the shared capabilities."""
        self._puts.append(((row, condition), conflict))

    def delete_row(
        self, row: TableModel, condition: Condition | None, conflict: TeleshopError
    ) -> None:
        """Remove the row at the keys of ``row``, unaudited; for rows that can be made again from
        others. Without a condition also one that is not there.
        """
        self._deletes.append(((row, condition), conflict))

    def update_row(
        self,
        row: TableModel,
        actions: Sequence[Action],
        condition: Condition | None,
        conflict: TeleshopError,
    ) -> None:
        """Change single attributes where the row lies (``ADD``, ``SET``), unaudited; makes the row
        if there is none.

        For sums that many change at once: nobody has to have read what is stored, so no change is
        lost to a version that moved on. ``row`` carries the keys alone.
        """
        self._updates.append(((row, list(actions), condition), conflict))

    def publish(
        self, data: EventData, *, id: str | None = None, subject: Subject | None = None
    ) -> str:
        """Tell others what happened, once this transaction is stored; answers the event's id.

        A given ``id`` makes the event the same one however often its use case is repeated.
        """
        kind = type(data)
        event_id = id or new_id("evt", self.call.now)
        envelope = Envelope(
            id=event_id,
            type=kind.__name__,
            version=kind.event_version,
            context=kind.context,
            occurred_at=self.call.now,
            subject=(subject or self.subject).key,
            correlation_id=self.call.correlation_id,
            causation_id=self.call.causation_id,
            data=msgspec.to_builtins(data),
        )
        body = msgspec.json.encode(envelope)
        if len(body) > MAX_EVENT_BYTES:
            raise TransactionTooLargeError(f"{kind.__name__}: {len(body)} bytes")
        row = OutboxRow(
            pk=event_id,
            type=kind.__name__,
            context=kind.context,
            envelope=body.decode(),
            expires_at=self.call.now + OUTBOX_KEPT,
        )
        # A taken id can only be this very event, published by a use case that has already taken
        # effect.
        self.put_row(row, OutboxRow.pk.does_not_exist(), RacedError())
        return event_id

    def note(self, **facts: Any) -> None:
        """Add facts to the audit entry that are not fields of a row; nothing personal."""
        self._notes.update(facts)

    def commit(self, result: T) -> T:
        """Store everything; answers ``result``, which is also what a repetition of the call will
        be told.

        Raises the conflict of the first condition that failed, but :class:`RacedError` if what was
        read has changed; :class:`RepeatedRequestError` if this very request took effect before,
        :class:`BusyError` under contention, :class:`UnknownOutcomeError` without an answer.
        """
        if self._committed:
            raise RuntimeError("a transaction is committed once")
        self._committed = True
        self._put_journal(result)
        count = len(self._in_order())
        if count > MAX_ITEMS:
            raise TransactionTooLargeError(f"{self._action}: {count} writes")
        token = str(uuid.uuid4())
        try:
            self._write(token)
        except TransactWriteError as failed:
            self._again_or_refuse(failed, token)
        return result

    def _again_or_refuse(self, failed: TransactWriteError, token: str) -> None:
        """Repeat a write that met contention, after a random pause; raise what a failure means."""
        # Imported here: contention is rare, and the module costs import time.
        from tenacity import (
            Retrying,
            retry_if_exception,
            stop_after_attempt,
            wait_random_exponential,
        )

        failures = [failed]

        def write_again() -> None:
            if failures:
                self._refuse(failures.pop())
            try:
                self._write(token)
            except TransactWriteError as again:
                self._refuse(again)

        Retrying(
            reraise=True,
            # A lost race is a kind of being busy that only the use case can repeat, not the write.
            retry=retry_if_exception(lambda error: type(error) is BusyError),
            stop=stop_after_attempt(_ATTEMPTS_ON_SUMS if self._updates else _ATTEMPTS),
            wait=wait_random_exponential(multiplier=0.02, max=0.5),
        )(write_again)

    def _write(self, token: str) -> None:
        with TransactWrite(connection=shared_connection(), client_request_token=token) as write:
            for (row, hash_key, range_key, condition), _ in self._checks:
                write.condition_check(row, hash_key, range_key, condition=condition)
            for (made, condition), _ in self._deletes:
                write.delete(made, condition=condition)
            for (made, condition), _ in self._puts:
                write.save(made, condition=condition)
            for (made, actions, condition), _ in self._updates:
                write.update(made, actions, condition=condition, add_version_condition=False)

    def _in_order(self) -> list[tuple[tuple[Any, ...], TeleshopError]]:
        """Every write in the order in which PynamoDB sends them, and in which reasons come back."""
        return [*self._checks, *self._deletes, *self._puts, *self._updates]

    def _refuse(self, failed: TransactWriteError) -> None:
        reasons = [reason.code if reason else None for reason in failed.cancellation_reasons]
        if not reasons:
            if overloaded(failed):
                raise BusyError from failed
            raise UnknownOutcomeError from failed
        conflicts = [conflict for _, conflict in self._in_order()]
        broken = [
            conflict
            for reason, conflict in zip(reasons, conflicts, strict=True)
            if reason == "ConditionalCheckFailed"
        ]
        if broken:
            key = self.call.request_key
            # Whatever else failed with it: if the record of this request exists, the request took
            # effect.
            answer = find_answer(key) if key else None
            if answer is not None:
                raise RepeatedRequestError(answer) from failed
            raise self._first_of(broken) from failed
        if _CONTENTION.intersection(filter(None, reasons)):
            raise BusyError from failed
        raise failed

    def _first_of(self, broken: list[TeleshopError]) -> TeleshopError:
        """The first, but a lost race for what was read: what a second look refuses is exact, and
        what the first one refuses may be only a consequence. A key that is taken is exact.
        """
        for conflict in broken:
            made = any(conflict is known for known in self._of_new)
            if isinstance(conflict, RacedError) and not made:
                return conflict
        return broken[0]

    def _record(self, row: type[TableModel], before: Any, after: Any) -> None:
        found = changes(row, before, after)
        sample = after if after is not None else before
        self._changes.append({"table": row.table, "entity": type(sample).__name__, "fields": found})

    def _put_journal(self, result: object) -> None:
        call = self.call
        if not self._derived:
            self._put_audit_entry()
        elif self._changes or self._notes:
            raise RuntimeError(f"{self._action}: a derived transaction audits nothing")
        if call.request_key is not None:
            key = call.request_key
            answer = key.render(result)
            pk = row_key(key)
            record = IdempotencyRow(
                pk=pk,
                fingerprint=key.fingerprint,
                status=answer.status,
                body=(
                    personal_cipher().seal(answer.body.encode(), owner=pk, field=BODY_FIELD)
                    if answer.body
                    else None
                ),
                etag=answer.etag,
                expires_at=call.now + key.keep,
            )
            self.put_row(record, IdempotencyRow.pk.does_not_exist(), RacedError())

    def _put_audit_entry(self) -> None:
        call = self.call
        entry_id = new_id("aud", call.now)
        entry = AuditEntryRow(
            pk=self.subject.key,
            sk=entry_id,
            day_key=day_key_of(china_date(call.now), entry_id),
            day_sort=entry_id,
            action=self._action,
            actor=call.actor.subject,
            roles=sorted(call.actor.roles),
            occurred_at=call.now,
            request_id=call.request_id,
            correlation_id=call.correlation_id,
            causation_id=call.causation_id,
            changes=self._changes,
            notes=msgspec.to_builtins(self._notes),
        )
        self.put_row(entry, AuditEntryRow.pk.does_not_exist(), RacedError())


def _hash_key(row: Any) -> Any:
    return row._hash_key_attribute()


def _absent(row: type[TableModel]) -> Condition:
    condition: Condition = _hash_key(row).does_not_exist()
    return condition


def _present(row: type[TableModel]) -> Condition:
    condition: Condition = _hash_key(row).exists()
    return condition
