"""How a scorecard comes about: weights, normalisation, shrinkage, deductions, words."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.card import Line, LineState, Scorecard
from teleshop.assessment.domain.facts import NO_CATEGORY
from teleshop.assessment.domain.indicators import SPECS, Group, Indicator, Measured
from teleshop.assessment.domain.peers import NO_PEERS, PeerGroup, Peers, step_of
from teleshop.assessment.domain.policy import DEFAULT_POLICY, Normalisation
from teleshop.assessment.domain.scoring import assess, score, total_of
from teleshop.assessment.domain.words import explain_deduction
from tests.factories import scorecards as f

pytestmark = pytest.mark.clause("3.3.1")
D = Decimal
BEST = {
    Indicator.SALES_NET: Measured(200_000_000, 1, 200),
    Indicator.SATISFACTION: Measured(100_000, 1_000, 1_000),
    Indicator.RESPONSE_RATE: Measured(4_000, 4_000, 4_000),
    Indicator.RESOLUTION_RATE: Measured(4_000, 4_000, 4_000),
    Indicator.RETURN_RATE_FAULT: Measured(0, 2_000, 2_000),
    Indicator.REPEAT_REPAIR_RATE: Measured(0, 1_000, 1_000),
    Indicator.LATE_RATE: Measured(0, 2_000, 2_000),
}
WORST = {
    Indicator.SALES_NET: Measured(0, 1, 200),
    Indicator.SATISFACTION: Measured(0, 1_000, 1_000),
    Indicator.RESPONSE_RATE: Measured(0, 4_000, 4_000),
    Indicator.RESOLUTION_RATE: Measured(0, 4_000, 4_000),
    Indicator.RETURN_RATE_FAULT: Measured(2_000, 2_000, 2_000),
    Indicator.REPEAT_REPAIR_RATE: Measured(1_000, 1_000, 1_000),
    Indicator.LATE_RATE: Measured(2_000, 2_000, 2_000),
    Indicator.VIOLATION_POINTS: Measured(12),
    Indicator.DOCUMENT_LAPSES: Measured(3),
    Indicator.PRICE_POINTS: Measured(12),
}


def line_of(card: Scorecard, indicator: Indicator) -> Line:
    (found,) = [line for line in card.lines if line.indicator is indicator]
    return found


def test_the_best_in_everything_has_exactly_100_and_is_excellent() -> None:
    card = score(f.facts(values=BEST), NO_PEERS, DEFAULT_POLICY)
    assert (card.score, card.band) == (D("100.00"), Band.EXCELLENT)


def test_the_worst_in_everything_has_exactly_0_and_is_unqualified() -> None:
    card = score(f.facts(values=WORST), NO_PEERS, DEFAULT_POLICY)
    assert (card.score, card.band) == (D("0.00"), Band.UNQUALIFIED)


def test_the_score_is_the_sum_of_the_points_that_are_shown() -> None:
    card = score(f.facts(), NO_PEERS, DEFAULT_POLICY)
    assert card.score == total_of(card.lines)
    for line in card.lines:
        assert line.normalised is not None
        exact = line.applied_weight * line.normalised / 100
        assert abs(line.points - exact) <= D("0.005")


def test_too_few_orders_are_not_rated_whatever_else() -> None:
    values = {**WORST, Indicator.VIOLATION_POINTS: Measured(500)}
    card = score(f.facts(orders=29, values=values), NO_PEERS, DEFAULT_POLICY)
    assert (card.score, card.band, card.rank) == (None, Band.NOT_RATED, None)
    assert {line.points for line in card.lines} == {D("0.00")}
    assert "29" in card.zh
    assert "no disadvantage" in card.en


def test_exactly_the_minimum_of_orders_is_rated() -> None:
    assert score(f.facts(orders=30), NO_PEERS, DEFAULT_POLICY).score is not None


def test_nothing_measured_is_not_rated() -> None:
    card = score(f.facts(values=dict.fromkeys(f.GOOD)), NO_PEERS, DEFAULT_POLICY)
    assert (card.score, card.band) == (None, Band.NOT_RATED)
    assert "No indicator" in card.en


def test_the_weight_of_a_missing_line_goes_to_the_others_of_its_group() -> None:
    card = score(f.facts(values={Indicator.RESOLUTION_RATE: None}), NO_PEERS, DEFAULT_POLICY)
    group = [line for line in card.lines if line.group is Group.AFTER_SALES]
    assert sum(line.applied_weight for line in group) == D("30.00")
    assert line_of(card, Indicator.RESOLUTION_RATE).state is LineState.MISSING
    assert line_of(card, Indicator.RESPONSE_RATE).applied_weight == D("10.91")
    assert line_of(card, Indicator.SALES_NET).applied_weight == D("20.00")
    assert "8%" in line_of(card, Indicator.RESOLUTION_RATE).zh
    assert "more since others have no data" in line_of(card, Indicator.RESPONSE_RATE).en


def test_the_weight_of_a_missing_group_goes_to_all_others() -> None:
    card = score(f.facts(values={Indicator.SATISFACTION: None}), NO_PEERS, DEFAULT_POLICY)
    assert sum(line.applied_weight for line in card.lines) == D("100.00")
    assert line_of(card, Indicator.SALES_NET).applied_weight == D("28.57")


def test_a_sample_below_the_minimum_does_not_count_and_says_so() -> None:
    few = {Indicator.SATISFACTION: Measured(0, 4, 4)}
    card = score(f.facts(values=few), NO_PEERS, DEFAULT_POLICY)
    line = line_of(card, Indicator.SATISFACTION)
    assert (line.state, line.raw, line.points) == (LineState.MISSING, D(0), D("0.00"))
    assert "少于 5" in line.zh
    assert "fewer than 5" in line.en


def test_a_rate_of_nothing_is_missing_and_not_perfect() -> None:
    none = {Indicator.LATE_RATE: Measured(0, 0, 0)}
    policy = f.changed(Indicator.LATE_RATE, minimum_count=0)
    line = line_of(score(f.facts(values=none), NO_PEERS, policy), Indicator.LATE_RATE)
    assert (line.state, line.raw) == (LineState.MISSING, None)


def test_a_small_sample_is_drawn_towards_the_prior() -> None:
    # (5 × 100 + 20 × 75) / 25
    few = {Indicator.SATISFACTION: Measured(500, 5, 5)}
    line = line_of(score(f.facts(values=few), NO_PEERS, DEFAULT_POLICY), Indicator.SATISFACTION)
    assert (line.raw, line.shrunk, line.normalised) == (D(100), D(80), D("75.00"))


def test_a_percentile_is_a_step_that_says_of_nobody_which_place_it_has() -> None:
    suppliers = [
        f.facts(f"sup_{rank:05d}", values={Indicator.SALES_NET: Measured(rank * 1_000_000, 1, 200)})
        for rank in range(1, 13)
    ]
    cards = assess(suppliers, DEFAULT_POLICY).cards
    lines = [line_of(card, Indicator.SALES_NET) for card in cards]
    steps = Counter(line.normalised for line in lines)
    assert set(steps) <= {D(20), D(40), D(60), D(80), D(100)}
    assert min(steps.values()) >= 2
    assert [line.normalised for line in lines] == sorted(line.normalised or 0 for line in lines)
    assert (lines[5].compared_with, lines[5].peer_count) == (PeerGroup.CATEGORY, 12)
    assert "每 20 分一档" in lines[5].zh
    assert "in steps of 20" in lines[5].en


@pytest.mark.parametrize(
    ("count", "step"), [(4, 100), (6, 50), (8, 50), (9, 25), (11, 20), (21, 10), (40, 10), (41, 5)]
)
def test_a_step_holds_more_than_two_suppliers(count: int, step: int) -> None:
    assert step_of(count) == step


def test_who_are_equal_have_all_of_it() -> None:
    """Where the mean of five is rounded, it is rounded so that they reach it."""
    for part, name in ((4_777, Indicator.SATISFACTION), (13, Indicator.LATE_RATE)):
        policy = f.changed(name, normalisation=Normalisation.PERCENTILE)
        own = {name: Measured(part, 60 if name is Indicator.SATISFACTION else 190, 60)}
        cards = assess([f.facts(f"sup_{at:05d}", values=own) for at in range(60)], policy).cards
        assert {line_of(card, name).normalised for card in cards} == {D("100.00")}


def test_who_reaches_the_target_has_it_all_whatever_the_peers_do() -> None:
    suppliers = [
        f.facts(f"sup_{rank:05d}", values={Indicator.SALES_NET: Measured(10**8 + rank, 1, 200)})
        for rank in range(12)
    ]
    lines = [line_of(card, Indicator.SALES_NET) for card in assess(suppliers, DEFAULT_POLICY).cards]
    assert {line.normalised for line in lines} == {D("100.00")}


def test_with_too_few_of_the_category_all_suppliers_are_the_peers() -> None:
    suppliers = [f.facts(f"sup_{rank:05d}", category=f"c{rank}") for rank in range(11)]
    line = line_of(assess(suppliers, DEFAULT_POLICY).cards[0], Indicator.SALES_NET)
    assert line.compared_with is PeerGroup.ALL


def test_who_has_no_category_is_compared_with_all_and_has_no_rank() -> None:
    suppliers = [
        f.facts(f"sup_{rank:05d}", category=NO_CATEGORY if rank < 15 else "kitchen")
        for rank in range(30)
    ]
    card, *_, other = assess(suppliers, DEFAULT_POLICY).cards
    line = line_of(card, Indicator.SALES_NET)
    assert (line.compared_with, line.peer_count, card.rank) == (PeerGroup.ALL, 30, None)
    assert line_of(other, Indicator.SALES_NET).peer_count == 15
    assert other.rank is not None


def test_with_too_few_suppliers_the_target_alone_counts() -> None:
    suppliers = [f.facts(f"sup_{rank:05d}") for rank in range(10)]
    line = line_of(assess(suppliers, DEFAULT_POLICY).cards[0], Indicator.SALES_NET)
    assert (line.compared_with, line.normalised, line.peers) == (None, D("50.00"), None)


def test_who_sold_too_little_is_nobodys_peer() -> None:
    suppliers = [f.facts(f"sup_{rank:05d}", orders=200 if rank < 10 else 1) for rank in range(50)]
    assert Peers.of(suppliers, DEFAULT_POLICY).of_all[Indicator.SALES_NET].count == 10


def test_violation_points_beyond_the_free_ones_are_taken_off() -> None:
    card = score(
        f.facts(values={**BEST, Indicator.VIOLATION_POINTS: Measured(15)}),
        NO_PEERS,
        DEFAULT_POLICY,
    )
    assert card.deduction.points == D("6.00")
    assert card.score == D("88.00")
    assert "6.00" in card.deduction.zh
    assert "6.00" in card.deduction.en


def test_the_deduction_has_a_ceiling() -> None:
    card = score(
        f.facts(values={**BEST, Indicator.VIOLATION_POINTS: Measured(10_000)}),
        NO_PEERS,
        DEFAULT_POLICY,
    )
    assert (card.deduction.points, card.score) == (D("40.00"), D("54.00"))


def test_every_line_is_explained_in_both_languages() -> None:
    for card in assess(f.many(60), DEFAULT_POLICY).cards:
        for line in card.lines:
            spec = SPECS[line.indicator]
            assert line.zh.startswith(spec.zh)
            assert line.en.startswith(spec.en)
            if card.score is not None and line.state is LineState.SCORED:
                assert f"得 {line.points} 分" in line.zh
                assert f"{line.points} points" in line.en


def test_the_ranks_of_a_category_are_bands_and_never_a_place() -> None:
    cards = assess(f.many(400), DEFAULT_POLICY).cards
    for category in {card.category for card in cards}:
        rated = sorted(
            (card for card in cards if card.category == category and card.score is not None),
            key=lambda card: card.score or D(0),
            reverse=True,
        )
        bands = [str(card.rank) for card in rated]
        order = ["top_10", "top_25", "middle", "bottom_25"]
        assert bands == sorted(bands, key=order.index)
        assert set(bands) == set(order)


def test_scoring_without_words_gives_the_same_scores() -> None:
    suppliers = f.many(80)
    bare = assess(suppliers, DEFAULT_POLICY, explained=False).cards
    full = assess(suppliers, DEFAULT_POLICY).cards
    assert [card.score for card in bare] == [card.score for card in full]


def test_what_is_kept_of_peers_does_not_grow_with_them() -> None:
    peers = Peers.of(f.many(1_000), DEFAULT_POLICY)
    assert {len(sample.edges) for sample in peers.of_all.values()} == {19}
    assert peers.of_all[Indicator.SALES_NET].count > 900


def test_more_taken_back_than_counted_is_no_violation() -> None:
    card = score(
        f.facts(values={Indicator.VIOLATION_POINTS: Measured(-3)}), NO_PEERS, DEFAULT_POLICY
    )
    assert (card.deduction.violation_points, card.deduction.points) == (0, D("0.00"))
    assert card.deduction.en == "No violation points."
    assert "-3" not in explain_deduction(-3, D(0), DEFAULT_POLICY.deductions).en


def test_what_is_shown_of_peers_is_nobodys_own_value_and_in_order() -> None:
    # Squares: no mean of five neighbours is a square again.
    suppliers = [
        f.facts(
            f"sup_{rank:05d}", values={Indicator.SALES_NET: Measured((rank * 1_000) ** 2, 1, 200)}
        )
        for rank in range(1, 41)
    ]
    card = assess(suppliers, DEFAULT_POLICY).cards[0]
    view = line_of(card, Indicator.SALES_NET).peers
    assert view is not None
    assert view.count == 40
    assert view.lower < view.median < view.upper
    own = {D((rank * 1_000) ** 2) for rank in range(1, 41)}
    assert own.isdisjoint({view.lower, view.median, view.upper})


def test_peers_are_shown_from_ten_others_on() -> None:
    for count, shown in ((10, False), (11, True)):
        suppliers = [f.facts(f"sup_{rank:05d}") for rank in range(count)]
        line = assess(suppliers, DEFAULT_POLICY).cards[0].lines[0]
        assert (line.peers is not None) == shown


def test_facts_can_be_taken_from_a_card_again() -> None:
    card = score(f.facts(), NO_PEERS, DEFAULT_POLICY)
    assert score(card.facts(), NO_PEERS, DEFAULT_POLICY) == card
    fewer = tuple(
        one for one in DEFAULT_POLICY.criteria if one.indicator is not Indicator.VIOLATION_POINTS
    )
    policy = replace(DEFAULT_POLICY, criteria=fewer)
    card = score(f.facts(values={Indicator.VIOLATION_POINTS: Measured(14)}), NO_PEERS, policy)
    assert score(card.facts(), NO_PEERS, policy) == card
