"""What was done about the products of a case.

| row | pk | sk |
|---|---|---|
| step | `steps#<case>` | measure, product |
"""

from collections.abc import Mapping

from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.table import TableModel
from teleshop.violations.domain.measures_done import Step

INTERNAL = DataClass.INTERNAL
Keys = Mapping[str, str | None]


class _Row(TableModel):
    """What all rows of the table share."""

    table = "violations"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class StepRow(_Row):
    """One product of one measure."""

    entity = Step

    case_id = Text(data_class=INTERNAL)
    measure_id = Text(data_class=INTERNAL)
    product_id = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    error = Text(null=True, data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Step) -> Keys:
        return {
            "pk": f"steps#{entity.case_id}",
            "sk": f"{entity.measure_id}#{entity.product_id}",
        }


class StepRepository:
    """Reads of them; no scans, no filters."""

    def of_measure(self, case_id: str, measure_id: str) -> dict[str, Step]:
        """The steps of a measure by product."""
        with reading():
            rows = StepRow.query(
                f"steps#{case_id}",
                range_key_condition=StepRow.sk.startswith(f"{measure_id}#"),
                consistent_read=True,
            )
            return {row.product_id: row.to_entity() for row in rows}
