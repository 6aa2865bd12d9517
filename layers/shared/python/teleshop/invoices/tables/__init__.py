"""The invoices table: rows and reads.

| row | pk | sk | in the indexes |
|---|---|---|---|
| request | id | `request` | by owner: the customer, time; by state: due |
| invoices of an order | order | `invoices` | |
| number | `number#` and the 20 digits | `number` | |
| file | `file#` and the hash of its content | `file` | |
| receipt | order | `receipt` | |
| supplier's line | order | `line#`, number | by owner, by state, by product: time |
| export | id | `export` | |

The lines of a supplier lie under :data:`~teleshop.invoices.tables.rows.SHARDS` keys of each
index, by the hash of their order: in a burst thousands of orders a minute are one supplier's.
"""

from teleshop.invoices.tables.repository import InvoiceRepository, SupplyRepository
from teleshop.invoices.tables.rows import (
    SHARDS,
    ExportRow,
    FileRow,
    LineRow,
    NumberRow,
    OrderInvoicesRow,
    ReceiptRow,
    RequestRow,
)

__all__ = [
    "SHARDS",
    "ExportRow",
    "FileRow",
    "InvoiceRepository",
    "LineRow",
    "NumberRow",
    "OrderInvoicesRow",
    "ReceiptRow",
    "RequestRow",
    "SupplyRepository",
]
