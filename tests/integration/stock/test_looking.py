"""Looking at stock while it moves: what is shown lies there, and nothing is said to be gone that is
only on its way from one row to another.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.transaction import Subject, Transaction
from teleshop.stock.domain.balance import Change
from teleshop.stock.domain.levels import SkuLevels
from teleshop.stock.errors import ShardRacedError, StockShortError
from teleshop.stock.schemas import StockQuery
from teleshop.stock.service.base import Desk
from teleshop.stock.tables import StockRepository
from teleshop.stock.wiring import service
from tests.factories import stock as f
from tests.harness.aws import Cloud
from tests.harness.budget import measured

pytestmark = pytest.mark.clause("5.1.1")


def live() -> Any:
    return service().live.figure(f.call(), f.SKU)


def shown() -> Any:
    return service().reading.show(f.call(), f.SKU)


def listed() -> Any:
    (item,) = service().reading.list_stock(f.call(), StockQuery(supplier_id=f.SUPPLIER_ID)).items
    return item


WAYS = (live, shown, listed)


def moved(*changes: Change) -> None:
    """Pieces go from row to row."""
    tx = Transaction(f.call(), "move", Subject("stock", f.SKU))
    Desk._change(tx, f.SKU, changes)
    tx.commit(None)


def read_as(monkeypatch: pytest.MonkeyPatch, *available: int, then: Callable[[], Any]) -> None:
    """The next look at the rows finds these numbers, since they moved while it read."""
    real, once = StockRepository.levels, [1]

    def levels(own: StockRepository, *given: Any, **options: Any) -> Any:
        found = real(own, *given, **options)
        if not once:
            return found
        once.pop()
        then()
        known = found.skus[f.SKU]
        rows = [replace(row, available=n) for row, n in zip(known.shards, available, strict=True)]
        return replace(found, skus={f.SKU: replace(known, shards=tuple(rows))})

    monkeypatch.setattr(StockRepository, "levels", levels)


@pytest.mark.parametrize("look", WAYS)
def test_the_last_pieces_are_not_missed_while_they_are_gathered(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch, look: Callable[[], Any]
) -> None:
    """The first row is read before three pieces come to it, the second after they left it."""
    f.stocked(3)
    f.split(2)
    moved(Change("hz-1", 0, -3), Change("hz-1", 1, 3))
    read_as(monkeypatch, 0, 0, then=f.evened)
    assert look().available == 3


@pytest.mark.parametrize("look", WAYS)
def test_no_piece_is_seen_twice_while_rows_are_evened_out(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch, look: Callable[[], Any]
) -> None:
    f.stocked(40)
    f.split(2)
    moved(Change("hz-1", 0, -20), Change("hz-1", 1, 20))
    read_as(monkeypatch, 20, 40, then=f.evened)
    assert look().available == 40


@pytest.mark.parametrize("look", WAYS)
def test_nothing_is_said_to_be_gone_by_rows_read_one_by_one(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch, look: Callable[[], Any]
) -> None:
    """Also where the head looks as if nothing had moved."""
    f.stocked(3)
    f.split(2)
    read_as(monkeypatch, 0, 0, then=lambda: None)
    assert look().available == 3


def test_too_much_under_way_is_no_figure(aws: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks is told to ask again; it is not kept, and not said to be sold out."""
    f.stocked(4)
    f.split(2)

    def contended(*_: Any) -> SkuLevels:
        raise ShardRacedError

    with monkeypatch.context() as while_busy:
        read_as(while_busy, 0, 0, then=lambda: None)
        while_busy.setattr(StockRepository, "snapshot", contended)
        with pytest.raises(ShardRacedError):
            live()
    assert live().available == 4


def test_what_is_marked_as_sold_out_needs_no_closer_look(aws: Cloud) -> None:
    own = f.stocked(8, shards=2)
    f.taken(8)
    with measured(aws) as unmarked:
        assert live().sold_out
    assert unmarked[0].calls["dynamodb.TransactGetItems"] == 1
    with pytest.raises(StockShortError) as short:
        f.taken(1, name="ord_2")
    own.telling.tell_short(f.call(), short.value)
    with measured(aws) as marked:
        assert own.live.figure(f.call(after=timedelta(minutes=1)), f.SKU).sold_out
    assert "dynamodb.TransactGetItems" not in marked[0].calls
