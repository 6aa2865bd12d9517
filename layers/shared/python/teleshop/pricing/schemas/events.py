"""Events of pricing. Amounts are whole fen; people are named by their token subject."""

from datetime import datetime
from typing import ClassVar

from teleshop.kernel.events import EventData


class PricingEvent(EventData, frozen=True, kw_only=True):
    """What pricing publishes."""

    context: ClassVar[str] = "pricing"


class PriceChangeEvent(PricingEvent, frozen=True, kw_only=True):
    """What all events about a request say."""

    change_id: str
    sku: str
    product_id: str


class PriceChangeRequested(PriceChangeEvent, frozen=True, kw_only=True):
    """Somebody wants a price changed, or its review must run again: run ``round`` begins."""

    round: int
    requester: str


class PriceChangeDecided(PriceChangeEvent, frozen=True, kw_only=True):
    """``outcome``: `approved`, `returned`, `refused`, or `withdrawn` where the platform took it
    back; ``reason_code`` says why where it is not approved. ``effective_from``: since when an
    approved price holds; ``late``: later than wished, since the approval came later.
    """

    outcome: str
    requester: str
    reason_code: str | None = None
    effective_from: datetime | None = None
    late: bool = False


class PriceChangeWithdrawn(PriceChangeEvent, frozen=True, kw_only=True):
    """A request or a scheduled price was taken back; ``reason_code`` `sku_left`: its article left
    the product.
    """

    reason_code: str | None = None


class PriceChangeStalled(PriceChangeEvent, frozen=True, kw_only=True):
    """A review stopped without a decision; ``error`` is its kind, or `timed_out`."""

    round: int
    error: str


class PriceEvent(PricingEvent, frozen=True, kw_only=True):
    """What all events about one price say."""

    sku: str
    product_id: str
    channel: str
    amount: int
    effective_from: datetime
    change_id: str


class PriceScheduled(PriceEvent, frozen=True, kw_only=True):
    """A price was approved and will hold from ``effective_from`` on."""


class PriceTookEffect(PriceEvent, frozen=True, kw_only=True):
    """A price holds since ``effective_from``; ``previous`` held before it."""

    previous: int | None


class SupplierPriceChanged(PricingEvent, frozen=True, kw_only=True):
    """What the supplier of an article charges or suggests is another since its product was approved
    anew. ``suggested`` holds now; what it charges is confidential, and on the sheet.
    """

    sku: str
    product_id: str
    suggested: int | None


class PriceSuspended(PricingEvent, frozen=True, kw_only=True):
    """A SKU has no price while a violation of it is open."""

    sku: str
    product_id: str
    violation_id: str


class SheetsToRenew(PricingEvent, frozen=True, kw_only=True):
    """More price sheets must say where category ``root`` lies now: go on in ``category_id`` after
    the SKU ``after``.
    """

    root: str
    category_id: str
    after: str | None


class PriceReinstated(PricingEvent, frozen=True, kw_only=True):
    """The last violation that suspended a SKU's price is settled: the price holds again."""

    sku: str
    product_id: str
