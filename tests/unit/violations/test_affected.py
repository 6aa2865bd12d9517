"""What is done about an order with goods of a violation, and how that is counted."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.violations.domain import affected as rules
from teleshop.violations.domain.affected import (
    Affected,
    Bought,
    BoughtLine,
    Concern,
    Help,
    Standing,
)
from teleshop.violations.domain.case import Case, CaseState, Gravity, Source, ViolationType
from teleshop.violations.domain.measures import Measure, MeasureKind, MeasureState

pytestmark = pytest.mark.clause("3.4.2")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CONCERN = Concern(case_id="vio_1", supplier_id="sup_1", products=frozenset({"prd_1"}))
POT = BoughtLine(number=1, product_id="prd_1", supplier_id="sup_1", quantity=2)
OTHER = BoughtLine(number=2, product_id="prd_2", supplier_id="sup_1", quantity=1)
FOREIGN = replace(POT, number=3, supplier_id="sup_2")
TAKEDOWN = Measure(
    id="m1",
    kind=MeasureKind.PRODUCT_TAKEDOWN,
    products=("prd_1", "prd_2"),
    state=MeasureState.ORDERED,
)
CASE = Case(
    id="vio_1",
    supplier_id="sup_1",
    type=ViolationType.COUNTERFEIT_GOODS,
    gravity=Gravity.SERIOUS,
    source=Source.STAFF,
    happened_on=date(2026, 11, 20),
    facts="抽检",
    products=("prd_3",),
    opened_by="olaf",
    opened_at=NOW,
    investigation_due=NOW,
    measures=(TAKEDOWN,),
)
FOUND = Affected(
    case_id="vio_1", order_id="ord_1", supplier_id="sup_1", found_at=NOW, changed_at=NOW
)


def order(*lines: BoughtLine, **changes: Any) -> Bought:
    """An order with the customer."""
    return Bought(order_id="ord_1", customer_id="ann", lines=lines or (POT,), **changes)


@pytest.mark.parametrize(
    ("bought", "help", "why", "lines"),
    [
        (order(), Help.RETURN, "with_customer", (1,)),
        (order(POT, OTHER), Help.RETURN, "with_customer", (1,)),
        (order(replace(POT, taken=1)), Help.RETURN, "with_customer", (1,)),
        (order(cancelled=True), Help.NOTHING, "cancelled", ()),
        (order(cancelled=True, withdrawn=True), Help.NOTHING, "goods_withdrawn", (1,)),
        (order(OTHER), Help.NOTHING, "not_taken_in", ()),
        (order(FOREIGN), Help.NOTHING, "not_taken_in", ()),
        (order(replace(POT, taken=2, returned=2)), Help.NOTHING, "returned", ()),
        (order(replace(POT, taken=2, returned=1)), Help.NOTHING, "asked_for", ()),
        (order(stoppable=True), Help.CANCEL, "goods_withdrawn", (1,)),
        (order(POT, OTHER, stoppable=True), Help.CANCEL, "goods_withdrawn", (1,)),
        (order(POT, OTHER, stoppable=True, unpaid=True), Help.CANCEL, "goods_withdrawn", (1,)),
        (order(unpaid=True), Help.WAIT, "paid_at_the_door", (1,)),
        (order(seller_disclosed=False), Help.CLAIM, "seller_unknown", (1,)),
    ],
)
def test_each_order_gets_what_its_standing_calls_for(
    bought: Bought, help: Help, why: str, lines: tuple[int, ...]
) -> None:
    verdict = rules.judged(CONCERN, bought)
    assert (verdict.help, verdict.why, verdict.lines) == (help, why, lines)


def test_a_supplier_that_is_gone_leaves_a_claim_on_the_fund() -> None:
    gone = replace(CONCERN, gone=True)
    assert rules.judged(gone, order()).help is Help.CLAIM
    assert rules.judged(gone, order(cancelled=True)).help is Help.NOTHING


@given(
    quantity=st.integers(1, 5),
    returned=st.integers(0, 5),
    asked=st.integers(0, 5),
    flags=st.fixed_dictionaries(
        dict.fromkeys(
            ("unpaid", "cancelled", "withdrawn", "stoppable", "seller_disclosed"), st.booleans()
        )
    ),
)
def test_something_is_done_only_while_pieces_are_left(
    quantity: int, returned: int, asked: int, flags: dict[str, bool]
) -> None:
    back = min(returned, quantity)
    line = replace(POT, quantity=quantity, returned=back, taken=min(back + asked, quantity))
    verdict = rules.judged(CONCERN, order(line, **flags))
    acts = verdict.help is not Help.NOTHING
    assert acts == (not flags["cancelled"] and line.left > 0)
    off = flags["cancelled"] and flags["withdrawn"] and line.left > 0
    assert bool(verdict.lines) == (acts or off)


@pytest.mark.parametrize(
    ("why", "standing"),
    [
        ("goods_withdrawn", Standing.CALLED_OFF),
        ("asked_for", Standing.UNDER_WAY),
        ("returned", Standing.NOT_NEEDED),
        ("cancelled", Standing.NOT_NEEDED),
    ],
)
def test_why_nothing_is_done_is_counted_apart(why: str, standing: Standing) -> None:
    assert rules.standing_of(rules.Verdict(Help.NOTHING, why)) is standing


def test_counterfeit_goods_concern_all_goods_of_the_case_others_those_of_measures() -> None:
    assert rules.affects_customers(CASE)
    assert rules.concerned_products(CASE) == ("prd_1", "prd_2", "prd_3")
    breach = replace(CASE, type=ViolationType.AGREEMENT_BREACH)
    assert rules.concerned_products(breach) == ("prd_1", "prd_2")
    papers = replace(breach, measures=(replace(TAKEDOWN, kind=MeasureKind.FINE, products=()),))
    assert not rules.affects_customers(papers)
    assert not rules.affects_customers(replace(CASE, products=(), measures=()))


def test_goods_that_were_only_held_while_the_case_was_open_concern_nobody() -> None:
    held = replace(TAKEDOWN, interim=True, state=MeasureState.DONE)
    fine = Measure(id="m2", kind=MeasureKind.FINE, amount=1, state=MeasureState.DECIDED)
    breach = replace(CASE, type=ViolationType.AGREEMENT_BREACH, measures=(held, fine))
    assert rules.concerned_products(breach) == ()
    assert not rules.affects_customers(breach)
    decided = replace(TAKEDOWN, id="m3", products=("prd_1",))
    assert rules.concerned_products(replace(breach, measures=(held, decided))) == ("prd_1",)


@pytest.mark.parametrize("state", [CaseState.ANNULLED, CaseState.DISMISSED])
def test_a_case_that_fell_concerns_nobody(state: CaseState) -> None:
    assert not rules.affects_customers(replace(CASE, state=state))


@pytest.mark.parametrize("state", [MeasureState.LIFTED, MeasureState.UNDONE, MeasureState.DROPPED])
def test_goods_of_measures_that_fell_concern_nobody(state: MeasureState) -> None:
    breach = replace(
        CASE,
        type=ViolationType.AGREEMENT_BREACH,
        measures=(replace(TAKEDOWN, state=state),),
    )
    assert not rules.affects_customers(breach)


def test_money_that_was_paid_is_never_counted_as_declined() -> None:
    offered = rules.helped(FOUND, Standing.OFFERED, "with_customer", NOW, help_id="asc_1")
    paid = rules.ended(offered, paid=True, why="paid", now=NOW)
    assert paid.standing is Standing.REFUNDED
    assert rules.ended(paid, paid=False, why="refunded", now=NOW) == paid
    declined = rules.ended(offered, paid=False, why="withdrawn", now=NOW)
    assert declined.standing is Standing.DECLINED
    assert rules.ended(declined, paid=True, why="paid", now=NOW).standing is Standing.REFUNDED
    assert rules.ended(FOUND, paid=True, why="paid", now=NOW) == FOUND


def test_counts_are_the_sum_of_their_shards() -> None:
    counts = rules.summed(
        [
            {Standing.OFFERED: 3, Standing.REFUNDED: 1, Standing.FOUND: 2},
            {Standing.OFFERED: -1, Standing.NOT_NEEDED: 4},
        ]
    )
    assert counts.standings == {
        Standing.FOUND: 2,
        Standing.OFFERED: 2,
        Standing.REFUNDED: 1,
        Standing.NOT_NEEDED: 4,
    }
    assert (counts.orders, counts.offered, counts.refunded) == (9, 3, 1)
    assert rules.summed([]).orders == 0
