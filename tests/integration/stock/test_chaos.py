"""Everything at once, in bad weather: orders, cancellations, receipts, losses, counts of nothing,
new numbers of rows and evening out. Afterwards every sum is right, and so is what was told.
"""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from teleshop.kernel.actor import SYSTEM_ACTOR
from teleshop.kernel.errors import BusyError, Refusal
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.transaction import UnknownOutcomeError
from teleshop.kernel.use_case import run
from teleshop.stock.domain.planning import Wanted
from teleshop.stock.errors import StockShortError
from teleshop.stock.schemas import MovementBody, ShardsBody
from teleshop.stock.service import MovementKind, Reason, Stock
from teleshop.stock.wiring import service
from tests.factories import stock as f
from tests.harness.burst import Stored
from tests.harness.burst_places import in_process
from tests.harness.burst_stock import HoldSale, Rows, keyed, prepared
from tests.harness.weather import Weather

pytestmark = pytest.mark.clause("1.1")
START, WORKERS, DEEDS = 12, 8, 160
KINDS = ("hold",) * 9 + ("release",) * 6 + ("receive", "lose", "split", "step", "step")


class House:
    """What the workers do, and what must come of it."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._lock = threading.Lock()
        self._numbers = count()
        self.held: list[str] = []
        self.received = START
        self.lost = 0

    def act(self, _: int) -> None:
        """One deed by chance; what is busy or unknown is repeated with the same key."""
        with self._lock:
            kind = self._chance.choice(KINDS)
            number, size = next(self._numbers), self._chance.randint(1, 4)
        self._persist(kind, f"{kind}-{number}", size)

    def hold(self, name: str, size: int) -> None:
        """Somebody buys."""
        self._persist("hold", name, size)

    def _persist(self, kind: str, name: str, size: int) -> None:
        deed = getattr(self, f"_{kind}")
        for _try in range(30):
            try:
                deed(service(), name, size)
            except (BusyError, UnknownOutcomeError):
                continue
            except Refusal:
                return
            return
        pytest.fail(f"{kind} never came through")

    def _hold(self, own: Stock, name: str, size: int) -> None:
        call = keyed("hold", name)
        try:
            run(call, lambda: own.holds.hold(call, name, [Wanted(f.SKU, size)]))
        except RepeatedRequestError:
            pass
        except StockShortError as refused:
            own.telling.tell_short(call, refused)
            return
        with self._lock:
            self.held.append(name)

    def _release(self, own: Stock, name: str, size: int) -> None:
        with self._lock:
            held = self.held.pop(size % len(self.held)) if self.held else None
        if held is None:
            return
        # A name that was taken out is released by this deed alone, however often that needs.
        call = keyed("release", held)
        for _try in range(30):
            try:
                run(call, lambda: own.holds.release(call, held))
            except RepeatedRequestError:
                return
            except (BusyError, UnknownOutcomeError):
                continue
            return
        pytest.fail("release never came through")

    def _receive(self, own: Stock, name: str, size: int) -> None:
        body = MovementBody(
            kind=MovementKind.RECEIPT, warehouse="hz-1", quantity=size, reference=name
        )
        self._book(own, name, body)
        with self._lock:
            self.received += size

    def _lose(self, own: Stock, name: str, size: int) -> None:
        body = MovementBody(
            kind=MovementKind.LOSS, warehouse="hz-1", quantity=size, reason=Reason.DAMAGED
        )
        self._book(own, name, body)
        with self._lock:
            self.lost += size

    @staticmethod
    def _book(own: Stock, name: str, body: MovementBody) -> None:
        call = keyed("book", name)
        try:
            run(call, lambda: own.movements.record(call, f.SKU, body))
        except RepeatedRequestError:
            return

    def _split(self, own: Stock, name: str, size: int) -> None:
        call = keyed("split", name)
        try:
            run(call, lambda: own.sharding.split(call, f.SKU, ShardsBody(shards=size * 3)))
        except RepeatedRequestError:
            return

    def _step(self, own: Stock, name: str, _: int) -> None:
        frame = f.call(SYSTEM_ACTOR)
        run(frame, lambda: own.sharding.step(frame, f.SKU))


@pytest.mark.parametrize("seed", [11, 12])
def test_whatever_happens_at_once_no_piece_is_lost_made_or_promised_twice(seed: int) -> None:
    weather = Weather(seed)
    house = House(seed)
    with in_process(weather) as rows:
        prepared(START, shards=4)
        with ThreadPoolExecutor(max_workers=WORKERS) as pool:
            list(pool.map(house.act, range(DEEDS)))
        found, marked = HoldSale(rows).stored(), _marked(rows)
        _check(house, found, marked=marked)
        for number in range(found.available):
            house.hold(f"rest-{number}", 1)
        house.hold("too-many", 1)
        _check(house, HoldSale(rows).stored(), marked=True)
    assert len(house.held) == found.orders + found.available


def _marked(rows: Rows) -> bool:
    (head,) = (item for item in rows("StockTable") if item["sk"] == "head")
    return "sold_out_at" in head


def _check(house: House, found: Stored, *, marked: bool) -> None:
    """Every sum is right. The mark is there only while nothing can be sold, and each change of it
    was told once.
    """
    assert found.smallest >= 0
    assert found.reserved == found.held
    assert found.available + found.reserved == house.received - house.lost
    assert found.orders == len(house.held)
    assert not (marked and found.available)
    assert found.told["StockSoldOut"] - found.told["StockReturned"] == int(marked)
