"""What a caller is shown of a case depends on whose side the caller is on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from teleshop.care.domain.case import Case, CaseFile
from teleshop.care.domain.clocks import Clock
from teleshop.care.domain.messages import Visibility
from teleshop.kernel.actor import Actor, Role


class Audience(StrEnum):
    """On whose side a caller is."""

    STAFF = "staff"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"

    @property
    def reads(self) -> frozenset[Visibility]:
        """The messages that this side reads."""
        if self is Audience.STAFF:
            return frozenset(Visibility)
        return frozenset({Visibility(self.value)})


def audience_of(actor: Actor, case: Case) -> Audience:
    """On whose side somebody is who may know of the case; staff are customers of their own cases
    and read no notes on them.
    """
    if case.customer_id == actor.subject and actor.has(Role.CUSTOMER):
        return Audience.CUSTOMER
    return Audience.STAFF if actor.is_staff else Audience.SUPPLIER


@dataclass(frozen=True, slots=True)
class Shown:
    """A case with the state of its clocks, for one side, at one instant."""

    file: CaseFile
    clocks: tuple[Clock, ...]
    audience: Audience
    now: datetime

    @property
    def case(self) -> Case:
        """Its head."""
        return self.file.case
