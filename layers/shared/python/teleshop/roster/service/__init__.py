"""Use cases of the roster: who is on duty, staff and training, shifts, cover of every hour."""

from teleshop.roster.domain import CancelReason, Duty, NewShift
from teleshop.roster.errors import NotOnDutyError
from teleshop.roster.service.cover import Cover, CoverReport, HourOfRule
from teleshop.roster.service.qualifications import Qualifications
from teleshop.roster.service.roster import Roster
from teleshop.roster.service.shifts import Planned, Shifts
from teleshop.roster.service.staff import PersonFile, Staff

__all__ = [
    "CancelReason",
    "Cover",
    "CoverReport",
    "Duty",
    "HourOfRule",
    "NewShift",
    "NotOnDutyError",
    "PersonFile",
    "Planned",
    "Qualifications",
    "Roster",
    "Shifts",
    "Staff",
]
