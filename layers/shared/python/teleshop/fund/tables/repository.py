"""Reads of the fund table."""

from teleshop.fund.domain.claim import Claim, ClaimState
from teleshop.fund.domain.entitlement import ClaimKind
from teleshop.fund.domain.records import Damages, Waiting
from teleshop.fund.domain.statement import StatementRecord
from teleshop.fund.tables.rows import ClaimRow, DamagesRow, StatementRow, TwinRow, WaitingRow
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page


class FundRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, claim_id: str) -> Claim | None:
        """The claim as it is stored now."""
        found: Claim | None = ClaimRow.find(claim_id, ClaimRow.SK)
        return found

    def claimed_by(self, twin_key: str) -> str | None:
        """The claim that holds a line of an order for its kind."""
        found = TwinRow.find(TwinRow.key_of(twin_key), TwinRow.SK)
        return str(found.claim_id) if found else None

    def damages(self, order_id: str, supplier_id: str, kind: ClaimKind) -> Damages | None:
        """What is claimed as damages of one kind for the goods of a supplier in an order."""
        found: Damages | None = DamagesRow.find(
            DamagesRow.key_of(order_id, supplier_id, kind), DamagesRow.SK
        )
        return found

    def of_customer(self, customer_id: str, page: PageRequest) -> Page[Claim]:
        """The claims of one customer, newest first."""
        return query_page(
            ClaimRow.by_customer,
            ClaimRow,
            customer_id,
            page,
            scope="claims-of-customer",
            newest_first=True,
        )

    def of_supplier(self, supplier_id: str, page: PageRequest) -> Page[Claim]:
        """The claims about the goods of one supplier, newest first."""
        return query_page(
            ClaimRow.by_supplier,
            ClaimRow,
            supplier_id,
            page,
            scope="claims-of-supplier",
            newest_first=True,
        )

    def of_state(self, state: ClaimState, page: PageRequest) -> Page[Claim]:
        """The claims of one state, those filed first first."""
        return query_page(ClaimRow.by_state, ClaimRow, state, page, scope="claims-of-state")

    def waiting(self, limit: int) -> list[Waiting]:
        """Those who wait for money, in order of filing, as it is stored now."""
        with reading():
            rows = list(WaitingRow.query(WaitingRow.PK, limit=limit, consistent_read=True))
        return [row.to_entity() for row in rows]

    def find_statement(self, month: str) -> StatementRecord | None:
        """Where the statement of a month is."""
        found: StatementRecord | None = StatementRow.find(
            StatementRow.month_key(month), StatementRow.SK
        )
        return found
