"""Reads of the suppliers table."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.query import query_page
from teleshop.suppliers.domain.application import KnownSupplier
from teleshop.suppliers.domain.blacklist import BlacklistSubject, normalise_name
from teleshop.suppliers.domain.records import (
    AgreementRecord,
    BlacklistRecord,
    FileUse,
    InspectionRecord,
    Listed,
    QualificationRecord,
    SupplierRecord,
    TimelineEntry,
)
from teleshop.suppliers.domain.registration import normalise_code
from teleshop.suppliers.domain.supplier import State
from teleshop.suppliers.tables.rows import (
    BLACKLIST,
    DUE,
    AgreementRow,
    BlacklistPointerRow,
    BlacklistRow,
    ByName,
    ByReverification,
    ClaimRow,
    FileUseRow,
    InspectionRow,
    ListedRow,
    PayerAccountRow,
    QualificationRow,
    SupplierRow,
    TimelineRow,
    WatchRow,
    name_key,
)

LINKS = 20
"""Of suppliers of bad record with one trait in common, so many are shown."""
NAMESAKES = 5
"""Of suppliers with the same name, so many are looked at: one in force is enough for a warning."""


class SupplierRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, supplier_id: str) -> SupplierRecord | None:
        """The supplier as it is stored now."""
        found: SupplierRecord | None = SupplierRow.find(supplier_id, SupplierRow.SK)
        return found

    def listed(self, supplier_ids: Iterable[str]) -> list[Listed]:
        """Suppliers as lists show them; those that exist, one read for a hundred."""
        keys = [(supplier_id, SupplierRow.SK) for supplier_id in supplier_ids]
        return list(ListedRow.find_many(keys).values())

    def of_state(self, state: State, page: PageRequest) -> Page[Listed]:
        """Suppliers of one state, those that wait longest first."""
        return query_page(ListedRow.by_status, ListedRow, state, page, scope="suppliers-of-state")

    def named(self, prefix: str, page: PageRequest) -> Page[Listed]:
        """Suppliers whose normalised name starts with ``prefix`` (not empty), by name."""
        return query_page(
            ListedRow.by_name,
            ListedRow,
            name_key(prefix),
            page,
            scope=f"suppliers-named|{prefix}",
            range_condition=ByName.name_sort.startswith(prefix),
        )

    def reverification_due_before(self, day: date, page: PageRequest) -> Page[Listed]:
        """Suppliers on board whose verification is due before ``day``, most urgent first."""
        return query_page(
            ListedRow.by_reverification,
            ListedRow,
            DUE,
            page,
            scope=f"suppliers-due|{day}",
            range_condition=ByReverification.reverification_sort < day.isoformat(),
        )

    def holder_of(self, uscc: str) -> str | None:
        """The id of the supplier that holds a code now."""
        claim = ClaimRow.find(f"uscc#{normalise_code(uscc)}", ClaimRow.SK)
        return claim.supplier_id if claim else None

    def resembling(self, uscc: str, legal_name: str, own_id: str) -> list[KnownSupplier]:
        """Other suppliers with the same code now, or the same name."""
        found: dict[str, KnownSupplier] = {}
        holder = self.holder_of(uscc)
        if holder and holder != own_id:
            record = self.find(holder)
            if record:
                found[holder] = KnownSupplier(
                    holder, record.claimed_uscc or record.uscc, record.legal_name, record.state
                )
        name = normalise_name(legal_name)
        if name:
            namesakes = ListedRow.by_name.query(
                name_key(name), ByName.name_sort.startswith(f"{name}#"), limit=NAMESAKES
            )
            for row in namesakes:
                listed = row.to_entity()
                if listed.id != own_id and listed.id not in found:
                    found[listed.id] = KnownSupplier(
                        listed.id, listed.uscc, listed.legal_name, listed.state
                    )
        return list(found.values())

    def is_watched(self, person_key: str, own_id: str) -> bool:
        """Whether a person belongs to another supplier that was terminated or is blacklisted."""
        rows = WatchRow.query(f"person#{person_key}", limit=2)
        return any(row.supplier_id != own_id for row in rows)

    def watched_with(self, key: str) -> list[str]:
        """The suppliers of bad record that share a person, telephone, address or account; at most
        :data:`LINKS`.
        """
        rows = WatchRow.query(f"person#{key}", limit=LINKS, consistent_read=True)
        return [row.supplier_id for row in rows]

    def payer_accounts(self, supplier_id: str) -> list[str]:
        """The keyed hashes of the accounts from which a supplier paid its deposit."""
        rows = PayerAccountRow.query(
            supplier_id,
            PayerAccountRow.sk.startswith(PayerAccountRow.PREFIX),
            consistent_read=True,
        )
        return [row.key for row in rows]

    def documents(self, supplier_id: str) -> list[QualificationRecord]:
        """All qualification documents of a supplier, renewed ones too, oldest first."""
        return self._all(QualificationRow, supplier_id, QualificationRow.PREFIX)

    def find_document(self, supplier_id: str, id: str) -> QualificationRecord | None:
        """One document."""
        found: QualificationRecord | None = QualificationRow.find(
            supplier_id, f"{QualificationRow.PREFIX}{id}"
        )
        return found

    def use_of(self, document_id: str) -> FileUse | None:
        """What a file is used for."""
        found: FileUse | None = FileUseRow.find(f"file#{document_id}", FileUseRow.SK)
        return found

    def agreements(self, supplier_id: str) -> list[AgreementRecord]:
        """All versions of the agreement, the first one first."""
        return self._all(AgreementRow, supplier_id, AgreementRow.PREFIX)

    def find_agreement(self, supplier_id: str, number: int) -> AgreementRecord | None:
        """One version."""
        found: AgreementRecord | None = AgreementRow.find(
            supplier_id, AgreementRow.sort_key(number)
        )
        return found

    def inspections(self, supplier_id: str) -> list[InspectionRecord]:
        """All inspection reports, oldest first."""
        return self._all(InspectionRow, supplier_id, InspectionRow.PREFIX)

    def timeline(self, supplier_id: str, page: PageRequest) -> Page[TimelineEntry]:
        """What happened to a supplier, newest first."""
        return query_page(
            TimelineRow,
            TimelineRow,
            supplier_id,
            page,
            scope="supplier-timeline",
            range_condition=TimelineRow.sk.startswith(TimelineRow.PREFIX),
            newest_first=True,
        )

    def entries_on(self, subjects: Iterable[BlacklistSubject]) -> list[BlacklistRecord]:
        """Every blacklist entry on any of ``subjects``, ended ones too."""
        keys = dict.fromkeys((subject.kind, subject.key) for subject in subjects)
        return [record for kind, key in keys for record in self.entries_of(kind, key)]

    def entries_of(self, kind: str, key: str) -> list[BlacklistRecord]:
        """Every blacklist entry on somebody, ended ones too."""
        rows = BlacklistRow.query(BlacklistRow.partition(kind, key), consistent_read=True)
        return [row.to_entity() for row in rows]

    def find_entry(self, id: str) -> BlacklistRecord | None:
        """A blacklist entry by its id."""
        pointer = BlacklistPointerRow.find(f"blacklist-entry#{id}", BlacklistPointerRow.SK)
        if pointer is None:
            return None
        found: BlacklistRecord | None = BlacklistRow.find(
            BlacklistRow.partition(pointer.kind, pointer.key), id
        )
        return found

    def entries(self, page: PageRequest) -> Page[BlacklistRecord]:
        """All blacklist entries, newest first."""
        return query_page(
            BlacklistRow.by_status,
            BlacklistRow,
            BLACKLIST,
            page,
            scope="blacklist",
            newest_first=True,
        )

    @staticmethod
    def _all(row: Any, supplier_id: str, prefix: str) -> list[Any]:
        rows = row.query(supplier_id, row.sk.startswith(prefix), consistent_read=True)
        return [item.to_entity() for item in rows]
