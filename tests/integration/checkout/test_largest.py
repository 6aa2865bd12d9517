"""The largest orders that are taken, walked through everything that may become of them: whatever
was placed can be cancelled, expire, be sent, delivered, refused and come back. A transaction of the
database takes 100 writes; each step is counted.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from functions.stock import on_pieces_returned
from teleshop.checkout.domain.policy import MAX_CASH_ARTICLES
from teleshop.checkout.errors import OrderRefusedError
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Role
from teleshop.kernel.transaction import MAX_ITEMS, Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.orders.errors import OrderUnmanageableError
from teleshop.orders.schemas import AcceptedPieces, InspectedGoods, ParcelBody, PiecesForm
from teleshop.orders.service import CancelReason, OrderState, PlacedOrder
from teleshop.orders.wiring import life
from teleshop.pricing.domain.terms import TermKind
from teleshop.stock.domain.levels import Head, Place
from teleshop.stock.errors import ScatteredError, StockShortError
from teleshop.stock.service import Wanted
from teleshop.stock.tables import HeadRow, ShardRow
from teleshop.stock.wiring import service as stock
from tests.factories import checkout as f
from tests.factories import payments as pay
from tests.factories import reviews
from tests.harness.aws import Cloud
from tests.harness.lambdas import context_of

pytestmark = pytest.mark.clause("1.1", "4.3.4")
PACKER = Actor("paul", frozenset({Role.WAREHOUSE}))
LEAD = Actor("lena", frozenset({Role.LEAD}))
PRICE = 10_00
HOUSES = tuple(f"hz-{number}" for number in range(1, 10))
Spread = Mapping[str, Sequence[tuple[str, int, int]]]
"""Where the pieces of articles lie: warehouse, row, pieces."""


@dataclass(frozen=True)
class Largest:
    """One shape of order. ``quotas``: so many articles have a promotion with a stated stock."""

    spread: Spread
    quotas: int = 0
    gift: bool = False
    at_the_door: bool = False


def one_each(count: int, houses: Sequence[str] = HOUSES[:1]) -> Spread:
    """One row for each article, over warehouses by turns."""
    return {f.SKUS[at]: [(houses[at % len(houses)], 0, 1)] for at in range(count)}


def split(count: int, twice: int) -> Spread:
    """The last piece of some articles is in one row, the one before it in another."""
    rows = {sku: list(places) for sku, places in one_each(count).items()}
    for sku in list(rows)[:twice]:
        rows[sku].append((HOUSES[0], 1, 1))
    return rows


def by_chance(seed: int, *, cash: bool) -> Spread:
    """Articles over rows and warehouses, as many as an order may just have."""
    chance = random.Random(seed)
    houses = HOUSES[: chance.randint(1, 2 if cash else 4)]
    room = (92 if cash else 84) - len(houses)
    spread: dict[str, list[tuple[str, int, int]]] = {}
    for sku in f.SKUS[:50]:
        rows = min(chance.choice((1, 1, 1, 2, 3)), room - cash)
        if rows < 1 or (not cash and sum(map(len, spread.values())) + rows > 80):
            break
        house = chance.choice(houses)
        spread[sku] = [(house, number, chance.randint(1, 2)) for number in range(rows)]
        room -= rows + cash
    return spread


SHAPES = {
    "fifty articles and thirty promotions": Largest(one_each(50), quotas=30),
    "fifty articles in eighty rows": Largest(split(50, 30)),
    "forty articles in four warehouses, forty promotions": Largest(
        one_each(40, HOUSES[:4]), quotas=40
    ),
    "one article in sixty-four rows": Largest(
        {f.SKUS[0]: [(HOUSES[0], number, 2) for number in range(64)]}
    ),
    "with gifts": Largest(one_each(49), quotas=27, gift=True),
    "at the door with gifts": Largest(one_each(44), at_the_door=True, gift=True, quotas=33),
    "at the door from two warehouses": Largest(one_each(45, HOUSES[:2]), at_the_door=True),
    "by chance": Largest(by_chance(1, cash=False)),
    "at the door by chance": Largest(by_chance(2, cash=True), at_the_door=True),
}
"""What tests walk is shared among them: each shape takes at least one way back and one forth."""


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many writes each transaction made."""
    counted: list[int] = []
    write = Transaction._write

    def counting(self: Transaction, token: str) -> None:
        counted.append(len(self._in_order()))
        write(self, token)

    monkeypatch.setattr(Transaction, "_write", counting)
    yield counted
    assert max(counted) <= MAX_ITEMS


