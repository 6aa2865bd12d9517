"""Suppliers with figures, as the quality gate finds them in the tables of the indicators."""

from datetime import date, datetime, timedelta
from typing import Any

from teleshop.indicators.domain import Figures, Place, Sum
from teleshop.indicators.tables.rows import DayRow
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.clock import china_date, start_of_china_day
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.qualitygate.schemas import ReinstatementBody
from teleshop.qualitygate.wiring import service
from tests.factories.reviews import on_board

DAY = timedelta(days=1)
SUPPLIER = "sup_01M85DHGV7QFY5FSZEG4Y45BFB"
OTHER = "sup_01M85DHGV7QFY5FSZEG4Y45BFC"
NIGHT = start_of_china_day(date(2026, 11, 23)) + timedelta(minutes=30)
"""Half past midnight in China."""
LAST = date(2026, 11, 22)
"""The day that ended with it."""
MANAGER = Actor("mona", frozenset({Role.MANAGER}))
OWN = Actor("li", frozenset({Role.SUPPLIER}), SUPPLIER)
STRANGER = Actor("wu", frozenset({Role.SUPPLIER}), OTHER)
GOOD: dict[str, Any] = {
    "orders": 100,
    "responses": 100,
    "responses_met": 100,
    "shipments": 100,
}
WARNING: dict[str, Any] = {**GOOD, "complaints": 8}
HOLDING: dict[str, Any] = {**GOOD, "complaints": 9}
BODY = ReinstatementBody(reason="已整改，客服增加两人")
EXCEPTION = ReinstatementBody(reason="总经理特批", exception=True)


def call(at: datetime = NIGHT, actor: Actor = SYSTEM_ACTOR) -> Call:
    """A call without a key."""
    return Call(actor, at, "request-1", "correlation-1")


def counted(supplier_id: str = SUPPLIER, day: date = LAST, **amounts: Any) -> None:
    """Something counted on a day; what is negative takes back."""
    place, added = Place(period=day.isoformat(), shard=0), Sum(figures=Figures(amounts), events=1)
    tx = Transaction(call(), "prepare", Subject("supplier", supplier_id), derived=True)
    row = DayRow.at(supplier_id, place)
    tx.update_row(row, DayRow.adding(supplier_id, place, added), None, RacedError())
    tx.commit(None)


def known(supplier_id: str = SUPPLIER, **amounts: Any) -> str:
    """A supplier on board with figures."""
    on_board(supplier_id)
    if amounts:
        counted(supplier_id, **amounts)
    return supplier_id


def judged(days: int = 0, supplier_id: str = SUPPLIER) -> None:
    """The judgement of a night, so many nights after the first."""
    at = NIGHT + days * DAY
    service().gates.judge_supplier(call(at), supplier_id, china_date(at) - DAY)


def warned() -> str:
    """A supplier that was warned, whose figures reach the threshold of a hold."""
    known(**HOLDING)
    judged()
    return SUPPLIER


def held() -> str:
    """A supplier that is held."""
    warned()
    judged(3)
    return SUPPLIER


def improved() -> str:
    """A supplier that is held, whose figures mean it no longer."""
    held()
    counted(day=LAST + DAY, orders=100, shipments=0)
    return SUPPLIER
