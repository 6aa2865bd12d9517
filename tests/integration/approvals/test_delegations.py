"""Delegation and inboxes on the table."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.approvals.domain.approval import Choice
from teleshop.approvals.domain.delegation import Delegation
from teleshop.approvals.errors import (
    DelegationNotFoundError,
    FourEyesError,
    NotResponsibleError,
    RoleNotHeldError,
)
from teleshop.approvals.schemas import DecisionBody, DelegationBody
from teleshop.approvals.tables import DelegationRepository
from teleshop.approvals.wiring import delegations, service
from teleshop.kernel.actor import STAFF_ROLES, Actor, Role
from teleshop.kernel.errors import InvalidInputError, NotFoundError, RacedError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from tests.factories.approvals import (
    AGENT,
    APPLICANT,
    DAY,
    INSPECTOR,
    MANAGER,
    NOW,
    OTHER_REVIEWER,
    REVIEWER,
    STRANGER,
    call,
    opened,
)

HOUR = timedelta(hours=1)
APPROVE = DecisionBody(decision=Choice.APPROVE)
REASON = "Rita is ill"


def delegate(
    *,
    by: Actor = REVIEWER,
    to: Actor = AGENT,
    role: Role = Role.REVIEWER,
    after: timedelta = timedelta(),
    until: timedelta = DAY,
    reason: str = REASON,
    start: datetime | None = None,
) -> Delegation:
    wanted = {"to": to.subject, "role": role, "until": NOW + until, "reason": reason, "from": start}
    return delegations().delegate(call(by, after), msgspec.convert(wanted, DelegationBody))


def waiting(actor: Actor, after: timedelta = HOUR, role: Role | None = None) -> list[str]:
    page = service().inbox(call(actor, after), role, PageRequest())
    return [item.approval.id for item in page.items]


@pytest.mark.clause("3.1.3", "8.1.2")
def test_a_delegate_decides_and_the_record_says_on_whose_behalf(aws: Any) -> None:
    approval = opened()
    given = delegate()
    (item,) = service().inbox(call(AGENT, HOUR), None, PageRequest()).items
    assert (item.approval.id, item.acting_for) == (approval.id, (REVIEWER.subject,))
    assert service().show(call(AGENT, HOUR), approval.id).acting_for == (REVIEWER.subject,)
    after = service().decide(call(AGENT, HOUR), approval.id, APPROVE)
    assert (after.decided_by, after.on_behalf_of) == (AGENT.subject, REVIEWER.subject)
    entry = next(row for row in aws.items("AuditTable") if row["action"] == "decide_approval")
    assert entry["actor"] == AGENT.subject
    assert msgspec.json.decode(entry["notes"]) == {
        "on_behalf_of": REVIEWER.subject,
        "delegation": given.id,
    }


@pytest.mark.clause("3.1.3")
def test_a_delegation_counts_from_its_start_until_and_without_its_end(aws: Any) -> None:
    approval = opened(timeout="P9D")
    delegate(start=NOW + DAY, until=2 * DAY)
    assert waiting(AGENT, DAY - timedelta(microseconds=1)) == []
    assert waiting(AGENT, DAY) == [approval.id]
    assert waiting(AGENT, 2 * DAY - timedelta(microseconds=1)) == [approval.id]
    assert waiting(AGENT, 2 * DAY) == []
    for after in (DAY - timedelta(seconds=1), 2 * DAY):
        with pytest.raises(NotResponsibleError):
            service().decide(call(AGENT, after), approval.id, APPROVE)
    assert service().decide(call(AGENT, DAY), approval.id, APPROVE).state == "approved"


@pytest.mark.clause("3.1.3")
def test_four_eyes_counts_the_delegate_and_the_person_acted_for(aws: Any) -> None:
    first = opened(step="review")
    service().decide(call(REVIEWER, HOUR), first.id, APPROVE)
    second = opened(step="contract", token="token-2")
    delegate()
    with pytest.raises(FourEyesError):
        service().decide(call(AGENT, HOUR), second.id, APPROVE)
    # Another holder of the role may be acted for, and is then bound himself.
    delegate(by=OTHER_REVIEWER)
    after = service().decide(call(AGENT, HOUR), second.id, APPROVE)
    assert after.on_behalf_of == OTHER_REVIEWER.subject
    third = opened(step="signature", token="token-3")
    for actor in (REVIEWER, OTHER_REVIEWER, AGENT):
        with pytest.raises(FourEyesError):
            service().decide(call(actor, HOUR), third.id, APPROVE)


@pytest.mark.clause("3.1.3")
def test_who_asked_cannot_decide_by_a_delegate(aws: Any) -> None:
    approval = opened(requester=REVIEWER.subject, supplier_id=None)
    delegate()
    with pytest.raises(FourEyesError):
        service().decide(call(AGENT, HOUR), approval.id, APPROVE)


def test_what_is_delegated_cannot_be_passed_on_and_nobody_gives_what_he_lacks(aws: Any) -> None:
    delegate()
    with pytest.raises(RoleNotHeldError):
        delegate(by=AGENT, to=INSPECTOR)
    with pytest.raises(RoleNotHeldError):
        delegate(by=APPLICANT, role=Role.SUPPLIER)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"until": timedelta()}, "/until"),
        ({"until": timedelta(days=185)}, "/until"),
        ({"to": REVIEWER}, "/to"),
        ({"reason": "  "}, "/reason"),
        ({"start": NOW + 2 * DAY}, "/until"),
    ],
)
def test_a_delegation_has_an_end_another_person_and_a_reason(
    aws: Any, wrong: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        delegate(**wrong)
    assert [fault.pointer for fault in refused.value.errors] == [pointer]


def test_a_revoked_delegation_is_of_no_use_and_revoking_again_is_the_same(aws: Any) -> None:
    approval = opened()
    given = delegate()
    for stranger in (AGENT, OTHER_REVIEWER):
        with pytest.raises(DelegationNotFoundError):
            delegations().revoke(call(stranger), given.id)
    first = delegations().revoke(call(REVIEWER), given.id)
    assert delegations().revoke(call(REVIEWER, HOUR), given.id) == first
    assert waiting(AGENT) == []
    with pytest.raises(NotResponsibleError):
        service().decide(call(AGENT, HOUR), approval.id, APPROVE)


def test_an_administrator_may_revoke_any(aws: Any) -> None:
    admin = Actor("ada", frozenset({Role.ADMIN}))
    assert delegations().revoke(call(admin), delegate().id).revoked_at == NOW


@pytest.mark.clause("3.1.3")
def test_a_delegation_that_is_revoked_while_the_delegate_decides_stops_the_decision(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Revoked between what `decide` reads and what it writes."""
    approval = opened()
    given = delegate()
    find = DelegationRepository.find

    def revoked_right_after(self: DelegationRepository, id: str) -> Delegation | None:
        known = find(self, id)
        monkeypatch.undo()
        delegations().revoke(call(REVIEWER), given.id)
        return known

    monkeypatch.setattr(DelegationRepository, "find", revoked_right_after)
    the_call = call(AGENT, HOUR)
    with pytest.raises(NotResponsibleError):
        run(the_call, lambda: service().decide(the_call, approval.id, APPROVE))
    assert service().get(approval.id).is_open


