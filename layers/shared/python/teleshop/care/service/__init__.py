"""Use cases of service cases, by what they are about; `desk` reads and stores cases for all."""

from dataclasses import dataclass

from teleshop.care.service.assignment import Assignment
from teleshop.care.service.clocks import ClockWatch
from teleshop.care.service.conversation import Conversation
from teleshop.care.service.desk import Desk
from teleshop.care.service.handling import Handling
from teleshop.care.service.opening import Link, Opening
from teleshop.care.service.parties import Parties
from teleshop.care.service.reading import Reading
from teleshop.care.service.relations import Relations

__all__ = [
    "Assignment",
    "Care",
    "ClockWatch",
    "Conversation",
    "Desk",
    "Handling",
    "Link",
    "Opening",
    "Parties",
    "Reading",
    "Relations",
]


@dataclass(frozen=True, slots=True)
class Care:
    """The services of this context; stateless, one per process."""

    opening: Opening
    handling: Handling
    parties: Parties
    conversation: Conversation
    assignment: Assignment
    relations: Relations
    clocks: ClockWatch
    reading: Reading
