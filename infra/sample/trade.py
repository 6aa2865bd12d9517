"""Invented trade of whole quarters, for assessments that need a past: the events that the platform
would have told, in the order in which they happened.

    trade = generate(supplier_ids, ("2026Q2", "2026Q3"), events=3000)
    put(events_client, bus, trade.events)               # everybody who listens is told
    send(sqs_client, queue_url, trade.events)           # they are counted, and nothing else

The same suppliers, quarters, size and seed make the same events, byte for byte. They are instances
of the contexts' own event classes in envelopes like those of the outbox, and may be put on the bus:
all who listen let pass what is about orders that are not here. Who is excellent and who is
unqualified is always the same: ``trade.excellent``, ``trade.unqualified``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

import msgspec

from infra.sample.trade_market import Character, Vendor, market, orders_of
from infra.sample.trade_orders import LONGEST, Dice, Story
from teleshop.indicators.domain import FACTS
from teleshop.kernel.clock import start_of_china_day
from teleshop.kernel.events import Envelope
from teleshop.kernel.ids import derived_id
from teleshop.kernel.quarters import day_after, first_day, is_over, last, quarter_of

__all__ = [
    "DEMO",
    "SMALL",
    "Character",
    "Trade",
    "Vendor",
    "entries",
    "generate",
    "invented_ids",
    "past_quarters",
    "put",
    "send",
]

DEMO: Final = 3000
SMALL: Final = 1200
SUPPLIERS: Final = 50
SEED: Final = "teleshop"
AT_ONCE: Final = 10
"""PutEvents takes no more."""
EVENTS_OF_TEN_ORDERS: Final = 40
"""What ten orders are told of, measured over all sizes; a test compares."""
HOURS: Final = (8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23)
BUSY: Final = (2, 3, 4, 4, 3, 3, 3, 3, 3, 4, 5, 8, 12, 12, 9, 4)
"""How many orders come in each of these hours in China: most of them in the evening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """The events of some quarters, and whose they are."""

    seed: str
    quarters: tuple[str, ...]
    vendors: tuple[Vendor, ...]
    events: tuple[Envelope, ...]

    @property
    def excellent(self) -> str:
        """The supplier that does nearly everything right."""
        return self._of(Character.EXCELLENT)

    @property
    def unqualified(self) -> str:
        """The supplier with late parcels, faults and complaints."""
        return self._of(Character.UNQUALIFIED)

    def of_supplier(self, supplier_id: str) -> tuple[Envelope, ...]:
        """What is told of one supplier."""
        return tuple(one for one in self.events if _is_about(one, supplier_id))

    def _of(self, character: Character) -> str:
        return next(one.supplier_id for one in self.vendors if one.character is character)


def generate(
    supplier_ids: Sequence[str],
    quarters: Sequence[str],
    *,
    events: int = DEMO,
    seed: str = SEED,
) -> Trade:
    """About so many events of all quarters together, at least what the two outstanding suppliers
    need to be rated. Everything of the last quarter happens within it; what orders of an earlier
    one lead to may fall into the next.

    :raises ValueError: fewer than two suppliers, or no quarters in their order.
    """
    wanted = tuple(quarters)
    if not wanted or list(wanted) != sorted(set(wanted)):
        raise ValueError("quarters are named once, the earlier ones first")
    vendors = market(supplier_ids)
    total = events * 10 // (EVENTS_OF_TEN_ORDERS * len(wanted))
    told: list[Envelope] = []
    for quarter in wanted:
        begins, ends = _open_for_orders(quarter, is_last=quarter == wanted[-1])
        counts = orders_of(vendors, total)
        for vendor in vendors:
            dice = Dice(f"{seed}#{quarter}#{vendor.supplier_id}")
            for _ in range(counts[vendor.supplier_id]):
                told.extend(Story(dice, vendor, _some_evening(dice, begins, ends)).lived())
    told.sort(key=lambda one: (one.occurred_at, one.id))
    return Trade(seed=seed, quarters=wanted, vendors=vendors, events=tuple(told))


