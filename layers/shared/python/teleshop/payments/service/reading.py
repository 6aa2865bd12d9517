"""What people see of payments: customers their own, staff all; what is not theirs is not there."""

from dataclasses import dataclass
from typing import Final

from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.paging import Page
from teleshop.payments.domain import payment as rules
from teleshop.payments.domain.movement import Movement, MovementState
from teleshop.payments.domain.notices import PayLink
from teleshop.payments.domain.payment import Payment
from teleshop.payments.domain.refund import Refund
from teleshop.payments.errors import PaymentNotFoundError, RefundNotFoundError
from teleshop.payments.schemas import PaymentView, RefundsQuery, RefundView, UnexpectedQuery
from teleshop.payments.service.base import Desk
from teleshop.payments.service.desk import PAY_AT

BOOKS: Final = (Role.FINANCE, Role.COMPLIANCE, Role.AUDITOR)
"""Who needs the numbers of a gateway's transactions."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A refund for one reader."""

    refund: Refund
    staff: bool

    @property
    def view(self) -> RefundView:
        """What its reader may see."""
        return RefundView.of(self.refund, staff=self.staff)


class Views(Desk):
    """See the module."""

    def show_payment(self, call: Call, payment_id: str) -> PaymentView:
        """A payment with its refunds."""
        payment = self._visible(call.actor, payment_id)
        return PaymentView.of(
            payment,
            self._repository.refunds(payment.refunds),
            staff=call.actor.is_staff,
            numbers=call.actor.has(*BOOKS),
            link_until=rules.link_end(payment, call.now),
        )

    def make_link(self, call: Call, payment_id: str) -> PayLink:
        """A new link to pay; refused where nothing can be paid by link."""
        payment = self._visible(call.actor, payment_id)
        return self._gateways[PAY_AT].link(payment, rules.check_payable(payment, call.now))

    def show_refund(self, call: Call, refund_id: str) -> Shown:
        """One refund."""
        refund = self._get_refund(refund_id)
        if not _may_see(call.actor, refund.customer_id):
            raise RefundNotFoundError
        return Shown(refund, call.actor.is_staff)

    def list_refunds(self, call: Call, query: RefundsQuery) -> Page[Shown]:
        """Customers see theirs, newest first; staff those of a state (due first, first) or of a
        customer.
        """
        actor, state, customer = call.actor, query.state, query.customer
        if not actor.is_staff:
            if state is not None or customer is not None:
                raise InvalidInputError(errors=[_OWN_ONLY])
            found = self._repository.refunds_of_customer(actor.subject, query.page)
        elif state is not None and customer is None:
            found = self._repository.refunds_of_state(state, query.page)
        elif customer is not None and state is None:
            found = self._repository.refunds_of_customer(customer, query.page)
        else:
            raise InvalidInputError(errors=[_ONE_FILTER])
        return found.map(lambda refund: Shown(refund, actor.is_staff))

    def list_unexpected(self, query: UnexpectedQuery) -> Page[Movement]:
        """Money that did not fit, of one state, what has waited longest first."""
        return self._repository.movements(MovementState(query.state.value), query.page)

    def _visible(self, actor: Actor, payment_id: str) -> Payment:
        payment = self._repository.find_payment(payment_id)
        if payment is None or not _may_see(actor, payment.customer_id):
            raise PaymentNotFoundError
        return payment


def _may_see(actor: Actor, customer_id: str) -> bool:
    return actor.is_staff or (actor.has(Role.CUSTOMER) and actor.subject == customer_id)


_OWN_ONLY = FieldError(
    "/state",
    "own_only",
    "您只能查看自己的退款，请去掉查询条件。",
    "You see your own refunds; drop the filters.",
)
_ONE_FILTER = FieldError(
    "/state",
    "one_filter",
    "请在 state 和 customer 两个条件中填写且只填写一个。",
    "Give exactly one of state and customer.",
)
