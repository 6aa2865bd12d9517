"""Use cases of invoices, by what they are about."""

from dataclasses import dataclass

from teleshop.invoices.domain.export import COLUMNS, MONEY, Form
from teleshop.invoices.domain.receipt import Receipt, return_terms
from teleshop.invoices.service.base import Means, Shown
from teleshop.invoices.service.exports import Exports, ShownExport, WriteTable
from teleshop.invoices.service.files import EXPORT, RECEIPT, FileClock
from teleshop.invoices.service.issuing import Issuing
from teleshop.invoices.service.receipts import Print, Receipts, ShownReceipt
from teleshop.invoices.service.requests import Requests
from teleshop.invoices.service.supplies import OrdersOfProduct, Supplies
from teleshop.invoices.service.upkeep import Upkeep

__all__ = [
    "COLUMNS",
    "EXPORT",
    "MONEY",
    "RECEIPT",
    "Exports",
    "FileClock",
    "Form",
    "Invoices",
    "Issuing",
    "Means",
    "OrdersOfProduct",
    "Print",
    "Receipt",
    "Receipts",
    "Requests",
    "Shown",
    "ShownExport",
    "ShownReceipt",
    "Supplies",
    "Upkeep",
    "WriteTable",
    "return_terms",
]


@dataclass(frozen=True, slots=True)
class Invoices:
    """The services of this context; stateless, one per process."""

    requests: Requests
    issuing: Issuing
    upkeep: Upkeep
    receipts: Receipts
    supplies: Supplies
    exports: Exports
