"""One round of a process: what was asked in it, who took part, and whether it was withdrawn.

All changes of a round go through its one version, so that two people who decide two steps at the
same moment, or an approval that is opened while the applicant withdraws, cannot miss each other.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Process:
    """What the approvals of one case have in common.

    ``kind`` and ``id`` name the case (``supplier_application``, ``sap_…``), ``round`` counts its
    submissions from 1; a returned and re-submitted case is a new round.
    """

    kind: str
    id: str
    round: int

    @property
    def case(self) -> str:
        """The case over all its rounds: ``supplier_application:sap_…``."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """``approvals`` are ids by step; ``people`` the steps that each person took part in, by
    subject.
    """

    kind: str
    case_id: str
    number: int
    approvals: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[str]] = field(default_factory=dict)
    withdrawn_at: datetime | None = None
    version: int = 1

    @property
    def is_withdrawn(self) -> bool:
        """Whether the applicant took the case back; nothing is decided in it any more."""
        return self.withdrawn_at is not None

    def took_part_elsewhere(self, person: str, step: str) -> bool:
        """Whether ``person`` decided another step of this round, or was acted for in one."""
        return any(other != step for other in self.people.get(person, ()))


def new_round(process: Process) -> Round:
    """A round in which nothing has happened."""
    return Round(kind=process.kind, case_id=process.id, number=process.round)


def with_approval(known: Round, step: str, approval_id: str) -> Round:
    """The round once an approval was opened in it."""
    return dataclasses.replace(known, approvals={**known.approvals, step: approval_id})


def with_people(known: Round, people: Iterable[str], step: str) -> Round:
    """The round once ``people`` took part in a decision of ``step``."""
    after = {person: list(steps) for person, steps in known.people.items()}
    for person in people:
        steps = after.setdefault(person, [])
        if step not in steps:
            steps.append(step)
    return dataclasses.replace(known, people=after)


def withdrawn(known: Round, now: datetime) -> Round:
    """The round once it was taken back; the first time counts."""
    return known if known.is_withdrawn else dataclasses.replace(known, withdrawn_at=now)
