"""A category was moved or merged: the notes of what lies below it are brought up to date."""

from typing import Any

from teleshop.categories.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """One step; while more is to be done, its own event starts the next one."""
    consume(event, context, "categories.on_tree_changed", _note)


def _note(call: Call, _: Envelope) -> None:
    service().note_paths(call)