def lay_out(shape: Largest) -> dict[str, int]:
    """The goods with their stock and promotions; answers the pieces of each."""
    gift = f.SKUS[-1]
    skus = [*shape.spread, *([gift] if shape.gift else [])]
    f.shop(*skus, pieces=0, price=PRICE)
    for number, (sku, places) in enumerate(shape.spread.items()):
        laid(sku, places)
        terms = []
        if number < shape.quotas:
            terms.append(f.term(sku=sku, amount=9_00, promotion_id=promotion(number)))
        if shape.gift and not number:
            facts: dict[str, Any] = {
                "gift_sku": gift,
                "gift_name": "木铲",
                "quantity": 1,
                "stock": 5,
            }
            terms.append(f.term(TermKind.GIFT, promotion_id=promotion(99), **facts))
        if terms:
            f.promoted(*terms, sku=sku)
    if shape.gift:
        laid(gift, [(HOUSES[0], 0, 1)])
    return {sku: sum(row[2] for row in places) for sku, places in shape.spread.items()}


def promotion(number: int) -> str:
    return f"prm_01M85DCW3M18EC0KYDXHRE{number:04d}"


def laid(sku: str, places: Sequence[tuple[str, int, int]]) -> None:
    """Pieces in the very rows where they are wanted."""
    widths: dict[str, int] = {}
    for house, number, _ in places:
        widths[house] = max(widths.get(house, 0), number + 1)
    head = Head(
        sku=sku,
        product_id=f.product_of(sku),
        supplier_id=reviews.SUPPLIER,
        shards=max(widths.values()),
        places=tuple(Place(warehouse=house, width=width) for house, width in widths.items()),
    )
    tx = Transaction(f.call(SYSTEM_ACTOR), "prepare", Subject("stock", sku))
    tx.create(HeadRow, head, conflict=StockShortError([]), audited=False)
    for house, number, pieces in places:
        actions, condition = ShardRow.changing(pieces)
        row = ShardRow(*ShardRow.key_of(sku, house, number))
        tx.update_row(row, actions, condition, StockShortError([]))
    tx.commit(None)


def placed(shape: Largest) -> PlacedOrder:
    """The order of everything that is there; all of its articles are sold out then, and told."""
    pieces = lay_out(shape)
    lines = [f.line(sku, quantity) for sku, quantity in pieces.items()]
    quoted = list(pieces.values())
    total = sum(quoted) * PRICE - sum(quoted[: shape.quotas]) * (PRICE - 9_00)
    method = "cash_on_delivery" if shape.at_the_door else "gateway"
    total += 8_00 if total < 99_00 else 0
    order = f.placed(f.body(*lines, total=total, payment_method=method))
    for sku in {one.sku for one in order.held if one.kind == "stock"}:
        refused(sku)
        assert head_of(sku).sold_out_at is not None
    return order


def refused(sku: str) -> None:
    """Somebody asks for one more."""
    own, wanted = stock().reservations, [Wanted(sku, 1)]
    with pytest.raises(StockShortError) as short:
        own.plan(own.levels(wanted), wanted, seed="next")
    stock().telling.tell_short(f.call(), short.value)


def head_of(sku: str) -> Head:
    found: Head | None = HeadRow.find(*HeadRow.key_of(sku))
    assert found is not None
    return found


def step(do: Callable[[Any], Any], actor: Actor = SYSTEM_ACTOR, at: Any = 20 * f.MINUTE) -> Any:
    """One step in the life of an order, with what makes it take effect once."""
    frame = f.call(actor, f.NOW + at)
    return run(frame, lambda: do(frame))


