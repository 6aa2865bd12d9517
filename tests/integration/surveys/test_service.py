"""Surveys as the services keep them: who is asked when, one answer, figures that can be rebuilt."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.kernel.errors import RacedError
from teleshop.kernel.handlers import once
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.surveys.domain.invitation import InvitationState
from teleshop.surveys.domain.statistics import Counter
from teleshop.surveys.errors import SurveyAnsweredError
from teleshop.surveys.schemas import PublicationBody, TermsBody, TrendsView
from teleshop.surveys.service import results
from teleshop.surveys.service.answers import event_of
from teleshop.surveys.tables import CounterRow, SurveyRepository
from teleshop.surveys.wiring import service
from tests.factories.surveys import (
    AFTER_QUARTER,
    AGENT,
    CUSTOMER,
    LEAD,
    MANAGER,
    NOW,
    QUARTER,
    TOKEN,
    answered,
    by_telephone,
    call,
    closed_case,
    counted,
    delivered_order,
    invited,
    later,
    linked,
    online,
    programme_form,
    published,
)

MONTH = timedelta(days=30)
PAGE = PageRequest(100)


def asked(now: Any = NOW, **facts: Any) -> bool:
    return service().invitations.case_closed(call(now=now), closed_case(**facts)) is not None


@pytest.mark.clause("2.4.4", "6.2.2")
def test_a_customer_is_asked_once_in_thirty_days_for_cases_and_deliveries_together(
    aws: Any,
) -> None:
    published()
    published("after_delivery")
    assert asked()
    assert not asked(NOW + MONTH - timedelta(microseconds=1))
    soon = NOW + MONTH - timedelta(microseconds=1)
    assert service().invitations.order_delivered(call(now=soon), delivered_order()) is None
    assert service().invitations.order_delivered(call(now=NOW + MONTH), delivered_order())
    assert not asked(NOW + MONTH)
    assert asked(customer_id="customer-2")
    assert not asked(customer_id=None)


@pytest.mark.clause("6.2.1")
def test_nobody_is_asked_outside_the_window_or_about_other_kinds_of_cases(aws: Any) -> None:
    assert not asked()
    published(case_kinds=["return"], active_from="2026-11-24", active_to="2026-11-25")
    assert not asked(case_kind="return")
    assert not asked(later(1), case_kind="complaint")
    assert asked(later(1), case_kind="return", customer_id="customer-3")
    assert not asked(later(3), case_kind="return", customer_id="customer-4")


@pytest.mark.clause("6.2.1", "6.2.2")
def test_an_invitation_is_answered_in_the_version_it_was_made_with(aws: Any) -> None:
    programme = published()
    old = invited()
    form = programme_form(questions=programme_form()["questions"][:3], anonymous=True)
    del form["kind"]
    service().programmes.change_draft(call(LEAD), programme.id, msgspec.convert(form, TermsBody))
    service().programmes.publish_programme(call(MANAGER), programme.id)
    new = invited("customer-2")
    assert [len(service().invitations.show(one.id)[1].questions) for one in (old, new)] == [6, 3]
    # What was promised then holds: the older answer is not anonymous, the newer one is.
    assert answered(old, recommend=9).anonymous is False
    service().answers.answer_with_staff(call(AGENT), new.id, by_telephone())
    kept = list(SurveyRepository().all_answers(programme.id, QUARTER))
    assert sorted((one.number, one.anonymous) for one in kept) == [(1, False), (2, True)]


@pytest.mark.clause("6.2.2")
def test_of_many_answers_at_once_one_counts_and_the_others_are_told(aws: Any) -> None:
    published()
    invitation = invited()
    linked(invitation)

    def answer(number: int) -> str:
        own = call()
        try:
            if number % 2:
                run(own, lambda: service().answers.answer_online(own, TOKEN, online()))
            else:
                body = by_telephone()
                run(
                    own,
                    lambda: service().answers.answer_with_staff(own, invitation.id, body),
                )
        except SurveyAnsweredError:
            return "told"
        return "taken"

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(answer, range(8)))
    assert sorted(results) == ["taken"] + ["told"] * 7
    assert len(list(SurveyRepository().all_answers(invitation.programme_id, QUARTER))) == 1


@pytest.mark.clause("6.2.2")
def test_a_survey_that_waits_is_withdrawn_when_its_programme_ends_or_the_customer_opts_out(
    aws: Any,
) -> None:
    programme = published("after_delivery", delay_days=1)
    waiting = []
    for customer in ("customer-1", "customer-2"):
        order = delivered_order(customer_id=customer)
        made = service().invitations.order_delivered(call(), order)
        assert made is not None
        waiting.append(made)
    service().invitations.opt_out(call(CUSTOMER), None)
    first = service().invitations.open_invitation(call(now=later(1)), waiting[0].id)
    service().programmes.close_programme(call(MANAGER), programme.id)
    second = service().invitations.open_invitation(call(now=later(1)), waiting[1].id)
    assert first is not None
    assert second is not None
    assert {first.state, second.state} == {InvitationState.WITHDRAWN}
    assert service().invitations.open_invitation(call(now=later(1)), waiting[1].id) is None


@pytest.mark.clause("6.2.3")
def test_figures_counted_one_by_one_are_those_counted_anew(aws: Any) -> None:
    programme = published()
    for number in range(12):
        invitation = invited(
            f"customer-{number}",
            supplier_id=f"sup_{number % 3}",
            cause=None if number % 4 == 0 else "quality",
            channel="app" if number % 2 else "phone",
        )
        answer = answered(invitation, goods=1 + number % 5, recommend=number % 11)
        counted(answer)
    grown = SurveyRepository().all_counters(programme.id, QUARTER)
    assert {(one.group, one.value): one.answers for one in grown} == {
        ("all", "all"): 12,
        ("mode", "telephone"): 12,
        ("supplier", "sup_0"): 4,
        ("supplier", "sup_1"): 4,
        ("supplier", "sup_2"): 4,
        ("cause", "quality"): 9,
        ("channel", "app"): 6,
        ("channel", "phone"): 6,
    }
    assert service().results.rebuild(call(MANAGER), programme.id, QUARTER).corrected == 0

    forget(grown)
    rebuilt = service().results.rebuild(call(MANAGER), programme.id, QUARTER)
    assert (rebuilt.answers, rebuilt.corrected) == (12, 8)
    again = SurveyRepository().all_counters(programme.id, QUARTER)
    assert [plain(one) for one in again] == [plain(one) for one in grown]


def forget(counters: list[Counter]) -> None:
    """Spoil every counter: all its answers are gone but its invitations."""
    tx = Transaction(call(), "spoil", Subject("tests", "counters"))
    for one in counters:
        empty = dataclasses.replace(one, answers=0, low=0, histograms={})
        tx.save(CounterRow, one, empty, conflict=RacedError())
    tx.commit(None)


def plain(counter: Counter) -> Counter:
    return dataclasses.replace(counter, version=1)


@pytest.mark.clause("6.2.3")
def test_counting_anew_beside_an_answer_that_is_being_counted_loses_nothing(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = published()
    counted(answered(invited()))
    second = answered(invited("customer-2"))
    forget(SurveyRepository().all_counters(programme.id, QUARTER))
    real = SurveyRepository.all_answers
    beside = [second]

    def slow(self: SurveyRepository, *args: Any) -> Any:
        found = list(real(self, *args))
        if beside:
            service().results.count_answer(call(), event_of(beside.pop()))
        return iter(found)

    monkeypatch.setattr(SurveyRepository, "all_answers", slow)
    own = call(MANAGER)
    run(own, lambda: service().results.rebuild(own, programme.id, QUARTER))
    (whole,) = service().results.list_results(programme.id, QUARTER, "all", PAGE).items
    assert whole.answers == 2


@pytest.mark.clause("6.2.3")
def test_more_groups_than_a_transaction_takes_are_corrected_in_parts(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "CORRECTED_AT_ONCE", 3)
    programme = published()
    for number in range(8):
        counted(answered(invited(f"customer-{number}", supplier_id=f"sup_{number}")))
    grown = SurveyRepository().all_counters(programme.id, QUARTER)
    suppliers = [one for one in grown if one.group == "supplier"]
    forget(suppliers)
    own = dataclasses.replace(call(MANAGER), request_key=once("tests", "rebuild"))
    rebuilt = service().results.rebuild(own, programme.id, QUARTER)
    assert (rebuilt.answers, rebuilt.corrected) == (8, 8)
    again = SurveyRepository().all_counters(programme.id, QUARTER)
    assert [plain(one) for one in again] == [plain(one) for one in grown]


@pytest.mark.clause("6.2.3")
def test_a_trend_shows_what_moved_and_whether_it_is_more_than_chance(aws: Any) -> None:
    programme = published(active_from="2026-07-01", answer_days=90)
    summer = datetime(2026, 9, 10, tzinfo=UTC)
    for number in range(12):
        counted(answered(invited(f"early-{number}", summer), goods=5, service=4))
        late = invited(f"late-{number}")
        counted(answered(late, goods=1 if number < 8 else 5, service=3 if number == 0 else 5))
    counters = service().results.trend(programme.id, QUARTER, 3, "all", "all")
    shown = TrendsView.of(counters).quarters
    assert [(one.quarter, one.answers) for one in shown] == [
        ("2026Q2", 0),
        ("2026Q3", 12),
        ("2026Q4", 12),
    ]
    assert [one.changes for one in shown[:2]] == [[], []]
    moved = {one.measure: (one.difference, one.verdict) for one in shown[2].changes}
    assert moved == {
        "goods": (-0.6667, "worse"),
        "service": (-0.0833, "unclear"),
        "price": (0.0, "unclear"),
    }


@pytest.mark.clause("6.2.4")
def test_programmes_of_all_kinds_are_published_together(aws: Any) -> None:
    first, second = published(), published("after_delivery")
    for number in range(10):
        counted(answered(invited(f"customer-{number}")))
        order = delivered_order(customer_id=f"buyer-{number}")
        made = service().invitations.order_delivered(call(), order)
        assert made is not None
        counted(answered(made, goods=2))
    assert first.id != second.id
    made_public = service().publications.publish_quarter(
        call(MANAGER, AFTER_QUARTER), PublicationBody(quarter=QUARTER)
    )
    shown = {
        (one.group, one.value): one.figure for one in made_public.figures if one.measure == "goods"
    }
    sizes = {key: found.n for key, found in shown.items() if found}
    assert sizes == {
        ("all", "all"): 20,
        ("mode", "telephone"): 20,
        ("programme_kind", "after_case"): 10,
        ("programme_kind", "after_delivery"): 10,
    }
