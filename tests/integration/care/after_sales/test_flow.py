"""A return to its refund, an exchange, repairs, refusals; on the stored case with its clocks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from teleshop.care.domain.after_sales.decision import Remedy
from teleshop.care.domain.after_sales.flow import RefusalCode
from teleshop.care.domain.after_sales.intactness import Finding
from teleshop.care.domain.after_sales.records import Stage, Step
from teleshop.care.domain.after_sales.refusals import (
    EvidenceRequiredError,
    InspectorPaysError,
    OrderNoLongerFitsError,
    QuantityExceededError,
    RefundAmountError,
    RefundPaidError,
    RefundReferenceUsedError,
    RefusalNotLawfulError,
    ReturnPlaceMissingError,
    StepNotPossibleError,
)
from teleshop.care.errors import ClosureNotAllowedError
from teleshop.care.schemas.after_sales import (
    InspectedForm,
    ParcelBody,
    ReceiptBody,
    RefundBody,
    RepairResultBody,
)
from teleshop.care.schemas.bodies import ClosureBody, TicketAnswerBody, TicketForm
from teleshop.care.service.after_sales import Seen
from teleshop.care.wiring import after_sales, service
from teleshop.kernel.errors import InvalidInputError, Refusal
from teleshop.orders.service import CorrectionReason, Order
from teleshop.orders.wiring import service as orders
from tests.factories.after_sales import (
    AGENT,
    CUSTOMER,
    DAY,
    LEAD,
    NOW,
    PARCEL,
    calling,
    decided,
    evidence,
    faulty,
    inspected,
    not_intact,
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
from tests.factories.orders import line

pytestmark = [pytest.mark.clause("2.4.2", "6.3.3"), pytest.mark.usefixtures("aws")]


def corrected(known: Order, **changes: Any) -> None:
    """A lead corrects the order."""
    reason = CorrectionReason.ENTRY_ERROR
    orders().report_order(calling(LEAD, NOW + 2 * DAY), replace(known, **changes), reason)


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
def test_who_inspected_does_not_book_the_refund() -> None:
    sold()
    with_place()
    id = returned(2).request.case_id
    paid = RefundBody(amount=4_000, reference="PAY-0001")
    with pytest.raises(InspectorPaysError):
        after_sales().goods.report_refund(calling(AGENT, NOW + 3 * DAY), id, paid)
    done = after_sales().goods.report_refund(calling(LEAD, NOW + 3 * DAY), id, paid)
    assert done.request.stage is Stage.SETTLED


@pytest.mark.clause("6.3.1")
def test_an_order_corrected_under_way_stops_the_inspection_until_it_fits_again() -> None:
    """A line gets another number, or other goods stand at its number: nothing is computed, and
    the request goes on once the order says again what was sold.
    """
    known = sold()
    with_place()
    id = requested(1).request.case_id
    received(id)
    first, second = known.lines
    wrong = (
        (replace(first, number=3), second),
        (second,),
        (replace(first, product_id="prd-9"), second),
        (replace(first, number=2), replace(second, number=1)),
    )
    for lines in wrong:
        total = sum(each.paid for each in lines)
        corrected(known, lines=lines, paid=total, discounts=())
        with pytest.raises(OrderNoLongerFitsError):
            inspected(id)
    assert after_sales().requests.show_after_sales(calling(), id).request.stage is Stage.RECEIVED
    # An amount that was corrected is the amount that counts.
    cheaper = (replace(first, paid=15_000), second)
    corrected(known, lines=cheaper, paid=23_000)
    seen = inspected(id).request
    assert seen.refund is not None
    assert seen.refund.amount == 13_000


@pytest.mark.clause("6.3.1")
def test_what_came_back_earlier_counts_after_lines_were_renumbered() -> None:
    known = sold()
    with_place()
    refunded(returned(1).request.case_id, 14_000)
    first, second = known.lines
    corrected(known, lines=(replace(first, number=3), second))
    # The same pan under another number: no rule lets it through, and no money follows.
    asked = requested(3, now=NOW + 3 * DAY).request
    assert asked.stage is Stage.DECIDING
    assert asked.assessment.reasons[-1].code == "order_corrected"
    again = asked.case_id
    decided(again, now=NOW + 3 * DAY)
    received(again, now=NOW + 4 * DAY)
    with pytest.raises(OrderNoLongerFitsError):
        inspected(again, InspectedForm(line=3, received=1), now=NOW + 4 * DAY)


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
    damaged = InspectedForm(line=2, received=1, findings=[Finding.DAMAGED])
    with pytest.raises(EvidenceRequiredError):
        inspected(id, InspectedForm(line=1, received=1), damaged)
    opened = InspectedForm(line=2, received=1, findings=[Finding.PACKAGE_OPENED, Finding.TESTED])
    judged = inspected(id, InspectedForm(line=1, received=1), opened)
    assert not judged.request.refused_lines


@pytest.mark.clause("6.3.1")
def test_a_case_of_two_ends_is_closed_after_both() -> None:
    sold()
    with_place()
    judged = not_intact()
    id = judged.request.case_id
    assert judged.request.owed() == (Step.REFUND, Step.SEND_BACK)
    assert running(judged) == {"refund", "refund_line", "send_back"}
    (refused,) = judged.request.refused_lines
    assert [reason.code for reason in refused.reasons] == ["NOT_INTACT_DAMAGED"]
    assert judged.request.refund is not None
    # Line 2 is kept: what it costs alone is not refunded.
    assert judged.request.refund.amount == 14_000
    back = after_sales().goods.send_goods_back(calling(now=NOW + 3 * DAY), id, PARCEL)
    assert running(back) == {"refund", "refund_line", "close"}
    done = refunded(id, 14_000, now=NOW + 4 * DAY)
    assert (done.request.stage, done.shown.case.resolution) == (Stage.SETTLED, "refunded")
    # The pieces that went back may be asked for again, on a ground that holds.
    assert faulty(Remedy.RETURN, 2, now=NOW + 5 * DAY).request.stage is Stage.APPROVED


@pytest.mark.clause("6.3.1")
def test_a_fault_that_is_not_there_is_shown_and_falls_back_to_the_return_without_reason() -> None:
    sold()
    with_place()
    asked = faulty(Remedy.RETURN, 2)
    id = asked.request.case_id
    assert asked.request.ruling is not None
    assert asked.request.ruling.freight == "operator"
    received(id)
    sound = InspectedForm(line=2, received=1, fault=False)
    with pytest.raises(EvidenceRequiredError):
        inspected(id, sound)
    judged = inspected(id, sound, photos=[evidence()])
    assert judged.request.refund is not None
    # In time and intact: refunded like a return without reason, at the customer's freight.
    assert judged.request.refund.amount == 4_000
    assert judged.request.refund.freight == 0


@pytest.mark.clause("6.3.1")
def test_freight_laid_out_for_faulty_goods_is_given_back_with_the_refund() -> None:
    sold()
    with_place()
    id = faulty(Remedy.RETURN, 2).request.case_id
    unproven = ParcelBody(carrier="sf", number="SF1234567890123", freight_paid=1_800)
    with pytest.raises(InvalidInputError):
        after_sales().goods.report_parcel(calling(CUSTOMER), id, unproven)
    parcel = ParcelBody(
        carrier="sf",
        number="SF1234567890123",
        freight_paid=1_800,
        freight_receipt=evidence(CUSTOMER),
    )
    after_sales().goods.report_parcel(calling(CUSTOMER), id, parcel)
    after_sales().goods.report_receipt(calling(now=NOW + 2 * DAY), id, ReceiptBody())
    judged = inspected(id, InspectedForm(line=2, received=1, fault=True))
    assert judged.request.refund is not None
    assert (judged.request.refund.goods, judged.request.refund.freight) == (8_000, 1_800)
    paid = refunded(id, 9_800)
    assert paid.request.stage is Stage.SETTLED


@pytest.mark.parametrize(
    ("reason", "evident", "error"),
    [
        (RefusalCode.OPENED, True, RefusalNotLawfulError),
        (RefusalCode.WINDOW_OVER, True, RefusalNotLawfulError),
        (RefusalCode.EXCLUDED_BY_LAW, True, RefusalNotLawfulError),
        (RefusalCode.EXCLUDED_BY_CONFIRMATION, True, RefusalNotLawfulError),
        (RefusalCode.FAULT_NOT_SHOWN, True, RefusalNotLawfulError),
        (RefusalCode.NOT_INTACT, False, EvidenceRequiredError),
    ],
)
@pytest.mark.clause("6.3.1")
def test_a_refusal_that_the_rules_do_not_bear_cannot_be_made(
    reason: RefusalCode, evident: bool, error: type[Refusal]
) -> None:
    sold()
    id = requested().request.case_id
    shown = [evidence()] if evident else []
    with pytest.raises(error):
        decided(id, outcome="refuse", text="不同意。", reason=reason, evidence=shown)


def test_a_person_decides_what_the_rules_leave_open() -> None:
    sold()
    id = requested(1, 2).request.case_id
    with pytest.raises(ReturnPlaceMissingError):
        decided(id)
    with_place()
    done = decided(id, lines=[2], operator_pays_freight=True)
    assert [line.approved for line in done.request.lines] == [False, True]
    assert done.request.ruling is not None
    assert (done.request.ruling.by, done.request.ruling.freight) == ("agnes", "operator")
    assert running(done) == {"return_parcel"}
    with pytest.raises(StepNotPossibleError):
        decided(id)
    assert requested(1).request.stage is Stage.APPROVED


def test_a_refused_request_is_closed_and_its_reason_kept() -> None:
    sold()
    id = requested().request.case_id
    done = decided(
        id,
        outcome="refuse",
        text="吊牌已剪。",
        reason=RefusalCode.NOT_INTACT,
        evidence=[evidence()],
    )
    assert (done.request.stage, done.shown.case.resolution) == (Stage.REFUSED, "refused")
    assert done.request.ruling is not None
    assert done.request.ruling.code == "not_intact"
    with pytest.raises(StepNotPossibleError):
        decided(id)


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
    assert (done.request.stage, done.shown.case.resolution) == (Stage.SETTLED, "exchanged")
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
    assert running(came) == {"inspection", "repair", "remedy_line"}
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
    assert (done.shown.case.resolution, running(done)) == ("exchanged", set())
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
    assert replaced(id, now=clock.due_at).shown.case.resolution == "exchanged"


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
    steps: tuple[Callable[[], Seen], ...] = (
        lambda: inspected(id),
        lambda: refunded(id, 4_000),
        lambda: replaced(id, now=NOW),
        lambda: after_sales().goods.start_repair(calling(), id),
        lambda: after_sales().goods.send_goods_back(calling(), id, PARCEL),
    )
    for step in steps:
        with pytest.raises(StepNotPossibleError):
            step()


@pytest.mark.clause("6.3.1")
def test_a_return_for_which_nothing_is_due_is_settled_by_its_inspection() -> None:
    goods = (
        line(1, unit_price=29_000, paid=23_200),
        line(2, unit_price=1_000, paid=800),
    )
    sold(lines=goods)
    with_place()
    done = returned(2)
    assert done.request.refund is not None
    assert done.request.refund.amount == 0
    assert (done.request.stage, done.shown.case.resolution) == (Stage.SETTLED, "refunded")
    rest = returned(1)
    assert rest.request.refund is not None
    assert rest.request.refund.amount == 24_000


@pytest.mark.clause("2.4.3", "6.1.3")
def test_what_is_owed_to_others_keeps_the_case_open_under_a_clock(aws: object) -> None:
    sold()
    with_place()
    waiting = returned(2)
    id = waiting.request.case_id
    ticket = TicketForm(number="T-1", authority="杭州市市场监督管理局", received_on=NOW.date())
    service().parties.add_ticket(calling(LEAD, NOW + 2 * DAY), id, ticket)
    paid = refunded(id, 4_000)
    assert paid.request.stage is Stage.SETTLED
    assert running(paid) == {"ticket", "close"}
    answer = TicketAnswerBody(text="已退款。")
    service().parties.answer_ticket(calling(LEAD, NOW + 3 * DAY), id, "T-1", answer)
    left = after_sales().requests.show_after_sales(calling(LEAD, NOW + 3 * DAY), id)
    assert running(left) == {"close"}
    done = ClosureBody(resolution="refunded")
    closed = service().handling.close_case(calling(LEAD, NOW + 4 * DAY), id, done)
    assert not closed.case.is_open

    other = requested(1).request.case_id
    service().parties.add_ticket(calling(LEAD), other, ticket)
    with pytest.raises(ClosureNotAllowedError):
        after_sales().requests.withdraw_after_sales(calling(CUSTOMER), other)


@pytest.mark.clause("6.1.3")
def test_who_was_harmed_by_goods_and_sends_them_back_is_a_major_case() -> None:
    sold()
    with_place()
    hurt = faulty(Remedy.RETURN, 2, text="插电后漏电，孩子受伤了。")
    assert hurt.shown.case.severity == "major"
    assert running(hurt) == {"return_parcel", "handle"}
