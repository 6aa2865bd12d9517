"""Reads of the deposits table."""

from datetime import datetime

from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.domain.payback import PAYBACK_PREFIX, Payback
from teleshop.deposits.domain.records import Block, FineRecord, UsedReference
from teleshop.deposits.tables.rows import BlockRow, DepositRow, FineRow, PaybackRow, ReferenceRow
from teleshop.kernel.ids import first_of
from teleshop.kernel.store.failures import reading

PAYBACKS = 20
"""So many are shown, the newest first."""
BLOCKS = 20
"""So many cases are named in a refusal."""


class DepositRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, supplier_id: str) -> Deposit | None:
        """The deposit as it is stored now; None before anything happened to it."""
        found: Deposit | None = DepositRow.find(supplier_id, DepositRow.SK)
        return found

    def find_fine(self, supplier_id: str, reference: str) -> FineRecord | None:
        """A fine by its case."""
        found: FineRecord | None = FineRow.find(supplier_id, f"{FineRow.PREFIX}{reference}")
        return found

    def find_payback(self, supplier_id: str, payback_id: str) -> Payback | None:
        """One payback."""
        found: Payback | None = PaybackRow.find(supplier_id, f"{PaybackRow.PREFIX}{payback_id}")
        return found

    def paybacks(self, supplier_id: str) -> list[Payback]:
        """The last paybacks of a supplier, newest first."""
        with reading():
            rows = list(
                PaybackRow.query(
                    supplier_id,
                    PaybackRow.sk.startswith(PaybackRow.PREFIX),
                    limit=PAYBACKS,
                    scan_index_forward=False,
                    consistent_read=True,
                )
            )
        return [row.to_entity() for row in rows]

    def paybacks_since(self, supplier_id: str, since: datetime) -> list[Payback]:
        """All paybacks of a supplier that were asked for from an instant on."""
        first = f"{PaybackRow.PREFIX}{first_of(PAYBACK_PREFIX, since)}"
        last = f"{PaybackRow.PREFIX}{PAYBACK_PREFIX}_~"
        with reading():
            rows = list(
                PaybackRow.query(
                    supplier_id, PaybackRow.sk.between(first, last), consistent_read=True
                )
            )
        return [row.to_entity() for row in rows]

    def find_block(self, supplier_id: str, case_id: str) -> Block | None:
        """Whether a case blocks paybacks."""
        found: Block | None = BlockRow.find(supplier_id, f"{BlockRow.PREFIX}{case_id}")
        return found

    def blocks(self, supplier_id: str) -> list[Block]:
        """The cases that block paybacks, the first of them."""
        with reading():
            rows = list(
                BlockRow.query(
                    supplier_id,
                    BlockRow.sk.startswith(BlockRow.PREFIX),
                    limit=BLOCKS,
                    consistent_read=True,
                )
            )
        return [row.to_entity() for row in rows]

    def find_reference(self, kind: str, reference: str) -> UsedReference | None:
        """A payment by the reference of the bank."""
        found: UsedReference | None = ReferenceRow.find(
            ReferenceRow.key_of(kind, reference), ReferenceRow.SK
        )
        return found
