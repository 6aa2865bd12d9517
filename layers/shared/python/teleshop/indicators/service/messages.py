"""Messages of the queue: what is to be counted of each, and counting them together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import msgspec

from teleshop.indicators.domain import Counted, Told, contributions, counted, shard_of
from teleshop.indicators.schemas import plain, told_of
from teleshop.indicators.service.counting import AT_ONCE, Counting
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import TeleshopError
from teleshop.kernel.events import Envelope
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("indicators")


def records_in(body: str) -> list[Counted]:
    """What is to be counted of a message, which is an event of the bus; an error of msgspec for one
    that is none.
    """
    event = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    told = told_of(msgspec.json.decode(event.get("detail", msgspec.Raw(b"null")), type=Envelope))
    return [] if told is None else records_of(told)


def records_of(told: Told) -> list[Counted]:
    """What is to be counted of an event, one record for each supplier and mark."""
    return [counted(told, one, plain(one.fact), shard_of(one.mark)) for one in contributions(told)]


def batches(records: Iterable[Counted]) -> Iterator[list[Counted]]:
    """What is counted together: of one supplier and quarter, so many as a transaction takes."""
    by_place: dict[tuple[str, str], list[Counted]] = {}
    for one in records:
        by_place.setdefault((one.supplier_id, one.quarter), []).append(one)
    for same in by_place.values():
        for start in range(0, len(same), AT_ONCE):
            yield same[start : start + AT_ONCE]


def count_messages(
    counting: Counting, call: Call, wanted: Mapping[str, Sequence[Counted]]
) -> set[str]:
    """Count what messages say, by their ids; answers the ids of those of which a part could not be
    counted now.
    """
    missed: set[tuple[str, str]] = set()
    for batch in batches(one for records in wanted.values() for one in records):
        try:
            new = run(call, partial(counting.count_events, call, batch))
        except TeleshopError as failed:
            log.warning("not counted", extra={"events": len(batch), "error": repr(failed)})
            missed |= {(one.supplier_id, one.mark) for one in batch}
        else:
            log.info("counted", extra={"events": len(batch), "new": new})
    return {
        id
        for id, records in wanted.items()
        if any((one.supplier_id, one.mark) in missed for one in records)
    }
