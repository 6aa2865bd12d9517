"""What checkout is sent and what it answers."""

from teleshop.checkout.schemas.bodies import OrderBody, TermsQuery
from teleshop.checkout.schemas.views import AreaView, DeliveryTermsView

__all__ = ["AreaView", "DeliveryTermsView", "OrderBody", "TermsQuery"]