def test_a_delegation_that_the_index_still_shows_is_read_anew(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    approval = opened()
    given = delegate()
    delegations().revoke(call(REVIEWER), given.id)
    monkeypatch.setattr(DelegationRepository, "active_for", lambda *_: [given])
    with pytest.raises(NotResponsibleError):
        service().decide(call(AGENT, HOUR), approval.id, APPROVE)


def test_both_sides_see_their_delegations(aws: Any) -> None:
    first, second = delegate(), delegate(to=INSPECTOR, until=2 * DAY)
    delegations().revoke(call(REVIEWER), first.id)

    def listed(actor: Actor, direction: Any) -> list[str]:
        return [given.id for given in delegations().of(call(actor), direction, PageRequest()).items]

    assert sorted(listed(REVIEWER, "given")) == sorted([first.id, second.id])
    assert listed(INSPECTOR, "received") == [second.id]
    assert listed(AGENT, "received") == []
    assert listed(REVIEWER, "received") == []


@pytest.mark.clause("8.2.1")
def test_the_reason_of_a_delegation_is_sealed_and_not_audited(aws: Any) -> None:
    delegate()
    assert REASON not in str(aws.items("AuditTable"))
    (row,) = aws.items("ApprovalsTable")
    assert isinstance(row["reason"], bytes)


@pytest.mark.clause("3.1.3")
def test_the_inbox_shows_what_is_open_for_ones_roles_most_urgent_first(aws: Any) -> None:
    late = opened(step="a", timeout="P3D", token="a")
    soon = opened(step="b", timeout="P1D", token="b")
    other = opened(step="c", role="inspector", timeout="P2D", token="c")
    both = Actor("both", frozenset({Role.REVIEWER, Role.INSPECTOR}))
    assert waiting(REVIEWER) == [soon.id, late.id]
    assert waiting(INSPECTOR) == [other.id]
    assert waiting(both) == [soon.id, other.id, late.id]
    assert waiting(both, role=Role.INSPECTOR) == [other.id]
    assert waiting(AGENT) == waiting(APPLICANT) == []
    with pytest.raises(NotResponsibleError):
        waiting(AGENT, role=Role.REVIEWER)
    service().decide(call(REVIEWER, HOUR), soon.id, APPROVE)
    service().deadline_reached(call(after=2 * DAY), other.id, other.deadline_id)
    assert waiting(both) == [late.id]
    assert waiting(MANAGER) == [other.id]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_of_an_inbox_of_several_roles_show_everything_once_in_order(
    aws: Any, limit: int
) -> None:
    roles = [Role.REVIEWER, Role.INSPECTOR, Role.LEGAL]
    for number in range(8):
        opened(
            step=f"s{number}",
            role=roles[number * 5 % 3],
            timeout=f"P{1 + number * 7 % 5}D",
            token=f"t{number}",
        )
    actor = Actor("all", frozenset(roles))
    found, cursor = [], None
    while True:
        page = service().inbox(call(actor, HOUR), None, PageRequest(limit, cursor))
        assert len(page.items) <= limit
        found += [item.approval for item in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len({item.id for item in found}) == len(found) == 8
    assert [(item.due_at, item.id) for item in found] == sorted(
        (item.due_at, item.id) for item in found
    )


def test_a_cursor_of_one_inbox_fits_no_other(aws: Any) -> None:
    for number in range(2):
        opened(step=f"s{number}", token=f"t{number}")
    cursor = service().inbox(call(REVIEWER, HOUR), None, PageRequest(1)).next
    assert cursor is not None
    with pytest.raises(InvalidInputError):
        service().inbox(call(OTHER_REVIEWER, HOUR), None, PageRequest(1, cursor))
    with pytest.raises(InvalidInputError):
        service().inbox(call(REVIEWER, HOUR), Role.REVIEWER, PageRequest(1, cursor))


@pytest.mark.clause("3.2.1")
def test_a_case_is_shown_to_staff_and_to_its_supplier_and_is_nothing_to_others(aws: Any) -> None:
    first = opened()
    service().decide(
        call(REVIEWER, HOUR), first.id, msgspec.structs.replace(APPROVE, reason="fine")
    )
    second = opened(step="inspection", role="inspector", after=HOUR, token="token-2")
    case = first.process.case

    def shown(actor: Actor) -> list[tuple[str, str | None, str | None]]:
        page = service().of_case(call(actor), case, PageRequest())
        return [
            (item.approval.id, item.approval.decided_by, item.approval.reason)
            for item in page.items
        ]

    assert shown(REVIEWER) == [(first.id, REVIEWER.subject, "fine"), (second.id, None, None)]
    assert shown(AGENT)[0] == (first.id, REVIEWER.subject, None)
    assert shown(APPLICANT)[0] == (first.id, None, "fine")
    with pytest.raises(NotFoundError):
        shown(STRANGER)
    with pytest.raises(NotFoundError):
        service().of_case(call(APPLICANT), "supplier_application:sap_none", PageRequest())
    with pytest.raises(NotFoundError):
        service().show(call(STRANGER), first.id)
    assert service().of_case(call(AGENT), "supplier_application:x", PageRequest()).items == []


def test_every_role_of_the_staff_has_words() -> None:
    from teleshop.approvals.domain.wording import ROLES

    assert ROLES.keys() == STAFF_ROLES


def test_a_race_that_never_ends_is_told_as_one(aws: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from teleshop.approvals.tables import ApprovalRepository

    approval = opened()
    opened(token="token-2")
    monkeypatch.setattr(ApprovalRepository, "find", lambda *_: approval)
    the_call = call(REVIEWER, HOUR)
    with pytest.raises(RacedError):
        run(the_call, lambda: service().decide(the_call, approval.id, APPROVE))
