"""Use cases of timelines: noting what happened, and reading it.

A timeline is a read model: everything in it is told by events whose change is audited where it was
made, so that entries are stored without an audit entry of their own.
"""

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.paging import Page, PageRequest
from teleshop.timelines.domain import TimelineEntry, entry_of
from teleshop.timelines.tables import TimelineRepository

__all__ = ["TimelineEntry", "Timelines"]


class Timelines:
    """The timelines of customers; stateless, one per process."""

    def __init__(self, repository: TimelineRepository) -> None:
        self._repository = repository

    def record(self, envelope: Envelope) -> bool:
        """Note an event, in whatever order and however often it comes; False if it is about no
        customer or was noted before.
        """
        entry = entry_of(envelope)
        return entry is not None and self._repository.add(entry)

    def of_customer(self, customer_id: str, page: PageRequest) -> Page[TimelineEntry]:
        """What happened to a customer, newest first, for those who serve them."""
        return self._repository.of_customer(customer_id, page)

    def own(self, call: Call, page: PageRequest) -> Page[TimelineEntry]:
        """What the calling customer may see of their own timeline, newest first."""
        return self._repository.visible_to(call.actor.subject, page)
