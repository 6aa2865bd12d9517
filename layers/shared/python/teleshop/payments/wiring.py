"""Builds payments."""

from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.settings import settings
from teleshop.payments.gateway import NAME, HttpGateway, Secrets
from teleshop.payments.service import Callbacks, PaymentDesk, Payments, Refunds, Views
from teleshop.payments.tables import PaymentsRepository


@cache
def service() -> Payments:
    """The services of this process."""
    known = settings()
    gateway = HttpGateway(
        known.payment_gateway_url, known.payment_return_url, Secrets(known.secret_gateway)
    )
    parts = (PaymentsRepository(), deadlines(), {NAME: gateway})
    return Payments(
        desk=PaymentDesk(*parts),
        callbacks=Callbacks(*parts),
        refunds=Refunds(*parts),
        views=Views(*parts),
    )
