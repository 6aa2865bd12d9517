"""Builds invoices."""

from functools import cache

from teleshop.care.wiring import after_sales
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.invoices.adapters import (
    FileShelf,
    InstalledIdentity,
    OrderSales,
    UploadedInvoices,
)
from teleshop.invoices.service import (
    EXPORT,
    RECEIPT,
    Exports,
    FileClock,
    Invoices,
    Issuing,
    Means,
    Receipts,
    Requests,
    Supplies,
    Upkeep,
)
from teleshop.invoices.tables import InvoiceRepository, SupplyRepository
from teleshop.orders.wiring import service as orders
from teleshop.payments.wiring import service as payments


@cache
def service() -> Invoices:
    """The services of this process."""
    sales = OrderSales(orders(), payments().desk, after_sales().accounts)
    repository, lines = InvoiceRepository(), SupplyRepository()
    means = Means(
        repository=repository,
        deadlines=deadlines(),
        sales=sales,
        files=UploadedInvoices(documents()),
    )
    return Invoices(
        requests=Requests(means),
        issuing=Issuing(means),
        upkeep=Upkeep(means),
        receipts=Receipts(
            repository,
            sales,
            InstalledIdentity(),
            FileShelf("receipts"),
            FileClock(deadlines(), RECEIPT),
        ),
        supplies=Supplies(lines, sales),
        exports=Exports(lines, FileShelf("supplier-exports"), FileClock(deadlines(), EXPORT)),
    )
