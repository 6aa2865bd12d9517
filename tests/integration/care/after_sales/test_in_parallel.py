"""Twins: the same pieces asked for, and the same refund paid, by many at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from teleshop.care.domain.after_sales.refusals import QuantityExceededError, RefundPaidError
from teleshop.care.schemas.after_sales import RefundBody
from teleshop.care.tables.after_sales import AfterSalesRepository
from teleshop.care.wiring import after_sales
from teleshop.kernel.errors import RacedError, Refusal, TeleshopError
from teleshop.kernel.use_case import run
from tests.factories.after_sales import (
    CUSTOMER,
    DAY,
    FINANCE,
    NOW,
    ORDER_ID,
    body,
    calling,
    returned,
    sold,
    with_place,
)

pytestmark = [pytest.mark.clause("6.3.3"), pytest.mark.usefixtures("aws")]
MANY = 6


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of many gets who do the same at once: an answer, or the error."""

    def one(number: int) -> object:
        try:
            return act(number)
        except TeleshopError as error:
            return error

    with ThreadPoolExecutor(max_workers=MANY) as pool:
        return list(pool.map(one, range(MANY)))


def test_of_twin_requests_for_the_same_piece_one_is_taken() -> None:
    sold()
    with_place()

    def ask(_: int) -> object:
        call = calling(CUSTOMER)
        return run(call, lambda: after_sales().requests.request_after_sales(call, body(2)))

    answers = at_once(ask)
    assert sum(not isinstance(answer, TeleshopError) for answer in answers) == 1
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert all(isinstance(error, QuantityExceededError | RacedError) for error in refused)
    account = AfterSalesRepository().account(ORDER_ID)
    assert [(claim.line, claim.quantity) for claim in account.claims] == [(2, 1)]


def test_of_twin_refunds_one_is_paid() -> None:
    sold()
    with_place()
    id = returned(2).request.case_id

    def pay(number: int) -> object:
        call = calling(FINANCE, NOW + 3 * DAY)
        paid = RefundBody(amount=4_000, reference=f"PAY-000{number}")
        return run(call, lambda: after_sales().goods.report_refund(call, id, paid))

    answers = at_once(pay)
    assert sum(not isinstance(answer, TeleshopError) for answer in answers) == 1
    refused = [answer for answer in answers if isinstance(answer, TeleshopError)]
    assert all(isinstance(error, RefundPaidError | RacedError) for error in refused)
    assert AfterSalesRepository().account(ORDER_ID).refunded == 4_000
