"""Who keeps a warehouse, and so who answers for when a parcel leaves it: policy data by code.

Stock is booked under codes that nobody enters in a list; one that stands here under a supplier is
its own place, all others are the platform's.
"""

from enum import StrEnum
from typing import Final


class Keeper(StrEnum):
    """Who packs and sends what lies in a warehouse."""

    PLATFORM = "platform"
    SUPPLIER = "supplier"


DIRECT: Final = "ds-1"
"""供应商直发: what lies with its own supplier, which packs and sends it."""

KEPT_BY: Final[dict[str, Keeper]] = {
    "hz-1": Keeper.PLATFORM,
    "gz-1": Keeper.PLATFORM,
    "bj-1": Keeper.PLATFORM,
    DIRECT: Keeper.SUPPLIER,
}


def kept_by(warehouse: str | None) -> Keeper:
    """Who keeps a warehouse; the platform where nothing else is known."""
    return KEPT_BY.get(warehouse or "", Keeper.PLATFORM)
