"""Counting what happened, and counting it again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from teleshop.indicators.domain import (
    EMPTY,
    Counted,
    Place,
    Recount,
    Sum,
    by_todays_rules,
    sums,
    total,
)
from teleshop.indicators.errors import FiguresNotFoundError
from teleshop.indicators.ports import Suppliers
from teleshop.indicators.schemas import fact_of
from teleshop.indicators.service.reading import begun
from teleshop.indicators.tables import CountedRow, IndicatorsRepository
from teleshop.indicators.tables.repository import days_of, key_of
from teleshop.indicators.tables.rows import row_of
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction

AT_ONCE: Final = 40
"""Events that one transaction counts: each is written, and may lie on a day of its own."""
ROWS_AT_ONCE: Final = 90
"""Rows that one transaction of a recount writes, beside its journal."""

Write = Callable[[Transaction], None]


class Counting:
    """Keeps the figures; stateless, one per process.

    What is counted is on record with the figures that it moved, in one transaction: told again it
    finds itself there, and nothing moves.
    """

    def __init__(self, repository: IndicatorsRepository, suppliers: Suppliers) -> None:
        self._repository = repository
        self._suppliers = suppliers

    def count_events(self, call: Call, batch: Sequence[Counted]) -> int:
        """Count at most :data:`AT_ONCE` events of one supplier and quarter; answers how many were
        new. All of them add to the figures once, as one sum.

        Whoever counts one of them at the same moment makes this a race (RacedError, to be run
        again).
        """
        by_key = {key_of(one): one for one in reversed(batch)}
        known = self._repository.marks_of(list(by_key.values()))
        fresh = [one for key, one in by_key.items() if key not in known][::-1]
        if not fresh:
            return 0
        # Together they add to one row, that of the first of them.
        fresh = [replace(one, shard=fresh[0].shard) for one in fresh]
        supplier_id, quarter = fresh[0].supplier_id, fresh[0].quarter
        tx = Transaction(call, "count_events", _subject(supplier_id, quarter), derived=True)
        for one in fresh:
            tx.create(CountedRow, one, conflict=RacedError(), audited=False)
        for place, added in sums(fresh).items():
            row = row_of(place.period)
            tx.update_row(
                row.at(supplier_id, place),
                row.adding(supplier_id, place, added),
                None,
                RacedError(),
            )
        return tx.commit(len(fresh))

    def recount(self, call: Call, supplier_id: str, quarter: str, reason: str) -> Recount:
        """Count the recorded events of a supplier's quarter again by today's rules, and put right
        what differs: figures of the quarter and its days, and what is shown of the events.

        An event that is counted meanwhile makes this a race. What does not fit one transaction is
        written in several, each right by itself; whoever repeats goes on with what is left.
        """
        if not self._suppliers.is_known(supplier_id):
            raise FiguresNotFoundError
        quarter = begun(call, quarter)
        # Figures are read before the events: what is counted in between has moved the rows that are
        # compared here, and then nothing is written.
        rows = self._repository.of_quarter(supplier_id, quarter)
        stored = rows | self._repository.of_days(supplier_id, *days_of(quarter))
        known = list(self._repository.events_of(supplier_id, quarter))
        today = [_today(one) for one in known]
        changed = [one for was, one in zip(known, today, strict=True) if was != one]
        right = sums(today)
        wrong = dict(_wrong(stored, right))
        found = Recount(
            supplier_id=supplier_id,
            quarter=quarter,
            events=len(known),
            before=total(one.figures for one in rows.values()),
            after=total(one.figures for place, one in right.items() if place.period == quarter),
            corrected=len(wrong),
            recounted=len(changed),
        )
        writes: list[Write] = [
            *(_rewriting(one) for one in changed),
            *(_replacing(supplier_id, place, *pair) for place, pair in wrong.items()),
        ]
        subject = _subject(supplier_id, quarter)
        while len(writes) > ROWS_AT_ONCE:
            step, writes = writes[:ROWS_AT_ONCE], writes[ROWS_AT_ONCE:]
            part = replace(call, request_key=None)
            tx = Transaction(part, "recount_figures", subject, derived=True)
            _write(tx, step)
            tx.commit(None)
        tx = Transaction(call, "recount_figures", subject)
        _write(tx, writes)
        tx.note(
            reason=reason,
            events=found.events,
            corrected=found.corrected,
            recounted=found.recounted,
            differences=dict(found.differences),
        )
        return tx.commit(found)


def _subject(supplier_id: str, quarter: str) -> Subject:
    return Subject("supplier_figures", f"{supplier_id}#{quarter}")


def _today(known: Counted) -> Counted:
    fact = fact_of(known.event_type, known.fact)
    return replace(known, amounts={}) if fact is None else by_todays_rules(known, fact)


def _wrong(
    stored: dict[Place, Sum], right: dict[Place, Sum]
) -> Iterator[tuple[Place, tuple[Sum | None, Sum]]]:
    """The rows that do not hold what they must, with what they hold (None without a row)."""
    for place in sorted({*stored, *right}, key=lambda one: (one.period, one.shard)):
        was, now = stored.get(place), right.get(place, EMPTY)
        if was is None or (was.figures, was.events) != (now.figures, now.events):
            yield place, (was, now)


def _rewriting(one: Counted) -> Write:
    def write(tx: Transaction) -> None:
        tx.put_row(CountedRow.from_entity(one), CountedRow.pk.exists(), RacedError())

    return write


def _replacing(supplier_id: str, place: Place, was: Sum | None, right: Sum) -> Write:
    row = row_of(place.period)

    def write(tx: Transaction) -> None:
        tx.update_row(
            row.at(supplier_id, place),
            row.replacing(supplier_id, place, was or EMPTY, right),
            row.unmoved(was),
            RacedError(),
        )

    return write


def _write(tx: Transaction, writes: Sequence[Write]) -> None:
    for write in writes:
        write(tx)
