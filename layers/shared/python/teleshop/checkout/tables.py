"""The checkout table: sheets of paper by their number. Orders are kept by their own context."""

from collections.abc import Mapping

from teleshop.checkout.domain.sheets import EnteredSheet
from teleshop.kernel.store.attributes import DataClass, Instant, Text
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL


class SheetRow(TableModel):
    """A sheet that was entered."""

    table = "checkout"
    entity = EnteredSheet

    pk = Text(hash_key=True, data_class=INTERNAL)
    sheet_number = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    taken_at = Instant(data_class=INTERNAL)
    entered_at = Instant(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: EnteredSheet) -> Mapping[str, str | None]:
        return {"pk": cls.key_of(entity.sheet_number)}

    @staticmethod
    def key_of(sheet_number: str) -> str:
        """The key of a sheet."""
        return f"sheet#{sheet_number}"


class SheetRepository:
    """Finds sheets."""

    def find(self, sheet_number: str) -> EnteredSheet | None:
        """The sheet, if it was entered."""
        found: EnteredSheet | None = SheetRow.find(SheetRow.key_of(sheet_number))
        return found
