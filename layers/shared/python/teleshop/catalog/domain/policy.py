"""Numbers of this context that the platform chooses, or that the law leaves uncertain."""

from dataclasses import dataclass
from typing import Final

MAX_VARIANTS: Final = 50
"""A change may claim a number for each variant and a submission marks the bar code of each, in one
transaction of at most 100 writes, and an item of the table holds 400 KB: fifty leave room for the
rest. Colours and sizes beyond that are better sold as several products.
"""
MAX_PICTURES: Final = 10
"""Each has eight marks by which look-alikes are found, written in one transaction."""
MAX_DOCUMENTS: Final = 20
MAX_ATTRIBUTES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogPolicy:
    """Settings with their defaults; days are calendar days, lengths pixels, distances bits of
    the perceptual hash.
    """

    min_picture_side: int = 800
    expiry_warning_days: int = 30
    test_report_years: int = 2
    look_alike_bits: int = 7

    def __post_init__(self) -> None:
        if self.min_picture_side < 1 or self.expiry_warning_days < 0 or self.test_report_years < 1:
            raise ValueError("sides, days and years must be positive")
        if self.look_alike_bits < 0:
            raise ValueError("the bound of a look-alike must not be negative")


DEFAULT_POLICY = CatalogPolicy()
