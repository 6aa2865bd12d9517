"""The rules of one approval and of one round, without a database."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.approvals.domain import approval as rules
from teleshop.approvals.domain import rounds
from teleshop.approvals.domain.approval import ApprovalState, CallbackState, Choice, Verdict
from teleshop.approvals.domain.rounds import Process
from teleshop.approvals.errors import (
    AlreadyDecidedError,
    ApprovalClosedError,
    ChoiceNotAllowedError,
    RequirementMissingError,
)
from teleshop.kernel.actor import STAFF_ROLES, Role
from teleshop.kernel.errors import InvalidInputError, Refusal
from teleshop.kernel.ids import is_id
from tests.factories.approvals import DAY, NOW, PROCESS, approval

APPROVE = Verdict(Choice.APPROVE)
kinds = st.sampled_from(["supplier_application", "price_change"])
ids = st.text("abc_012", min_size=1, max_size=6)
processes = st.builds(Process, kinds, ids, st.integers(1, 99))


@given(processes, ids, processes, ids)
def test_the_id_is_that_of_the_process_the_round_and_the_step_and_of_nothing_else(
    one: Process, step: str, other: Process, other_step: str
) -> None:
    made = rules.approval_id(one, step)
    assert is_id(made, "apr")
    assert (made == rules.approval_id(other, other_step)) == ((one, step) == (other, other_step))


@pytest.mark.clause("3.1.3")
@given(st.permutations(sorted(STAFF_ROLES)), st.integers(1, 5), st.integers(60, 10**7))
def test_each_role_of_the_chain_gets_the_full_time_and_then_it_is_over(
    roles: list[Role], length: int, seconds: int
) -> None:
    chain = tuple(roles[:length])
    limit = timedelta(seconds=seconds)
    known = approval(role=chain[0], escalation=chain[1:], limit=limit)
    asked, deadlines = [known.role], {known.deadline_id}
    while True:
        after = rules.after_deadline(known, known.due_at)
        if not after.is_open:
            break
        assert after.due_at - known.due_at == limit
        known = after
        asked.append(known.role)
        deadlines.add(known.deadline_id)
    assert after.state is ApprovalState.TIMED_OUT
    assert after.decided_at == NOW + limit * length
    assert tuple(asked) == chain
    assert len(deadlines) == length


@pytest.mark.clause("3.1.3")
def test_warnings_are_given_when_half_and_four_fifths_of_the_time_are_over() -> None:
    known = approval(limit=timedelta(hours=10))
    at = [known.due_at - before - NOW for before in known.warn_before]
    assert at == [timedelta(hours=5), timedelta(hours=8)]


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize("choice", [Choice.REJECT, Choice.RETURN_FOR_CHANGE])
@pytest.mark.parametrize("reason", [None, "", " \n\t"])
def test_saying_no_needs_a_reason(choice: Choice, reason: str | None) -> None:
    with pytest.raises(InvalidInputError) as refused:
        rules.checked(Verdict(choice, reason, conditions=("x",)))
    assert [fault.pointer for fault in refused.value.errors] == ["/reason", "/conditions"]


def test_approving_needs_no_reason_and_texts_are_trimmed() -> None:
    assert rules.checked(Verdict(Choice.APPROVE, " fine ", conditions=(" a ", " "))) == Verdict(
        Choice.APPROVE, "fine", conditions=("a",)
    )


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize("reason", [None, "", " \n\t"])
def test_approving_needs_a_reason_where_the_approval_asks_for_one(reason: str | None) -> None:
    required = (Choice.APPROVE,)
    with pytest.raises(InvalidInputError) as refused:
        rules.checked(Verdict(Choice.APPROVE, reason), required)
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.code) == ("/reason", "reason_required")
    assert rules.checked(Verdict(Choice.APPROVE, "屡次延迟"), required).reason == "屡次延迟"


@pytest.mark.clause("3.1.3")
@given(st.lists(st.sampled_from(["a", "b", "c"]), unique=True), st.sampled_from(list(Choice)))
def test_only_approving_waits_for_the_requirements(fulfilled: list[str], choice: Choice) -> None:
    known = approval(requirements=("a", "b"))
    for name in fulfilled:
        if name in known.requirements:
            known = rules.fulfilled(known, name)
    missing = {"a", "b"} - set(fulfilled)
    verdict = Verdict(choice, "because")
    if choice is Choice.APPROVE and missing:
        with pytest.raises(RequirementMissingError) as refused:
            rules.decided(known, verdict, by="p", on_behalf_of=None, now=NOW)
        assert refused.value.params["missing"] == ", ".join(sorted(missing))
    else:
        after = rules.decided(known, verdict, by="p", on_behalf_of=None, now=NOW)
        assert after.state is rules.STATE_OF[choice]


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, timedelta]]:
    names = st.sampled_from(["approve", "reject", "deadline", "withdraw", "task"])
    hours = draw(st.lists(st.integers(0, 100), min_size=1, max_size=8).map(sorted))
    return [(draw(names), timedelta(hours=hour)) for hour in hours]


@pytest.mark.clause("3.1.3")
@given(steps())
def test_whatever_happens_there_is_one_outcome_and_it_stays(
    story: list[tuple[str, timedelta]],
) -> None:
    known = approval(limit=timedelta(hours=20))
    for what, after in story:
        before, now = known, NOW + after
        try:
            if what in {"approve", "reject"}:
                verdict = Verdict(Choice(what), "because")
                known = rules.decided(known, verdict, by=what, on_behalf_of=None, now=now)
                assert now < before.due_at
            elif what == "deadline" and known.is_open and now >= known.due_at:
                known = rules.after_deadline(known, now)
            elif what == "withdraw":
                known = rules.withdrawn(known, now)
        except (AlreadyDecidedError, ApprovalClosedError):
            assert not before.is_open or now >= before.due_at
        if not before.is_open:
            assert known == before
        assert known.is_open == (known.decided_at is None)


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        (ApprovalState.APPROVED, AlreadyDecidedError, "a reviewer (approved)"),
        (ApprovalState.RETURNED, AlreadyDecidedError, "a reviewer (returned for change)"),
        (ApprovalState.TIMED_OUT, ApprovalClosedError, "the platform (timed out)"),
        (ApprovalState.WITHDRAWN, ApprovalClosedError, "the applicant (withdrawn)"),
    ],
)
def test_who_comes_late_is_told_when_by_whom_and_how_it_ended_without_a_name(
    state: ApprovalState, error: type[Refusal], words: str
) -> None:
    import dataclasses

    ended = dataclasses.replace(approval(), state=state, decided_at=NOW, decided_by="rita")
    refused = rules.refusal_of_closed(ended)
    assert type(refused) is error
    assert words in refused.detail("en")
    assert "2026-11-23T12:00+08:00" in refused.detail("zh")
    for language in ("zh", "en"):
        assert "rita" not in refused.detail(language)


def test_nothing_confidential_shows_in_a_log_line() -> None:
    verdict = Verdict(Choice.REJECT, "wang xiaoming", conditions=("li lei",))
    known = rules.decided(
        approval(token="secret"), verdict, by="p", on_behalf_of=None, now=NOW + DAY / 2
    )
    for text in (repr(known), repr(verdict)):
        assert "secret" not in text
        assert "wang" not in text
        assert "li lei" not in text


def test_once_the_task_was_told_its_token_is_forgotten() -> None:
    told = rules.with_callback(approval(), CallbackState.DELIVERED)
    assert (told.token, told.callback) == (None, CallbackState.DELIVERED)


people = st.sampled_from(["p", "q", "r"])
names = st.sampled_from(["one", "two", "three"])


@pytest.mark.clause("3.1.3")
@given(st.lists(st.tuples(st.lists(people, max_size=2), names), max_size=6), people, names)
def test_a_round_remembers_everybody_and_every_step(
    story: list[tuple[list[str], str]], person: str, step: str
) -> None:
    known = rounds.new_round(PROCESS)
    for taking_part, where in story:
        known = rounds.with_people(known, taking_part, where)
    took: set[Any] = {where for taking_part, where in story if person in taking_part}
    assert known.took_part_elsewhere(person, step) == bool(took - {step})


def test_the_first_withdrawal_of_a_round_counts() -> None:
    first = rounds.withdrawn(rounds.new_round(PROCESS), NOW)
    assert rounds.withdrawn(first, NOW + DAY) == first


@pytest.mark.clause("3.1.3")
@given(
    st.none() | st.sets(st.sampled_from(Choice)),
    st.sampled_from(Choice),
)
def test_only_a_choice_that_the_process_leaves_can_be_taken(
    allowed: set[Choice] | None, choice: Choice
) -> None:
    known = rules.fulfilled(approval(requirements=("list",)), "list", allowed)
    verdict = Verdict(choice, "reason")
    if allowed is None or choice in allowed:
        after = rules.decided(known, verdict, by="rita", on_behalf_of=None, now=NOW)
        assert after.state is rules.STATE_OF[choice]
        return
    with pytest.raises(ChoiceNotAllowedError) as refused:
        rules.decided(known, verdict, by="rita", on_behalf_of=None, now=NOW)
    for language in ("zh", "en"):
        assert "{" not in refused.value.detail(language)


def test_a_requirement_fulfilled_again_keeps_the_choices_unless_others_are_given() -> None:
    known = rules.fulfilled(approval(requirements=("list",)), "list", [Choice.REJECT])
    assert rules.fulfilled(known, "list") == known
    later = rules.fulfilled(known, "list", [Choice.REJECT, Choice.APPROVE])
    assert later.allowed == (Choice.APPROVE, Choice.REJECT)
    assert later.fulfilled == ("list",)
