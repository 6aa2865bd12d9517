"""The blacklist (黑名单): entities and persons that are not admitted (standard 2.1.5, 3.1.2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import InstantOutOfRangeError, instant
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.findings import refusing
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.signing import keyed_hash
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.suppliers.domain import blacklist as rules
from teleshop.suppliers.domain.application import check_uscc
from teleshop.suppliers.domain.records import BlacklistPointer, BlacklistRecord
from teleshop.suppliers.domain.registration import normalise_code
from teleshop.suppliers.domain.supplier import (
    COOPERATING,
    Supplier,
    SuspensionReason,
    lift_suspension,
    suspend,
)
from teleshop.suppliers.errors import (
    BlacklistEntryEndedError,
    BlacklistEntryNotFoundError,
    SupplierExistsError,
)
from teleshop.suppliers.schemas import (
    BlacklistBody,
    BlacklistEntryAdded,
    BlacklistEntryEnded,
    ClearanceBody,
)
from teleshop.suppliers.service.base import Desk, person_key
from teleshop.suppliers.tables import BlacklistPointerRow, BlacklistRow

ID_PURPOSE = "identity-number"
Change = Callable[[Supplier, SuspensionReason, datetime], Supplier]


class Blacklist(Desk):
    """Entries and what they do to a supplier on board."""

    def add_entry(self, call: Call, body: BlacklistBody) -> BlacklistRecord:
        """Put an entity or a person on the list. An entity that is on board is suspended from the
        moment the entry is in force. Of a person only keyed hashes are kept.
        """
        try:
            since = instant(body.since) if body.since else call.now
            until = instant(body.until) if body.until else None
        except InstantOutOfRangeError as outside:
            raise InvalidInputError(errors=[_OUT_OF_RANGE]) from outside
        key = _key(body)
        if until is not None and until <= max(since, call.now):
            raise InvalidInputError(errors=[_UNTIL])
        made = BlacklistRecord(
            id=new_id("ble", call.now),
            kind=body.kind,
            key=key,
            shown=key if body.kind == "entity" else "",
            reason=body.reason,
            since=since,
            until=until,
            id_number_key=(
                keyed_hash(ID_PURPOSE, normalise_code(body.id_number)) if body.id_number else None
            ),
            added_by=call.actor.subject,
            added_at=call.now,
        )
        tx = _begin(call, "add_blacklist_entry", made.id)
        self._add(tx, made)
        if made.since <= call.now:
            self._apply(tx, made, suspend)
        return tx.commit(made)

    def add(
        self, tx: Transaction, supplier_id: str, reason: str, until: datetime | None = None
    ) -> BlacklistRecord:
        """Put the entity of a supplier on the list within another context's ``tx``, from now on.

        Writes no supplier, so that the same ``tx`` may terminate it
        (:meth:`~teleshop.suppliers.service.measures.Measures.terminate_for`): the entry refuses
        its next application. ``reason`` is for those who keep the list.
        """
        key = normalise_code(self._get(supplier_id).application.uscc)
        made = BlacklistRecord(
            id=new_id("ble", tx.call.now),
            kind="entity",
            key=key,
            shown=key,
            reason=reason,
            since=tx.call.now,
            until=until,
            added_by=tx.call.actor.subject,
            added_at=tx.call.now,
        )
        self._add(tx, made)
        return made

    def _add(self, tx: Transaction, made: BlacklistRecord) -> None:
        tx.create(BlacklistRow, made, conflict=SupplierExistsError())
        pointer = BlacklistPointer(made.id, made.kind, made.key)
        tx.create(BlacklistPointerRow, pointer, conflict=SupplierExistsError(), audited=False)
        self._clocks.watch_entry(tx, made)
        tx.publish(
            BlacklistEntryAdded(
                entry_id=made.id, kind=made.kind, since=made.since, until=made.until
            )
        )

    def end_entry(self, call: Call, entry_id: str) -> BlacklistRecord:
        """Take somebody off the list; the entry stays on record, a supplier suspended for it is
        restored.
        """
        before = self._get_entry(entry_id)
        call.check_version(before.version)
        if before.until is not None and before.until <= call.now:
            raise BlacklistEntryEndedError
        ended = rules.end_entry(before.entry(), call.now)
        tx = _begin(call, "end_blacklist_entry", entry_id)
        stored = tx.save(BlacklistRow, before, replace(before, until=ended.until))
        tx.publish(BlacklistEntryEnded(entry_id=entry_id, kind=before.kind, ended_at=call.now))
        self._apply(tx, stored, lift_suspension)
        return tx.commit(stored)

    def clear_namesake(self, call: Call, entry_id: str, body: ClearanceBody) -> BlacklistRecord:
        """The people of an entity only share the name of a person on the list."""
        before = self._get_entry(entry_id)
        call.check_version(before.version)
        _, found = check_uscc(body.uscc)
        if before.kind != "person":
            raise InvalidInputError(errors=[_PERSON_ONLY])
        if refusing(found):
            raise InvalidInputError(errors=refusing(found))
        cleared = rules.clear_namesake(before.entry(), body.uscc).cleared
        tx = _begin(call, "clear_namesake", entry_id)
        tx.note(uscc=normalise_code(body.uscc))
        return tx.commit(
            tx.save(BlacklistRow, before, replace(before, cleared=tuple(sorted(cleared))))
        )

    def list_entries(self, page: PageRequest) -> Page[BlacklistRecord]:
        """All entries, ended ones too, newest first."""
        return self._repository.entries(page)

    def entry_begins(self, call: Call, entry_id: str) -> None:
        """The first instant of an entry made ahead has come."""
        record = self._repository.find_entry(entry_id)
        if record is not None and record.entry().in_force(call.now):
            tx = _begin(call, "begin_blacklist_entry", entry_id)
            if self._apply(tx, record, suspend):
                tx.commit(None)

    def entry_ends(self, call: Call, entry_id: str) -> None:
        """The last instant of an entry has come; nothing if it was ended by hand before."""
        record = self._repository.find_entry(entry_id)
        if record is None or record.until is None or record.until > call.now:
            return
        tx = _begin(call, "end_blacklist_entry", entry_id)
        tx.publish(BlacklistEntryEnded(entry_id=entry_id, kind=record.kind, ended_at=record.until))
        self._apply(tx, record, lift_suspension)
        tx.commit(None)

    def _apply(self, tx: Transaction, record: BlacklistRecord, change: Change) -> bool:
        """Suspend or restore the supplier on board that the entry names, if there is one."""
        holder = self._repository.holder_of(record.key) if record.kind == "entity" else None
        if holder is None:
            return False
        before = self._get(holder)
        if before.state not in COOPERATING:
            return False
        after = change(before, SuspensionReason("blacklisted", record.id), tx.call.now)
        if after == before:
            return False
        stored = self._save(tx, before, after)
        self._tell_standing(tx, before, stored)
        if change is suspend:
            self._watch_traits(tx, stored)
        elif not any(reason.kind == "blacklisted" for reason in stored.suspensions):
            self._forget_traits(tx, stored)
        return True

    def _get_entry(self, entry_id: str) -> BlacklistRecord:
        record = self._repository.find_entry(entry_id)
        if record is None:
            raise BlacklistEntryNotFoundError
        return record


def _begin(call: Call, action: str, entry_id: str) -> Transaction:
    return Transaction(call, action, Subject("blacklist_entry", entry_id))


def _key(body: BlacklistBody) -> str:
    if body.kind == "entity":
        _, found = check_uscc(body.uscc)
        if refusing(found):
            raise InvalidInputError(errors=refusing(found))
        return normalise_code(body.uscc)
    name = rules.normalise_name(body.name)
    if not name:
        raise InvalidInputError(errors=[_NAME])
    return person_key(name)


_NAME = FieldError(
    "/name", "name_missing", "请填写人员姓名。", "Give the name of the person.", clause="2.1.5"
)
_OUT_OF_RANGE = FieldError(
    "/from",
    "instant_out_of_range",
    "开始或结束时间超出可表示的范围，请核对年份；长期有效时不要填写结束时间。",
    "The beginning or the end is out of range; check the years, and leave out `until` for no end.",
    clause="2.1.5",
)
_UNTIL = FieldError(
    "/until",
    "until_before_from",
    "结束时间须晚于开始时间和当前时间。",
    "The end must lie after the beginning and in the future.",
    clause="2.1.5",
)
_PERSON_ONLY = FieldError(
    "/uscc",
    "entity_not_clearable",
    "主体记录不能按同名澄清，请直接结束该记录。",
    "The entry of an entity has no namesakes; end the entry instead.",
    clause="2.1.5",
)
