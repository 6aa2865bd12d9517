"""A small sample platform for ``make run``, made over the API as its people would make it:
suppliers at several steps, goods on sale and in review, a service desk with staff on shift, an
order, a complaint and money in its fund, and two orders that were taken here.

Every name, number and file here is invented.
"""

import httpx

from infra.sample.files import page, picture
from infra.sample.goods import DEAL, PAN, POT, SOUP_POT, Goods
from infra.sample.orders import BUYER, PHONE, PIECES, WAREHOUSE, Orders
from infra.sample.service_desk import ServiceDesk
from infra.sample.site import Site
from infra.sample.suppliers import ACTIVE, DRAFTING, WAITING, Company, Suppliers
from infra.tools.local_cloud import Platform

__all__ = [
    "ACTIVE",
    "BUYER",
    "DEAL",
    "DRAFTING",
    "PAN",
    "PHONE",
    "PIECES",
    "POT",
    "SOUP_POT",
    "WAITING",
    "WAREHOUSE",
    "Company",
    "load",
    "page",
    "picture",
]


def load(platform: Platform) -> None:
    """Make the suppliers, their goods, the service desk and its customers' orders.

    :raises CloudError: the platform refuses something; the message says what.
    """
    with httpx.Client(timeout=30) as client:
        site = Site(platform, client)
        suppliers = Suppliers(site)
        on_board = suppliers.on_board(ACTIVE)
        site.acts_for(ACTIVE.uscc, on_board)
        goods = Goods(site, on_board, ACTIVE.uscc)
        pot, pan = goods.sent_in()
        suppliers.submitted(WAITING)
        suppliers.drafted(DRAFTING)
        for listed in (pot, pan):
            goods.checked(listed.product_id)
        # The order is older than the price list, so that it counts as a deal and nothing more.
        ServiceDesk(site).opened(on_board, pot, pan)
        goods.on_sale(pot, pan)
        Orders(site).taken(pot, pan)
