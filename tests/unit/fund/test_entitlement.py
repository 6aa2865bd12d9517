"""What is due by which article; the amounts of the law, to the fen."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.fund.domain.entitlement import (
    Basis,
    ClaimKind,
    Share,
    Wanted,
    damages_together,
    entitlement,
    food_damages,
    fraud_damages,
    must_pay_first,
    refund_advance,
)
from teleshop.fund.domain.policy import POLICIES, FundPolicy, Level, policy_on
from teleshop.fund.domain.purchase import (
    AfterSalesAccount,
    Purchase,
    PurchasedLine,
    claimed_lines,
    left_to_advance,
)
from teleshop.fund.errors import (
    DamagesCoveredError,
    EvidenceMissingError,
    LabelFlawError,
    LinesNotClaimableError,
    LossMissingError,
    NotFoodError,
    OrderNotClaimableError,
    SellerKnownError,
    SeveralSuppliersError,
)
from teleshop.kernel.money import yuan
from teleshop.kernel.rules import get_rule

pytestmark = pytest.mark.clause("6.3.4")
POLICY = FundPolicy(effective_from=date(2026, 11, 1))
fen = st.integers(min_value=1, max_value=10**10)


def line(number: int = 1, paid: int = 299_00, **changes: object) -> PurchasedLine:
    return replace(PurchasedLine(number=number, supplier_id="sup_1", paid=paid), **changes)  # type: ignore[arg-type]


def wanted(kind: ClaimKind, **changes: object) -> Wanted:
    return replace(Wanted(kind=kind, lines=(line(is_food=True),)), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paid", "extra"),
    [(99_00, 500_00), (166_66, 500_00), (166_67, 500_01), (299_00, 897_00), (1, 500_00)],
)
def test_fraud_gives_three_times_the_price_and_500_yuan_at_least(paid: int, extra: int) -> None:
    assert fraud_damages(paid).amount == extra


@pytest.mark.parametrize(
    ("price", "loss", "basis", "extra"),
    [
        (58_00, 0, Basis.HIGHEST, 1_000_00),
        (168_00, 0, Basis.HIGHEST, 1_680_00),
        (100_00, 0, Basis.PRICE, 1_000_00),
        (58_00, 500_00, Basis.HIGHEST, 1_500_00),
        (168_00, 500_00, Basis.HIGHEST, 1_680_00),
        (168_00, 500_00, Basis.LOSS, 1_500_00),
        (58_00, 500_00, Basis.PRICE, 1_000_00),
        (58_00, 1_00, Basis.LOSS, 1_000_00),
    ],
)
def test_food_gives_ten_prices_or_three_losses_as_chosen_and_1000_yuan_at_least(
    price: int, loss: int, basis: Basis, extra: int
) -> None:
    assert food_damages(price, loss, basis).amount == extra


@given(price=fen, loss=st.integers(min_value=0, max_value=10**10))
@settings(max_examples=100)
def test_the_highest_is_never_less_than_any_other_choice(price: int, loss: int) -> None:
    highest = food_damages(price, loss).amount
    assert highest >= food_damages(price, loss, Basis.PRICE).amount >= 1_000_00
    if loss:
        assert highest >= food_damages(price, loss, Basis.LOSS).amount >= 1_000_00


def test_serious_harm_by_a_known_defect_gives_up_to_twice_the_loss() -> None:
    known = wanted(ClaimKind.HARM_DAMAGES, loss=1_000_01, has_evidence=True)
    due = entitlement(known, POLICY)
    assert (due.amount, due.rule, due.article) == (2_000_02, "R1.18-harm", "55(2)")
    with pytest.raises(LossMissingError):
        entitlement(wanted(ClaimKind.HARM_DAMAGES), POLICY)


def test_flaws_of_a_label_alone_give_no_damages() -> None:
    with pytest.raises(LabelFlawError):
        fraud_damages(299_00, label_flaw_only=True)
    with pytest.raises(LabelFlawError):
        food_damages(299_00, label_flaw_only=True)


def test_damages_by_the_loss_need_a_loss() -> None:
    with pytest.raises(LossMissingError):
        food_damages(299_00, 0, Basis.LOSS)


def test_the_platform_pays_first_where_the_seller_cannot_be_named_or_it_promised_to() -> None:
    assert refund_advance(299_00, seller_disclosed=False, advance_promised=False).amount == 299_00
    promised = refund_advance(299_00, seller_disclosed=True, advance_promised=True)
    assert "承诺" in promised.zh
    with pytest.raises(SellerKnownError):
        refund_advance(299_00, seller_disclosed=True, advance_promised=False)


@pytest.mark.parametrize(
    ("kind", "disclosed", "mandatory"),
    [
        (ClaimKind.REFUND_ADVANCE, False, True),
        (ClaimKind.REFUND_ADVANCE, True, False),
        (ClaimKind.FOOD_DAMAGES, True, True),
        (ClaimKind.FRAUD_DAMAGES, True, False),
        (ClaimKind.GOODWILL, False, False),
    ],
)
def test_the_law_makes_the_platform_pay_first_for_unknown_sellers_and_food(
    kind: ClaimKind, disclosed: bool, mandatory: bool
) -> None:
    assert must_pay_first(kind, seller_disclosed=disclosed) is mandatory


def test_an_entitlement_names_its_rule_its_article_and_its_working() -> None:
    due = entitlement(wanted(ClaimKind.FRAUD_DAMAGES), POLICY)
    assert (due.rule, due.article, due.amount, due.payable) == (
        "R1.18",
        "55(1); 49",
        897_00,
        897_00,
    )
    assert due.source == get_rule("R1.18").source
    assert "299.00 元 × 3 = 897.00 元" in due.working_zh
    assert "paid 299.00 × 3 = 897.00" in due.working_en
    own = entitlement(wanted(ClaimKind.GOODWILL), POLICY)
    assert (own.rule, own.article, own.mandatory) == (None, None, False)


@given(paid=fen, cap=fen)
@settings(max_examples=100)
def test_the_fund_pays_no_more_than_its_cap_and_says_so(paid: int, cap: int) -> None:
    policy = replace(POLICY, claim_cap=cap)
    due = entitlement(wanted(ClaimKind.FRAUD_DAMAGES, lines=(line(paid=paid),)), policy)
    assert due.payable == min(due.amount, cap)
    assert due.amount == max(3 * paid, 500_00)
    assert ("最高支付" in due.working_zh) is (due.amount > cap)


def test_goodwill_stays_within_what_was_paid_and_its_cap() -> None:
    assert entitlement(wanted(ClaimKind.GOODWILL), POLICY).amount == 299_00
    dear = wanted(ClaimKind.GOODWILL, lines=(line(paid=5_000_00),))
    assert entitlement(dear, POLICY).amount == POLICY.goodwill_cap


def test_a_loss_is_proven_and_food_damages_are_for_food() -> None:
    with pytest.raises(EvidenceMissingError):
        entitlement(wanted(ClaimKind.FOOD_DAMAGES, loss=1), POLICY)
    entitlement(wanted(ClaimKind.FOOD_DAMAGES, loss=1, has_evidence=True), POLICY)
    mixed = (line(is_food=True), line(2))
    with pytest.raises(NotFoodError):
        entitlement(wanted(ClaimKind.FOOD_DAMAGES, lines=mixed), POLICY)


def purchase(*lines: PurchasedLine, currency: str = "CNY") -> Purchase:
    return Purchase(order_id="o1", customer_id="ann", lines=lines, currency=currency)


def test_lines_are_taken_once_in_order() -> None:
    found = claimed_lines(purchase(line(1), line(2), line(3)), (3, 1, 3))
    assert [one.number for one in found] == [1, 3]


@pytest.mark.parametrize(
    ("bought", "numbers", "refusal"),
    [
        (purchase(line(1)), (), LinesNotClaimableError),
        (purchase(line(1)), (2,), LinesNotClaimableError),
        (purchase(line(1, paid=0)), (1,), LinesNotClaimableError),
        (purchase(line(1), line(2, supplier_id="sup_2")), (1, 2), SeveralSuppliersError),
        (purchase(line(1), currency="USD"), (1,), OrderNotClaimableError),
    ],
)
def test_what_cannot_be_claimed_for_is_refused(
    bought: Purchase, numbers: tuple[int, ...], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        claimed_lines(bought, numbers)


@pytest.mark.parametrize(
    ("amount", "role"),
    [
        (1, "agent"),
        (500_00, "agent"),
        (500_01, "lead"),
        (5_000_00, "lead"),
        (5_000_01, "finance"),
        (10**12, "finance"),
    ],
)
def test_the_amount_says_who_decides_its_limit_included(amount: int, role: str) -> None:
    assert POLICY.level_for(amount).role == role


def test_a_policy_holds_from_its_day_on() -> None:
    later = FundPolicy(effective_from=date(2027, 1, 1), claim_cap=1)
    both = (POLICY, later)
    assert policy_on(date(2026, 12, 31), both) is POLICY
    assert policy_on(date(2027, 1, 1), both) is later
    assert policy_on(date(2020, 1, 1), both) is POLICY
    assert list(POLICIES) == sorted(POLICIES, key=lambda policy: policy.effective_from)


@pytest.mark.parametrize(
    "changes",
    [
        {"levels": ()},
        {"levels": (Level(role="agent", limit=1, escalation=()),)},
        {
            "levels": (
                Level(role="agent", limit=2, escalation=()),
                Level(role="lead", limit=1, escalation=()),
                Level(role="finance", limit=None, escalation=()),
            )
        },
        {"claim_cap": 0},
        {"evidence_days": 0},
    ],
)
def test_a_policy_that_decides_nothing_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"level|limits|caps"):
        replace(POLICY, **changes)  # type: ignore[arg-type]


def test_amounts_are_shown_in_yuan() -> None:
    assert (yuan(1), yuan(100_000_00)) == ("0.01", "100000.00")


@pytest.mark.parametrize("kind", [ClaimKind.FRAUD_DAMAGES, ClaimKind.FOOD_DAMAGES])
@given(data=st.data())
@settings(max_examples=60)
def test_claims_for_parts_come_to_what_one_claim_for_the_whole_does(
    kind: ClaimKind, data: st.DataObject
) -> None:
    cheap = st.integers(min_value=1, max_value=400_00)
    prices = data.draw(st.lists(cheap, min_size=1, max_size=6))
    lines = tuple(line(number, paid, is_food=True) for number, paid in enumerate(prices, 1))
    policy = replace(POLICY, claim_cap=10**9)
    order = data.draw(st.permutations(lines))
    cuts = data.draw(st.sets(st.integers(min_value=1, max_value=len(lines))))
    edges = sorted({0, len(lines), *cuts})
    basis = data.draw(st.sampled_from([Basis.PRICE, Basis.HIGHEST]))

    shares: list[Share] = []
    for start, end in pairwise(edges):
        part = wanted(kind, lines=tuple(order[start:end]), basis=basis)
        try:
            amount = entitlement(part, policy, shares).amount
        except DamagesCoveredError:
            amount = 0
        shares.append(Share(claim_id="clm", paid=part.paid, loss=0, basis=basis, amount=amount))
    whole = entitlement(wanted(kind, lines=lines, basis=basis), policy).amount
    assert sum(share.amount for share in shares) == whole == damages_together(kind, shares)


@given(
    st.lists(st.tuples(fen, st.integers(1, 5), st.integers(0, 7)), min_size=1, max_size=5),
    st.integers(min_value=0, max_value=10**10),
)
def test_an_advance_and_refunds_never_exceed_what_was_paid(
    bought: list[tuple[int, int, int]], refunded: int
) -> None:
    lines = tuple(
        line(number, paid, quantity=pieces) for number, (paid, pieces, _) in enumerate(bought, 1)
    )
    purchase = Purchase(order_id="O1", customer_id="c", lines=lines)
    taken = {number: back for number, (_, _, back) in enumerate(bought, 1)}
    left = left_to_advance(purchase, lines, AfterSalesAccount(pieces=taken, refunded=refunded))
    assert sum(rest.paid for rest in left) <= max(0, purchase.paid - refunded)
    for rest, whole in zip(left, lines, strict=True):
        assert 0 <= rest.paid <= whole.paid
        assert rest.paid == 0 or taken[whole.number] < whole.quantity
    assert left_to_advance(purchase, lines, AfterSalesAccount()) == lines
