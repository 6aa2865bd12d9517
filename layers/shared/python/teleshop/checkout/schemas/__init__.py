"""What checkout is sent and what it answers: a new order in the form in which orders are shown."""

from teleshop.checkout.schemas.bodies import OrderBody, TermsQuery
from teleshop.checkout.schemas.views import AreaView, DeliveryTermsView
from teleshop.orders.schemas import ShownOrderView

__all__ = [
    "AreaView",
    "DeliveryTermsView",
    "OrderBody",
    "ShownOrderView",
    "TermsQuery",
]
