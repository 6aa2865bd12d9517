"""What this context needs of others, in its own words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol


class Trainings(Protocol):
    """Who was trained in what; the training context will be one, until then what was entered
    here.
    """

    def of(self, subjects: Sequence[str]) -> Mapping[str, Mapping[str, date]]:
        """The last day of validity by course, for each of the people; nothing for the unknown."""


class Skills(Protocol):
    """Which skills there are."""

    def unknown(self, skills: Sequence[str]) -> Sequence[str]:
        """Those of the codes that name no skill."""
