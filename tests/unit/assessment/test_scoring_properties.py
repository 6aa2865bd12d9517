"""What holds of every scorecard, whatever the figures and the policy."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.assessment.domain.bands import Band, RankBand, Ranking, band_of
from teleshop.assessment.domain.canonical import canonical
from teleshop.assessment.domain.exact import rounded, shares
from teleshop.assessment.domain.faults import policy_faults
from teleshop.assessment.domain.indicators import SPECS, Indicator, Measured, SupplierFacts
from teleshop.assessment.domain.moving import applied, what_would_move_up
from teleshop.assessment.domain.peers import Peers, Sample, shrunk, step_of
from teleshop.assessment.domain.policy import DEFAULT_POLICY, Normalisation, ScorecardPolicy
from teleshop.assessment.domain.scoring import FULL, assess, score, towards_target
from tests.factories import scorecards as f

pytestmark = pytest.mark.clause("3.3.1")
D = Decimal
ORDER = [Band.UNQUALIFIED, Band.QUALIFIED, Band.EXCELLENT]

cents = st.integers(0, 10_000).map(lambda whole: D(whole).scaleb(-2))


@st.composite
def thresholds(draw: st.DrawFn) -> tuple[Decimal, Decimal]:
    """0 < qualified < excellent ≤ 100."""
    two = draw(st.lists(st.integers(1, 10_000), min_size=2, max_size=2, unique=True))
    lower, upper = sorted(two)
    return D(lower).scaleb(-2), D(upper).scaleb(-2)


@st.composite
def values(draw: st.DrawFn) -> dict[Indicator, Measured]:
    """Values of any indicators; some are missing, some rest on nothing."""
    found = {}
    for indicator, spec in SPECS.items():
        if draw(st.integers(0, 5)) == 0:
            continue
        if spec.sampled:
            count = draw(st.integers(0, 60))
            part = draw(st.integers(0, spec.ceiling * count))
            found[indicator] = Measured(part, count, count)
        else:
            most = 150_000_000 if spec.higher else 30
            found[indicator] = Measured(draw(st.integers(0, most)))
    return found


@st.composite
def suppliers(draw: st.DrawFn) -> SupplierFacts:
    """A supplier that may have sold too little to be rated."""
    return SupplierFacts(
        supplier_id=f.SUPPLIER,
        quarter=f.QUARTER,
        category=draw(st.sampled_from(["category-0", "category-1", "elsewhere"])),
        orders=draw(st.integers(0, 100)),
        values=draw(values()),
    )


@st.composite
def policies(draw: st.DrawFn) -> ScorecardPolicy:
    """Policies that may be approved: other weights, bands, ways of comparing."""
    parts = [Fraction(draw(st.integers(1, 20))) for _ in DEFAULT_POLICY.criteria]
    weights = shares(parts, 100 - len(parts))
    qualified, excellent = draw(thresholds())
    made = replace(
        DEFAULT_POLICY,
        criteria=tuple(
            replace(
                one,
                weight=weight + 1,
                normalisation=draw(st.sampled_from(Normalisation)),
                minimum_count=draw(st.integers(0, 10)) if SPECS[one.indicator].sampled else 0,
            )
            for one, weight in zip(DEFAULT_POLICY.criteria, weights, strict=True)
        ),
        minimum_orders=draw(st.integers(1, 60)),
        qualified_from=qualified,
        excellent_from=excellent,
    )
    assert policy_faults(made) == []
    return made


crowd = f.many(60)


@pytest.mark.clause("3.3.3")
@given(cents, thresholds())
def test_each_score_lies_in_exactly_one_band(
    reached: Decimal, bands: tuple[Decimal, Decimal]
) -> None:
    qualified, excellent = bands
    held = [
        band
        for band, holds in (
            (Band.UNQUALIFIED, 0 <= reached < qualified),
            (Band.QUALIFIED, qualified <= reached < excellent),
            (Band.EXCELLENT, excellent <= reached <= 100),
        )
        if holds
    ]
    assert held == [band_of(reached, qualified_from=qualified, excellent_from=excellent)]


@pytest.mark.clause("3.3.3")
@given(thresholds())
def test_0_the_thresholds_and_100_lie_where_they_should(bands: tuple[Decimal, Decimal]) -> None:
    qualified, excellent = bands
    cent = D("0.01")

    def at(reached: Decimal) -> Band:
        return band_of(reached, qualified_from=qualified, excellent_from=excellent)

    assert at(D("0.00")) is Band.UNQUALIFIED
    assert at(D("100.00")) is Band.EXCELLENT
    assert (at(qualified), at(excellent)) == (Band.QUALIFIED, Band.EXCELLENT)
    assert (at(qualified - cent), at(excellent - cent)) == (Band.UNQUALIFIED, Band.QUALIFIED)


@given(suppliers(), policies())
def test_a_score_is_from_0_to_100_and_its_weights_add_up_to_100(
    facts: SupplierFacts, policy: ScorecardPolicy
) -> None:
    card = score(facts, Peers.of(crowd, policy), policy)
    if facts.orders < policy.minimum_orders:
        assert (card.score, card.band) == (None, Band.NOT_RATED)
    if card.score is None:
        assert card.band is Band.NOT_RATED
        return
    assert 0 <= card.score <= 100
    assert sum(line.applied_weight for line in card.lines) == D("100.00")
    assert card.score == max(D(0), sum(line.points for line in card.lines) - card.deduction.points)
    for line in card.lines:
        assert 0 <= line.points <= line.applied_weight


@given(suppliers(), policies(), st.data())
def test_a_better_value_never_lowers_the_score(
    facts: SupplierFacts, policy: ScorecardPolicy, data: st.DataObject
) -> None:
    facts = replace(facts, orders=max(facts.orders, policy.minimum_orders))
    measured = [name for name in facts.values if policy.of(name)]
    if not measured:
        return
    indicator = data.draw(st.sampled_from(sorted(measured)))
    spec, own = SPECS[indicator], facts.values[indicator]
    most = spec.ceiling * own.denominator if spec.sampled else own.numerator + 200_000_000
    better = data.draw(
        st.integers(own.numerator, most) if spec.higher else st.integers(0, own.numerator)
    )
    peers = Peers.of(crowd, policy)
    improved = replace(facts, values={**facts.values, indicator: replace(own, numerator=better)})
    before, after = score(facts, peers, policy), score(improved, peers, policy)
    assert (before.score is None) == (after.score is None)
    if before.score is not None and after.score is not None:
        assert after.score >= before.score


@given(
    st.fractions(0, 100, max_denominator=1_000), cents, st.integers(0, 5_000), st.integers(1, 500)
)
def test_a_shrunk_value_lies_between_the_raw_one_and_the_prior(
    value: Fraction, prior: Decimal, count: int, weight: int
) -> None:
    criterion = f.criterion(shrink_to=prior, shrink_weight=weight)
    after = Fraction(*shrunk(value.numerator, value.denominator, count, criterion))
    lower, upper = sorted((value, Fraction(prior)))
    assert lower <= after <= upper
    if count == 0:
        assert after == prior
    more = Fraction(*shrunk(value.numerator, value.denominator, count + 1, criterion))
    assert abs(more - value) <= abs(after - value)


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), policies())
def test_the_same_suppliers_in_any_order_give_the_same_bytes(
    chance: object, policy: ScorecardPolicy
) -> None:
    shuffled = crowd[:25]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random of the standard library
    again = [replace(one, values=dict(reversed(list(one.values.items())))) for one in shuffled]
    assert canonical(assess(again, policy)) == canonical(assess(crowd[:25], policy))


@given(suppliers(), policies())
def test_what_would_move_up_moves_up_when_it_is_done_and_one_less_does_not(
    facts: SupplierFacts, policy: ScorecardPolicy
) -> None:
    peers = Peers.of(crowd, policy)
    card = score(facts, peers, policy)
    way = what_would_move_up(card, policy, peers)
    if card.band in (Band.EXCELLENT, Band.NOT_RATED):
        assert (way.next_band, way.alone, way.together) == (None, (), ())
        return
    assert way.next_band is ORDER[ORDER.index(card.band) + 1]
    for move in way.alone:
        reached = score(applied(card, (move,)), peers, policy)
        assert ORDER.index(reached.band) > ORDER.index(card.band)
        assert reached.score == move.score
        step = 1 if move.change > 0 else -1
        nearly = replace(move, numerator=move.numerator - step)
        assert score(applied(card, (nearly,)), peers, policy).band is card.band
        if move.further is not None:
            spec, own = SPECS[move.indicator], facts.values[move.indicator]
            gained = spec.ceiling * move.further if spec.higher else 0
            then = Measured(
                own.numerator + gained, own.denominator + move.further, own.count + move.further
            )
            later = replace(facts, values={**facts.values, move.indicator: then})
            assert ORDER.index(score(later, peers, policy).band) > ORDER.index(card.band)
    if way.together:
        assert way.alone == ()
        reached = score(applied(card, way.together), peers, policy)
        assert ORDER.index(reached.band) > ORDER.index(card.band)
        assert all(move.change for move in way.together)
        *most, last = way.together
        step = 1 if last.change > 0 else -1
        one_less = (*most, replace(last, numerator=last.numerator - step))
        assert score(applied(card, one_less), peers, policy).band is card.band


@given(
    st.lists(st.integers(-2_000_000, 130_000_000), min_size=11, max_size=90),
    st.sampled_from([1, 100, 1_000_000]),
)
def test_no_amount_that_a_supplier_sees_is_that_of_another_one(
    amounts: list[int], unit: int
) -> None:
    sold = [max(amount // unit, 1) * unit for amount in amounts]
    others = [
        f.facts(f"sup_{rank:05d}", values={Indicator.SALES_NET: Measured(amount, 1, 200)})
        for rank, amount in enumerate(sold)
    ]
    assessed = assess(others, DEFAULT_POLICY)
    criterion = DEFAULT_POLICY.of(Indicator.SALES_NET)
    assert criterion is not None

    def of_policy(goal: Decimal) -> bool:
        """The least above the floor, and the least that is as good as the target."""
        return not towards_target(goal - 1, criterion) or towards_target(goal, criterion) == FULL

    for card, own in zip(assessed.cards, sold, strict=True):
        secret = {D(amount) for amount in sold if amount != own}
        (line,) = [one for one in card.lines if one.indicator is Indicator.SALES_NET]
        assert line.peers is not None
        assert secret.isdisjoint({line.peers.lower, line.peers.median, line.peers.upper})
        way = what_would_move_up(card, DEFAULT_POLICY, assessed.peers)
        moves = [*way.alone, *way.together]
        goals = {
            move.value
            for move in moves
            if move.indicator is Indicator.SALES_NET and not of_policy(move.value)
        }
        assert secret.isdisjoint(goals)
        assert all(len(f"{int(goal)}".rstrip("0")) <= 2 for goal in goals)


@given(st.integers(11, 120), st.randoms(use_true_random=False))
def test_no_step_is_so_narrow_that_it_tells_a_place(count: int, chance: object) -> None:
    values = chance.sample(range(10**6, 10**9), count)  # type: ignore[attr-defined]  # a random of the standard library
    sample = Sample.of([D(value) for value in values], Indicator.SALES_NET)
    reached = {sample.reached(D(value), higher=True) for value in values}
    assert all(step % step_of(count) == 0 for step in reached)
    assert D(0) not in reached
    assert step_of(count) * count > 200


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any), st.integers(0, 20_000))
def test_shares_add_up_exactly_and_miss_by_less_than_one(parts: list[int], total: int) -> None:
    found = shares([Fraction(part) for part in parts], total)
    assert sum(found) == total
    for part, share in zip(parts, found, strict=True):
        assert abs(share - Fraction(part * total, sum(parts))) < 1


@given(st.integers(-1_000, 1_000), st.integers(0, 6))
def test_the_middle_between_two_is_rounded_to_the_even_one(whole: int, places: int) -> None:
    found = rounded(Fraction(2 * whole + 1, 2 * 10**places), places)
    even = whole if whole % 2 == 0 else whole + 1
    assert found == D(even).scaleb(-places)


@given(st.fractions(-1_000, 1_000), st.integers(0, 6))
def test_rounding_is_to_the_nearest_and_keeps_order(value: Fraction, places: int) -> None:
    found = rounded(value, places)
    assert abs(Fraction(found) - value) <= Fraction(1, 2 * 10**places)
    assert rounded(value + Fraction(1, 10**7), places) >= found
    assert found == found.quantize(Decimal(1).scaleb(-places))
    assert str(found.as_tuple().exponent) == str(-places)


@given(st.lists(cents, min_size=1, max_size=60))
def test_a_better_score_never_ranks_lower(scores: list[Decimal]) -> None:
    ranking = Ranking.of(("kitchen", one) for one in scores)
    order = [RankBand.TOP_10, RankBand.TOP_25, RankBand.MIDDLE, RankBand.BOTTOM_25]
    found = [ranking.band("kitchen", one, 5) for one in sorted(scores, reverse=True)]
    if len(scores) <= 5:
        assert set(found) == {None}
    else:
        assert found == sorted(found, key=lambda one: order.index(one or RankBand.MIDDLE))
        assert None not in found
