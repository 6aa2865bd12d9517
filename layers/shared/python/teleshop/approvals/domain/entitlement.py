"""Who may see an approval, and who may decide it in whose name (four eyes)."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from teleshop.approvals.domain.approval import Approval
from teleshop.approvals.domain.delegation import Delegation
from teleshop.approvals.domain.rounds import Round
from teleshop.approvals.domain.wording import ROLES
from teleshop.approvals.errors import ApprovalEscalatedError, FourEyesError, NotResponsibleError
from teleshop.kernel.actor import Actor, Role

OVERSIGHT = frozenset({Role.MANAGER, Role.COMPLIANCE, Role.AUDITOR, Role.ADMIN})
"""Roles that see the reasons of all decisions."""

REQUESTER = ("本人是申请人", "the person asked for it")
APPLICANT = ("本人属于申请的供应商", "the person belongs to the supplier that applies")
OTHER_STEP = ("本人已参与该流程的其他环节", "the person took part in another step of this case")
HAD_A_PART = ("本人参与过该案件", "the person had a part in this case")
DELEGATOR = ("委托人须回避", "the person you act for is excluded")


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which capacity somebody decides: for himself, or by a delegation."""

    delegation: Delegation | None = None

    @property
    def on_behalf_of(self) -> str | None:
        """The person a delegate acts for."""
        return self.delegation.delegator if self.delegation else None


def capacity_of(
    approval: Approval, held: Round, actor: Actor, delegations: Sequence[Delegation]
) -> Capacity:
    """How ``actor`` may decide: by a role of his own, else by the first of the active
    ``delegations`` whose delegator is not excluded.

    Four eyes: neither who asked, nor whom the process excludes, nor anybody of the supplier that
    applies, nor who took part in another step of the round; and a delegate only if both he and the
    person he acts for are none of these.
    """
    if actor.supplier_id is not None and actor.supplier_id == approval.supplier_id:
        raise _four_eyes(APPLICANT)
    own = actor.is_staff and actor.has(approval.role)
    fitting = [
        given
        for given in delegations
        if given.role is approval.role and given.delegate == actor.subject
    ]
    if not own and not (actor.is_staff and fitting):
        raise _not_responsible(approval, actor)
    why = _excluded(approval, held, actor.subject)
    if why:
        raise _four_eyes(why)
    if own:
        return Capacity()
    for given in fitting:
        if not _excluded(approval, held, given.delegator):
            return Capacity(given)
    raise _four_eyes(DELEGATOR)


def _excluded(approval: Approval, held: Round, person: str) -> tuple[str, str] | None:
    if person == approval.requester:
        return REQUESTER
    if person in approval.excluded:
        return HAD_A_PART
    if held.took_part_elsewhere(person, approval.step):
        return OTHER_STEP
    return None


def _four_eyes(why: tuple[str, str]) -> FourEyesError:
    return FourEyesError(why_zh=why[0], why_en=why[1])


def _not_responsible(approval: Approval, actor: Actor) -> Exception:
    zh, en = ROLES[approval.role]
    if actor.has(*approval.former_roles):
        return ApprovalEscalatedError(role_zh=zh, role_en=en)
    return NotResponsibleError(role_zh=zh, role_en=en)


def is_applicant(approval: Approval, actor: Actor) -> bool:
    """Whether the actor asked for it, or belongs to the supplier it was asked for."""
    same_supplier = actor.supplier_id is not None and actor.supplier_id == approval.supplier_id
    return same_supplier or actor.subject == approval.requester


def seen_by(
    approval: Approval, actor: Actor, delegated: frozenset[Role] = frozenset()
) -> Approval | None:
    """What ``actor`` may know of an approval; None if he may not even know that it exists.

    Staff see every approval; reasons and conditions, which may name persons, only the roles
    concerned, their delegates and oversight. The applicant sees the reason, not who decided.
    """
    if actor.is_staff and actor.supplier_id is None:
        concerned = {approval.role, *approval.former_roles, *approval.escalation} | OVERSIGHT
        if concerned & (actor.roles | delegated) or actor.subject in {
            approval.requester,
            approval.decided_by,
        }:
            return approval
        return dataclasses.replace(approval, reason=None, conditions=None)
    if is_applicant(approval, actor):
        return dataclasses.replace(approval, decided_by=None, on_behalf_of=None, requester=None)
    return None