def past_quarters(now: datetime, count: int = 2) -> tuple[str, ...]:
    """The last quarters that are over at ``now``, the earlier ones first."""
    return tuple(one for one in last(quarter_of(now), count + 1) if is_over(one, now))


def invented_ids(count: int = SUPPLIERS, seed: str = SEED) -> tuple[str, ...]:
    """Ids for suppliers that are made for the trade: the same for the same seed."""
    return tuple(derived_id("sup", seed, "trade", str(number)) for number in range(count))


def entries(bus: str, events: Sequence[Envelope]) -> Iterator[list[dict[str, Any]]]:
    """What PutEvents is called with, ten events at a time, as the outbox puts them."""
    rest = iter(events)
    while batch := list(islice(rest, AT_ONCE)):
        yield [
            {
                "EventBusName": bus,
                "Source": f"teleshop.{one.context}",
                "DetailType": one.type,
                "Detail": msgspec.json.encode(one).decode(),
                "Time": one.occurred_at,
            }
            for one in batch
        ]


def put(
    client: Any,
    bus: str,
    events: Sequence[Envelope],
    *,
    after_batch: Callable[[int], None] = lambda _: None,
) -> int:
    """Put events on a bus, in order; answers how many. ``after_batch`` is told how many are there
    so far.

    :raises RuntimeError: the bus refused one.
    """
    done = 0
    for batch in entries(bus, events):
        answer = client.put_events(Entries=batch)
        if answer["FailedEntryCount"]:
            codes = {entry.get("ErrorCode") for entry in answer["Entries"]} - {None}
            raise RuntimeError(f"the bus refused {answer['FailedEntryCount']} events: {codes}")
        done += len(batch)
        after_batch(done)
    return done


def send(client: Any, queue_url: str, events: Sequence[Envelope]) -> int:
    """Put events into the queue from which the indicators count, as the rules of the bus would;
    answers how many of them count at all.

    A tenth of the work: on the bus each event wakes four or five functions more, which find nothing
    of an order that is not here.

    :raises RuntimeError: the queue refused one.
    """
    wanted = [one for one in events if one.type in FACTS]
    for start in range(0, len(wanted), AT_ONCE):
        batch = wanted[start : start + AT_ONCE]
        messages = [{"Id": one.id, "MessageBody": as_delivered(one)} for one in batch]
        answer = client.send_message_batch(QueueUrl=queue_url, Entries=messages)
        if answer.get("Failed"):
            codes = {entry["Code"] for entry in answer["Failed"]}
            raise RuntimeError(f"the queue refused {len(answer['Failed'])} events: {codes}")
    return len(wanted)


def as_delivered(event: Envelope) -> str:
    """What a rule of the bus delivers to its target."""
    told = {
        "version": "0",
        "id": event.id,
        "detail-type": event.type,
        "source": f"teleshop.{event.context}",
        "time": event.occurred_at,
        "resources": [],
        "detail": event,
    }
    return msgspec.json.encode(told).decode()


def _open_for_orders(quarter: str, *, is_last: bool) -> tuple[datetime, datetime]:
    begins, ends = start_of_china_day(first_day(quarter)), start_of_china_day(day_after(quarter))
    return begins, ends - LONGEST if is_last else ends - timedelta(days=1)


def _some_evening(dice: Dice, begins: datetime, ends: datetime) -> datetime:
    day = begins + timedelta(days=dice.randrange((ends - begins).days))
    (hour,) = dice.choices(HOURS, BUSY)
    return day + timedelta(hours=hour, seconds=dice.randrange(3600))


def _is_about(event: Envelope, supplier_id: str) -> bool:
    data = event.data
    return data.get("supplier_id") == supplier_id or supplier_id in data.get("supplier_ids", ())
