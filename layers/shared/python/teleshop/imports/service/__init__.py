"""Use cases of imports.

| module | of |
|---|---|
| `requests` | suppliers: asking for an import, looking at it |
| `runs` | the state machine: starting, reading, reporting, failing |
| `chunks` | the state machine: writing the products of a chunk |
"""

from teleshop.imports.service.chunks import Chunks
from teleshop.imports.service.requests import Requests, Shown
from teleshop.imports.service.runs import LATE, Read, Runs

__all__ = ["LATE", "Chunks", "Read", "Requests", "Runs", "Shown"]
