"""The service desk over HTTP at one instant."""

import pytest

from tests.api.client import ApiClient
from tests.factories.care import NOW


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    api.clock.instant = NOW
    return api
