"""The care table: one item collection per case.

| pk | sk | row |
|---|---|---|
| case id | ``case`` | the head of a case |
| case id | ``event#000001`` | what happened in it |
| case id | ``message#000001`` | what was said |

A case is read with all its events in one query (``case`` to ``event~``), its messages by page.
Indexes find heads only. The lists of one customer, supplier or order hold all its cases, by
collection (``complaints``) and arrival; the queues hold open cases only, next due first:

| index | partition | order |
|---|---|---|
| ``by_customer``, ``by_supplier``, ``by_order`` | one of them | collection, arrival |
| ``by_queue`` | who has it, or ``waiting``, by collection | next due |
| ``by_team`` | the team, or none, by collection | next due |
| ``by_due`` | the collection | next due |

Partitions of ``by_due`` and ``waiting`` take every change of an open case whose next due moves:
with heads of 2 kB (4 units for the removal and the new place) about 250 such changes a second and
collection, eighty times what 10,000 complaints an hour ask for. Beyond that ``all_due`` is the one
place to spread them.
"""

from teleshop.care.tables.repository import CaseRepository
from teleshop.care.tables.rows import CaseEventRow, CaseRow, MessageRow

__all__ = ["CaseEventRow", "CaseRepository", "CaseRow", "MessageRow"]
