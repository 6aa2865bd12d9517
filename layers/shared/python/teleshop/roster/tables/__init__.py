"""The roster table and what is read of it.

| row | pk | sk | by_list |
|---|---|---|---|
| member | `staff#<subject>` | `member` | `staff`, team and subject |
| load, calendar, trainings | `staff#<subject>` | `load`, `calendar`, `trainings` | |
| shift | its id | `shift` | `shifts`, its start; not when cancelled |
| gap | its id | `gap` | `gaps#open` or `gaps#closed`, its start |
| state of a rule of cover | `cover#<rule>` | `state` | |

The index has one partition per list. Rosters change at the speed of people, and a partition takes
1,000 writes and 3,000 reads of 4 KB per second.
"""

from teleshop.roster.tables.repository import Person, RecordedTrainings, RosterRepository
from teleshop.roster.tables.rows import (
    CalendarRow,
    GapRow,
    LoadRow,
    MemberRow,
    ShiftRow,
    StateRow,
    TrainingsRow,
)

__all__ = [
    "CalendarRow",
    "GapRow",
    "LoadRow",
    "MemberRow",
    "Person",
    "RecordedTrainings",
    "RosterRepository",
    "ShiftRow",
    "StateRow",
    "TrainingsRow",
]
