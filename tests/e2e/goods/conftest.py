"""The people of a story about goods, on the local cloud over HTTP with real tokens."""

import pytest

from tests.e2e.goods.market import Market
from tests.e2e.local_site import OnLocalCloud


@pytest.fixture
def market(site: OnLocalCloud, request: pytest.FixtureRequest) -> Market:
    """A supplier on board, categories and a reviewer of this test alone."""
    return Market(site, request.node.nodeid).opened()
