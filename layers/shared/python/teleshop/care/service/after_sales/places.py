"""Use cases: where goods go back to."""

from dataclasses import replace
from typing import Final

from teleshop.care.domain.after_sales.records import ReturnPlace
from teleshop.care.domain.after_sales.refusals import ReturnPlaceNotFoundError
from teleshop.care.schemas.after_sales import ReturnPlaceBody
from teleshop.care.service.after_sales.base import AfterSalesService
from teleshop.care.tables.after_sales import PLATFORM, ReturnPlaceRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import is_id
from teleshop.kernel.transaction import Subject, Transaction

SUPPLIER_PREFIX: Final = "sup"


class ReturnPlaces(AfterSalesService):
    """Return places of suppliers and of the platform; stateless."""

    def set_return_place(self, call: Call, owner: str, body: ReturnPlaceBody) -> ReturnPlace:
        """Enter or change where goods of a supplier (or of ``platform``: of all others) go back
        to. Requests that were approved show the place as it is now.
        """
        if owner != PLATFORM and not is_id(owner, SUPPLIER_PREFIX):
            raise ReturnPlaceNotFoundError
        known = self._records.place(owner)
        tx = Transaction(call, "set_return_place", Subject("return_place", owner))
        made = ReturnPlace(
            owner=owner,
            address=body.address,
            contact=body.contact,
            phone=body.phone,
            changed_at=call.now,
        )
        if known is None:
            return tx.commit(tx.create(ReturnPlaceRow, made, conflict=RacedError()))
        call.check_version(known.version)
        changed = replace(made, version=known.version)
        return tx.commit(tx.save(ReturnPlaceRow, known, changed))

    def show_return_place(self, owner: str) -> ReturnPlace:
        """The place of a supplier or of the platform."""
        found = self._records.place(owner)
        if found is None:
            raise ReturnPlaceNotFoundError
        return found
