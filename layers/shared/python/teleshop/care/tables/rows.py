"""The rows of the care table and its indexes."""

from collections.abc import Mapping
from typing import Any, Final

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.care.domain.case import Case
from teleshop.care.domain.events import CaseEvent
from teleshop.care.domain.messages import Message
from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import (
    DataClass,
    Day,
    Flag,
    Instant,
    Integer,
    Json,
    Personal,
    Text,
)
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL
NEVER: Final = "9999"
"""Sorts after every instant; an open case without a next clock cannot exist, but must show."""
NO_TEAM: Final = "none"
Keys = Mapping[str, str | None]


class ByCustomer(GlobalSecondaryIndex[Any]):
    """Cases of one customer, by collection and arrival."""

    class Meta:
        index_name = "by_customer"
        projection = AllProjection()

    customer_key = Text(hash_key=True, data_class=INTERNAL)
    customer_sort = Text(range_key=True, data_class=INTERNAL)


class ByQueue(GlobalSecondaryIndex[Any]):
    """Open cases of one collection that a person has, or that wait for one, next due first."""

    class Meta:
        index_name = "by_queue"
        projection = AllProjection()

    queue_key = Text(hash_key=True, data_class=INTERNAL)
    queue_sort = Text(range_key=True, data_class=INTERNAL)


class ByTeam(GlobalSecondaryIndex[Any]):
    """Open cases of one collection and team, next due first."""

    class Meta:
        index_name = "by_team"
        projection = AllProjection()

    team_key = Text(hash_key=True, data_class=INTERNAL)
    team_sort = Text(range_key=True, data_class=INTERNAL)


class ByDue(GlobalSecondaryIndex[Any]):
    """All open cases of one collection, next due first."""

    class Meta:
        index_name = "by_due"
        projection = AllProjection()

    due_key = Text(hash_key=True, data_class=INTERNAL)
    due_sort = Text(range_key=True, data_class=INTERNAL)


class BySupplier(GlobalSecondaryIndex[Any]):
    """Cases about the goods of one supplier, by collection and arrival."""

    class Meta:
        index_name = "by_supplier"
        projection = AllProjection()

    supplier_key = Text(hash_key=True, data_class=INTERNAL)
    supplier_sort = Text(range_key=True, data_class=INTERNAL)


