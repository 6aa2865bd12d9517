"""What all rows of the assessment table share."""

from teleshop.kernel.store.attributes import DataClass, Text
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL


class AssessmentTableRow(TableModel):
    """Base of the rows."""

    table = "assessment"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
