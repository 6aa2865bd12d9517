"""Numbers of this context that the platform chooses, or that the law leaves uncertain
(confidence below H).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

MAX_SCORE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierPolicy:
    """Settings with their defaults; days are calendar days, the score runs from 0 to 100."""

    inspection_pass_score: int = 60
    minimum_photos: int = 1
    expiry_warning_days: tuple[int, ...] = (30, 7)
    reverification_months: int = 6
    separate_certificates_end: date = date(2018, 1, 1)
    """First day on which the separate old certificates prove nothing (R6.10, confidence M)."""

    def __post_init__(self) -> None:
        if not 0 <= self.inspection_pass_score <= MAX_SCORE:
            raise ValueError("inspection_pass_score must be between 0 and 100")
        if self.minimum_photos < 1 or self.reverification_months < 1:
            raise ValueError("minimum_photos and reverification_months must be at least 1")
        if not self.expiry_warning_days or min(self.expiry_warning_days) < 0:
            raise ValueError(
                "expiry_warning_days must name at least one number of days, none negative"
            )


DEFAULT_POLICY = SupplierPolicy()
