"""The approvals table: approvals, rounds of processes and delegations.

| row | pk | sk | by_inbox | by_process |
|---|---|---|---|---|
| approval | id | `approval` | `role#<role>`, due time; only while open | the case, round and time |
| round | `round#<case>#<n>` | `round` | | |
| delegation | id | `delegation` | `delegate#<subject>`, end; only until revoked | `delegator#…` |
"""

from collections.abc import Mapping
from datetime import datetime

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.approvals.domain.approval import Approval
from teleshop.approvals.domain.delegation import Delegation
from teleshop.approvals.domain.rounds import Process, Round
from teleshop.kernel.actor import Role
from teleshop.kernel.clock import sortable
from teleshop.kernel.paging import Page, PageRequest, invalid_cursor, read_cursor, sign_cursor
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Personal, Text
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL
MOST_DELEGATIONS = 100
"""Delegations to one person that are looked at; nobody acts for more people at once."""


class InboxIndex(GlobalSecondaryIndex["ApprovalRow"]):
    """What is open, by role and due time."""

    class Meta:
        index_name = "by_inbox"
        projection = AllProjection()

    inbox_key = Text(hash_key=True, data_class=INTERNAL)
    inbox_sort = Text(range_key=True, data_class=INTERNAL)


class ProcessIndex(GlobalSecondaryIndex["ApprovalRow"]):
    """All approvals of one case, in order of round and time."""

    class Meta:
        index_name = "by_process"
        projection = AllProjection()

    process_key = Text(hash_key=True, data_class=INTERNAL)
    process_sort = Text(range_key=True, data_class=INTERNAL)


class DelegateIndex(GlobalSecondaryIndex["DelegationRow"]):
    """What a person was given, by its end."""

    class Meta:
        index_name = "by_inbox"
        projection = AllProjection()

    inbox_key = Text(hash_key=True, data_class=INTERNAL)
    inbox_sort = Text(range_key=True, data_class=INTERNAL)


class DelegatorIndex(GlobalSecondaryIndex["DelegationRow"]):
    """What a person gave, by its id and so by time."""

    class Meta:
        index_name = "by_process"
        projection = AllProjection()

    process_key = Text(hash_key=True, data_class=INTERNAL)
    process_sort = Text(range_key=True, data_class=INTERNAL)


class ApprovalRow(TableModel):
    """One approval. The task token lets its holder answer for a person: confidential; free texts
    may name persons.
    """

    table = "approvals"
    entity = Approval

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    inbox_key = Text(null=True, data_class=INTERNAL)
    inbox_sort = Text(null=True, data_class=INTERNAL)
    process_key = Text(data_class=INTERNAL)
    process_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    process_kind = Text(data_class=INTERNAL)
    process_id = Text(data_class=INTERNAL)
    round = Integer(data_class=INTERNAL)
    step = Text(data_class=INTERNAL)
    subject_kind = Text(data_class=INTERNAL)
    subject_id = Text(data_class=INTERNAL)
    title_zh = Text(data_class=INTERNAL)
    title_en = Text(data_class=INTERNAL)
    requester = Text(null=True, data_class=INTERNAL)
    supplier_id = Text(null=True, data_class=INTERNAL)
    role = Text(data_class=INTERNAL)
    escalation = Json(data_class=INTERNAL)
    former_roles = Json(data_class=INTERNAL)
    limit = Integer(data_class=INTERNAL)
    requirements = Json(data_class=INTERNAL)
    fulfilled = Json(data_class=INTERNAL)
    allowed = Json(null=True, data_class=INTERNAL)
    reason_required = Json(null=True, data_class=INTERNAL)
    qualification = Text(null=True, data_class=INTERNAL)
    excluded = Json(null=True, data_class=INTERNAL)
    opened_at = Instant(data_class=INTERNAL)
    due_at = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    token = Text(null=True, data_class=DataClass.CONFIDENTIAL)
    execution = Text(null=True, data_class=INTERNAL)
    callback = Text(data_class=INTERNAL)
    decided_at = Instant(null=True, data_class=INTERNAL)
    decided_by = Text(null=True, data_class=INTERNAL)
    on_behalf_of = Text(null=True, data_class=INTERNAL)
    reason_code = Text(null=True, data_class=INTERNAL)
    reason = Personal(null=True)
    conditions = Personal(null=True)
    version = Integer(data_class=INTERNAL)

    by_inbox = InboxIndex()
    by_process = ProcessIndex()

    SK = "approval"

    @classmethod
    def keys_of(cls, entity: Approval) -> Mapping[str, str | None]:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "inbox_key": inbox_of(entity.role) if entity.is_open else None,
            "inbox_sort": inbox_place(entity) if entity.is_open else None,
            "process_key": entity.process.case,
            "process_sort": f"{entity.round:06d}#{sortable(entity.opened_at)}#{entity.id}",
        }


