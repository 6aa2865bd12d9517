"""Use case: an order, or what had not left of it, was called off."""

from teleshop.care.domain.after_sales.called_off import call_off
from teleshop.care.domain.after_sales.records import AfterSales, OrderAccount
from teleshop.care.service.after_sales.base import AfterSalesService, Seen, Step
from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction


class CalledOff(AfterSalesService):
    """Requests of orders that are off; stateless."""

    def waiting(self, order_id: str) -> list[str]:
        """The cases of an order in which something is asked for, the latest first: where not enough
        is left for all, the later ones give way.
        """
        claims = self._records.account(order_id).claims
        return list(dict.fromkeys(claim.case_id for claim in reversed(claims)))

    def call_off(self, call: Call, case_id: str) -> Seen:
        """The request without what its order no longer has: nothing of it comes back, and the
        cancellation gave its money back. Its case is closed if nothing is left.
        """
        file, request = self._visible(call.actor, case_id)
        purchase = self._purchase(request.order_id)
        known = self._records.account(request.order_id)
        if not file.case.is_open or call_off(request, known, purchase)[0] == request:
            return self._seen(call, file, request)

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            after, left = call_off(request, account, purchase)
            return Step(request=after, account=left, kind=None, facts={})

        return self._step(call, case_id, "call_off", act, known=(file, request))
