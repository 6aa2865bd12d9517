"""What came back of an order, for contexts that pay or claim for the same goods."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from teleshop.care.tables.after_sales import AfterSalesRepository


@dataclass(frozen=True, slots=True)
class OrderTaken:
    """``pieces`` by line that came back for a refund or that a request is about, and ``refunded``
    fen granted for goods so far, paid or due. ``returned`` are those pieces that came back.
    """

    pieces: Mapping[int, int]
    refunded: int
    returned: Mapping[int, int] = field(default_factory=dict)


class OrderAccounts:
    """Reads the accounts of orders; stateless."""

    def __init__(self, records: AfterSalesRepository) -> None:
        self._records = records

    def of_order(self, order_id: str) -> OrderTaken:
        """As it is stored now; nothing taken if there never was a request."""
        account = self._records.account(order_id)
        lines = {each.line for each in account.claims}
        lines |= {each.line for each in account.returned}
        returned = {line: account.returned_pieces(line) for line in lines}
        taken = {line: account.taken(line) for line in lines}
        return OrderTaken(taken, account.refunded, returned)
