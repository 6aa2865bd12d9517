"""Writes events/schemas/<Name>.json, the JSON Schema of every published event, from its class."""

import json
import sys
from typing import Any

import msgspec

from teleshop.kernel.events import Envelope, EventData
from tools.generate import ROOT
from tools.project import import_everything, subclasses_of

FOLDER = "events/schemas"


def event_classes() -> list[type[EventData]]:
    """Every event that a context publishes: all classes that nothing derives from.

    Raises ValueError if two have one name, which is their name on the bus.
    """
    import_everything()
    found = [kind for kind in subclasses_of(EventData) if not kind.__subclasses__()]
    names = [kind.__name__ for kind in found]
    if len(set(names)) != len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"two events are named {', '.join(twice)}")
    return found


def schema_of(kind: type[EventData]) -> dict[str, Any]:
    """The schema of an event's ``detail``: the envelope with this event's facts as ``data``."""
    (_, facts), components = msgspec.json.schema_components(
        [Envelope, kind], ref_template="#/$defs/{name}"
    )
    envelope = components.pop(Envelope.__name__)
    properties = {
        **envelope["properties"],
        "type": {"const": kind.__name__},
        "version": {"const": kind.event_version},
        "context": {"const": kind.context},
        "data": facts,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.__name__,
        "description": kind.__doc__ or "",
        "type": "object",
        "properties": properties,
        "required": envelope["required"],
        "$defs": components,
    }


def outputs() -> dict[str, str]:
    """The text of every schema file by its path from the top of the project."""
    return {f"{FOLDER}/{kind.__name__}.json": _text(schema_of(kind)) for kind in event_classes()}


def _unbroken(value: Any) -> Any:
    """The same schema; descriptions come from docstrings, whose line breaks mean nothing."""
    if isinstance(value, list):
        return [_unbroken(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        key: " ".join(part.split())
        if key == "description" and isinstance(part, str)
        else _unbroken(part)
        for key, part in value.items()
    }


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(_unbroken(schema), ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Write what is stale; schemas of events that are gone are removed."""
    wanted = outputs()
    for file in sorted((ROOT / FOLDER).glob("*.json")):
        if f"{FOLDER}/{file.name}" not in wanted:
            file.unlink()
            print(f"removed {file.name}")
    for path, text in wanted.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
    print(f"{len(wanted)} schemas in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
