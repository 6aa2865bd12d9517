"""Quotes for buyers: one read, then the pure arithmetic."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.pricing.domain.quote import Quote, QuoteLine, quote
from teleshop.pricing.domain.sheet import ChannelSheet, Sheet
from teleshop.pricing.domain.terms import Channel, CustomerKind
from teleshop.pricing.schemas.bodies import QuoteBody
from teleshop.pricing.tables import PricingRepository


@dataclass(frozen=True, slots=True)
class PublicPrices:
    """What a product costs at ``at``: its sheets by SKU, and the discounts of each channel."""

    product_id: str
    at: datetime
    sheets: dict[str, Sheet]
    channels: dict[Channel, ChannelSheet]

    def piece(self, sku: str, channel: Channel) -> Quote | None:
        """The quote of one piece for anybody, without code or slot; None while there is no
        price.
        """
        if self.sheets[sku].price_at(self.at, channel) is None:
            return None
        return quote(
            [QuoteLine(sku, 1)],
            CustomerKind.STANDARD,
            self.at,
            channel,
            sheets=self.sheets,
            channel_sheet=self.channels.get(channel),
        )


@dataclass(frozen=True, slots=True)
class Offered:
    """What a quote in a channel is made of: the sheets of some articles by SKU, and the discounts
    of the channel on a category or on everything (None while it has none).
    """

    channel: Channel
    sheets: Mapping[str, Sheet]
    channel_sheet: ChannelSheet | None

    def quote(
        self,
        lines: Sequence[QuoteLine],
        customer_kind: CustomerKind,
        at: datetime,
        *,
        slot_id: str | None = None,
        codes: Collection[str] = (),
    ) -> Quote:
        """What the lines cost; refuses with every line that cannot be priced."""
        return quote(
            lines,
            customer_kind,
            at,
            self.channel,
            sheets=self.sheets,
            channel_sheet=self.channel_sheet,
            slot_id=slot_id,
            codes=codes,
        )


class Quotes:
    """Prices what somebody wants to buy; stateless."""

    def __init__(self, repository: PricingRepository) -> None:
        self._repository = repository

    def quote(
        self,
        lines: Sequence[QuoteLine],
        customer_kind: CustomerKind,
        at: datetime,
        channel: Channel,
        *,
        slot_id: str | None = None,
        codes: Collection[str] = (),
    ) -> Quote:
        """What the lines cost; refuses with every line that cannot be priced. One read for a
        hundred articles.
        """
        offered = self.offered((line.sku for line in lines), channel)
        return offered.quote(lines, customer_kind, at, slot_id=slot_id, codes=codes)

    def offered(self, skus: Iterable[str], channel: Channel) -> Offered:
        """What quotes of articles in a channel are made of, for whoever takes an order by one. One
        read for a hundred articles.
        """
        sheets, channels = self._repository.sheets_with_channels(skus, (channel,))
        return Offered(channel, sheets, channels.get(channel))

    def ask(self, call: Call, body: QuoteBody) -> Quote:
        """A quote over HTTP, at the instant of the call. Which kind of customer buys is for staff
        to say; others buy as anybody.
        """
        kind = body.customer_kind
        if kind is not None and not call.actor.is_staff:
            raise InvalidInputError(errors=[_KIND_BY_STAFF])
        lines = [QuoteLine(line.sku, line.quantity) for line in body.lines]
        wanted = kind or CustomerKind.STANDARD
        return self.quote(
            lines, wanted, call.now, body.channel, slot_id=body.slot_id, codes=body.codes
        )

    def of_product(self, product_id: str, skus: Collection[str], at: datetime) -> PublicPrices:
        """The prices of a product's SKUs at an instant: what they cost, or would if the product
        were on sale, which whoever asks knows.
        """
        found, channels = self._repository.sheets_with_channels(skus, tuple(Channel))
        sheets = {sku: replace(sheet, on_sale=True) for sku, sheet in found.items()}
        return PublicPrices(product_id, at, sheets, channels)


_KIND_BY_STAFF = FieldError(
    "/customer_kind",
    "customer_kind_by_staff",
    "顾客类别由客服填写，请去掉该项（customer_kind）。",
    "Staff say which kind of customer buys; leave `customer_kind` out.",
    clause="4.3.3",
)
