"""Payments over HTTP, on the platform in one process."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import Actor
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import payments as f
from tests.harness.aws import Cloud
from tests.harness.gateway import callback
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

TAKING_PART = ("Payments", "Deadlines", "Outbox", "Notifications")
CALLBACKS = "/payment-callbacks/standard"


@dataclass
class Site:
    """The HTTP application with everything behind it."""

    api: ApiClient
    platform: Platform

    def as_(self, actor: Actor) -> ApiClient:
        """A client for one of the people of the factories."""
        return self.api.as_actor(actor)

    def at(self, after: timedelta) -> "Site":
        """The same some time after :data:`f.NOW`."""
        self.api.clock.instant = f.NOW + after
        return self

    def callback(
        self, kind: str, data: dict[str, Any], path: str = CALLBACKS, **signed: Any
    ) -> ApiAnswer:
        """A callback of the gateway, and what follows by itself."""
        headers, body = callback(kind, data, self.api.clock(), **signed)
        answer = self.api.request("POST", path, body=body, headers=headers)
        self.platform.settle()
        return answer

    def told(self, actor: Actor, query: str = "") -> list[str]:
        """The events that somebody was told of."""
        items = self.as_(actor).get(f"/notifications{query}").json["items"]
        return sorted(item["event"] for item in items)


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in payments, connected; others listen elsewhere."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    with connected(aws, whole.only(*names)) as made:
        yield made


@pytest.fixture
def site(api: ApiClient, platform: Platform) -> Site:
    """A payment is open."""
    f.opened()
    return Site(api, platform).at(f.MINUTE)
