"""What this capability needs of others, in its own words; `wiring.py` connects it."""

from typing import Protocol

from teleshop.kernel.actor import Call


class Parties(Protocol):
    """Who belongs to which supplier."""

    def check_own(self, call: Call, supplier_id: str) -> None:
        """Raise a 404 unless the caller acts for the supplier, also as its applicant, whose token
        does not name it yet.
        """
