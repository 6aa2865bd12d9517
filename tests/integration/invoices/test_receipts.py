"""The receipt of purchase: what it says, and the file that is made of it."""

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from functions.invoices.pdf import print_receipt
from teleshop.invoices.domain.receipt import FileState
from teleshop.invoices.errors import (
    InvoiceOrderNotFoundError,
    OperatorNotNamedError,
    OrderNotPaidError,
    ReceiptNotMadeError,
)
from teleshop.invoices.service import return_terms
from teleshop.invoices.wiring import service
from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings
from teleshop.orders.domain import PriceStep, ReturnExclusion
from tests.factories import after_sales as a
from tests.factories import invoices as f
from tests.factories import placed_orders as p
from tests.harness.aws import Cloud

pytestmark = [pytest.mark.clause("6.3.1"), pytest.mark.usefixtures("aws")]
STEP = PriceStep(
    promotion_id="prm_1",
    kind="fixed_price",
    before=400_00,
    after=300_00,
    zh="直播价：300.00 元，原为 400.00 元",
    en="On air: 300.00 CNY instead of 400.00 CNY",
)


def show(order_id: str = f.ORDER, actor: Any = f.BUYER) -> Any:
    return service().receipts.show(f.call(actor, f.DAY), order_id)


def bought() -> str:
    """An order with an explained price, an excluded line and a gift."""
    lines = (
        p.line(steps=(STEP,), options={"颜色": "红"}),
        p.pan(exclusion=ReturnExclusion.PERISHABLE),
        p.pan(3, gift_of=1, amount=0, price=0),
    )
    return f.paid(p.placed(lines=lines))


def made(order_id: str = f.ORDER) -> Any:
    service().receipts.request_file(f.call(f.BUYER, f.DAY), order_id)
    return service().receipts.make_file(f.call(after=f.DAY), print_receipt, order_id)


def text_of(key: str) -> str:
    found = aws_client("s3").get_object(Bucket=settings().bucket_documents, Key=key)
    pages = PdfReader(io.BytesIO(found["Body"].read())).pages
    return "\n".join(page.extract_text() for page in pages)


@pytest.mark.clause("6.3.1")
def test_a_receipt_says_who_sold_and_how_each_price_came_about() -> None:
    receipt = show(bought()).receipt
    assert receipt.operator.uscc == "91330100799653052A"
    first, second, third = receipt.purchase.lines
    assert (first.list_price, first.price, first.amount) == (200_00, 150_00, 300_00)
    assert [(one.before, one.after, one.words.en) for one in first.steps] == [
        (400_00, 300_00, STEP.en)
    ]
    assert "7 days" in return_terms(first).en
    assert "perishable" in return_terms(second).en
    assert "line 1" in return_terms(third).en
    assert (receipt.purchase.paid, receipt.purchase.freight) == (410_00, 10_00)


def test_what_went_back_is_on_it() -> None:
    f.paid()
    f.took_back()
    purchase = show().receipt.purchase
    assert (purchase.refunded, [one.returned for one in purchase.lines]) == (100_00, [0, 1])


def test_no_receipt_before_payment_and_none_without_the_operator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    f.placed()
    with pytest.raises(OrderNotPaidError):
        show()
    f.become(collect=True, paid_at=f.NOW + f.HOUR)
    assert show().receipt
    monkeypatch.setenv("OPERATOR_NAME", "")
    settings.cache_clear()
    with pytest.raises(OperatorNotNamedError):
        show()


def test_a_receipt_is_its_customers_and_staffs() -> None:
    f.paid()
    assert show(actor=f.AGENT).receipt
    for order_id, actor in ((f.ORDER, f.STRANGER), (f.ORDER, f.SUPPLIER), ("ord_0", f.BUYER)):
        with pytest.raises(InvoiceOrderNotFoundError):
            show(order_id, actor)
        with pytest.raises(InvoiceOrderNotFoundError):
            service().receipts.request_file(f.call(actor), order_id)
    with pytest.raises(ReceiptNotMadeError):
        service().receipts.make_file(f.call(), print_receipt, f.ORDER)


def test_a_reported_order_has_a_receipt_too() -> None:
    order = a.sold()
    purchase = show(order.id, a.CUSTOMER).receipt.purchase
    assert [(one.price, one.amount) for one in purchase.lines] == [
        (200_00, 160_00),
        (100_00, 80_00),
    ]
    assert [len(one.steps) for one in purchase.lines] == [1, 1]


# -- as a file --


def test_the_file_is_there_when_it_was_made() -> None:
    bought()
    service().receipts.request_file(f.call(f.BUYER, f.DAY), f.ORDER)
    assert (show().file.state, show().link) == (FileState.REQUESTED, None)
    service().receipts.make_file(f.call(after=f.DAY), print_receipt, f.ORDER)
    shown = show()
    assert shown.file.state is FileState.READY
    assert shown.link.url.startswith("https://")


def test_the_pdf_says_the_same_in_chinese() -> None:
    bought()
    text = text_of(made().file.key)
    for words in (
        "购物凭证",
        "示例电视购物有限公司",
        "91330100799653052A",
        f.ORDER,
        "铸铁锅 26cm",
        STEP.zh,
        "300.00",
        "鲜活易腐，不适用无理由退货",
        "合计实付 Paid in all: 410.00 CNY",
    ):
        assert words in text


@pytest.mark.clause("6.4.1")
def test_nobody_is_named_in_the_file(aws: Cloud) -> None:
    bought()
    text = text_of(made().file.key)
    hidden = (f.BUYER.subject, "王小明", p.PHONE, "文三路")
    assert [word for word in hidden if word in text] == []


def test_the_same_order_gives_the_same_bytes_and_another_state_others() -> None:
    f.paid()
    first, second = made(), made()
    assert first.file == second.file
    f.took_back()
    assert made().file != first.file


def test_a_long_order_goes_over_pages_with_its_heading_on_each() -> None:
    lines = tuple(p.line(number, title=f"商品 {number} <b>&") for number in range(1, 61))
    f.paid(p.placed(lines=lines))
    key = made().file.key
    found = aws_client("s3").get_object(Bucket=settings().bucket_documents, Key=key)
    pages = PdfReader(io.BytesIO(found["Body"].read())).pages
    assert len(pages) > 1
    assert all("商品 Goods" in page.extract_text() for page in pages[:2])
    assert "商品 60 <b>&" in text_of(key)


def test_a_title_that_is_not_in_the_font_does_not_stop_the_print() -> None:
    f.paid(p.placed(lines=(replace(p.line(), title="锅 🍲 ｶﾅ \U00020000"),)))
    assert "锅" in text_of(made().file.key)


def test_a_receipt_that_is_not_made_in_time_has_failed_and_may_be_asked_for_again() -> None:
    order_id, own = bought(), service().receipts
    late = f.call(after=f.DAY + f.HOUR)
    own.request_file(f.call(f.BUYER, f.DAY), order_id)
    first = own._clock.id_of(order_id, 1)
    failed = own.give_up(late, order_id, first)
    assert failed is not None
    assert failed.state is FileState.FAILED
    assert show(order_id).file.state is FileState.FAILED
    own.request_file(f.call(f.BUYER, f.DAY + f.HOUR), order_id)
    # The first clock, should it come again, says nothing of the second turn.
    assert own.give_up(late, order_id, first) is None
    done = own.make_file(late, print_receipt, order_id)
    assert done.state is FileState.READY
    assert own.give_up(late, order_id, own._clock.id_of(order_id, 2)) is None
