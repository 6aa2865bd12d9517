"""Events of other contexts, as far as they are counted; facts in the plain form in which they are
kept.
"""

from typing import Any

import msgspec

from teleshop.indicators.domain import FACTS, Fact, Told
from teleshop.kernel.events import Envelope


def told_of(envelope: Envelope) -> Told | None:
    """What an event says that may count, None for one of a type that does not; `ValidationError` of
    msgspec for one that does not have its form.
    """
    fact = fact_of(envelope.type, envelope.data)
    if fact is None:
        return None
    return Told(
        id=envelope.id,
        type=envelope.type,
        occurred_at=envelope.occurred_at,
        subject=envelope.subject,
        fact=fact,
    )


def fact_of(event_type: str, data: Any) -> Fact | None:
    """The facts of an event's data or of their plain form; what is not counted is left out."""
    kind = FACTS.get(event_type)
    return None if kind is None else msgspec.convert(data, kind)


def plain(fact: Fact) -> dict[str, Any]:
    """The facts as JSON has them."""
    found: dict[str, Any] = msgspec.to_builtins(fact)
    return found
