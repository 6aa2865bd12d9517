"""A block holds at every entry: listing, import, price, slot, order. Nothing of a suspended or
terminated supplier goes on; of one on hold nothing new is taken, and what is on sale goes on.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from teleshop.catalog.errors import RequirementsNotMetError
from teleshop.catalog.schemas.bodies import ContentBody
from teleshop.catalog.wiring import service as catalog
from teleshop.checkout.domain.goods import SUPPLIER_WAS_NOT_ACTIVE
from teleshop.checkout.errors import OrderRefusedError
from teleshop.imports.errors import SupplierBlockedError
from teleshop.imports.wiring import requests
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.clock import sortable
from teleshop.kernel.errors import InvalidInputError, TeleshopError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.pricing.domain.change import ChangeState
from teleshop.pricing.wiring import service as pricing
from teleshop.promotions.domain.promotion import State as PromotionState
from teleshop.promotions.errors import PromotionNotReadyError
from teleshop.suppliers.service import HoldReason, SuspensionReason, TerminationReason
from teleshop.suppliers.wiring import service
from tests.factories import checkout, import_files, imports, promotions, reviews
from tests.factories import pricing as prices

pytestmark = pytest.mark.clause("2.1.5", "3.3.3", "3.4.2")
ID = reviews.SUPPLIER
SELLER = Actor("sven", frozenset({Role.SUPPLIER}), ID)
HOLD = HoldReason("quality_gate", "gate_1")
SUSPENSION = SuspensionReason("violation", "vio_1")
END = TerminationReason("violation", "vio_1", "销售假冒商品")
Refusal = tuple[str, str, str]
"""Code, Chinese and English words of what stands against it."""


def joined(act: Callable[[Transaction], bool]) -> bool:
    """A measure within the transaction of another context."""
    own = reviews.call(reviews.MANAGER, reviews.HOUR)

    def use_case() -> bool:
        tx = Transaction(own, "measure", Subject("test", "test"))
        return tx.commit(act(tx))

    return run(own, use_case)


def hold() -> None:
    assert joined(lambda tx: service().standing.hold(tx, ID, HOLD))


def suspend() -> None:
    assert joined(lambda tx: service().standing.suspend_for(tx, ID, SUSPENSION))


def terminate() -> None:
    assert joined(lambda tx: service().standing.terminate_for(tx, ID, END))


def refused(act: Callable[[], object]) -> list[Refusal]:
    """What stands against an entry; empty if it is open."""
    kinds = (
        RequirementsNotMetError,
        InvalidInputError,
        PromotionNotReadyError,
        SupplierBlockedError,
        OrderRefusedError,
    )
    try:
        act()
    except kinds as refusal:
        known: TeleshopError = refusal
        faults = [(fault.code, fault.message("zh"), fault.message("en")) for fault in known.errors]
        return faults or [(known.code, known.detail("zh"), known.detail("en"))]
    return []


# -- the entries: what is prepared while all is well, and what is then tried -----------------------


def listing() -> Callable[[], object]:
    """A new product is sent in."""
    where = reviews.ground()
    product_id = reviews.drafted(where)
    at = reviews.call(where.seller, 2 * reviews.HOUR)
    return lambda: catalog().submissions.submit_product(at, product_id)


def bulk() -> Callable[[], object]:
    """Products are imported from a file."""
    reviews.on_board()
    content = import_files.csv_file([import_files.row()])
    document_id = imports.uploaded(content, actor=SELLER)
    return lambda: requests().request_import(imports.call(SELLER), document_id)


def price(*, on_sale: bool) -> Callable[[], object]:
    """A merchandiser asks for a price."""
    reviews.on_board()
    prices.stored(prices.sheet(supplier_id=ID, on_sale=on_sale))
    at = prices.call(prices.MERCHANDISER)
    return lambda: pricing().changes.request_change(at, prices.body())


def promotion(**changes: Any) -> Callable[[], object]:
    """A merchandiser submits a promotion."""
    reviews.on_board()
    prices.stored(prices.sheet(supplier_id=ID))
    return lambda: promotions.submitted(**changes)


def slot() -> Callable[[], object]:
    """An on-air price in a programme slot."""
    bounds = {"starts_at": sortable(promotions.START), "ends_at": sortable(promotions.END)}
    return promotion(kind="on_air", slot={"id": "slot-1", **bounds})


def order() -> Callable[[], object]:
    """A customer buys what is on sale."""
    checkout.shop()
    return checkout.placed


def changed_listing(**changes: Any) -> Callable[[], object]:
    """A change of a product on sale is sent in."""
    known = reviews.published()
    body = msgspec.convert(reviews.content(known.ground, **changes), ContentBody)
    at = reviews.call(known.ground.seller, 10 * reviews.HOUR)
    catalog().products.replace_content(at, known.id, body)
    return lambda: catalog().submissions.submit_product(at, known.id)


def change() -> Callable[[], object]:
    """Another text of what is on sale."""
    return changed_listing(description="厚底，受热均匀，附木盖和木铲。")


def extension() -> Callable[[], object]:
    """One more article of what is on sale."""
    articles = [
        {
            "own_code": code,
            "supply_price": 90_00,
            "suggested_price": 199_00,
            "options": {"尺寸": size},
        }
        for code, size in (("P30", "30 厘米"), ("P40", "40 厘米"))
    ]
    return changed_listing(variants=articles)


ENTRIES: dict[str, Callable[[], Callable[[], object]]] = {
    "listing": listing,
    "change of goods on sale": change,
    "new article of goods on sale": extension,
    "import": bulk,
    "first price": lambda: price(on_sale=False),
    "price of goods on sale": lambda: price(on_sale=True),
    "slot": slot,
    "promotion of goods on sale": promotion,
    "order": order,
}
OPEN_ON_HOLD = {
    "change of goods on sale",
    "price of goods on sale",
    "promotion of goods on sale",
    "order",
}
HELD = {
    "listing": "supplier_on_hold",
    "new article of goods on sale": "supplier_on_hold",
    "import": "supplier_blocked",
    "first price": "supplier_on_hold",
    "slot": "supplier_on_hold",
}
SUSPENDED = {
    "listing": "supplier_not_active",
    "change of goods on sale": "supplier_not_active",
    "new article of goods on sale": "supplier_not_active",
    "import": "supplier_blocked",
    "first price": "supplier_suspended",
    "price of goods on sale": "supplier_suspended",
    "slot": "supplier_suspended",
    "promotion of goods on sale": "supplier_suspended",
    "order": "supplier_not_active",
}
each_entry = pytest.mark.parametrize("entry", list(ENTRIES))


@each_entry
def test_every_entry_is_open_to_a_supplier_against_whom_nothing_stands(
    aws: Any, entry: str
) -> None:
    assert refused(ENTRIES[entry]()) == []


@each_entry
def test_a_hold_stops_what_is_new_and_says_why_and_nothing_else(aws: Any, entry: str) -> None:
    enter = ENTRIES[entry]()
    hold()
    found = refused(enter)
    if entry in OPEN_ON_HOLD:
        assert found == []
        return
    told = {code: (zh, en) for code, zh, en in found}
    zh, en = told[HELD[entry]]
    assert "近 30 日服务质量未达标" in zh
    assert "the service quality of the last 30 days" in en


@each_entry
@pytest.mark.parametrize(
    ("block", "words"),
    [
        (suspend, ("已暂停（违规处理）", "suspended (a violation)")),
        (terminate, ("已终止合作", "terminated")),
    ],
)
def test_suspension_and_termination_stop_every_entry_and_say_why(
    aws: Any, entry: str, block: Callable[[], None], words: tuple[str, str]
) -> None:
    enter = ENTRIES[entry]()
    block()
    told = {code: (zh, en) for code, zh, en in refused(enter)}
    zh, en = told[SUSPENDED[entry]]
    if entry == "order":
        # A customer is told what to do, and not what a supplier did.
        assert "供应商目前不能销售" in zh
        return
    for word, text in zip(words, (zh.replace("”（", "（"), en), strict=True):
        assert word.replace("”", "") in text


@each_entry
@pytest.mark.parametrize("block", [hold, suspend])
def test_every_entry_is_open_again_once_the_reason_is_gone(
    aws: Any, entry: str, block: Callable[[], None]
) -> None:
    enter = ENTRIES[entry]()
    block()
    standing = service().standing
    assert joined(lambda tx: standing.lift(tx, ID, HOLD)) is (block is hold)
    assert joined(lambda tx: standing.restore_for(tx, ID, SUSPENSION)) is (block is suspend)
    assert refused(enter) == []


# -- a block between the request and what comes of it ----------------------------------------------


@pytest.mark.parametrize("on_sale", [True, False])
@pytest.mark.parametrize("block", [hold, suspend, terminate])
def test_a_price_that_was_asked_for_before_a_block_is_returned_as_a_new_one_would_be_refused(
    aws: Any, block: Callable[[], None], on_sale: bool
) -> None:
    reviews.on_board()
    prices.stored(prices.sheet(supplier_id=ID, on_sale=on_sale))
    change = prices.requested()
    block()
    prices.decided(change.id)
    known = pricing().changes.show(change.id)
    if block is hold and on_sale:
        assert known.state is ChangeState.SCHEDULED
        return
    code = "supplier_on_hold" if block is hold else "supplier_suspended"
    assert (known.state, known.reason_code) == (ChangeState.RETURNED, code)


@pytest.mark.parametrize("block", [suspend, terminate])
def test_an_approved_promotion_of_a_supplier_that_is_suspended_or_gone_does_not_start(
    aws: Any, block: Callable[[], None]
) -> None:
    reviews.on_board()
    prices.stored(prices.sheet(supplier_id=ID))
    approved = promotions.approved()
    block()
    known = promotions.clock(approved, "start")
    assert (known.state, known.end_reason) == (PromotionState.STOPPED, "supplier_suspended")
    assert not known.runs(promotions.START)


def test_a_slot_that_was_approved_before_a_hold_goes_on(aws: Any) -> None:
    reviews.on_board()
    prices.stored(prices.sheet(supplier_id=ID))
    bounds = {"starts_at": sortable(promotions.START), "ends_at": sortable(promotions.END)}
    approved = promotions.approved(kind="on_air", slot={"id": "slot-1", **bounds})
    hold()
    known = promotions.clock(approved, "start")
    assert (known.state, known.end_reason) == (PromotionState.RUNNING, None)


@pytest.mark.clause("2.1.5", "4.3.4")
@pytest.mark.parametrize("block", [suspend, terminate])
def test_an_order_on_paper_counts_by_what_its_supplier_was_when_it_was_written(
    aws: Any, block: Callable[[], None]
) -> None:
    checkout.shop()
    block()
    since = reviews.call(reviews.MANAGER, reviews.HOUR).now
    before = checkout.on_paper(taken_at=since - checkout.TICK)
    after = checkout.on_paper(taken_at=since)
    told = refused(lambda: checkout.placed(after, checkout.AGENT, at=since))
    assert [code for code, _, _ in told] == [SUPPLIER_WAS_NOT_ACTIVE.code]
    assert checkout.placed(before, checkout.AGENT, at=since).total == 100_00
