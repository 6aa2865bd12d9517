"""What payments need of a gateway, in their own words; an adapter for each gateway serves it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from teleshop.payments.domain.notices import Answer, Notice, PayLink
from teleshop.payments.domain.payment import Payment
from teleshop.payments.domain.refund import Refund


class Gateway(Protocol):
    """One provider of payments."""

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """What a callback says, once its sender is proved; ``headers`` have names in lower case.

        Refuses what is not genuine or too old before anything is looked up, and what is genuine and
        of an unknown form.
        """

    def link(self, payment: Payment, expires_at: datetime) -> PayLink:
        """Where the customer pays, until ``expires_at``; made without a call of the gateway."""

    def refund(self, refund: Refund, now: datetime) -> Answer:
        """Ask for a refund. Asking again for the same attempt pays once.

        Raises :class:`~teleshop.payments.errors.GatewayUnavailableError` if the outcome is not
        known.
        """
