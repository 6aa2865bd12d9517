"""The rows of the roster table."""

from collections.abc import Mapping

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import DataClass, Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.table import TableModel
from teleshop.roster.domain import (
    Calendar,
    CoverGap,
    CoverState,
    Load,
    Shift,
    ShiftState,
    StaffMember,
    TrainingFile,
)

INTERNAL = DataClass.INTERNAL
Keys = Mapping[str, str | None]

STAFF, SHIFTS, OPEN_GAPS, CLOSED_GAPS = "staff", "shifts", "gaps#open", "gaps#closed"
"""The lists of the index."""


def staff_key(subject: str) -> str:
    """The partition of one person."""
    return f"staff#{subject}"


class ListIndex(GlobalSecondaryIndex["MemberRow"]):
    """The members of a list in its order."""

    class Meta:
        index_name = "by_list"
        projection = AllProjection()

    list_key = Text(hash_key=True, data_class=INTERNAL)
    list_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "roster"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class MemberRow(_Row):
    """A member of staff."""

    entity = StaffMember
    SK = "member"

    list_key = Text(data_class=INTERNAL)
    list_sort = Text(data_class=INTERNAL)
    subject = Text(data_class=INTERNAL)
    team = Text(data_class=INTERNAL)
    skills = Json(data_class=INTERNAL)
    languages = Json(data_class=INTERNAL)
    active = Flag(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_list = ListIndex()

    @classmethod
    def keys_of(cls, entity: StaffMember) -> Keys:
        return {
            "pk": staff_key(entity.subject),
            "sk": cls.SK,
            "list_key": STAFF,
            "list_sort": f"{entity.team}#{entity.subject}",
        }


class LoadRow(_Row):
    """How many cases somebody has."""

    entity = Load
    SK = "load"

    subject = Text(data_class=INTERNAL)
    cases = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Load) -> Keys:
        return {"pk": staff_key(entity.subject), "sk": cls.SK}


class CalendarRow(_Row):
    """The shifts of one person."""

    entity = Calendar
    SK = "calendar"

    subject = Text(data_class=INTERNAL)
    entries = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Calendar) -> Keys:
        return {"pk": staff_key(entity.subject), "sk": cls.SK}


class TrainingsRow(_Row):
    """What one person was trained in."""

    entity = TrainingFile
    SK = "trainings"

    subject = Text(data_class=INTERNAL)
    records = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: TrainingFile) -> Keys:
        return {"pk": staff_key(entity.subject), "sk": cls.SK}


class PersonRow(_Row):
    """Any of the rows of one person, so that those of many can be read in one batch; ``sk`` tells
    which it is.
    """

    subject = Text(null=True, data_class=INTERNAL)
    team = Text(null=True, data_class=INTERNAL)
    skills = Json(null=True, data_class=INTERNAL)
    languages = Json(null=True, data_class=INTERNAL)
    active = Flag(null=True, data_class=INTERNAL)
    cases = Integer(null=True, data_class=INTERNAL)
    entries = Json(null=True, data_class=INTERNAL)
    records = Json(null=True, data_class=INTERNAL)
    version = Integer(null=True, data_class=INTERNAL)


class ShiftRow(_Row):
    """One shift."""

    entity = Shift
    SK = "shift"

    list_key = Text(null=True, data_class=INTERNAL)
    list_sort = Text(null=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    subject = Text(data_class=INTERNAL)
    starts_at = Instant(data_class=INTERNAL)
    ends_at = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    cancel_reason = Text(null=True, data_class=INTERNAL)
    cancelled_by = Text(null=True, data_class=INTERNAL)
    cancelled_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_list = ListIndex()

    @classmethod
    def keys_of(cls, entity: Shift) -> Keys:
        listed = entity.state is not ShiftState.CANCELLED
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "list_key": SHIFTS if listed else None,
            "list_sort": f"{sortable(entity.starts_at)}#{entity.id}" if listed else None,
        }


class GapRow(_Row):
    """One gap, open or closed; what is open stands in :class:`StateRow` too."""

    entity = CoverGap
    SK = "gap"

    list_key = Text(data_class=INTERNAL)
    list_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    rule = Text(data_class=INTERNAL)
    team = Text(null=True, data_class=INTERNAL)
    skill = Text(null=True, data_class=INTERNAL)
    needed = Integer(data_class=INTERNAL)
    least = Integer(data_class=INTERNAL)
    starts_at = Instant(data_class=INTERNAL)
    ends_at = Instant(data_class=INTERNAL)
    urgent = Flag(data_class=INTERNAL)
    found_at = Instant(data_class=INTERNAL)
    closed_at = Instant(null=True, data_class=INTERNAL)
    outcome = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_list = ListIndex()

    @classmethod
    def keys_of(cls, entity: CoverGap) -> Keys:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "list_key": OPEN_GAPS if entity.closed_at is None else CLOSED_GAPS,
            "list_sort": f"{sortable(entity.starts_at)}#{entity.id}",
        }


class StateRow(_Row):
    """The open gaps of one rule of cover."""

    entity = CoverState
    SK = "state"

    rule = Text(data_class=INTERNAL)
    gaps = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: CoverState) -> Keys:
        return {"pk": cls.partition(entity.rule), "sk": cls.SK}

    @staticmethod
    def partition(rule: str) -> str:
        """The key of a rule's state."""
        return f"cover#{rule}"
