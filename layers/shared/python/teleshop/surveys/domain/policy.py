"""What may be set: how often people are asked, which scores are low, what is too small to be shown.

The standard names no numbers (6.2); these are the platform's own choice.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class SurveyPolicy:
    """``fatigue``: between two invitations of one customer, the quarterly sample excepted.

    ``low_rating`` and ``low_nps``: scores up to these open a follow-up. ``smallest_group``: figures
    of fewer answers are not published. ``frame_closes_after``: days after the end of a quarter in
    which deliveries may still be reported before its frame is closed.
    """

    fatigue: timedelta = timedelta(days=30)
    low_rating: int = 2
    low_nps: int = 6
    smallest_group: int = 10
    frame_closes_after: int = 7


DEFAULT_POLICY = SurveyPolicy()
