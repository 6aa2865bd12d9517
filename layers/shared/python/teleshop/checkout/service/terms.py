"""The published terms of delivery."""

from datetime import datetime

from teleshop.checkout.domain.delivery import DeliveryOffer, offer_for, policy_on, promised_on
from teleshop.checkout.errors import RegionUnknownError
from teleshop.checkout.ports import Delivery
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date


def published_terms(region: str, at: datetime) -> DeliveryOffer | None:
    """What was published of the delivery to a place at an instant; None for no known place."""
    return offer_for(region, policy_on(china_date(at)), at)


class DeliveryTerms:
    """What everybody may know; stateless, reads nothing."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def show(self, call: Call, region: str | None) -> list[DeliveryOffer]:
        """The terms for a region to somebody who orders now, or those of every area (``region``
        then is the first code of each).
        """
        if region is not None:
            offer = self._delivery.offer(region, call.now)
            if offer is None:
                raise RegionUnknownError
            return [offer]
        policy = self._delivery.policy(call.now)
        return [
            DeliveryOffer(
                region=area.prefixes[0],
                area=area,
                promised_on=promised_on(area, policy, call.now),
            )
            for area in policy.areas
        ]
