"""Reads of the care table; no scans, no filters."""

from typing import Any

from pynamodb.pagination import ResultIterator

from teleshop.care.domain.case import Case, CaseFile
from teleshop.care.domain.messages import Message
from teleshop.care.tables.rows import (
    CaseEventRow,
    CaseRow,
    MessageRow,
    agent_queue,
    all_due,
    team_queue,
    waiting,
)
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page

LAST_EVENT = f"{CaseEventRow.PREFIX}~"


class CaseRepository:
    """Finds what this context stored."""

    def find(self, case_id: str) -> CaseFile | None:
        """A case with all its events, as stored now: one consistent query."""
        found = list(self._rows(case_id))
        if not found or not isinstance(found[0], CaseRow):
            return None
        events = tuple(row.to_entity() for row in found[1:])
        return CaseFile(found[0].to_entity(), events, len(events))

    @staticmethod
    def _rows(case_id: str) -> Any:
        condition = CaseRow.sk.between(CaseRow.SK, LAST_EVENT)
        rows: Any = ResultIterator(
            CaseRow._get_connection().query,
            (case_id,),
            {"range_key_condition": condition, "consistent_read": True},
            map_fn=_row,
        )
        with reading():
            return list(rows)

    def head(self, case_id: str) -> Case | None:
        """The head of a case alone."""
        found: Case | None = CaseRow.find(case_id, CaseRow.SK)
        return found

    def message(self, case_id: str, number: int) -> Message | None:
        """One message of a case."""
        found: Message | None = MessageRow.find(case_id, MessageRow.sort_key(number))
        return found

    def messages(self, case_id: str, page: PageRequest) -> Page[Message]:
        """The messages of a case in their order."""
        return query_page(
            MessageRow,
            MessageRow,
            case_id,
            page,
            scope="case-messages",
            range_condition=MessageRow.sk.startswith(MessageRow.PREFIX),
        )

    def of_customer(self, customer_id: str, collection: str, page: PageRequest) -> Page[Case]:
        """Cases of one customer, newest first."""
        return self._of("customer", customer_id, collection, page)

    def of_supplier(self, supplier_id: str, collection: str, page: PageRequest) -> Page[Case]:
        """Cases about the goods of one supplier, newest first."""
        return self._of("supplier", supplier_id, collection, page)

    def of_order(self, order_id: str, collection: str, page: PageRequest) -> Page[Case]:
        """Cases about one order, newest first."""
        return self._of("order", order_id, collection, page)

    def of_agent(self, subject: str, collection: str, page: PageRequest) -> Page[Case]:
        """Open cases that a person has, next due first."""
        return self._open(CaseRow.by_queue, agent_queue(subject, collection), page)

    def waiting(self, collection: str, page: PageRequest) -> Page[Case]:
        """Open cases that nobody has, next due first."""
        return self._open(CaseRow.by_queue, waiting(collection), page)

    def of_team(self, team: str | None, collection: str, page: PageRequest) -> Page[Case]:
        """Open cases of a team, or (None) of no team yet, next due first."""
        return self._open(CaseRow.by_team, team_queue(team, collection), page)

    def due(self, collection: str, page: PageRequest) -> Page[Case]:
        """All open cases, next due first."""
        return self._open(CaseRow.by_due, all_due(collection), page)

    @staticmethod
    def _of(name: str, id: str, collection: str, page: PageRequest) -> Page[Case]:
        index: Any = getattr(CaseRow, f"by_{name}")
        sort: Any = getattr(CaseRow, f"{name}_sort")
        return query_page(
            index,
            CaseRow,
            f"{name}#{id}",
            page,
            scope=f"cases-of-{name}|{collection}",
            range_condition=sort.startswith(f"{collection}#"),
            newest_first=True,
        )

    @staticmethod
    def _open(index: Any, key: str, page: PageRequest) -> Page[Case]:
        return query_page(index, CaseRow, key, page, scope="open-cases")


def _row(item: Any) -> CaseRow | CaseEventRow:
    """A row of the class that its sort key stands for."""
    kind = CaseRow if item["sk"]["S"] == CaseRow.SK else CaseEventRow
    return kind.from_raw_data(item)
