"""What everybody is told of delivery. Amounts are whole fen of CNY."""

from datetime import date

from teleshop.checkout.domain.delivery import Alternative, DeliveryOffer
from teleshop.kernel.schema import Output


class AlternativeView(Output, frozen=True, kw_only=True):
    """What can be done where there is no delivery; ``region`` is the one to order for instead."""

    remedy: str
    zh: str
    en: str
    region: str | None

    @classmethod
    def of(cls, way: Alternative) -> "AlternativeView":
        """One way out."""
        return cls(remedy=way.remedy, zh=way.zh, en=way.en, region=way.region)


class AreaView(Output, frozen=True, kw_only=True):
    """Places whose codes begin with one of ``prefixes``. ``promised_on`` is the day by whose end an
    order given now is there; ``freight`` is charged below ``free_from`` (goods after promotions).
    ``cash_limit`` is the most that is collected at the door, null where none is.
    """

    prefixes: list[str]
    zh: str
    en: str
    served: bool
    days: int
    promised_on: date | None
    freight: int
    free_from: int | None
    cash_limit: int | None
    alternatives: list[AlternativeView]

    @classmethod
    def of(cls, offer: DeliveryOffer) -> "AreaView":
        """The terms of one area."""
        area = offer.area
        return cls(
            prefixes=list(area.prefixes),
            zh=area.zh,
            en=area.en,
            served=area.served,
            days=area.days,
            promised_on=offer.promised_on,
            freight=area.freight,
            free_from=area.free_from,
            cash_limit=area.cash_limit,
            alternatives=[AlternativeView.of(way) for way in area.alternatives],
        )


class DeliveryTermsView(Output, frozen=True, kw_only=True):
    """The published terms of delivery: of the area of the region that was asked for, or of all."""

    areas: list[AreaView]

    @classmethod
    def of(cls, offers: list[DeliveryOffer]) -> "DeliveryTermsView":
        """The terms as everybody sees them."""
        return cls(areas=[AreaView.of(offer) for offer in offers])