def paid(order: PlacedOrder) -> PlacedOrder:
    pay.pay(
        f.NOW - pay.NOW + f.MINUTE,
        payment_id=order.payment_id,
        amount=order.total,
        transaction="4200001",
        paid_at=f.NOW.isoformat(),
    )
    got: PlacedOrder = step(lambda own: life().payment_received(own, order.id, order.total, f.NOW))
    return got


def released(order: PlacedOrder) -> PlacedOrder:
    if not order.pays_at_the_door:
        paid(order)
    after: PlacedOrder = step(lambda own: life().release_due(own, order.id))
    return after


def sent(order: PlacedOrder) -> PlacedOrder:
    """Released, and out of the house: in one parcel at the door, else as many as it takes."""
    after = released(order)
    number = 0
    while after.state is OrderState.RELEASED:
        number += 1
        body = next_parcel(after, f"SF{number:013d}")
        after = step(shipping(order.id, body), PACKER)
    return after


def shipping(order_id: str, body: ParcelBody) -> Callable[[Any], Any]:
    return lambda own: life().ship(own, order_id, body)


def next_parcel(order: PlacedOrder, waybill: str) -> ParcelBody:
    """What one warehouse sends next; everything where the courier collects."""
    held = [one for one in order.held if one.kind == "stock"]
    house = held[0].place
    here: dict[str, int] = {}
    for one in held:
        if order.pays_at_the_door or one.place == house:
            here[one.sku] = here.get(one.sku, 0) + one.quantity
    lines: list[PiecesForm] = []
    for line in order.lines:
        count = min(line.quantity - line.shipped, here.get(line.sku, 0))
        if count and (order.pays_at_the_door or len(lines) < 25):
            lines.append(PiecesForm(line=line.number, quantity=count))
    return ParcelBody(lines=tuple(lines), carrier="sf", waybill=waybill, warehouse=house)


def told(aws: Cloud, kind: str) -> list[dict[str, Any]]:
    return [
        json.loads(item["envelope"])
        for item in aws.items("OutboxTable")
        if json.loads(item["envelope"])["type"] == kind
    ]


def followed(aws: Cloud) -> None:
    """Stock hears that more is back than could be told at once, twice."""
    for event in [*told(aws, "SoldOutPiecesReturned")] * 2:
        on_pieces_returned.handler({"detail": event}, context_of("StockOnPiecesReturned"))


def everything_is_back(aws: Cloud, order: PlacedOrder) -> None:
    """Each piece can be sold again, each mark is gone, and each was told once."""
    followed(aws)
    back: dict[str, int] = {}
    for one in order.held:
        if one.kind == "stock":
            back[one.sku] = back.get(one.sku, 0) + one.quantity
    assert {sku: f.left_of(sku) for sku in back} == back
    assert [sku for sku in back if head_of(sku).sold_out_at is not None] == []
    again = [(one["data"]["sku"], one["data"]["quantity"]) for one in told(aws, "StockReturned")]
    assert sorted(again) == sorted(back.items())


@pytest.mark.parametrize("name", ["with gifts", "at the door with gifts", "by chance"])
def test_what_was_placed_can_be_cancelled(aws: Cloud, writes: list[int], name: str) -> None:
    order = placed(SHAPES[name])
    step(lambda own: life().cancel(own, order.id, CancelReason.CUSTOMER), f.WANG)
    assert f.kept(order.id).state is OrderState.CANCELLED
    everything_is_back(aws, order)


@pytest.mark.parametrize(
    "name",
    [
        "fifty articles in eighty rows",
        "forty articles in four warehouses, forty promotions",
        "at the door from two warehouses",
    ],
)
def test_what_the_warehouse_has_can_be_cancelled_and_paid_back(
    aws: Cloud, writes: list[int], name: str
) -> None:
    order = placed(SHAPES[name])
    released(order)
    step(
        lambda own: life().cancel(
            own, order.id, CancelReason.STOCK_MISSING, warehouse_confirmed=True
        ),
        LEAD,
    )
    assert f.kept(order.id).state is OrderState.CANCELLED
    everything_is_back(aws, order)


