"""Use cases of delegations: letting somebody else decide in one's name for a time."""

from typing import Literal

from teleshop.approvals.domain import delegation as rules
from teleshop.approvals.domain.delegation import Delegation
from teleshop.approvals.errors import DelegationNotFoundError
from teleshop.approvals.schemas import DelegationBody
from teleshop.approvals.tables import DelegationRepository, DelegationRow
from teleshop.kernel.actor import Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction


class Delegations:
    """Who decides for whom; stateless, one per process."""

    def __init__(self, repository: DelegationRepository) -> None:
        self._repository = repository

    def delegate(self, call: Call, wanted: DelegationBody) -> Delegation:
        """Let another person decide in one of the caller's own roles."""
        made = rules.new_delegation(
            id=new_id("dlg", call.now),
            actor=call.actor,
            delegate=wanted.to,
            role=wanted.role,
            starts_at=wanted.starts_at,
            until=wanted.until,
            reason=wanted.reason,
            now=call.now,
        )
        tx = Transaction(call, "delegate_role", Subject("delegation", made.id))
        return tx.commit(tx.create(DelegationRow, made, conflict=RacedError()))

    def revoke(self, call: Call, delegation_id: str) -> Delegation:
        """Take a delegation back, as its giver or an administrator; again is the same. Decisions
        made meanwhile stand.
        """
        known = self._repository.find(delegation_id)
        allowed = known is not None and (
            known.delegator == call.actor.subject or call.actor.has(Role.ADMIN)
        )
        if known is None or not allowed:
            raise DelegationNotFoundError
        after = rules.revoked(known, call.now)
        if after == known:
            return known
        call.check_version(known.version)
        tx = Transaction(call, "revoke_delegation", Subject("delegation", known.id))
        return tx.commit(tx.save(DelegationRow, known, after))

    def of(
        self, call: Call, direction: Literal["given", "received"], page: PageRequest
    ) -> Page[Delegation]:
        """What the caller gave (newest first, revoked and past ones too), or received and may
        still use or will (by its end).
        """
        if direction == "given":
            return self._repository.given(call.actor.subject, page)
        return self._repository.received(call.actor.subject, page)
