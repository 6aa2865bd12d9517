"""Reads of the roster table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from teleshop.kernel.clock import sortable
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.roster.domain import (
    Calendar,
    CoverGap,
    CoverState,
    Load,
    Shift,
    StaffMember,
    TrainingFile,
)
from teleshop.roster.tables.rows import (
    CLOSED_GAPS,
    OPEN_GAPS,
    SHIFTS,
    STAFF,
    CalendarRow,
    GapRow,
    ListIndex,
    LoadRow,
    MemberRow,
    PersonRow,
    ShiftRow,
    StateRow,
    TrainingsRow,
    staff_key,
)

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Person:
    """What is stored of one person, as far as it was asked for and exists."""

    member: StaffMember | None = None
    load: Load | None = None
    calendar: Calendar | None = None


class RosterRepository:
    """Finds what this context stored; no scans, no filters."""

    # -- people -------------------------------------------------------------------------------

    def find_member(self, subject: str) -> StaffMember | None:
        """A member of staff as stored now."""
        found: StaffMember | None = MemberRow.find(staff_key(subject), MemberRow.SK)
        return found

    def find_load(self, subject: str) -> Load | None:
        """How many cases somebody has, as stored now."""
        found: Load | None = LoadRow.find(staff_key(subject), LoadRow.SK)
        return found

    def find_calendar(self, subject: str) -> Calendar | None:
        """The calendar of somebody as stored now."""
        found: Calendar | None = CalendarRow.find(staff_key(subject), CalendarRow.SK)
        return found

    def find_trainings(self, subject: str) -> TrainingFile | None:
        """The recorded training of somebody as stored now."""
        found: TrainingFile | None = TrainingsRow.find(staff_key(subject), TrainingsRow.SK)
        return found

    def people(
        self,
        subjects: Sequence[str],
        *kinds: type[MemberRow] | type[LoadRow] | type[CalendarRow],
    ) -> dict[str, Person]:
        """The rows of these kinds of many people as stored now: one batch per hundred rows."""
        keys = [(staff_key(subject), kind.SK) for subject in subjects for kind in kinds]
        found: dict[str, dict[str, Any]] = {subject: {} for subject in subjects}
        for row in _batch(keys):
            match row.sk:
                case MemberRow.SK:
                    found[row.subject]["member"] = _entity(row, MemberRow)
                case LoadRow.SK:
                    found[row.subject]["load"] = _entity(row, LoadRow)
                case CalendarRow.SK:
                    found[row.subject]["calendar"] = _entity(row, CalendarRow)
        return {subject: Person(**parts) for subject, parts in found.items()}

    def staff(self, team: str | None, page: PageRequest) -> Page[StaffMember]:
        """Members of staff by team and subject; of one team if it is given."""
        return query_page(
            MemberRow.by_list,
            MemberRow,
            STAFF,
            page,
            scope=f"staff|{team or ''}",
            range_condition=ListIndex.list_sort.startswith(f"{team}#") if team else None,
        )

    # -- shifts -------------------------------------------------------------------------------

    def find_shift(self, shift_id: str) -> Shift | None:
        """A shift as stored now."""
        found: Shift | None = ShiftRow.find(shift_id, ShiftRow.SK)
        return found

    def shifts_starting(self, since: datetime, until: datetime) -> list[Shift]:
        """All shifts, cancelled ones left out, that begin from ``since`` to ``until``, both
        included, by time: one query per megabyte.
        """
        within = ListIndex.list_sort.between(sortable(since), f"{sortable(until)}~")
        with reading():
            return [row.to_entity() for row in ShiftRow.by_list.query(SHIFTS, within)]

    def shifts(self, since: datetime, until: datetime, page: PageRequest) -> Page[Shift]:
        """One page of the shifts that begin from ``since`` up to, not including, ``until``."""
        scope = f"shifts|{sortable(since)}|{sortable(until)}"
        return query_page(
            ShiftRow.by_list,
            ShiftRow,
            SHIFTS,
            page,
            scope=scope,
            range_condition=ListIndex.list_sort.between(
                sortable(since), f"{sortable(until - TICK)}~"
            ),
        )

    # -- cover --------------------------------------------------------------------------------

    def find_state(self, rule: str) -> CoverState | None:
        """The open gaps of a rule as stored now."""
        found: CoverState | None = StateRow.find(StateRow.partition(rule), StateRow.SK)
        return found

    def gaps(self, page: PageRequest, *, closed: bool) -> Page[CoverGap]:
        """Open gaps, the next first; or closed ones, the latest first."""
        return query_page(
            GapRow.by_list,
            GapRow,
            CLOSED_GAPS if closed else OPEN_GAPS,
            page,
            scope="cover-gaps",
            newest_first=closed,
        )


class RecordedTrainings:
    """Training as it was entered on this platform (`POST /staff/{subject}/trainings`)."""

    def of(self, subjects: Sequence[str]) -> Mapping[str, Mapping[str, date]]:
        """The last day of validity by course, for each of the people: one batch per hundred."""
        keys = [(staff_key(subject), TrainingsRow.SK) for subject in subjects]
        files = [_entity(row, TrainingsRow) for row in _batch(keys)]
        return {
            file.subject: {record.course: record.valid_until for record in file.records}
            for file in files
        }


def _batch(keys: Sequence[tuple[str, str]]) -> Iterator[PersonRow]:
    """Rows by key, consistently, in no order; absent ones are left out."""
    if keys:
        with reading():
            yield from PersonRow.batch_get(list(dict.fromkeys(keys)), consistent_read=True)


def _entity(row: PersonRow, kind: type[TableModel]) -> Any:
    """The domain object of one of the rows that :class:`PersonRow` stands for."""
    made = kind()
    for name in kind.get_attributes():
        value = getattr(row, name, None)
        if value is not None:
            setattr(made, name, value)
    return made.to_entity()