class ByOrder(GlobalSecondaryIndex[Any]):
    """Cases about one order, by collection and arrival."""

    class Meta:
        index_name = "by_order"
        projection = AllProjection()

    order_key = Text(hash_key=True, data_class=INTERNAL)
    order_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "care"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class CaseRow(_Row):
    """The head of a case."""

    entity = Case
    SK = "case"

    customer_key = Text(null=True, data_class=INTERNAL)
    customer_sort = Text(null=True, data_class=INTERNAL)
    queue_key = Text(null=True, data_class=INTERNAL)
    queue_sort = Text(null=True, data_class=INTERNAL)
    team_key = Text(null=True, data_class=INTERNAL)
    team_sort = Text(null=True, data_class=INTERNAL)
    due_key = Text(null=True, data_class=INTERNAL)
    due_sort = Text(null=True, data_class=INTERNAL)
    supplier_key = Text(null=True, data_class=INTERNAL)
    supplier_sort = Text(null=True, data_class=INTERNAL)
    order_key = Text(null=True, data_class=INTERNAL)
    order_sort = Text(null=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    arrived_at = Instant(data_class=INTERNAL)
    recorded_at = Instant(data_class=INTERNAL)
    policy = Integer(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    customer_id = Text(null=True, data_class=INTERNAL)
    contact = Personal(null=True)
    language = Text(data_class=INTERNAL)
    order_id = Text(null=True, data_class=INTERNAL)
    supplier_id = Text(null=True, data_class=INTERNAL)
    product_id = Text(null=True, data_class=INTERNAL)
    slot_id = Text(null=True, data_class=INTERNAL)
    severity = Text(data_class=INTERNAL)
    severity_reasons = Json(data_class=INTERNAL)
    cause = Text(null=True, data_class=INTERNAL)
    suggested_cause = Text(null=True, data_class=INTERNAL)
    suggestion_confidence = Integer(null=True, data_class=INTERNAL)
    skill = Text(data_class=INTERNAL)
    team = Text(null=True, data_class=INTERNAL)
    assignee = Text(null=True, data_class=INTERNAL)
    responded_at = Instant(null=True, data_class=INTERNAL)
    answered_at = Instant(null=True, data_class=INTERNAL)
    handled_at = Instant(null=True, data_class=INTERNAL)
    closed_at = Instant(null=True, data_class=INTERNAL)
    resolution = Text(null=True, data_class=INTERNAL)
    merged_into = Text(null=True, data_class=INTERNAL)
    split_from = Text(null=True, data_class=INTERNAL)
    related = Json(data_class=INTERNAL)
    tickets = Json(data_class=INTERNAL)
    promises = Integer(data_class=INTERNAL)
    requests = Integer(data_class=INTERNAL)
    messages = Integer(data_class=INTERNAL)
    round = Integer(data_class=INTERNAL)
    breaches = Integer(data_class=INTERNAL)
    next_clock = Text(null=True, data_class=INTERNAL)
    next_due_at = Instant(null=True, data_class=INTERNAL)
    holds_report = Flag(null=True, data_class=INTERNAL)
    legal_hold = Flag(data_class=INTERNAL)
    retain_until = Day(null=True, data_class=INTERNAL)
    events = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_customer = ByCustomer()
    by_queue = ByQueue()
    by_team = ByTeam()
    by_due = ByDue()
    by_supplier = BySupplier()
    by_order = ByOrder()

    @classmethod
    def keys_of(cls, entity: Case) -> Keys:
        due = entity.next_due_at
        urgency = f"{sortable(due) if due else NEVER}#{entity.id}" if entity.is_open else None
        collection = entity.kind.collection
        place = f"{collection}#{sortable(entity.arrived_at)}#{entity.id}"
        found: dict[str, str | None] = {"pk": entity.id, "sk": cls.SK}
        for name, id in (
            ("customer", entity.customer_id),
            ("supplier", entity.supplier_id),
            ("order", entity.order_id),
        ):
            found[f"{name}_key"] = f"{name}#{id}" if id else None
            found[f"{name}_sort"] = place if id else None
        holder = (
            agent_queue(entity.assignee, collection) if entity.assignee else waiting(collection)
        )
        for name, key in (
            ("queue", holder),
            ("team", team_queue(entity.team, collection)),
            ("due", all_due(collection)),
        ):
            found[f"{name}_key"] = key if urgency else None
            found[f"{name}_sort"] = urgency
        return found


def agent_queue(subject: str, collection: str) -> str:
    """The queue of what a person has."""
    return f"agent#{collection}#{subject}"


def waiting(collection: str) -> str:
    """The queue of what nobody has."""
    return f"waiting#{collection}"


def team_queue(team: str | None, collection: str) -> str:
    """What a team has; without one what no team has."""
    return f"team#{collection}#{team or NO_TEAM}"


def all_due(collection: str) -> str:
    """All that is open."""
    return f"due#{collection}"


class CaseEventRow(_Row):
    """One event of a case, written once."""

    entity = CaseEvent
    PREFIX = "event#"

    case_id = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    recorded_at = Instant(data_class=INTERNAL)
    by = Text(data_class=INTERNAL)
    facts = Json(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: CaseEvent) -> Keys:
        return {"pk": entity.case_id, "sk": f"{cls.PREFIX}{entity.number:06d}"}


class MessageRow(_Row):
    """One message on a case, written once."""

    entity = Message
    PREFIX = "message#"

    id = Text(data_class=INTERNAL)
    case_id = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    author = Text(data_class=INTERNAL)
    visibility = Text(data_class=INTERNAL)
    purpose = Text(data_class=INTERNAL)
    by = Text(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    text = Personal()
    attachments = Json(data_class=INTERNAL)
    about = Text(null=True, data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Message) -> Keys:
        return {"pk": entity.case_id, "sk": cls.sort_key(entity.number)}

    @classmethod
    def sort_key(cls, number: int) -> str:
        """The sort key of a message."""
        return f"{cls.PREFIX}{number:06d}"
