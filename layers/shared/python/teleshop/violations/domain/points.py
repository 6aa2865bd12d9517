"""What earlier cases still count against a supplier."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from teleshop.kernel.calendar import add_months

FULL_MONTHS: Final = 6
HALF_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The points of one case that took effect; ``day`` is that of its decision, in China."""

    case_id: str
    points: int
    day: date


def in_force(points: int, since: date, today: date) -> int:
    """What ``points`` of a day count today: all of them for six months, half (rounded up) until
    twelve months are over, and nothing from then on; nothing before that day.

    The platform's choice: customary for sellers' points on Chinese platforms is a year, at the end
    of which all are cleared; the step in the middle rewards those who keep clean.
    """
    if today < since or today >= add_months(since, HALF_MONTHS):
        return 0
    return points if today < add_months(since, FULL_MONTHS) else (points + 1) // 2


def total(entries: Iterable[Entry], today: date) -> int:
    """What stands against a supplier today."""
    return sum(in_force(entry.points, entry.day, today) for entry in entries)


def counting(entries: Iterable[Entry], today: date) -> tuple[str, ...]:
    """The cases that still count, by identifier."""
    return tuple(
        sorted(entry.case_id for entry in entries if in_force(entry.points, entry.day, today))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What stands against a supplier: ``entries`` of cases in effect that may still count,
    ``open`` cases that have not ended or are still being carried out.
    """

    supplier_id: str
    entries: tuple[Entry, ...] = ()
    open: tuple[str, ...] = ()
    version: int = 1


def opened(record: Record, case_id: str) -> Record:
    """The record once a case was opened."""
    return dataclasses.replace(record, open=(*record.open, case_id))


def penalised(record: Record, entry: Entry) -> Record:
    """The record once a case took effect; entries that count no more are left out."""
    kept = tuple(known for known in record.entries if in_force(known.points, known.day, entry.day))
    return dataclasses.replace(record, entries=(*kept, entry))


def closed(record: Record, case_id: str) -> Record:
    """The record once nothing of a case is left to do."""
    return dataclasses.replace(
        record, open=tuple(known for known in record.open if known != case_id)
    )
