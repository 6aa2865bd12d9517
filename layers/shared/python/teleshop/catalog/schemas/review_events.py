"""Events of the standing of products. Nothing personal."""

from datetime import date
from typing import ClassVar

from teleshop.catalog.schemas.events import CatalogEvent
from teleshop.kernel.events import EventData


class ProductDocumentExpiring(CatalogEvent, frozen=True, kw_only=True):
    """A document of an approved product ends on ``valid_to``; without another one the product is
    suspended at the end of that day.
    """

    document_id: str
    type: str
    valid_to: date
    days_left: int


class ProductsToJudge(EventData, frozen=True, kw_only=True):
    """The standing of many products has to be judged anew, a page at a time: the next page of what
    is filed under ``keys`` (ids of one supplier or of categories, as ``scope`` says), the first of
    which was done up to ``after``. With the scope `product` the keys are products that could not
    be judged together with others.
    """

    context: ClassVar[str] = "catalog"

    scope: str
    keys: tuple[str, ...]
    after: str | None = None
