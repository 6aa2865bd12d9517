"""The published terms of delivery."""

from teleshop.checkout.domain.delivery import DeliveryOffer, promised_on
from teleshop.checkout.errors import RegionUnknownError
from teleshop.checkout.ports import Delivery
from teleshop.kernel.actor import Call


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
