"""Events: what happened, told to other contexts after the change was stored.

A context declares its events in ``schemas.py`` as subclasses of :class:`EventData`; the class name
is the event's name. Consumers get :class:`Envelope` and must tolerate repetition and disorder (see
``consumer``).
"""

import builtins
from datetime import datetime
from typing import Any, ClassVar, TypeVar

import msgspec


class EventData(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one event; nothing personal. ``context`` is the publisher, ``event_version``
    the form's version.
    """

    context: ClassVar[str]
    event_version: ClassVar[int] = 1


E = TypeVar("E", bound=EventData)


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What goes over the bus as ``detail``; ``type`` repeats the bus's DetailType."""

    id: str
    type: str
    version: int
    context: str
    occurred_at: datetime
    subject: str
    correlation_id: str
    causation_id: str | None = None
    data: dict[str, Any]

    def read(self, kind: "builtins.type[E]") -> E:
        """The facts as their declared type; unknown newer fields are ignored, missing ones are an
        error.
        """
        return msgspec.convert(self.data, kind)
