"""What was counted, as it is on record; counting it again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from zlib import crc32

from teleshop.indicators.domain.counting import Contribution, Told, contributions
from teleshop.indicators.domain.facts import Fact
from teleshop.indicators.domain.kinds import Kind
from teleshop.indicators.domain.measures import Figures
from teleshop.kernel.clock import china_date, start_of_china_day
from teleshop.kernel.quarters import quarter_of

SHARDS: Final = 8
"""Rows over which the figures of one supplier are spread: a burst adds to all of them at once."""
LIST_SHARDS: Final = 16
"""Keys over which the list of all suppliers of a quarter or day is spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One event as it was counted for one supplier: the archive from which figures are made again.
    ``quarter`` and ``day`` are those of ``at`` in China; ``amounts`` were added to the rows of
    ``shard``. ``fact`` is what the event says of this supplier's part, nothing of a person.
    """

    supplier_id: str
    quarter: str
    day: date
    at: datetime
    mark: str
    kind: Kind
    amounts: dict[str, int]
    shard: int
    event_id: str
    event_type: str
    occurred_at: datetime
    subject: str
    fact: dict[str, Any]


def counted(told: Told, one: Contribution, fact: dict[str, Any], shard: int) -> Counted:
    """The record of a contribution; ``fact`` is its fact in plain form."""
    return Counted(
        supplier_id=one.supplier_id,
        quarter=quarter_of(one.at),
        day=china_date(one.at),
        at=one.at,
        mark=one.mark,
        kind=one.kind,
        amounts=one.amounts.to_json(),
        shard=shard,
        event_id=told.id,
        event_type=told.type,
        occurred_at=told.occurred_at,
        subject=told.subject,
        fact=fact,
    )


def by_todays_rules(known: Counted, fact: Fact) -> Counted:
    """The same as the rules count it today: kind and amounts. Its place (quarter, day, mark) stays
    that under which it was counted first; what no longer counts has no amounts.
    """
    told = Told(
        id=known.event_id,
        type=known.event_type,
        occurred_at=known.occurred_at,
        subject=known.subject,
        fact=fact,
    )
    for one in contributions(told):
        if (one.supplier_id, one.mark) == (known.supplier_id, known.mark):
            return replace(known, kind=one.kind, amounts=one.amounts.to_json())
    return replace(known, amounts={})


def veiled(known: Counted) -> Counted:
    """What a supplier is shown of an event: of a customer's answer no more than its day and points,
    so that nobody is held to account for it. The id of an event would tell when it was made.
    """
    if known.kind is not Kind.ANSWER:
        return known
    day = start_of_china_day(known.day)
    return replace(known, at=day, occurred_at=day, subject="", event_id="", mark="", fact={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One row of figures: ``period`` is a quarter or a day."""

    period: str
    shard: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What stands in one row of figures: amounts, and how many ``events`` they are of."""

    figures: Figures
    events: int
    recounts: int = 0


def sums(known: Iterable[Counted]) -> dict[Place, Sum]:
    """What the rows of quarters and days must hold."""
    found: dict[Place, Sum] = {}
    for one in known:
        for period in (one.quarter, one.day.isoformat()):
            place = Place(period=period, shard=one.shard)
            before = found.get(place, EMPTY)
            found[place] = Sum(figures=before.figures + one.amounts, events=before.events + 1)
    return found


def total(parts: Iterable[Figures]) -> Figures:
    """The figures of all parts together."""
    found: dict[str, int] = {}
    for part in parts:
        for name, amount in part.items():
            found[name] = found.get(name, 0) + amount
    return Figures(found)


EMPTY: Final = Sum(figures=Figures(), events=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """What counting a quarter again found: ``before`` stood there, ``after`` is what the events
    come to. ``corrected`` rows of figures were replaced, ``recounted`` events count differently
    today.
    """

    supplier_id: str
    quarter: str
    events: int
    before: Figures
    after: Figures
    corrected: int
    recounted: int

    @property
    def differences(self) -> Mapping[str, int]:
        """By how much each measure changed."""
        return (self.after - self.before).to_json()


def shard_of(mark: str) -> int:
    """Where what is counted under a mark adds to; stable over processes, unlike `hash`."""
    return crc32(mark.encode()) % SHARDS


def list_shard_of(supplier_id: str) -> int:
    """The part of the lists in which a supplier is."""
    return crc32(supplier_id.encode()) % LIST_SHARDS
