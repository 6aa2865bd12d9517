"""What one event adds to the figures of suppliers, and in which quarter and day it does."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.analysis.domain import TAXONOMY
from teleshop.care.schemas import GoodsInspected, LineFact
from teleshop.indicators.domain import (
    FACTS,
    MEASURES,
    NONE,
    Counted,
    Figures,
    Kind,
    Measure,
    contributions,
    kinds_of,
    sums,
    total,
)
from teleshop.indicators.domain.kinds import TAKES_BACK
from teleshop.indicators.domain.policy import CAUSES, PRICE_KINDS
from teleshop.indicators.schemas import told_of
from teleshop.kernel.events import EventData
from teleshop.orders.domain import Keeper
from teleshop.pricewatch.domain.policy import Kind as PriceKind
from tests.factories.indicators import (
    CUSTOMER,
    DAY,
    FIRST,
    HOUR,
    NOW,
    OTHER_ID,
    OVER,
    SECOND,
    SUPPLIER_ID,
    about,
    answered,
    arrived,
    asked,
    cancelled,
    classified,
    clock_breached,
    clock_ended,
    closed,
    delivered,
    event,
    events,
    in_effect,
    merged,
    opened,
    paid,
    piece,
    placed,
    price_ended,
    price_found,
    records,
    refunded,
    repaired,
    reported,
    returned,
    shipped,
    sold,
    suspended,
    unanswered,
)

pytestmark = pytest.mark.clause("3.3.1")


def added(data: EventData, supplier_id: str = SUPPLIER_ID, at: datetime = NOW) -> dict[str, int]:
    """What an event adds for a supplier."""
    found = [one for one in records(event(data, at)) if one.supplier_id == supplier_id]
    return total(Figures(one.amounts) for one in found).to_json()


def one_of(data: EventData, at: datetime = NOW) -> Counted:
    """The only record of an event."""
    (record,) = records(event(data, at))
    return record


def test_an_order_counts_for_each_supplier_in_it_with_its_own_lines() -> None:
    data = placed(
        NOW,
        sold(amount=300_00),
        sold(number=2, amount=0, gift_of=1),
        sold(OTHER_ID, 3, quantity=1, amount=99_00),
    )
    assert added(data) == {"orders": 1, "pieces_sold": 2, "gross": 300_00}
    assert added(data, OTHER_ID) == {"orders": 1, "pieces_sold": 1, "gross": 99_00}
    own, other = records(event(data))
    assert [len(one.fact["lines"]) for one in (own, other)] == [2, 1]


def test_an_order_is_a_sale_when_its_money_comes_in_and_at_that_instant() -> None:
    assert added(placed(FIRST - SECOND, payment_method="gateway")) == {}
    assert added(paid(FIRST)) == {"orders": 1, "pieces_sold": 2, "gross": 300_00}
    assert one_of(paid(FIRST)).at == FIRST


def test_an_order_that_is_paid_at_the_door_is_a_sale_when_it_is_placed_and_only_then() -> None:
    door: dict[str, Any] = {"payment_method": "cash_on_delivery"}
    assert added(placed(**door)) == {"orders": 1, "pieces_sold": 2, "gross": 300_00}
    assert added(paid(NOW + DAY, **door)) == {}
    free = sold(amount=0)
    assert added(placed(NOW, free, **door)) == {}
    assert added(paid(NOW, free, **door)) == {"orders": 1, "pieces_sold": 2}


def test_what_was_never_a_sale_takes_nothing_back_when_it_is_off() -> None:
    assert added(cancelled(sold=False)) == {}


@pytest.mark.parametrize("make", [placed, paid])
def test_a_supplier_of_nothing_but_gifts_has_no_order(make: Any) -> None:
    gift = sold(OTHER_ID, 2, amount=0, gift_of=1)
    assert added(make(NOW, sold(), gift))["orders"] == 1
    assert added(make(NOW, sold(), gift), OTHER_ID) == {}
    data = reported(NOW, 1, sold(), gift)
    assert added(data)["orders"] == 1
    assert added(data, OTHER_ID) == {}


def test_a_parcel_that_the_platform_sends_is_no_figure_of_the_supplier() -> None:
    late = NOW + 30 * DAY
    assert added(shipped(late, by=Keeper.PLATFORM)) == {}
    assert added(shipped(late)) == {"shipments": 1, "late_shipments": 1}
    own, platform = arrived(), arrived(number=2, by=Keeper.PLATFORM)
    assert added(delivered(late, date(2026, 11, 26), platform)) == {"pieces_delivered": 1}
    assert added(delivered(late, date(2026, 11, 26), own, platform)) == {"pieces_delivered": 2}


def test_a_delivery_counts_for_each_supplier_when_its_own_pieces_arrived() -> None:
    day, late = date(2026, 11, 26), NOW + 30 * DAY
    early = arrived(at=NOW, quantity=2), arrived(number=3, at=NOW + DAY)
    data = delivered(late, day, *early, arrived(OTHER_ID, 2, at=late))
    assert added(data) == {"pieces_delivered": 3, "deliveries": 1}
    assert added(data, OTHER_ID) == {"pieces_delivered": 1, "deliveries": 1, "late_deliveries": 1}
    (own,) = (one for one in records(event(data)) if one.supplier_id == SUPPLIER_ID)
    assert own.at == NOW + DAY
    assert one_of(delivered(late, day, arrived(at=None))).at == late


def test_an_event_of_before_says_nothing_of_who_sent_and_counts_for_nobody() -> None:
    for data in (shipped(), delivered()):
        told = event(data)
        lines = [
            {name: line[name] for name in ("supplier_id", "quantity", "amount")}
            for line in told.data["lines"]
        ]
        short = {name: one for name, one in told.data.items() if name != "dispatched_by"}
        before = msgspec.structs.replace(told, data=short | {"lines": lines})
        moved = {name for one in records(before) for name in one.amounts}
        assert moved <= {"pieces_delivered"}


def test_nothing_of_a_person_is_kept_of_an_event() -> None:
    for data in (placed(), opened(), refunded()):
        assert CUSTOMER in str(msgspec.to_builtins(data))
        assert CUSTOMER not in str(one_of(data))


def test_an_order_of_another_system_counts_when_it_is_first_reported() -> None:
    assert added(reported()) == {"orders": 1, "pieces_sold": 2, "gross": 300_00}
    assert added(reported(NOW, 2)) == {}


def test_what_is_off_refused_or_sent_back_is_counted_by_what_was_charged_for_it() -> None:
    assert added(cancelled()) == {"cancelled": 300_00}
    assert added(returned(faulty=True)) == {"returned": 150_00, "pieces_returned_fault": 1}
    assert added(returned(faulty=False)) == {"returned": 150_00, "pieces_returned_other": 1}


def test_goods_that_were_damaged_on_the_way_are_no_fault_of_the_supplier() -> None:
    damaged = returned(faulty=True, defective=())
    assert added(damaged) == {"returned": 150_00, "pieces_returned_other": 1}


def test_each_line_that_came_back_is_faulty_or_not_by_itself() -> None:
    lines = (piece(quantity=3), piece(number=2, quantity=2), piece(OTHER_ID, 4))
    data = returned(lines=lines, defective=(1,))
    assert added(data) == {
        "returned": 300_00,
        "pieces_returned_fault": 3,
        "pieces_returned_other": 2,
    }
    assert added(data, OTHER_ID) == {"returned": 150_00, "pieces_returned_other": 1}
    kinds = {one.supplier_id: one.kind for one in records(event(data))}
    assert kinds == {SUPPLIER_ID: Kind.RETURN_MIXED, OTHER_ID: Kind.RETURN_OTHER}


@pytest.mark.parametrize(("order_id", "counts"), [("TS1", True), ("ord_1", False), (None, False)])
@pytest.mark.parametrize("kind", ["return", "exchange"])
def test_goods_of_other_systems_orders_that_came_back_are_told_by_their_case(
    order_id: str | None, counts: bool, kind: str
) -> None:
    data = GoodsInspected(
        **about("asc_1", case_kind=kind, order_id=order_id),
        accepted=(
            LineFact(line=1, quantity=2, product_id="prd_1"),
            LineFact(line=2, quantity=1, product_id="prd_2"),
        ),
        refused=(),
        faulty=True,
        defective=(1,),
        reasons=(),
        refund_due=100_00,
        currency="CNY",
    )
    wanted = {"returned": 100_00, "pieces_returned_fault": 2, "pieces_returned_other": 1}
    assert added(data) == (wanted if counts and kind == "return" else {})


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime.fromisoformat("2026-11-26T23:59:59+08:00"), 0),
        (datetime.fromisoformat("2026-11-27T00:00:00+08:00"), 1),
    ],
)
def test_a_delivery_and_a_shipment_are_late_after_the_promised_day_in_china(
    at: datetime, late: int
) -> None:
    day = date(2026, 11, 26)
    came, left = added(delivered(at, day)), added(shipped(at, day))
    assert one_of(delivered(at, day)).kind is (Kind.DELIVERY_LATE if late else Kind.DELIVERY)
    assert (came["deliveries"], came.get("late_deliveries", 0)) == (1, late)
    assert (left["shipments"], left.get("late_shipments", 0)) == (1, late)


def test_a_delivery_without_a_promise_is_neither_in_time_nor_late() -> None:
    assert added(delivered(NOW, None, arrived(quantity=3))) == {"pieces_delivered": 3}


FAULTY, LATE, HURT = "quality.malfunction", "delivery.late", "safety.injury"
"""Causes: two of the goods, one of the courier."""


def test_a_complaint_is_an_incident_once_its_cause_is_the_goods_or_the_supplier() -> None:
    assert added(opened()) == {"cases": 1}
    assert added(classified(FAULTY)) == {"complaints": 1}
    for cause in (LATE, "after_sales.refund_late", "service.attitude", "other.unclear", "new.one"):
        assert added(classified(cause)) == {}
    assert added(classified(FAULTY, case_kind="enquiry")) == {}
    assert records(event(classified(FAULTY, supplier_id=None))) == []
    found = one_of(classified(arrived_at=OVER - SECOND), OVER + DAY)
    assert (found.quarter, found.kind) == ("2026Q4", Kind.COMPLAINT)


def test_a_complaint_whose_cause_changes_is_taken_back_or_counted_then() -> None:
    assert added(classified(LATE, FAULTY)) == {"complaints": -1}
    assert added(classified(FAULTY, LATE)) == {"complaints": 1}
    assert added(classified(HURT, FAULTY)) == added(classified("price.coupon", LATE)) == {}
    assert one_of(classified(LATE, FAULTY, arrived_at=FIRST), OVER + DAY).at == FIRST


def test_a_complaint_whose_supplier_is_found_after_its_cause_is_counted_then() -> None:
    assert added(asked(found=True, cause=FAULTY)) == {"cases": 1, "complaints": 1}
    assert added(asked(found=True)) == added(asked(found=True, cause=LATE)) == {"cases": 1}
    assert added(asked(found=False, cause=FAULTY)) == {"cases": 1}
    case, _ = records(event(asked(found=True, cause=FAULTY)))
    assert case.mark == one_of(opened()).mark


def test_a_complaint_that_was_merged_away_is_counted_no_more() -> None:
    came, gone, taken = records(event(merged(FIRST, cause=FAULTY), OVER))
    assert Figures(came.amounts) + gone.amounts == NONE
    assert (taken.amounts, taken.kind) == ({"complaints": -1}, Kind.COMPLAINT_TAKEN_BACK)
    assert (taken.at, len({came.mark, gone.mark, taken.mark})) == (FIRST, 3)


@given(
    causes=st.lists(st.sampled_from([FAULTY, LATE, HURT, "other.unclear"]), max_size=6),
    known=st.integers(0, 6),
    away=st.booleans(),
    order=st.randoms(),
)
def test_whatever_is_found_out_and_told_in_any_order_the_last_cause_counts(
    causes: list[str], known: int, away: bool, order: Any
) -> None:
    """The supplier is known from the start, or found out after ``known`` causes."""
    told: list[EventData] = []
    before, owner = None, SUPPLIER_ID if known > len(causes) else None
    for place, cause in enumerate(causes):
        if place == known:
            owner = SUPPLIER_ID
            told.append(asked(found=True, cause=before))
        told.append(classified(cause, before, supplier_id=owner))
        before = cause
    if away:
        told.append(merged(cause=before, supplier_id=owner))
    made = [event(data, NOW, f"evt_{n}") for n, data in enumerate(told)]
    order.shuffle(made)
    whole = total(Figures(one.amounts) for one in records(*made))
    counts = bool(causes) and owner is not None and before in (FAULTY, HURT) and not away
    assert whole["complaints"] == int(counts)


def test_the_causes_and_price_kinds_that_have_somebody_who_answers_are_all_that_there_are() -> None:
    assert set(CAUSES) == {area.cause.code for area in TAXONOMY.areas}
    assert set(PRICE_KINDS) == {kind.value for kind in PriceKind}
    for table in (CAUSES, PRICE_KINDS):
        assert {one.is_supplier for one in table.values()} == {True, False}
        assert all(one.why for one in table.values())


def test_cases_are_counted_and_what_was_merged_away_was_none() -> None:
    assert added(opened(case_kind="enquiry")) == {"cases": 1}
    assert added(merged(None)) == {"cases": -1}
    assert one_of(merged(None), OVER).quarter == "2027Q1"
    for kind in ("complaint", "enquiry"):
        came, gone = records(event(merged(FIRST, case_kind=kind), OVER))
        assert (came.quarter, gone.quarter) == ("2026Q4", "2026Q4")
        assert Figures(came.amounts) + gone.amounts == NONE
        # Counted when it was opened, it is not counted once more.
        assert came.mark == one_of(opened(FIRST, case_kind=kind)).mark != gone.mark
    assert records(event(opened(supplier_id=None))) == []


def test_a_case_whose_supplier_was_found_out_later_is_counted_at_its_end() -> None:
    told = closed(arrived_at=FIRST)
    assert added(told) == {"cases": 1}
    found, known = one_of(told, OVER + DAY), one_of(opened(FIRST))
    assert (found.at, found.mark) == (known.at, known.mark)


def test_a_response_is_counted_once_whichever_event_tells_of_it() -> None:
    assert added(clock_ended()) == {"responses": 1, "responses_met": 1}
    missed = (
        clock_ended(met=False),
        clock_breached(),
        closed(unanswered()),
    )
    assert [added(one) for one in missed] == [{"responses": 1}] * 3
    assert len({(one_of(data).mark, one_of(data).at) for data in missed}) == 1


def test_a_question_that_came_too_late_counts_only_if_it_was_answered_in_time() -> None:
    assert added(clock_ended(short=True)) == {"responses": 1, "responses_met": 1}
    missed = (
        clock_ended(met=False, short=True),
        clock_breached(late_party="platform"),
        closed(unanswered(short=True)),
    )
    assert [added(one) for one in missed] == [{}] * 3


def test_a_resolution_that_was_missed_counts_only_where_the_supplier_was_late() -> None:
    assert added(clock_ended("answer")) == {"resolutions": 1, "resolutions_met": 1}
    assert added(clock_ended("answer", met=False)) == {}
    assert added(clock_breached("answer")) == {"resolutions": 1}
    assert added(clock_breached("answer", late_party="platform")) == {}
    for clock in ("assign", "carrier_answer", "promise"):
        assert added(clock_ended(clock)) == added(clock_breached(clock)) == {}


def test_a_refund_at_the_instant_when_it_was_due_is_late() -> None:
    assert added(refunded(NOW, NOW + SECOND)) == {"refunds": 1}
    assert added(refunded(NOW, NOW)) == {"refunds": 1, "refunds_late": 1}


def test_a_second_repair_in_a_case_is_a_repeated_one() -> None:
    assert added(repaired(1)) == {"repairs": 1}
    assert added(repaired(2)) == {"repairs": 1, "repeat_repairs": 1}


@pytest.mark.parametrize(
    ("measures", "points"),
    [
        ({"goods": 1}, None),
        ({"goods": 5}, 100),
        ({"goods": 3}, 50),
        ({"goods": 4, "service": 1, "price": 1, "nps": 0}, 75),
        ({"goods": 9}, 100),
    ],
)
def test_an_answer_has_points_from_0_to_100(measures: dict[str, int], points: int | None) -> None:
    found = added(answered(measures=measures))
    assert found["answers"] == 1
    assert found.get("answer_points") == points


def test_an_answer_that_is_no_score_or_about_nobody_is_not_counted() -> None:
    assert added(answered(measures={"service": 3, "price": 2, "nps": 7, "colour": 3})) == {}
    assert records(event(answered(None))) == []


def test_price_findings_have_points_by_severity_and_a_dismissed_one_is_taken_back() -> None:
    points = [added(price_found(one))["price_points"] for one in ("minor", "serious", "severe")]
    assert points == [1, 3, 9]
    assert added(price_found("new_severity")) == {"price_findings": 1, "price_points": 3}
    assert added(price_ended()) == {"price_findings": -1, "price_points": -3}
    assert added(price_ended("closed")) == {}
    assert one_of(price_ended(found_at=FIRST), OVER + DAY).quarter == "2026Q4"


def test_a_price_finding_of_what_the_platform_did_is_none_of_the_supplier() -> None:
    for kind, who in PRICE_KINDS.items():
        found, ended = added(price_found(kind=kind)), added(price_ended(kind=kind))
        assert bool(found) is bool(ended) is who.is_supplier
    assert added(price_found(kind="of_tomorrow")) == {}


def test_a_lapse_is_a_suspension_for_a_document_that_nothing_stands_in_for() -> None:
    assert added(suspended()) == {"document_lapses": 1}
    assert one_of(suspended(), OVER).quarter == "2027Q1"
    for kind in ("agreement_expired", "blacklisted", "manual_hold", "violation", "assessment"):
        assert added(suspended(kind)) == {}
    assert "QualificationExpired" not in FACTS


def test_a_violation_counts_when_it_takes_effect_and_not_while_it_can_be_appealed() -> None:
    assert added(in_effect()) == {"violations": 1, "violation_points": 12}
    assert one_of(in_effect(), OVER).at == OVER
    # Only what is under appeal can be annulled, so nothing that counted is taken back.
    assert not {"ViolationDecided", "ViolationAnnulled"} & set(FACTS)


@pytest.mark.parametrize(
    ("at", "quarter", "day"),
    [
        (FIRST - SECOND, "2026Q3", date(2026, 9, 30)),
        (FIRST, "2026Q4", date(2026, 10, 1)),
        (OVER - SECOND, "2026Q4", date(2026, 12, 31)),
        (OVER, "2027Q1", date(2027, 1, 1)),
    ],
)
@pytest.mark.parametrize(
    "make", [placed, paid, cancelled, delivered, returned, shipped, opened, refunded]
)
def test_what_happened_counts_in_its_own_quarter_in_china_however_late_it_is_told(
    make: Any, at: datetime, quarter: str, day: date
) -> None:
    for told_at in (at, at + 100 * DAY):
        record = one_of(make(at), told_at)
        assert (record.quarter, record.day) == (quarter, day)
        assert record.occurred_at == told_at


def test_an_event_of_a_type_that_does_not_count_adds_nothing() -> None:
    unknown = msgspec.structs.replace(event(opened()), type="CaseHeld")
    assert told_of(unknown) is None


def test_an_event_that_has_not_its_form_is_an_error_and_not_nothing() -> None:
    broken = msgspec.structs.replace(event(opened()), data={"case_id": "cmp_1"})
    with pytest.raises(msgspec.ValidationError, match="case_kind"):
        told_of(broken)


def test_fields_of_later_forms_are_let_pass() -> None:
    told = event(opened())
    longer = msgspec.structs.replace(told, data=told.data | {"new_field": 1})
    assert records(longer) == records(told)


def test_every_kind_moves_measures_and_every_measure_has_kinds() -> None:
    assert set(MEASURES) == set(Kind)
    assert all(kinds_of(measure) for measure in Measure)
    assert set(Kind) > TAKES_BACK


@given(data=events(), told_late=st.integers(0, 200))
def test_whatever_is_told_adds_the_same_whenever_it_is_told_and_only_what_its_kind_moves(
    data: EventData, told_late: int
) -> None:
    now, later = event(data), event(data, NOW + timedelta(days=told_late))
    for record in records(now):
        assert set(record.amounts) <= set(MEASURES[record.kind])
        assert record.supplier_id in str(msgspec.to_builtins(data))
        assert CUSTOMER not in str(record)
    marks = [(one.supplier_id, one.mark) for one in records(now)]
    assert len(marks) == len(set(marks))
    assert [one.amounts for one in records(now)] == [one.amounts for one in records(later)]


@given(data=events())
def test_a_record_holds_all_that_counting_it_again_takes(data: EventData) -> None:
    for record in records(event(data)):
        again = msgspec.convert(record.fact, FACTS[record.event_type])
        told = told_of(event(data))
        assert told is not None
        same = contributions(told)
        mine = [one for one in same if one.supplier_id == record.supplier_id]
        assert [one.fact for one in mine if one.mark == record.mark] == [again]


@given(told=st.lists(events(), max_size=12), cut=st.integers(0, 12))
def test_quarters_and_days_are_sums_whatever_is_counted_together(
    told: list[EventData], cut: int
) -> None:
    every = records(*(event(data, NOW + HOUR, f"evt_{n}") for n, data in enumerate(told)))
    parts = [sums(every[:cut]), sums(every[cut:])]
    whole = sums(every)
    for place in whole:
        assert whole[place].figures == total(part[place].figures for part in parts if place in part)
        assert whole[place].events == sum(part[place].events for part in parts if place in part)
    by_quarter = [one for place, one in whole.items() if "Q" in place.period]
    by_day = [one for place, one in whole.items() if "Q" not in place.period]
    assert total(one.figures for one in by_quarter) == total(one.figures for one in by_day)
