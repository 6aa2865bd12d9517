"""Burst sales of stock alone: an order is a hold, a small transaction of its own."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Call, RequestKey, StoredAnswer
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.use_case import run
from teleshop.stock.domain.planning import QuotaWanted, Wanted
from teleshop.stock.errors import HoldNotFoundError, QuotaUsedUpError, StockShortError
from teleshop.stock.schemas import MovementBody, ShardsBody
from teleshop.stock.service import MovementKind, Stock
from teleshop.stock.wiring import service
from tests.factories import stock as f
from tests.harness.burst import Stored

Rows = Callable[[str], Sequence[dict[str, Any]]]
"""Every item of a table by its logical id, as plain values."""


def keyed(name: str, key: str) -> Call:
    """The frame of a request that takes effect once."""
    render = RequestKey(f"burst:{name}", key, "same", lambda _: StoredAnswer(204, ""))
    return Call(SYSTEM_ACTOR, f.NOW, key, "burst", request_key=render)


def prepared(units: int, shards: int) -> Stock:
    """An article with so many pieces in so many rows."""
    f.listed()
    own, frame = service(), f.call()
    body = MovementBody(
        kind=MovementKind.RECEIPT, warehouse="hz-1", quantity=units, reference="DN-1"
    )
    run(frame, lambda: own.movements.record(frame, f.SKU, body))
    own.sharding.split(frame, f.SKU, ShardsBody(shards=shards))
    while own.sharding.step(frame, f.SKU):
        pass
    return own


def stored(rows: Rows, held: Sequence[Sequence[dict[str, Any]]]) -> Stored:
    """What is stored: stock and what was told, beside the holdings that orders name."""
    numbers = [item for item in rows("StockTable") if item["sk"] == "shard"]
    shards = [item for item in numbers if not item["pk"].startswith("quota#")]
    counted = [item.get(name, 0) for item in numbers for name in ("available", "reserved", "used")]
    pieces = [one["quantity"] for order in held for one in order if one["kind"] == "stock"]
    return Stored(
        available=sum(item.get("available", 0) for item in shards),
        reserved=sum(item.get("reserved", 0) for item in shards),
        smallest=min(counted),
        held=sum(pieces),
        orders=sum(any(one["kind"] == "stock" for one in order) for order in held),
        told=Counter(item["type"] for item in rows("OutboxTable")),
    )


@dataclass
class HoldSale:
    """Each client holds one piece, of a promotion's stock too if ``limit`` is given."""

    rows: Rows
    limit: int | None = None

    def attempt(self, number: int) -> bool:
        """Hold one piece; the refused tell what they found."""
        name, again = f"burst-{number}", [False]
        quotas = [QuotaWanted(f.PROMOTION, f.SKU, 1, self.limit)] if self.limit else []
        call = keyed("hold", name)

        def hold() -> object:
            try:
                return service().holds.hold(call, name, [Wanted(f.SKU, 1)], quotas, again=again[0])
            finally:
                again[0] = True

        try:
            run(call, hold)
        except RepeatedRequestError:
            return True
        except (StockShortError, QuotaUsedUpError) as refused:
            service().telling.tell_short(call, refused)
            return False
        return True

    def give_back(self, number: int) -> None:
        """Release it."""
        name = f"burst-{number}"
        call = keyed("release", name)
        try:
            run(call, lambda: service().holds.release(call, name))
        except (RepeatedRequestError, HoldNotFoundError):
            return

    def stored(self) -> Stored:
        """Stock beside the holds that are there."""
        holds = [item for item in self.rows("StockTable") if item["sk"] == "hold"]
        return stored(self.rows, [json.loads(item["holdings"]) for item in holds])
