"""Whose a document is.

Before a supplier has an id there is only the person who applies, so what such a person brings
belongs to the token's subject; as soon as the token names a supplier, new documents belong to the
supplier, so that its other people find them too. What the same person brought before stays
theirs, and can still be used: see :func:`owners_for`.
"""

from dataclasses import dataclass
from enum import StrEnum

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.ids import is_id

SUPPLIER_PREFIX = "sup"


class OwnerKind(StrEnum):
    """What an owner's id stands for."""

    SUPPLIER = "supplier"
    STAFF = "staff"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Owner:
    """``id`` is ``sup_…`` for a supplier, else the subject of a token."""

    kind: OwnerKind
    id: str

    @property
    def key(self) -> str:
        """``supplier#sup_…``."""
        return f"{self.kind}#{self.id}"


def supplier(supplier_id: str) -> Owner:
    """The owner of documents about the supplier of that id."""
    return Owner(OwnerKind.SUPPLIER, supplier_id)


def owner_for(actor: Actor) -> Owner:
    """Whose the documents are that ``actor`` brings on its own behalf."""
    if actor.is_staff:
        return Owner(OwnerKind.STAFF, actor.subject)
    if actor.has(Role.SUPPLIER):
        return supplier(actor.supplier_id or actor.subject)
    return Owner(OwnerKind.CUSTOMER, actor.subject)


def owners_for(actor: Actor) -> tuple[Owner, ...]:
    """Every owner that ``actor`` stands for: a supplier's person also for what was brought before
    the supplier had an id.
    """
    first = owner_for(actor)
    before = Owner(first.kind, actor.subject)
    return (first, before) if is_owner(actor, before) and before != first else (first,)


def is_owner(actor: Actor, owner: Owner) -> bool:
    """Whether ``actor`` stands for ``owner``; a claim counts only with its role."""
    match owner.kind:
        case OwnerKind.STAFF:
            return actor.is_staff and actor.subject == owner.id
        case OwnerKind.CUSTOMER:
            return actor.has(Role.CUSTOMER) and actor.subject == owner.id
    if not actor.has(Role.SUPPLIER):
        return False
    if is_id(owner.id, SUPPLIER_PREFIX):
        # A subject that looks like a supplier's id must not open that supplier's documents.
        return actor.supplier_id == owner.id
    return actor.subject == owner.id