class RoundRow(TableModel):
    """One round of a process."""

    table = "approvals"
    entity = Round

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    case_id = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    approvals = Json(data_class=INTERNAL)
    people = Json(data_class=INTERNAL)
    withdrawn_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    SK = "round"

    @classmethod
    def key(cls, kind: str, case_id: str, number: int) -> str:
        """The primary key of a round."""
        return f"round#{kind}:{case_id}#{number}"

    @classmethod
    def keys_of(cls, entity: Round) -> Mapping[str, str | None]:
        return {"pk": cls.key(entity.kind, entity.case_id, entity.number), "sk": cls.SK}


class DelegationRow(TableModel):
    """One delegation; its reason often says who is ill or away, so it is personal."""

    table = "approvals"
    entity = Delegation

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    inbox_key = Text(null=True, data_class=INTERNAL)
    inbox_sort = Text(null=True, data_class=INTERNAL)
    process_key = Text(data_class=INTERNAL)
    process_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    delegator = Text(data_class=INTERNAL)
    delegate = Text(data_class=INTERNAL)
    role = Text(data_class=INTERNAL)
    starts_at = Instant(data_class=INTERNAL)
    until = Instant(data_class=INTERNAL)
    reason = Personal()
    made_at = Instant(data_class=INTERNAL)
    revoked_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_inbox = DelegateIndex()
    by_process = DelegatorIndex()

    SK = "delegation"

    @classmethod
    def keys_of(cls, entity: Delegation) -> Mapping[str, str | None]:
        is_kept = entity.revoked_at is None
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "inbox_key": given_to(entity.delegate) if is_kept else None,
            "inbox_sort": f"{sortable(entity.until)}#{entity.id}" if is_kept else None,
            "process_key": given_by(entity.delegator),
            "process_sort": entity.id,
        }


def inbox_of(role: Role) -> str:
    """The inbox of a role."""
    return f"role#{role}"


def inbox_place(approval: Approval) -> str:
    """Where an approval stands in an inbox: by due time, ties by id."""
    return f"{sortable(approval.due_at)}#{approval.id}"


def given_to(subject: str) -> str:
    """The list of delegations to a person."""
    return f"delegate#{subject}"


def given_by(subject: str) -> str:
    """The list of delegations by a person."""
    return f"delegator#{subject}"


class ApprovalRepository:
    """Reads of approvals and rounds."""

    def find(self, id: str) -> Approval | None:
        """The approval as it is stored now."""
        return ApprovalRow.find(id, ApprovalRow.SK)

    def find_round(self, process: Process) -> Round | None:
        """The round as it is stored now."""
        return RoundRow.find(RoundRow.key(process.kind, process.id, process.round), RoundRow.SK)

    def inbox(self, roles: frozenset[Role], page: PageRequest, *, scope: str) -> Page[Approval]:
        """What is open for any of ``roles``, by due time: one query per role, merged.

        The cursor is the place of the last approval shown, which is a place in every role's list,
        so that pages stay right while approvals come, go and change their role.
        """
        after = None
        if page.cursor:
            after = read_cursor(scope, page.cursor).get("after")
            if not isinstance(after, str):
                raise invalid_cursor()
        condition = InboxIndex.inbox_sort > after if after else None
        found: list[Approval] = []
        for role in sorted(roles):
            rows = ApprovalRow.by_inbox.query(
                inbox_of(role),
                range_key_condition=condition,
                limit=page.limit + 1,
                page_size=page.limit + 1,
            )
            found.extend(row.to_entity() for row in rows)
        found.sort(key=inbox_place)
        shown, more = found[: page.limit], found[page.limit :]
        return Page(shown, sign_cursor(scope, {"after": inbox_place(shown[-1])}) if more else None)

    def of_case(self, case: str, page: PageRequest) -> Page[Approval]:
        """All approvals of one case, in order of round and time."""
        return query_page(
            ApprovalRow.by_process, ApprovalRow, case, page, scope="approvals-of-case"
        )


class DelegationRepository:
    """Reads of delegations."""

    def find(self, id: str) -> Delegation | None:
        """The delegation as it is stored now."""
        return DelegationRow.find(id, DelegationRow.SK)

    def active_for(self, subject: str, now: datetime) -> list[Delegation]:
        """What ``subject`` may act by at ``now``, soonest end first; from the index, so a
        revocation of this second may be missing.
        """
        # "~" sorts after "#" and every character of an id: the end itself is excluded.
        found = DelegationRow.by_inbox.query(
            given_to(subject),
            range_key_condition=DelegateIndex.inbox_sort > f"{sortable(now)}~",
            limit=MOST_DELEGATIONS,
        )
        return [given for row in found if (given := row.to_entity()).is_active(now)]

    def received(self, subject: str, page: PageRequest) -> Page[Delegation]:
        """Delegations to a person, not revoked, by their end."""
        return query_page(
            DelegationRow.by_inbox, DelegationRow, given_to(subject), page, scope="received"
        )

    def given(self, subject: str, page: PageRequest) -> Page[Delegation]:
        """Delegations by a person, newest first, revoked and past ones too."""
        return query_page(
            DelegationRow.by_process,
            DelegationRow,
            given_by(subject),
            page,
            scope="given",
            newest_first=True,
        )
