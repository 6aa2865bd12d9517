"""Cases, marks of facts and records of suppliers.

| row | pk | sk | by_supplier | by_state |
|---|---|---|---|---|
| case | id | `case` | supplier, id | state, id |
| round that was sent back | id of the case | `round#<number>` | | |
| facts of a case | `facts#<supplier>` | key of the facts | | |
| record of a supplier | `record#<supplier>` | `record` | | |
"""

from collections.abc import Iterable, Mapping

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.paging import Page, PageRequest
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
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.violations.domain.case import Case, CaseState
from teleshop.violations.domain.facts import FactKeys, FactMark
from teleshop.violations.domain.points import Record
from teleshop.violations.domain.rounds import Round

INTERNAL = DataClass.INTERNAL


class SupplierIndex(GlobalSecondaryIndex["CaseRow"]):
    """The cases against one supplier, in order of opening."""

    class Meta:
        index_name = "by_supplier"
        projection = AllProjection()

    supplier_key = Text(hash_key=True, data_class=INTERNAL)
    supplier_sort = Text(range_key=True, data_class=INTERNAL)


class StateIndex(GlobalSecondaryIndex["CaseRow"]):
    """The cases of one state, in order of opening."""

    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state_key = Text(hash_key=True, data_class=INTERNAL)
    state_sort = Text(range_key=True, data_class=INTERNAL)


class CaseRow(TableModel):
    """One case. What people write in it may name persons."""

    table = "violations"
    entity = Case

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    supplier_key = Text(data_class=INTERNAL)
    supplier_sort = Text(data_class=INTERNAL)
    state_key = Text(data_class=INTERNAL)
    state_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    type = Text(data_class=INTERNAL)
    gravity = Text(data_class=INTERNAL)
    source = Text(data_class=INTERNAL)
    reference = Text(null=True, data_class=INTERNAL)
    happened_on = Day(data_class=INTERNAL)
    facts = Personal()
    products = Json(data_class=INTERNAL)
    evidence = Json(data_class=INTERNAL)
    opened_by = Text(data_class=INTERNAL)
    opened_at = Instant(data_class=INTERNAL)
    investigation_due = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    round = Integer(data_class=INTERNAL)
    attempt = Integer(data_class=INTERNAL)
    measures = Json(data_class=INTERNAL)
    hold_fell_at = Instant(null=True, data_class=INTERNAL)
    points = Integer(data_class=INTERNAL)
    earlier = Json(data_class=INTERNAL)
    findings = Personal(null=True)
    notes = Personal(null=True)
    investigated_by = Text(null=True, data_class=INTERNAL)
    investigated_at = Instant(null=True, data_class=INTERNAL)
    statement_due = Instant(null=True, data_class=INTERNAL)
    statement = Personal(null=True)
    statement_evidence = Json(data_class=INTERNAL)
    stated_at = Instant(null=True, data_class=INTERNAL)
    judges = Json(data_class=INTERNAL)
    past_investigators = Json(null=True, data_class=INTERNAL)
    past_judges = Json(null=True, data_class=INTERNAL)
    return_reason = Personal(null=True)
    decided_at = Instant(null=True, data_class=INTERNAL)
    reason = Personal(null=True)
    appeal_due = Instant(null=True, data_class=INTERNAL)
    appeal = Personal(null=True)
    appeal_evidence = Json(data_class=INTERNAL)
    appealed_at = Instant(null=True, data_class=INTERNAL)
    appeal_judge = Text(null=True, data_class=INTERNAL)
    appeal_reason = Personal(null=True)
    effective_at = Instant(null=True, data_class=INTERNAL)
    closed_at = Instant(null=True, data_class=INTERNAL)
    settled = Flag(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_supplier = SupplierIndex()
    by_state = StateIndex()

    SK = "case"

    @classmethod
    def keys_of(cls, entity: Case) -> Mapping[str, str | None]:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "supplier_key": entity.supplier_id,
            "supplier_sort": entity.id,
            "state_key": entity.state,
            "state_sort": entity.id,
        }


