"""Sheets of paper on which orders were taken while the platform was down: each is entered once."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredSheet:
    """``sheet_number`` is printed on the sheet; it was taken at ``taken_at`` and entered as
    ``order_id`` at ``entered_at``.
    """

    sheet_number: str
    order_id: str
    taken_at: datetime
    entered_at: datetime
