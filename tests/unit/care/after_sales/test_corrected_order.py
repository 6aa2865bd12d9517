"""An order that was corrected while its goods were on the way back: a refund or a clear refusal."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.care.domain.after_sales.decision import Ground, Outcome, Remedy
from teleshop.care.domain.after_sales.flow import misfit, settle_inspection
from teleshop.care.domain.after_sales.purchase import Purchase, PurchasedLine
from teleshop.care.domain.after_sales.records import (
    AfterSales,
    CameBack,
    Claim,
    ClaimLine,
    OrderAccount,
    Ruling,
    Stage,
)
from teleshop.care.domain.after_sales.refusals import OrderNoLongerFitsError
from tests.factories.purchases import DELIVERED, line, purchase

pytestmark = pytest.mark.clause("6.3.1")

DAY = timedelta(days=1)


def inspected(*pieces: tuple[int, int, str], customer_id: str) -> AfterSales:
    """A return of so many pieces of these lines and goods, all accepted."""
    return AfterSales(
        case_id="asr_1",
        order_id="TS-1",
        customer_id=customer_id,
        supplier_id="sup_1",
        remedy=Remedy.RETURN,
        ground=Ground.NO_REASON,
        notice_at=DELIVERED,
        requested_at=DELIVERED,
        lines=tuple(
            ClaimLine(
                line=number,
                quantity=count,
                product_id=product,
                goods_kind="other",
                approved=True,
                received=count,
                accepted=True,
            )
            for number, count, product in pieces
        ),
        assessment=Ruling(outcome=Outcome.APPROVE.value, at=DELIVERED, by="rules"),
        stage=Stage.INSPECTED,
        received_at=DELIVERED + DAY,
    )


@st.composite
def corrected(draw: st.DrawFn) -> Purchase:
    """An order with whatever lines, of three goods."""
    numbers = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True))
    lines: list[PurchasedLine] = []
    for number in numbers:
        count, price = draw(st.integers(1, 3)), draw(st.integers(0, 1_000))
        paid = draw(st.integers(0, price * count))
        product = f"prd-{draw(st.integers(1, 3))}"
        gift = draw(st.sampled_from([None, *numbers]))
        free = gift not in (None, number)
        lines.append(
            line(
                number,
                product_id=product,
                quantity=count,
                unit_price=price,
                paid=0 if free else paid,
                gift_of=gift if free else None,
            )
        )
    return purchase(*lines)


PIECES = st.tuples(st.integers(1, 4), st.integers(1, 3), st.sampled_from(["prd-1", "prd-2"]))


@given(now=corrected(), came=PIECES, earlier=st.lists(PIECES, max_size=2), refunded=st.integers(0))
@settings(max_examples=100, deadline=None)
def test_whatever_an_order_became_there_is_a_refund_or_a_refusal(
    now: Purchase,
    came: tuple[int, int, str],
    earlier: list[tuple[int, int, str]],
    refunded: int,
) -> None:
    back = tuple(CameBack(number, count, False, product) for number, count, product in earlier)
    account = OrderAccount(order_id="TS-1", returned=back, refunded=refunded)
    request = inspected(came, customer_id=now.customer_id)
    try:
        after, granted = settle_inspection(request, account, now)
    except OrderNoLongerFitsError:
        number, count, product = came
        assert misfit((*back, CameBack(number, count, False, product)), now) is not None
        return
    assert after.refund is not None
    assert 0 <= after.refund.goods <= now.paid
    assert granted.refunded == refunded + after.refund.goods


def test_pieces_fit_line_goods_and_number_together() -> None:
    sold = purchase(line(1, quantity=2), line(2))
    assert misfit((), sold) is None
    assert misfit([Claim("asr_1", 1, 1, "prd-1"), CameBack(1, 1, False, "prd-1")], sold) is None
    assert misfit([Claim("asr_1", 1, 1), CameBack(1, 2, False)], sold) == 1
    assert misfit([CameBack(2, 1, False, "prd-9")], sold) == 2
    assert misfit([CameBack(3, 1, False)], sold) == 3
    # Records from before the goods were kept with them are told by their line alone.
    assert misfit([CameBack(2, 1, False)], sold) is None


def test_a_return_is_not_paid_from_the_order_of_another_customer() -> None:
    sold = purchase(line(1))
    request = inspected((1, 1, "prd-1"), customer_id="somebody-else")
    with pytest.raises(OrderNoLongerFitsError):
        settle_inspection(request, OrderAccount(order_id="TS-1"), sold)
