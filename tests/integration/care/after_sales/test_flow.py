"""A return to its refund, an exchange, repairs, refusals; on the stored case with its clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from teleshop.care.domain.after_sales.decision import Remedy
from teleshop.care.domain.after_sales.intactness import Finding
from teleshop.care.domain.after_sales.records import Stage, Step
from teleshop.care.domain.after_sales.refusals import (
    EvidenceRequiredError,
    QuantityExceededError,
    RefundAmountError,
    RefundPaidError,
    RefundReferenceUsedError,
    StepNotPossibleError,
)
from teleshop.care.schemas.after_sales import InspectedForm, RepairResultBody
from teleshop.care.service.after_sales import Seen
from teleshop.care.wiring import after_sales
from tests.factories.after_sales import (
    AGENT,
    CUSTOMER,
    DAY,
    NOW,
    PARCEL,
    calling,
    faulty,
    inspected,
    received,
    refunded,
    repair,
    replaced,
    requested,
    returned,
    sold,
    sold_durable,
    with_place,
)

pytestmark = [pytest.mark.clause("2.4.2", "6.3.3"), pytest.mark.usefixtures("aws")]


def running(seen: Seen) -> set[str]:
    """The clocks that run, but that of assignment."""
    return {clock.kind for clock in seen.shown.clocks if clock.is_open} - {"assign"}


@pytest.mark.clause("6.3.1")
def test_a_return_in_time_is_approved_by_rule_received_inspected_and_refunded() -> None:
    sold()
    with_place()
    asked = requested(2)
    assert asked.request.stage is Stage.APPROVED
    assert asked.request.ruling is not None
    assert asked.request.ruling.by == "rules"
    assert asked.place is not None
    assert running(asked) == {"return_parcel"}
    id = asked.request.case_id

    came = received(id, now=NOW + 2 * DAY)
    assert running(came) == {"inspection", "refund", "refund_line"}
    due = {clock.kind: clock.due_at for clock in came.shown.clocks}
    # Received on 2026-11-25 in China: due before 12-03 begins there, deliberate from 12-11 on.
    assert due["refund"] == datetime(2026, 12, 2, 16, tzinfo=UTC)
    assert due["refund_line"] == datetime(2026, 12, 10, 16, tzinfo=UTC)

    judged = inspected(id, InspectedForm(line=2, received=1))
    assert judged.request.refund is not None
    assert judged.request.refund.amount == 4_000
    assert judged.request.owed() == (Step.REFUND,)
    assert running(judged) == {"refund", "refund_line"}

    with pytest.raises(RefundAmountError):
        refunded(id, 8_000)
    paid = refunded(id, 4_000)
    assert paid.request.stage is Stage.SETTLED
    assert (paid.shown.case.resolution, running(paid)) == ("refunded", set())
    with pytest.raises(RefundPaidError):
        refunded(id, 4_000, ref="PAY-0002")


@pytest.mark.clause("6.3.1")
def test_partial_returns_of_an_order_add_up_to_what_was_paid() -> None:
    sold()
    with_place()
    first = returned(2)
    refunded(first.request.case_id, 4_000)
    second = returned(1)
    assert second.request.refund is not None
    assert second.request.refund.amount == 20_000
    with pytest.raises(RefundReferenceUsedError):
        refunded(second.request.case_id, 20_000)
    refunded(second.request.case_id, 20_000, ref="PAY-0002")


def test_a_piece_is_asked_for_once_until_its_request_is_over() -> None:
    sold()
    with_place()
    first = requested(1)
    with pytest.raises(QuantityExceededError):
        requested(1)
    after_sales().requests.withdraw_after_sales(calling(CUSTOMER), first.request.case_id)
    again = requested(1)
    received(again.request.case_id)
    inspected(again.request.case_id)
    refunded(again.request.case_id, 14_000)
    with pytest.raises(QuantityExceededError):
        requested(1, now=NOW + 4 * DAY)


@pytest.mark.clause("6.3.1")
def test_goods_that_are_not_intact_go_back_with_the_reason_and_never_without_evidence() -> None:
    sold()
    with_place()
    id = requested(1, 2).request.case_id
    received(id)
    damaged = InspectedForm(line=1, received=1, findings=[Finding.DAMAGED, Finding.PACKAGE_OPENED])
    with pytest.raises(EvidenceRequiredError):
        inspected(id, damaged, InspectedForm(line=2, received=1))


@pytest.mark.clause("6.3.1")
def test_a_late_notice_is_refused_by_rule_and_the_case_is_closed() -> None:
    sold()
    late = requested(now=NOW + 10 * DAY)
    assert late.request.stage is Stage.REFUSED
    assert late.shown.case.resolution == "refused"
    assert [reason.code for reason in late.request.assessment.reasons] == ["window_over"]
    assert running(late) == set()
    # Nothing is held back for a request that is over.
    assert requested(now=NOW).request.stage is Stage.DECIDING


def test_faulty_durables_are_exchanged_in_the_second_week_and_their_guarantee_starts_again() -> (
    None
):
    sold_durable()
    with_place()
    asked = faulty(Remedy.EXCHANGE, now=NOW + 9 * DAY)
    assert asked.request.stage is Stage.APPROVED
    id = asked.request.case_id
    came = received(id, now=NOW + 12 * DAY)
    assert running(came) == {"inspection", "replacement", "remedy_line"}
    judged = inspected(id, InspectedForm(line=1, received=1, fault=True), now=NOW + 12 * DAY)
    assert judged.request.owed() == (Step.REPLACEMENT,)
    done = replaced(id, now=NOW + 14 * DAY)
    assert (done.request.stage, done.shown.case.resolution) == (Stage.SETTLED, "replaced")
    # Nine days after the replacement it is again one of the second week.
    again = faulty(Remedy.EXCHANGE, now=NOW + 23 * DAY)
    assert again.request.stage is Stage.APPROVED
    dates = again.request.assessment.dates
    assert dates["guarantee_start"] == (NOW + 14 * DAY).date()


def test_goods_repaired_twice_in_vain_are_exchanged_and_no_moment_is_without_a_clock() -> None:
    sold_durable()
    with_place()
    now = NOW + 30 * DAY
    asked = faulty(Remedy.REPAIR, now=now)
    assert asked.request.stage is Stage.APPROVED
    id = asked.request.case_id
    came = received(id, now=now + 2 * DAY)
    assert running(came) == {"inspection", "repair"}
    inspected(id, InspectedForm(line=1, received=1, fault=True), now=now + 2 * DAY)
    first = repair(id, now=now + 3 * DAY, repaired=False)
    assert running(first) == {"after_repair"}
    with pytest.raises(StepNotPossibleError):
        replaced(id, now=now + 5 * DAY)
    begun = after_sales().goods.start_repair(calling(AGENT, now + 6 * DAY), id)
    assert running(begun) == {"repair"}
    second = after_sales().goods.finish_repair(
        calling(AGENT, now + 7 * DAY), id, RepairResultBody(repaired=False)
    )
    assert running(second) == {"after_repair"}
    done = replaced(id, now=now + 8 * DAY)
    assert (done.shown.case.resolution, running(done)) == ("replaced", set())
    assert done.request.replacement is not None


def test_a_repair_that_succeeds_ends_the_case_and_counts_for_the_next_one() -> None:
    sold_durable()
    with_place()
    now = NOW + 30 * DAY
    for turn in range(2):
        id = faulty(Remedy.REPAIR, now=now + turn * 10 * DAY).request.case_id
        done = repair(id, now=now + (turn * 10 + 1) * DAY, repaired=True)
        assert done.shown.case.resolution == "repaired"
    third = faulty(Remedy.EXCHANGE, now=now + 30 * DAY)
    assert third.request.stage is Stage.APPROVED
    assert "repaired_in_vain" in {reason.code for reason in third.request.assessment.reasons}


def test_a_repair_of_more_than_thirty_days_gives_a_replacement() -> None:
    sold_durable()
    with_place()
    now = NOW + 30 * DAY
    id = faulty(Remedy.REPAIR, now=now).request.case_id
    begun = after_sales().goods.start_repair(calling(AGENT, now), id)
    (clock,) = (clock for clock in begun.shown.clocks if clock.kind == "repair")
    with pytest.raises(StepNotPossibleError):
        replaced(id, now=clock.due_at - timedelta(seconds=1))
    assert replaced(id, now=clock.due_at).shown.case.resolution == "replaced"


def test_without_a_return_address_nothing_is_approved_by_rule() -> None:
    sold()
    waits = requested()
    assert waits.request.stage is Stage.DECIDING
    assert waits.request.assessment.outcome == "refer"
    assert "return_place_missing" in {r.code for r in waits.request.assessment.reasons}
    assert running(waits) == {"decision", "decision_line"}


def test_steps_out_of_order_are_refused() -> None:
    sold()
    with_place()
    id = requested().request.case_id
    for step in (
        lambda: inspected(id),
        lambda: refunded(id, 4_000),
        lambda: replaced(id, now=NOW),
        lambda: after_sales().goods.start_repair(calling(), id),
        lambda: after_sales().goods.send_goods_back(calling(), id, PARCEL),
    ):
        with pytest.raises(StepNotPossibleError):
            step()
