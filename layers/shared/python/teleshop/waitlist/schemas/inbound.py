"""What this context reads of the events upon which goods may be there again."""

import msgspec

from teleshop.kernel.events import Envelope


class _Line(msgspec.Struct, frozen=True):
    sku: str


class _GoodsTold(msgspec.Struct, frozen=True):
    """The SKU of an event, or those of its lines."""

    sku: str | None = None
    lines: tuple[_Line, ...] = ()


def skus_of(envelope: Envelope) -> tuple[str, ...]:
    """The goods that an event is about, each once: `StockReceived` and its kind name one, a
    cancelled order has lines.
    """
    told = msgspec.convert(envelope.data, _GoodsTold)
    named = (told.sku,) if told.sku is not None else ()
    return tuple(dict.fromkeys((*named, *(line.sku for line in told.lines))))
