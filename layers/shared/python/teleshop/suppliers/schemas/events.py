"""Events of the suppliers context: what happened, told to others. Nothing personal."""

from datetime import date, datetime
from typing import ClassVar

from teleshop.kernel.events import EventData


class SupplierEvent(EventData, frozen=True, kw_only=True):
    """What all events of a supplier say."""

    context: ClassVar[str] = "suppliers"

    supplier_id: str


class SupplierApplicationSubmitted(SupplierEvent, frozen=True, kw_only=True):
    """An application was sent in, for the ``round``-th time; ``requester`` is a token subject."""

    round: int
    requester: str
    categories: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class SupplierOnboardingRestarted(SupplierEvent, frozen=True, kw_only=True):
    """A person lets the failed workflow of a round run again."""

    round: int
    requester: str


class SupplierOnboardingStalled(SupplierEvent, frozen=True, kw_only=True):
    """The workflow of a round failed and waits for a person."""

    round: int
    error: str


class SupplierApplicationAdvanced(SupplierEvent, frozen=True, kw_only=True):
    """An application reached its next step."""

    round: int
    status: str


class SupplierApplicationReturned(SupplierEvent, frozen=True, kw_only=True):
    """An application was returned for change at ``step``; ``codes`` are those of the findings."""

    round: int
    step: str
    codes: tuple[str, ...] = ()


class SupplierRejected(SupplierEvent, frozen=True, kw_only=True):
    """An application was rejected at ``step``."""

    round: int
    step: str


class SupplierApplicationWithdrawn(SupplierEvent, frozen=True, kw_only=True):
    """The applicant took the application back."""

    round: int


class SupplierApplicationLapsed(SupplierEvent, frozen=True, kw_only=True):
    """An application ran out of time at ``step``."""

    round: int
    step: str


class SupplierActivated(SupplierEvent, frozen=True, kw_only=True):
    """A supplier is on board."""

    agreement_version: int
    reverification_due: date


class SupplierSuspended(SupplierEvent, frozen=True, kw_only=True):
    """A reason for suspension came up; ``subject`` names the document, agreement or entry."""

    kind: str
    subject: str


class SupplierRestored(SupplierEvent, frozen=True, kw_only=True):
    """The last reason for suspension is gone."""


class SupplierTerminated(SupplierEvent, frozen=True, kw_only=True):
    """The cooperation ended; ``subject`` names the case or scorecard that it ended for."""

    kind: str = "manual"
    subject: str = ""


class SupplierHeld(SupplierEvent, frozen=True, kw_only=True):
    """Nothing new of the supplier is taken; ``subject`` names what made the hold."""

    kind: str
    subject: str


class SupplierHoldLifted(SupplierEvent, frozen=True, kw_only=True):
    """A reason for a hold is gone; ``left`` others remain."""

    kind: str
    subject: str
    left: int = 0


class SupplierFeatured(SupplierEvent, frozen=True, kw_only=True):
    """The supplier is shown as an excellent one up to ``until``; None: no more."""

    until: datetime | None = None


class QualificationAdded(SupplierEvent, frozen=True, kw_only=True):
    """A qualification document was put on file."""

    qualification_id: str
    type: str


class QualificationExpiring(SupplierEvent, frozen=True, kw_only=True):
    """A document (or, with type ``agreement``, the agreement) ends on ``valid_to``."""

    qualification_id: str
    type: str
    valid_to: date
    days_left: int


class QualificationExpired(SupplierEvent, frozen=True, kw_only=True):
    """A document's (or the agreement's) last day is over."""

    qualification_id: str
    type: str
    valid_to: date


class ReverificationDue(SupplierEvent, frozen=True, kw_only=True):
    """The supplier must be verified again by ``due``."""

    due: date
    days_left: int


class ReverificationOverdue(SupplierEvent, frozen=True, kw_only=True):
    """The supplier was not verified again in time: no new products until it is."""

    due: date


class SupplierVerified(SupplierEvent, frozen=True, kw_only=True):
    """The supplier was verified again; ``next_due`` if everything was in order."""

    verified_on: date
    passed: bool
    next_due: date | None = None


class AgreementOffered(SupplierEvent, frozen=True, kw_only=True):
    """A version of the agreement waits for the supplier's acceptance."""

    version: int


class AgreementAccepted(SupplierEvent, frozen=True, kw_only=True):
    """The supplier accepted a version by its hash."""

    version: int
    sha256: str


class AgreementCountersigned(SupplierEvent, frozen=True, kw_only=True):
    """The platform signed a renewal."""

    version: int


class InspectionReported(SupplierEvent, frozen=True, kw_only=True):
    """The inspector reported a visit."""

    round: int
    outcome: str


class BlacklistEvent(EventData, frozen=True, kw_only=True):
    """What events of the blacklist say: never whom an entry names."""

    context: ClassVar[str] = "suppliers"

    entry_id: str
    kind: str


class BlacklistEntryAdded(BlacklistEvent, frozen=True, kw_only=True):
    """Somebody was put on the blacklist."""

    since: datetime
    until: datetime | None = None


class BlacklistEntryEnded(BlacklistEvent, frozen=True, kw_only=True):
    """An entry ended, by a person or by its time."""

    ended_at: datetime
