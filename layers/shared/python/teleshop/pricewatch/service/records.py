"""The record of a month for supervision: asked for, made, linked to (standard 4.4.4)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricewatch.domain import record as rules
from teleshop.pricewatch.domain.record import RecordFile, RecordState, ViolationRecord
from teleshop.pricewatch.errors import RecordNotFoundError
from teleshop.pricewatch.ports import KeptFile, Shelf
from teleshop.pricewatch.schemas import (
    RecordView,
    ViolationRecordMade,
    ViolationRecordRequested,
)
from teleshop.pricewatch.schemas.views import FileView
from teleshop.pricewatch.tables import RecordRow, WatchRepository

Lines = Sequence[tuple[str, ...]]
Render = Callable[[str, Lines], dict[str, bytes]]
"""Makes the files of a month by form (`csv`, `xlsx`); it lives with its library in
functions/pricewatch.
"""
LINK: Final = timedelta(minutes=5)


class Records:
    """The records; stateless."""

    def __init__(self, repository: WatchRepository, shelf: Shelf) -> None:
        self._repository = repository
        self._shelf = shelf

    def request_record(self, call: Call, month: str) -> RecordView:
        """Ask for the record of a month, the running one included; again makes it anew."""
        rules.refuse_before_it_begins(month, call.now)
        before = self._repository.find_record(month)
        tx = _begin(call, "request_record", month)
        if before is None:
            asked = ViolationRecord(month=month, state=RecordState.REQUESTED, asked_at=call.now)
            tx.create(RecordRow, asked, conflict=RacedError())
        else:
            again = replace(before, state=RecordState.REQUESTED, asked_at=call.now)
            asked = tx.save(RecordRow, before, again, conflict=RacedError())
        tx.publish(ViolationRecordRequested(month=month))
        return tx.commit(RecordView.of(asked))

    def make_record(self, call: Call, render: Render, month: str) -> ViolationRecord:
        """Make the files of a month that was asked for."""
        before = self._repository.find_record(month)
        if before is None:
            raise RecordNotFoundError
        lines = list(rules.lines(self._repository.of_month(month)))
        files = []
        for form, content in sorted(render(month, lines).items()):
            kept = self._shelf.put(month, form, content)
            files.append(
                RecordFile(form=form, key=kept.key, version_id=kept.version_id, sha256=kept.sha256)
            )
        made = replace(
            before,
            state=RecordState.READY,
            made_at=call.now,
            files=tuple(files),
            violations=len(lines),
        )
        tx = _begin(call, "make_record", month)
        stored = tx.save(RecordRow, before, made, conflict=RacedError())
        tx.publish(ViolationRecordMade(month=month, violations=len(lines)))
        return tx.commit(stored)

    def show(self, call: Call, month: str) -> RecordView:
        """The record of a month, with links to its files that work for five minutes."""
        known = self._repository.find_record(month)
        if known is None:
            raise RecordNotFoundError
        seconds = int(LINK.total_seconds())
        files = tuple(
            FileView(
                form=file.form,
                sha256=file.sha256,
                url=self._shelf.url(
                    KeptFile(file.key, file.version_id, file.sha256), month, file.form, seconds
                ),
            )
            for file in known.files
        )
        return RecordView.of(known, files, call.now + LINK if files else None)


def _begin(call: Call, action: str, month: str) -> Transaction:
    return Transaction(call, action, Subject("price_violation_record", month))
