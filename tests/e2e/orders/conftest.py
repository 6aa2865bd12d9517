"""The people of a story about orders, on the local cloud over HTTP with real tokens."""

import pytest

from tests.e2e.goods.market import Market
from tests.e2e.local_site import OnLocalCloud
from tests.e2e.orders.counter import Counter


@pytest.fixture
def counter(site: OnLocalCloud, request: pytest.FixtureRequest) -> Counter:
    """Goods of this test alone, on sale and in stock."""
    return Counter(Market(site, request.node.nodeid).opened()).stocked()
