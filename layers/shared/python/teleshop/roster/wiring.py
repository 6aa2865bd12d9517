"""Builds the roster capability."""

from functools import cache

from teleshop.analysis.wiring import causes
from teleshop.deadlines.wiring import service as deadlines
from teleshop.roster.adapters import CauseSkills
from teleshop.roster.service import Cover, Qualifications, Roster, Shifts, Staff
from teleshop.roster.tables import RecordedTrainings, RosterRepository


@cache
def service() -> Roster:
    """Who is on duty: the service for other contexts."""
    return Roster(RosterRepository(), RecordedTrainings())


@cache
def qualifications() -> Qualifications:
    """Who is qualified for what: the service for other contexts."""
    return Qualifications(RecordedTrainings())


@cache
def staff() -> Staff:
    """The service of staff and training."""
    return Staff(RosterRepository(), RecordedTrainings(), CauseSkills(causes()))


@cache
def shifts() -> Shifts:
    """The service of shifts."""
    return Shifts(RosterRepository(), deadlines())


@cache
def cover() -> Cover:
    """The service of cover."""
    return Cover(RosterRepository(), RecordedTrainings())
