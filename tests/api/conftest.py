"""The fixture ``api``: the assembled application, in process."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.client import ApiClient, Clock


@pytest.fixture
def api(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ApiClient]:
    """A client without a token; ``api.clock.instant = …`` sets the time of requests."""
    from app import app
    from teleshop.kernel.settings import settings
    from tests.harness.template import environment

    if "aws" not in request.fixturenames:
        for name, value in environment().items():
            monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield client_of(app, monkeypatch)
    settings.cache_clear()


def client_of(app: Any, monkeypatch: pytest.MonkeyPatch) -> ApiClient:
    """A client of any application, its clock in the test's hands."""
    from teleshop.web import pipeline

    clock = Clock()
    monkeypatch.setattr(pipeline, "utc_now", clock)
    return ApiClient(app, clock)