@pytest.mark.parametrize("name", ["fifty articles and thirty promotions"])
def test_what_nobody_pays_expires(aws: Cloud, writes: list[int], name: str) -> None:
    order = placed(SHAPES[name])
    step(lambda own: life().expire(own, order.id), at=f.HOUR)
    assert f.kept(order.id).state is OrderState.CANCELLED
    everything_is_back(aws, order)


@pytest.mark.parametrize(
    "name",
    [
        "fifty articles and thirty promotions",
        "with gifts",
        "at the door from two warehouses",
        "at the door by chance",
    ],
)
def test_what_was_placed_can_be_sent_delivered_and_come_back(
    aws: Cloud, writes: list[int], name: str
) -> None:
    order = placed(SHAPES[name])
    after = sent(order)
    assert (after.state, [one for one in after.held if one.kind == "stock"]) == (
        OrderState.SHIPPED,
        [],
    )
    due = order.total if order.pays_at_the_door else None
    at = f.NOW + f.DAY
    for one in after.parcels:
        deliver = partial(life().deliver, order_id=order.id, parcel_id=one.id, at=at, collected=due)
        step(deliver, PACKER, f.DAY)
    assert f.kept(order.id).state is OrderState.DELIVERED
    goods = InspectedGoods(
        case_id="asc_01KASY2D7V3M7T1QZ9N3D6W8XR",
        case_kind="return",
        order_id=order.id,
        accepted=tuple(
            AcceptedPieces(line=line.number, quantity=line.quantity) for line in order.lines
        ),
        refund_due=order.total,
        refund_due_at=f.NOW + 9 * f.DAY,
    )
    step(lambda own: life().goods_returned(own, goods), at=2 * f.DAY)
    assert f.kept(order.id).state is OrderState.RETURNED


@pytest.mark.parametrize(
    "name",
    ["one article in sixty-four rows", "at the door with gifts", "by chance"],
)
def test_what_was_placed_can_be_refused_at_the_door(
    aws: Cloud, writes: list[int], name: str
) -> None:
    order = placed(SHAPES[name])
    for one in sent(order).parcels:
        refuse = partial(life().refuse, order_id=order.id, parcel_id=one.id, at=f.NOW + f.DAY)
        step(refuse, PACKER, f.DAY)
    last = f.kept(order.id)
    assert (last.state, last.refunded) == (OrderState.REFUSED, last.received)


# -- what is larger is refused, with a way out -----------------------------------------------------


@pytest.mark.clause("7.1.3")
def test_cash_is_collected_for_so_many_articles_as_go_in_one_parcel(aws: Cloud) -> None:
    shape = Largest(one_each(MAX_CASH_ARTICLES + 1), at_the_door=True)
    with pytest.raises(OrderRefusedError) as refused:
        placed(shape)
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.code) == ("/payment_method", "cash_on_delivery_too_large")
    assert "gateway" in fault.message("en")


@pytest.mark.clause("7.1.3")
def test_cash_is_not_collected_for_goods_that_lie_in_more_rows_than_one_parcel_takes(
    aws: Cloud,
) -> None:
    with pytest.raises(OrderUnmanageableError) as refused:
        placed(Largest(split(44, 4), at_the_door=True))
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [
        ("/payment_method", "cash_on_delivery_too_large")
    ]
    assert {f.left_of(sku) for sku in f.SKUS[5:44]} == {1}


def test_goods_from_more_warehouses_than_could_be_told_of_a_cancellation_wait(aws: Cloud) -> None:
    with pytest.raises(ScatteredError):
        placed(Largest(one_each(50, HOUSES[:5]), quotas=30))


def test_a_mark_that_was_set_again_since_stays(aws: Cloud) -> None:
    order = placed(SHAPES["fifty articles and thirty promotions"])
    sku = order.lines[-1].sku
    step(lambda own: life().cancel(own, order.id, CancelReason.CUSTOMER), f.WANG)
    stock().telling.tell_returned(f.call(SYSTEM_ACTOR), sku, 1, 1)
    f.placed(f.body(f.line(sku), total=PRICE + 8_00))
    refused(sku)
    followed(aws)
    assert (head_of(sku).epoch, head_of(sku).sold_out_at is not None) == (2, True)
