"""Who acts, and the frame of one call: actor, instant, request, and how often it may take
effect.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teleshop.kernel.errors import StaleVersionError


class Role(StrEnum):
    """The roles of the platform; tokens carry them, `web.permissions` says what each may call."""

    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    REVIEWER = "reviewer"
    INSPECTOR = "inspector"
    LEGAL = "legal"
    SIGNATORY = "signatory"
    MANAGER = "manager"
    MERCHANDISER = "merchandiser"
    AGENT = "agent"
    LEAD = "lead"
    FINANCE = "finance"
    COMPLIANCE = "compliance"
    AUDITOR = "auditor"
    ADMIN = "admin"
    WAREHOUSE = "warehouse"
    """Keeps stock, packs and hands over parcels."""
    STUDIO = "studio"
    """Presents goods on air, and sees how many are left."""
    SYSTEM = "system"


STAFF_ROLES = frozenset(Role) - {Role.SUPPLIER, Role.CUSTOMER, Role.SYSTEM}


@dataclass(frozen=True, slots=True)
class Actor:
    """``subject`` is the stable id of the token (`sub`); ``supplier_id`` its supplier claim, if
    any.
    """

    subject: str
    roles: frozenset[Role]
    supplier_id: str | None = None

    @property
    def is_staff(self) -> bool:
        """Whether the actor works for the platform."""
        return bool(self.roles & STAFF_ROLES)

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)


SYSTEM_ACTOR = Actor("system", frozenset({Role.SYSTEM}))


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The answer that a repeated request gets again: HTTP status, JSON body, entity tag."""

    status: int
    body: str
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class RequestKey:
    """Makes a call take effect once.

    ``owner`` (caller and route, or consumer of an event) and ``key`` name the request,
    ``fingerprint`` is the hash of its content; ``render`` turns the result of the use case into
    the answer that is kept for ``keep``.
    """

    owner: str
    key: str
    fingerprint: str
    render: Callable[[object], StoredAnswer]
    keep: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Call:
    """One use of one use case.

    ``now`` decides everything that depends on time. ``correlation_id`` follows a flow through
    events; ``causation_id`` is the event that led here. ``expected_version`` comes from
    ``If-Match``.
    """

    actor: Actor
    now: datetime
    request_id: str
    correlation_id: str
    causation_id: str | None = None
    request_key: RequestKey | None = None
    expected_version: int | None = None

    def check_version(self, current: int) -> None:
        """Refuse with :class:`StaleVersionError` when the caller saw another version than
        ``current``.
        """
        if self.expected_version is not None and self.expected_version != current:
            raise StaleVersionError(version=current)
