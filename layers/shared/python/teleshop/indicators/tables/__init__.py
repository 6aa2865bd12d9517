"""The indicators table: rows and reads.

| row | pk | sk | by_list |
|---|---|---|---|
| counted event | `counted#`, supplier, quarter | instant, mark | supplier, quarter, kind: the sk |
| figures of a quarter | `figures#`, supplier | quarter, shard | quarter, part: supplier, shard |
| figures of a day | `days#`, supplier | date, shard | day, part: supplier, shard |

Counted events are written once, and are the archive of the figures. Figures are added to where they
lie (``ADD``), in one of eight rows: a burst of one supplier's orders does not wait for itself.
"""

from teleshop.indicators.tables.repository import IndicatorsRepository
from teleshop.indicators.tables.rows import CountedRow, DayRow, QuarterRow, SumRow

__all__ = ["CountedRow", "DayRow", "IndicatorsRepository", "QuarterRow", "SumRow"]
