"""What the rules answer to a request: rights, exclusions, promises, faults."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.care.domain.after_sales.assess import Wanted, assess, assess_line
from teleshop.care.domain.after_sales.decision import Decision, Ground, Outcome, Party, Remedy
from teleshop.care.domain.after_sales.defects import History, Repair
from teleshop.care.domain.after_sales.exclusions import CONFIRMED, STATUTORY, confirmation_fault
from teleshop.care.domain.after_sales.purchase import Confirmation, Purchase, PurchasedLine
from tests.factories.purchases import (
    DELIVERED,
    PLACED,
    china,
    confirmed,
    line,
    purchase,
    request,
)

pytestmark = pytest.mark.clause("6.3.1", "2.4.2")

IN_TIME = china(date(2026, 11, 27), 23, 59)
LATE = china(date(2026, 11, 28), 0)


def outcome_of(bought: Purchase, notice_at: datetime, **changes: Any) -> Decision:
    return assess(bought, request(notice_at, **changes)).decision


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


@pytest.mark.parametrize("channel", ["tv", "phone", "app", "web", "mail"])
def test_goods_sold_at_a_distance_may_go_back_within_seven_days(channel: str) -> None:
    found = outcome_of(purchase(channel=channel), IN_TIME)
    assert (found.outcome, found.freight, found.remedies) == (
        Outcome.APPROVE,
        Party.CUSTOMER,
        (Remedy.RETURN,),
    )
    assert found.dates == {
        "window_start": date(2026, 11, 21),
        "window_end": date(2026, 11, 27),
    }
    assert found.rules == ("R1.1", "R1.2", "R1.3", "R1.12")
    assert {citation.article for citation in found.citations} >= {"25"}


def test_a_late_notice_is_refused_with_its_dates_and_the_remedy() -> None:
    found = outcome_of(purchase(), LATE)
    assert found.outcome is Outcome.REFUSE
    (reason,) = found.reasons
    assert reason.code == "window_over"
    assert "2026-11-28" in reason.en
    assert "2026-11-27" in reason.zh
    assert found.freight is None


def test_a_sale_in_a_shop_gives_no_right_unless_it_was_promised() -> None:
    found = outcome_of(purchase(channel="shop"), IN_TIME)
    assert (found.outcome, codes(found)) == (Outcome.REFUSE, ["not_a_distance_sale"])
    promised = outcome_of(purchase(line(promised_return_days=15), channel="shop"), LATE)
    assert promised.outcome is Outcome.APPROVE


@pytest.mark.parametrize("exclusion", sorted(STATUTORY))
def test_goods_excluded_by_law_do_not_go_back_unless_it_was_promised(exclusion: str) -> None:
    found = outcome_of(purchase(line(exclusion=exclusion)), IN_TIME)
    assert (found.outcome, codes(found)) == (Outcome.REFUSE, ["excluded_by_law"])
    assert "R1.4" in found.rules
    promised = line(exclusion=exclusion, promised_return_days=7)
    found = outcome_of(purchase(promised), IN_TIME)
    assert found.outcome is Outcome.APPROVE
    assert "R1.6" in found.rules
    assert outcome_of(purchase(promised), LATE).outcome is Outcome.REFUSE


def test_a_recording_said_to_be_sealed_is_for_a_person_to_look_at() -> None:
    bought = purchase(line(exclusion="digital_or_opened_av"))
    sealed = assess(bought, request(IN_TIME, Wanted(1, 1, sealed=True))).decision
    assert (sealed.outcome, codes(sealed)) == (Outcome.REFER, ["seal_to_be_checked"])
    assert sealed.duty is not None
    opened = assess(bought, request(IN_TIME, Wanted(1, 1, sealed=False))).decision
    assert opened.outcome is Outcome.REFUSE


@pytest.mark.parametrize("exclusion", sorted(CONFIRMED))
@pytest.mark.parametrize(
    ("proof", "outcome", "code"),
    [
        (confirmed(), Outcome.REFUSE, "excluded_by_confirmation"),
        (None, Outcome.APPROVE, "confirmation_missing"),
        (confirmed(reference="  "), Outcome.APPROVE, "confirmation_missing"),
        (confirmed(conspicuous_mark=False), Outcome.APPROVE, "confirmation_void"),
        (confirmed(pre_ticked=True), Outcome.APPROVE, "confirmation_void"),
        (
            confirmed(confirmed_at=PLACED - timedelta(days=30)),
            Outcome.APPROVE,
            "confirmation_void",
        ),
        (confirmed(confirmed_at=DELIVERED), Outcome.APPROVE, "confirmation_void"),
    ],
)
def test_an_exclusion_to_be_confirmed_holds_only_with_proof_of_a_confirmation_of_this_purchase(
    exclusion: str, proof: Confirmation | None, outcome: Outcome, code: str
) -> None:
    found = outcome_of(purchase(line(exclusion=exclusion, confirmation=proof)), IN_TIME)
    assert found.outcome is outcome
    assert code in codes(found)
    assert "R1.5" in found.rules


def test_a_confirmation_counts_from_a_day_before_the_order_to_half_an_hour_after() -> None:
    at = line(exclusion="activated_value_loss")
    for moment, holds in (
        (PLACED - timedelta(hours=24), True),
        (PLACED - timedelta(hours=24, microseconds=1), False),
        (PLACED + timedelta(minutes=30), True),
        (PLACED + timedelta(minutes=30, microseconds=1), False),
    ):
        bought = line(exclusion=at.exclusion, confirmation=confirmed(confirmed_at=moment))
        assert (confirmation_fault(purchase(bought), bought) is None) is holds


def test_lines_that_fare_differently_are_for_a_person_and_each_keeps_its_answer() -> None:
    bought = purchase(line(1), line(2, exclusion="made_to_order"))
    found = assess(bought, request(IN_TIME, Wanted(1, 1), Wanted(2, 1)))
    assert found.decision.outcome is Outcome.REFER
    assert [found.lines[number].outcome for number in (1, 2)] == [Outcome.APPROVE, Outcome.REFUSE]
    with pytest.raises(KeyError):
        assess_line(bought, request(IN_TIME), Wanted(9, 1))


def test_goods_not_yet_signed_for_may_be_given_notice_of() -> None:
    found = outcome_of(purchase(delivered_at=None), IN_TIME)
    assert (found.outcome, codes(found)) == (Outcome.APPROVE, ["not_yet_delivered"])
    unseen = outcome_of(purchase(delivered_at=None), IN_TIME, ground=Ground.QUALITY)
    assert unseen.outcome is Outcome.REFER


def test_between_the_two_readings_of_an_unpublished_calendar_a_person_decides() -> None:
    bought = purchase(delivered_at=china(date(2026, 12, 28)))
    found = outcome_of(bought, china(date(2027, 1, 6)))
    assert (found.outcome, codes(found)) == (Outcome.REFER, ["calendar_unconfirmed"])
    assert "R10.1" in found.rules
    assert outcome_of(bought, china(date(2027, 1, 4))).outcome is Outcome.APPROVE
    assert outcome_of(bought, china(date(2027, 1, 14))).outcome is Outcome.REFUSE


@pytest.mark.parametrize("ground", [g for g in Ground if g.is_fault])
def test_faulty_goods_in_the_window_go_back_at_the_cost_of_the_operator(ground: Ground) -> None:
    found = outcome_of(purchase(), IN_TIME, ground=ground)
    assert (found.outcome, found.freight) == (Outcome.APPROVE, Party.OPERATOR)
    assert set(found.remedies) == set(Remedy)


DURABLE = line(durable=True)


@pytest.mark.clause("6.3.2")
@pytest.mark.parametrize(
    ("day", "remedy", "outcome", "code"),
    [
        (date(2026, 11, 27), Remedy.EXCHANGE, Outcome.APPROVE, "in_return_days"),
        (date(2026, 11, 28), Remedy.RETURN, Outcome.REFER, "in_exchange_days"),
        (date(2026, 11, 28), Remedy.EXCHANGE, Outcome.APPROVE, "in_exchange_days"),
        # Day 15, 2026-12-05, is a Saturday: the window goes on to Monday.
        (date(2026, 12, 7), Remedy.EXCHANGE, Outcome.APPROVE, "in_exchange_days"),
        (date(2026, 12, 8), Remedy.EXCHANGE, Outcome.REFER, "in_term"),
        (date(2026, 12, 8), Remedy.REPAIR, Outcome.APPROVE, "in_term"),
        (date(2027, 5, 20), Remedy.REPAIR, Outcome.APPROVE, "operator_proves"),
        (date(2027, 5, 21), Remedy.REPAIR, Outcome.REFER, "fault_to_be_shown"),
        (date(2027, 11, 20), Remedy.REPAIR, Outcome.REFER, "in_term"),
        (date(2027, 11, 21), Remedy.REPAIR, Outcome.REFER, "after_term"),
    ],
)
def test_durables_return_then_exchange_then_repair_with_the_burden_of_proof_for_six_months(
    day: date, remedy: Remedy, outcome: Outcome, code: str
) -> None:
    found = outcome_of(purchase(DURABLE), china(day, 23, 59), remedy=remedy, ground=Ground.QUALITY)
    assert found.outcome is outcome
    assert code in codes(found)
    assert found.freight is Party.OPERATOR
    assert found.dates["guarantee_end"] == date(2027, 11, 20)


@pytest.mark.clause("6.3.2")
def test_faults_of_other_goods_need_evidence_and_are_never_refused_by_rule_alone() -> None:
    later = china(date(2026, 12, 24))
    found = outcome_of(purchase(), later, ground=Ground.QUALITY, remedy=Remedy.EXCHANGE)
    assert (found.outcome, codes(found)) == (Outcome.REFER, ["no_term", "other_remedy"])
    term = purchase(line(warranty_months=24))
    found = outcome_of(term, later, ground=Ground.QUALITY, remedy=Remedy.REPAIR)
    assert (found.outcome, codes(found)) == (Outcome.REFER, ["in_term", "fault_to_be_shown"])


def test_an_exchange_without_reason_is_a_matter_of_agreement() -> None:
    found = outcome_of(purchase(), IN_TIME, remedy=Remedy.EXCHANGE)
    assert found.outcome is Outcome.REFER
    assert "exchange_by_agreement" in codes(found)


def test_goods_repaired_twice_in_vain_or_for_more_than_thirty_days_are_exchanged() -> None:
    start = china(date(2026, 12, 10))
    once = Repair(start, start + timedelta(days=2))
    twice = Repair(start + timedelta(days=9), start + timedelta(days=12))
    third = start + timedelta(days=20)

    def answer(*repairs: Repair, notice_at: datetime = third) -> Decision:
        return outcome_of(
            purchase(DURABLE),
            notice_at,
            remedy=Remedy.EXCHANGE,
            ground=Ground.QUALITY,
            history={1: History(repairs=repairs)},
        )

    assert answer(once).outcome is Outcome.REFER
    found = answer(once, twice)
    assert (found.outcome, found.reasons[0].code) == (Outcome.APPROVE, "repaired_in_vain")
    assert "R1.17-exchange" in found.rules
    lasting = Repair(start)
    assert answer(lasting, notice_at=china(date(2027, 1, 9), 23)).outcome is Outcome.REFER
    found = answer(lasting, notice_at=china(date(2027, 1, 10), 0))
    assert found.reasons[0].code == "repair_too_long"


ORDER_LINES = st.builds(
    line,
    exclusion=st.sampled_from([None, *sorted(STATUTORY | CONFIRMED)]),
    promised_return_days=st.none() | st.integers(1, 60),
    durable=st.booleans(),
    warranty_months=st.integers(0, 36),
)


@given(
    ORDER_LINES,
    st.integers(-60 * 24 * 10, 60 * 24 * 900),
    st.sampled_from(Remedy),
    st.sampled_from(Ground),
)
@settings(max_examples=100)
def test_every_request_gets_an_answer_with_rules_reasons_and_articles(
    bought_line: PurchasedLine, minutes: int, remedy: Remedy, ground: Ground
) -> None:
    bought = purchase(bought_line)
    asked = request(DELIVERED + timedelta(minutes=minutes), remedy=remedy, ground=ground)
    found = assess(bought, asked).decision
    assert found == assess(bought, asked).decision
    assert found.reasons
    assert len(found.citations) == len(found.rules) > 0
    assert all(reason.zh and reason.en for reason in found.reasons)
    assert not any("{" in reason.zh + reason.en for reason in found.reasons)
    if ground.is_fault:
        assert found.outcome is not Outcome.REFUSE
        assert found.freight is Party.OPERATOR
    if found.outcome is Outcome.REFER:
        assert found.duty is not None
    if found.outcome is Outcome.APPROVE:
        assert remedy in found.remedies
