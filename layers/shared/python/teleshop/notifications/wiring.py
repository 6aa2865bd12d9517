"""Builds the notifications capability."""

from functools import cache

from teleshop.kernel.actor import Call
from teleshop.notifications.service import Endpoints, Notifications
from teleshop.notifications.tables import NotificationRepository
from teleshop.notifications.templates import CATALOGUE
from teleshop.notifications.topic import Topic
from teleshop.notifications.webhook import Webhooks


class SupplierParties:
    """Who belongs to which supplier, from the suppliers context."""

    def check_own(self, call: Call, supplier_id: str) -> None:
        """Raise a 404 unless the caller acts for the supplier."""
        # Imported here: only applicants, whose token names no supplier yet, need it.
        from teleshop.suppliers.wiring import service as suppliers

        suppliers().applications.show(call, supplier_id)


@cache
def service() -> Notifications:
    """The service of this process."""
    return Notifications(
        NotificationRepository(), CATALOGUE, Topic(), Webhooks(), SupplierParties()
    )


@cache
def endpoints() -> Endpoints:
    """The service of web-hooks of this process."""
    return Endpoints(NotificationRepository())
