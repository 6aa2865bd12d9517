"""Who may take decisions that ask for a qualification (standard 2.2.3)."""

from datetime import datetime

from teleshop.kernel.clock import end_of_china_day
from teleshop.roster.errors import QualificationMissingError
from teleshop.roster.ports import Trainings


class Qualifications:
    """What people were trained in, for other contexts; stateless, one per process."""

    def __init__(self, trainings: Trainings) -> None:
        self._trainings = trainings

    def holds(self, subject: str, course: str, now: datetime) -> bool:
        """Whether the person has a record of the course that counts at ``now``; it counts to the
        end of its last day.
        """
        last = self._trainings.of([subject]).get(subject, {}).get(course)
        return last is not None and now < end_of_china_day(last)

    def require(self, subject: str, course: str, now: datetime) -> None:
        """Refuse with `qualification_missing` unless :meth:`holds`."""
        if not self.holds(subject, course, now):
            raise QualificationMissingError(course=course)
