"""Use cases of after-sales: the request and its decision, the way of the goods, objections,
return places."""

from teleshop.care.service.after_sales.accounts import OrderAccounts, OrderTaken
from teleshop.care.service.after_sales.base import AfterSalesMeans, Seen
from teleshop.care.service.after_sales.called_off import CalledOff
from teleshop.care.service.after_sales.goods import Goods
from teleshop.care.service.after_sales.objections import Objections
from teleshop.care.service.after_sales.offers import Offer, Offers
from teleshop.care.service.after_sales.places import ReturnPlaces
from teleshop.care.service.after_sales.requests import Requests

__all__ = [
    "AfterSales",
    "AfterSalesMeans",
    "CalledOff",
    "Goods",
    "Objections",
    "Offer",
    "Offers",
    "OrderAccounts",
    "OrderTaken",
    "Requests",
    "ReturnPlaces",
    "Seen",
]


class AfterSales:
    """The services of after-sales; stateless, one per process."""

    def __init__(self, means: AfterSalesMeans) -> None:
        self.requests = Requests(means)
        self.offers = Offers(means)
        self.goods = Goods(means)
        self.called_off = CalledOff(means)
        self.objections = Objections(means)
        self.places = ReturnPlaces(means)
        self.accounts = OrderAccounts(means.records)
