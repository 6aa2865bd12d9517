"""Where a fault that the catalogue finds stands in the file."""

import re
from typing import Final

from teleshop.imports.domain.columns import BY_FIELD
from teleshop.imports.domain.faults import Fault
from teleshop.imports.domain.product import ImportedProduct
from teleshop.kernel.errors import FieldError

_VARIANT: Final = re.compile(r"/variants/(\d+)(?:/(.*))?")
_RENAMED: Final = {
    "category_id": "category_code",
    "category": "category_code",
    "packaging/materials": "packaging_materials",
    "packaging/standard": "packaging_standard",
    "packaging/substances": "packaging_substances",
    "packaging/compliant": "packaging_compliant",
    "after_sales/return_class": "return_class",
    "after_sales/return_days": "return_days",
    "after_sales/warranty_months": "warranty_months",
    "after_sales/warranty_terms": "warranty_terms",
    "after_sales/return_address": "return_address",
    "after_sales/repair_contact": "repair_contact",
}


def placed(product: ImportedProduct, found: FieldError) -> Fault:
    """The fault with its row and column: of a variant in the variant's row, of the product in its
    first one.
    """
    rows = product.rows
    row, path = rows[0], found.pointer.removeprefix("/")
    if match := _VARIANT.fullmatch(found.pointer):
        index = int(match[1])
        row, path = rows[index] if index < len(rows) else rows[0], match[2] or ""
    return Fault(row, _title(path), found.code, found.message("zh"), found.message("en"))


def _title(path: str) -> str:
    """The column's name for a path below the product or the variant."""
    name = _RENAMED.get(path, path)
    kind, _, rest = name.partition("/")
    if kind == "attributes" and rest:
        return f"属性:{rest} attribute:{rest}"
    if kind == "options" and rest:
        return f"规格项:{rest} option:{rest}"
    column = BY_FIELD.get(name) or BY_FIELD.get(kind)
    return column.title if column else ""