class RoundRow(TableModel):
    """What a round came to that was sent back; a row of its own, since texts are long."""

    table = "violations"
    entity = Round
    owner_field = "case_id"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    case_id = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    findings = Personal(null=True)
    notes = Personal(null=True)
    measures = Json(data_class=INTERNAL)
    points = Integer(data_class=INTERNAL)
    investigated_by = Text(null=True, data_class=INTERNAL)
    investigated_at = Instant(null=True, data_class=INTERNAL)
    statement = Personal(null=True)
    statement_evidence = Json(data_class=INTERNAL)
    stated_at = Instant(null=True, data_class=INTERNAL)
    judges = Json(data_class=INTERNAL)
    return_reason = Personal()
    returned_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    PREFIX = "round#"

    @classmethod
    def keys_of(cls, entity: Round) -> Mapping[str, str | None]:
        return {"pk": entity.case_id, "sk": f"{cls.PREFIX}{entity.number:04}"}


class FactRow(TableModel):
    """Lets the same facts be one case at a time."""

    table = "violations"
    entity = FactMark

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    key = Text(data_class=INTERNAL)
    case_id = Text(data_class=INTERNAL)
    earlier = Json(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: FactMark) -> Mapping[str, str | None]:
        return {"pk": cls.key_of(entity.supplier_id), "sk": entity.key}

    @classmethod
    def key_of(cls, supplier_id: str) -> str:
        """Where the marks of a supplier lie."""
        return f"facts#{supplier_id}"


class RecordRow(TableModel):
    """What stands against a supplier, so that one read answers it as it is now."""

    table = "violations"
    entity = Record
    owner_field = "supplier_id"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    entries = Json(data_class=INTERNAL)
    open = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    SK = "record"

    @classmethod
    def keys_of(cls, entity: Record) -> Mapping[str, str | None]:
        return {"pk": cls.key_of(entity.supplier_id), "sk": cls.SK}

    @classmethod
    def key_of(cls, supplier_id: str) -> str:
        """Where the record of a supplier lies."""
        return f"record#{supplier_id}"


class CaseRepository:
    """Finds what this context stored of cases; no scans, no filters."""

    def find(self, case_id: str) -> Case | None:
        """The case as it is stored now."""
        found: Case | None = CaseRow.find(case_id, CaseRow.SK)
        return found

    def find_many(self, case_ids: Iterable[str]) -> dict[str, Case]:
        """Cases by id, those that exist."""
        keys = [(case_id, CaseRow.SK) for case_id in case_ids]
        return {key[0]: case for key, case in CaseRow.find_many(keys).items()}

    def rounds(self, case_id: str) -> list[Round]:
        """The rounds of a case that were sent back, the first one first: one read."""
        condition = RoundRow.sk.startswith(RoundRow.PREFIX)
        with reading():
            rows = list(RoundRow.query(case_id, condition, consistent_read=True))
        return [row.to_entity() for row in rows]

    def marks(self, supplier_id: str, keys: FactKeys) -> dict[str, FactMark]:
        """Which of these facts are known already, by key: one read, two for facts without goods."""
        pk = FactRow.key_of(supplier_id)
        wanted = {*keys.marks, *keys.asked}
        found = FactRow.find_many([(pk, key) for key in sorted(wanted)])
        known = {key[1]: mark for key, mark in found.items()}
        if keys.begins is None:
            return known
        with reading():
            rows = list(FactRow.query(pk, FactRow.sk.startswith(keys.begins), consistent_read=True))
        return known | {mark.key: mark for mark in (row.to_entity() for row in rows)}

    def record(self, supplier_id: str) -> Record | None:
        """What stands against a supplier, as it is stored now; None if nothing ever did."""
        found: Record | None = RecordRow.find(RecordRow.key_of(supplier_id), RecordRow.SK)
        return found

    def of_supplier(self, supplier_id: str, page: PageRequest) -> Page[Case]:
        """The cases against one supplier, newest first."""
        return query_page(
            CaseRow.by_supplier,
            CaseRow,
            supplier_id,
            page,
            scope="violations-of-supplier",
            newest_first=True,
        )

    def of_state(self, state: CaseState, page: PageRequest) -> Page[Case]:
        """The cases of one state, those opened first first."""
        return query_page(CaseRow.by_state, CaseRow, state, page, scope="violations-of-state")
