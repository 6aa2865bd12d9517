"""Events by which ordered measures are carried out, step by step."""

from typing import ClassVar

from teleshop.kernel.events import EventData


class MeasureDue(EventData, frozen=True, kw_only=True):
    """Something is to be done about a measure of a case, as the case says: for a measure on goods
    from the ``begin``-th product on; for ``product`` alone where it failed before.
    """

    context: ClassVar[str] = "violations"

    case_id: str
    supplier_id: str
    measure_id: str
    begin: int = 0
    product: str | None = None
