"""What would lift a supplier into the next band."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.indicators import Indicator, Measured
from teleshop.assessment.domain.moving import Move, WayUp, applied, what_would_move_up
from teleshop.assessment.domain.peers import NO_PEERS
from teleshop.assessment.domain.policy import DEFAULT_POLICY
from teleshop.assessment.domain.scoring import assess, score
from tests.factories import scorecards as f

pytestmark = pytest.mark.clause("3.3.1", "3.3.3")
D = Decimal


def way_of(**changes: Any) -> WayUp:
    card = score(f.facts(**changes), NO_PEERS, DEFAULT_POLICY)
    return what_would_move_up(card, DEFAULT_POLICY, NO_PEERS)


def move_of(way: WayUp, indicator: Indicator) -> Move:
    (found,) = [move for move in way.alone if move.indicator is indicator]
    return found


def test_every_way_of_many_suppliers_leads_into_the_next_band() -> None:
    assessed = assess(f.many(300), DEFAULT_POLICY)
    seen: Counter[str] = Counter()
    for card in assessed.cards:
        way = what_would_move_up(card, DEFAULT_POLICY, assessed.peers)
        for move in way.alone:
            reached = score(applied(card, (move,)), assessed.peers, DEFAULT_POLICY)
            assert (reached.band, reached.score) == (way.next_band, move.score)
        if way.together:
            reached = score(applied(card, way.together), assessed.peers, DEFAULT_POLICY)
            assert reached.band is way.next_band
            *most, last = way.together
            nearly = replace(last, numerator=last.numerator - (1 if last.change > 0 else -1))
            fewer = applied(card, (*most, nearly))
            assert score(fewer, assessed.peers, DEFAULT_POLICY).band is card.band
        seen["alone"] += bool(way.alone)
        seen["together"] += bool(way.together)
        seen["none"] += card.band is Band.UNQUALIFIED and not way.alone and not way.together
    assert all(seen[kind] > 10 for kind in ("alone", "together", "none"))


def test_a_move_says_value_and_counts() -> None:
    # 81.81 lacks 3.19: satisfaction must be worth 27.30 instead of 24.11, so its mean with the 20
    # of the prior must be 86.394, which is 4,548 points of 50 answers.
    way = way_of(values={Indicator.SALES_NET: Measured(80_000_000, 1, 200)})
    assert (way.next_band, way.missing) == (Band.EXCELLENT, D("3.19"))
    move = move_of(way, Indicator.SATISFACTION)
    assert (move.numerator, move.denominator, move.change) == (4_548, 50, 298)
    assert (move.value, move.score, move.further) == (D("90.96"), D("85.00"), 22)
    assert "评分合计不少于 4,548（现为 4,250）" in move.zh
    assert "22 more answers, all of them good" in move.en


def test_moves_come_in_the_order_of_their_effort() -> None:
    assessed = assess(f.many(200), DEFAULT_POLICY)
    several = 0
    for card in assessed.cards:
        way = what_would_move_up(card, DEFAULT_POLICY, assessed.peers)
        efforts = [move.effort for move in way.alone]
        assert efforts == sorted(efforts)
        assert way.cheapest() == way.alone[:3]
        several += len(efforts) > 1
    assert several > 0


def test_nothing_lies_above_excellent() -> None:
    best = {
        Indicator.SALES_NET: Measured(10**8, 1, 200),
        Indicator.SATISFACTION: Measured(5_000, 50, 50),
        Indicator.RESPONSE_RATE: Measured(40, 40, 40),
        Indicator.LATE_RATE: Measured(0, 200, 200),
    }
    way = way_of(values=best)
    assert (way.next_band, way.missing, way.alone) == (None, None, ())
    assert "no band above" in way.en


def test_who_is_not_rated_hears_how_many_orders_are_missing() -> None:
    way = way_of(orders=12)
    assert (way.orders, way.alone) == (18, ())
    assert "18" in way.zh


def test_violation_points_are_no_advice() -> None:
    way = way_of(values={Indicator.VIOLATION_POINTS: Measured(12)})
    assert way.alone or way.together
    named = {move.indicator for move in (*way.alone, *way.together)}
    assert Indicator.VIOLATION_POINTS not in named


def test_a_deduction_that_exceeds_the_points_must_be_made_up_for_as_well() -> None:
    values = {name: Measured(0, 100, 100) for name in (Indicator.SATISFACTION,)}
    values[Indicator.VIOLATION_POINTS] = Measured(500)
    values[Indicator.SALES_NET] = Measured(0, 1, 200)
    card = score(f.facts(values=values), NO_PEERS, DEFAULT_POLICY)
    way = what_would_move_up(card, DEFAULT_POLICY, NO_PEERS)
    total = sum(line.points for line in card.lines)
    assert way.missing == D("60.00") + card.deduction.points - total


def test_further_good_events_are_counted_for_rates_and_not_for_sums() -> None:
    assessed = assess(f.many(200), DEFAULT_POLICY)
    rates = sums = 0
    for card in assessed.cards:
        for move in what_would_move_up(card, DEFAULT_POLICY, assessed.peers).alone:
            if move.indicator is Indicator.SALES_NET:
                assert move.further is None
                sums += 1
            elif move.further is not None:
                assert f"{move.further:,} more" in move.en
                rates += 1
    assert rates > 0
    assert sums > 0
