"""What the fund never pays twice: the least amount of the law, and what after-sales refunds."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teleshop.care.domain.after_sales.records import CameBack, Claim, OrderAccount
from teleshop.care.tables.after_sales import OrderAccountRow
from teleshop.fund.errors import (
    AdvanceByAfterSalesError,
    DamagesCoveredError,
    RefundedMeanwhileError,
    TwinClaimError,
    TwinDamagesError,
)
from teleshop.fund.schemas import PayoutBody
from teleshop.fund.wiring import service
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from tests.factories import after_sales as returns
from tests.factories import fund as f
from tests.factories.fund import call, contributed, decided, opened, ordered
from tests.factories.orders import line

pytestmark = pytest.mark.clause("6.3.4")
HOUR = timedelta(hours=1)


def cheap() -> None:
    """An order of three lines of 1 yuan, and one of two pieces for 300 yuan."""
    bought = (
        *(line(number, unit_price=1_00, paid=1_00) for number in (1, 2, 3)),
        line(4, quantity=2, unit_price=150_00, paid=300_00),
    )
    ordered(lines=bought, paid=303_00)
    contributed()


def account(**changes: Any) -> None:
    """What after-sales did with the order."""
    after = OrderAccount(order_id=f.ORDER, version=1)
    tx = Transaction(call(f.LEAD), "inspect", Subject("case", "asc_1"))
    tx.create(OrderAccountRow, replace(after, **changes), conflict=RacedError())
    tx.commit(None)


def due(*lines: int) -> int:
    return opened(lines=list(lines)).claim.entitlement.amount


def test_the_least_amount_counts_once_for_an_order_however_its_lines_are_claimed(
    aws: Any,
) -> None:
    cheap()
    first = opened(lines=[1]).claim
    assert first.entitlement.amount == 500_00
    with pytest.raises(DamagesCoveredError):
        opened(lines=[2])
    more = opened(lines=[2, 4]).claim
    assert more.entitlement.amount == 3 * 302_00 - 500_00
    assert "减去此前申请已计 500.00 元" in more.entitlement.working_zh
    assert due(3) == 3_00


def test_a_claim_that_ended_without_pay_counts_no_more(aws: Any) -> None:
    cheap()
    first = opened(lines=[1]).claim
    service().claims.withdraw_claim(call(f.BUYER, HOUR), first.id)
    assert due(2) == 500_00
    with pytest.raises(DamagesCoveredError):
        opened(lines=[1])


def test_of_two_claims_at_once_for_an_order_one_has_the_least_amount(aws: Any) -> None:
    cheap()

    def file(number: int) -> int:
        try:
            return due(number)
        except DamagesCoveredError:
            return 0

    with ThreadPoolExecutor(max_workers=3) as pool:
        assert sorted(pool.map(file, (1, 2, 3))) == [0, 0, 500_00]


def test_a_twin_is_refused_in_the_words_of_its_kind(aws: Any) -> None:
    cheap()
    opened(f.AGENT, kind="goodwill", amount=1)
    with pytest.raises(TwinClaimError) as refused:
        opened(f.AGENT, kind="goodwill", amount=1)
    assert "punitive" not in refused.value.detail("en")
    opened()
    with pytest.raises(TwinDamagesError):
        opened()


def test_what_came_back_or_is_asked_back_is_not_advanced(aws: Any) -> None:
    cheap()
    account(
        claims=(Claim("asc_1", 1, 1),),
        returned=(CameBack(2, 1, False), CameBack(4, 1, False)),
        refunded=151_00,
    )
    for number in (1, 2):
        with pytest.raises(AdvanceByAfterSalesError):
            opened(kind="refund_advance", lines=[number])
    with pytest.raises(AdvanceByAfterSalesError):
        opened(kind="refund_advance", lines=[3, 1])
    made = opened(kind="refund_advance", lines=[3, 4]).claim
    assert (made.claimed, made.paid_price) == (151_00, 301_00)


def test_an_advance_is_not_paid_once_after_sales_took_the_goods_up(aws: Any) -> None:
    cheap()
    claim_id = decided(opened(kind="refund_advance", lines=[4]).claim.id)
    account(claims=(Claim("asc_1", 4, 1),))
    with pytest.raises(RefundedMeanwhileError) as refused:
        service().payments.pay_claim(
            call(f.FINANCE, 2 * f.DAY), claim_id, PayoutBody(reference="pay-1")
        )
    assert "150.00" in refused.value.detail("en")
    service().claims.withdraw_claim(call(f.BUYER, 2 * f.DAY), claim_id)
    assert opened(kind="refund_advance", lines=[4]).claim.claimed == 150_00


def test_goods_on_their_way_back_are_refunded_once(aws: Any) -> None:
    returns.sold(seller_disclosed=False)
    returns.with_place()
    contributed()
    back = returns.returned(1, now=returns.NOW).request
    assert back.refund is not None
    with pytest.raises(AdvanceByAfterSalesError):
        opened(kind="refund_advance", lines=[1])
    rest = opened(kind="refund_advance", lines=[2]).claim
    assert 0 < rest.claimed <= 24_000 - back.refund.goods
