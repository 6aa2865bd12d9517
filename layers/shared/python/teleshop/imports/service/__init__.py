"""Use cases of imports.

| module | of |
|---|---|
| `requests` | suppliers: asking for an import, looking at it |
| `runs` | the state machine: reading, importing a chunk, reporting, failing |
"""

from teleshop.imports.service.requests import Requests, Shown
from teleshop.imports.service.runs import LATE, Read, Runs

__all__ = ["LATE", "Read", "Requests", "Runs", "Shown"]
