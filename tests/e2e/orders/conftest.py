"""The people of a story about orders, on the local cloud over HTTP with real tokens."""

import pytest

from tests.e2e.goods.market import Market
from tests.e2e.local_site import OnLocalCloud
from tests.e2e.orders.counter import PIECES, Counter


@pytest.fixture
def pieces() -> int:
    """How many pieces there are; files of stories with other numbers say so."""
    return PIECES


@pytest.fixture
def counter(site: OnLocalCloud, request: pytest.FixtureRequest, pieces: int) -> Counter:
    """Goods of this test alone, on sale and in stock."""
    return Counter(Market(site, request.node.nodeid).opened()).stocked(pieces)
