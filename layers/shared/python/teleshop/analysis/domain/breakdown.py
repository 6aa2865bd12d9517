"""What figures may be broken down by."""

from enum import StrEnum


class By(StrEnum):
    """What statistics are broken down by."""

    CAUSE = "cause"
    AREA = "area"
    KIND = "kind"
    SUPPLIER = "supplier"
    PRODUCT = "product"
    CATEGORY = "category"


class ClocksBy(StrEnum):
    """What clock metrics are broken down by."""

    WEEK = "week"
    SUPPLIER = "supplier"
    CAUSE = "cause"
