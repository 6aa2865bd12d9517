"""Who may decide and who may see, over every constellation of people."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.approvals.domain import rounds
from teleshop.approvals.domain.delegation import Delegation, new_delegation, revoked
from teleshop.approvals.domain.entitlement import capacity_of, seen_by
from teleshop.approvals.errors import ApprovalEscalatedError, FourEyesError, NotResponsibleError
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import Refusal
from tests.factories.approvals import (
    AGENT,
    APPLICANT,
    DAY,
    MANAGER,
    NOW,
    PROCESS,
    REVIEWER,
    STRANGER,
    SUPPLIER,
    approval,
)

NAMES = ["p", "q", "r", "s"]
names = st.sampled_from(NAMES)
ROLES = [Role.REVIEWER, Role.AGENT, Role.SUPPLIER]


def delegation(by: str, to: str, role: Role = Role.REVIEWER) -> Delegation:
    return new_delegation(
        id=f"dlg_{by}{to}",
        actor=Actor(by, frozenset({role})),
        delegate=to,
        role=role,
        starts_at=None,
        until=NOW + DAY,
        reason="away",
        now=NOW,
    )


@pytest.mark.clause("3.1.3", "4.2.3")
@given(
    name=names,
    roles=st.frozensets(st.sampled_from(ROLES), min_size=1),
    supplier=st.sampled_from([None, SUPPLIER, "sup_other"]),
    requester=st.one_of(st.none(), names),
    elsewhere=st.lists(names, unique=True),
    had_a_part=st.lists(names, unique=True, max_size=2),
    delegators=st.lists(names, unique=True),
)
def test_four_eyes_hold_whoever_asks_decides_and_delegates(
    *,
    name: str,
    roles: frozenset[Role],
    supplier: str | None,
    requester: str | None,
    elsewhere: list[str],
    had_a_part: list[str],
    delegators: list[str],
) -> None:
    actor = Actor(name, roles, supplier)
    known = approval(requester=requester, excluded=tuple(had_a_part))
    held = rounds.with_people(rounds.new_round(PROCESS), elsewhere, "another_step")
    given_to = [delegation(by, name) for by in delegators if by != name]
    excluded = {requester, *elsewhere, *had_a_part}
    try:
        capacity = capacity_of(known, held, actor, given_to)
    except Refusal:
        usable = [given for given in given_to if given.delegator not in excluded]
        may = actor.is_staff and (Role.REVIEWER in roles or usable)
        assert not may or name in excluded or supplier == SUPPLIER
        return
    assert actor.is_staff
    assert supplier != SUPPLIER
    assert name not in excluded
    assert capacity.on_behalf_of not in excluded - {None}
    assert (capacity.delegation is None) == (Role.REVIEWER in roles)


@pytest.mark.parametrize("role", [Role.AGENT, Role.INSPECTOR])
def test_a_delegation_of_another_role_is_of_no_use(role: Role) -> None:
    held = rounds.new_round(PROCESS)
    with pytest.raises(NotResponsibleError):
        capacity_of(approval(), held, AGENT, [delegation("p", AGENT.subject, role)])


def test_a_delegation_to_somebody_else_is_of_no_use() -> None:
    with pytest.raises(NotResponsibleError):
        capacity_of(approval(), rounds.new_round(PROCESS), AGENT, [delegation("p", "q")])


def test_a_supplier_s_person_with_a_delegation_decides_nothing() -> None:
    given = [delegation("p", STRANGER.subject)]
    with pytest.raises(NotResponsibleError):
        capacity_of(approval(), rounds.new_round(PROCESS), STRANGER, given)
    with pytest.raises(FourEyesError):
        capacity_of(approval(), rounds.new_round(PROCESS), APPLICANT, given)


def test_a_role_that_let_its_time_pass_is_told_who_decides_now() -> None:
    from teleshop.approvals.domain.approval import after_deadline

    known = after_deadline(approval(), NOW + DAY)
    with pytest.raises(ApprovalEscalatedError):
        capacity_of(known, rounds.new_round(PROCESS), REVIEWER, [])
    assert capacity_of(known, rounds.new_round(PROCESS), MANAGER, []).delegation is None


def test_revoking_after_the_end_changes_nothing() -> None:
    known = delegation("p", "q")
    assert revoked(known, NOW + DAY) == known
    first = revoked(known, NOW)
    assert revoked(first, NOW + timedelta(hours=1)) == first
    assert not first.is_active(NOW)


@pytest.mark.clause("3.2.1", "6.4.1")
def test_reasons_are_shown_to_those_concerned_and_names_not_to_the_applicant() -> None:
    import dataclasses

    known = dataclasses.replace(approval(), reason="because", decided_by="rita")
    for actor in (REVIEWER, MANAGER, Actor("x", frozenset({Role.AUDITOR}))):
        assert seen_by(known, actor) == known
    unconcerned = seen_by(known, AGENT)
    assert unconcerned is not None
    assert (unconcerned.reason, unconcerned.decided_by) == (None, "rita")
    delegate = seen_by(known, AGENT, frozenset({Role.REVIEWER}))
    assert delegate == known
    applicant = seen_by(known, APPLICANT)
    assert applicant is not None
    assert (applicant.reason, applicant.decided_by, applicant.requester) == ("because", None, None)
    assert seen_by(known, STRANGER) is None
    assert seen_by(known, Actor("x", frozenset({Role.CUSTOMER}))) is None
