"""Who may call what: the one table. Ownership of a single record is checked in the service, which
answers 404.

Every route has a row, or nobody may call it (and tests/architecture/test_routes.py fails). Keep a
block per context.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from teleshop.kernel.actor import STAFF_ROLES, Role


class Access(Enum):
    """Routes that need no role."""

    PUBLIC = auto()
    """Anybody, without a token."""


Rule = frozenset[Role] | Access

PUBLIC: Final = Access.PUBLIC
NOBODY: frozenset[Role] = frozenset()
STAFF: frozenset[Role] = frozenset(STAFF_ROLES)
SUPPLIER: frozenset[Role] = frozenset({Role.SUPPLIER})


def roles(*names: Role) -> frozenset[Role]:
    """A set of roles."""
    return frozenset(names)


PERMISSIONS: Mapping[tuple[str, str], Rule] = {
    # platform
    ("GET", "/health"): PUBLIC,
    ("GET", "/openapi.json"): PUBLIC,
    ("GET", "/docs"): PUBLIC,
    # deadlines
    ("GET", "/deadlines"): STAFF,
    # approvals
    ("GET", "/approvals"): STAFF | SUPPLIER,
    ("GET", "/approvals/{id}"): STAFF | SUPPLIER,
    ("POST", "/approvals/{id}/decision"): STAFF,
    ("POST", "/approvals/{id}/withdrawal"): STAFF | SUPPLIER,
    ("GET", "/delegations"): STAFF,
    ("POST", "/delegations"): STAFF,
    ("DELETE", "/delegations/{id}"): STAFF,
    # documents; which purposes a role brings or reads is data in documents.domain.purposes
    ("POST", "/documents"): SUPPLIER
    | roles(Role.REVIEWER, Role.INSPECTOR, Role.LEGAL, Role.COMPLIANCE, Role.MANAGER),
    ("GET", "/documents"): SUPPLIER | STAFF,
    ("GET", "/documents/{id}"): SUPPLIER | STAFF,
    ("POST", "/documents/{id}/download-links"): SUPPLIER | STAFF,
}


def access_to(method: str, path: str) -> Rule:
    """Who may call a route; nobody, when the table does not name it."""
    return PERMISSIONS.get((method, path), NOBODY)
