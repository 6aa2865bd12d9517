"""Claims over HTTP, on the platform in one process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.kernel.actor import Actor
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import fund as f
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

TAKING_PART = ("Fund", "Approvals", "Deadlines", "Documents", "Outbox", "Notifications")


@dataclass
class Site:
    """The HTTP application with everything behind it; ``at`` sets the time of requests."""

    api: ApiClient
    platform: Platform

    def as_(self, actor: Actor) -> ApiClient:
        """A client for one of the people of the factories."""
        return self.api.as_actor(actor)

    def at(self, moment: datetime) -> "Site":
        """The same at another time."""
        self.api.clock.instant = moment
        return self

    def claim(self, actor: Actor = f.BUYER, **changes: Any) -> dict[str, Any]:
        """A claim that was filed, and what follows by itself."""
        wanted = {"kind": "fraud_damages", "order_id": f.ORDER, "lines": [1]} | changes
        answer = self.as_(actor).post("/fund-claims", wanted)
        assert answer.status == 201, answer.json
        self.platform.settle()
        return self.shown(answer.json["id"])

    def shown(self, claim_id: str, actor: Actor = f.FINANCE) -> dict[str, Any]:
        """The claim as it is now."""
        answer = self.as_(actor).get(f"/fund-claims/{claim_id}")
        assert answer.status == 200, answer.json
        return dict(answer.json)

    def act(self, actor: Actor, claim_id: str, what: str, body: Any = None) -> ApiAnswer:
        """One action on a claim, and what follows by itself."""
        answer = self.as_(actor).post(f"/fund-claims/{claim_id}/{what}", body)
        self.platform.settle()
        return answer

    def approval(self, actor: Actor, claim_id: str) -> dict[str, Any]:
        """The open approval of a claim."""
        found = self.as_(actor).get(f"/approvals?process=fund_claim:{claim_id}").json["items"]
        (waiting,) = [approval for approval in found if approval["state"] == "open"]
        return dict(waiting)

    def decide(self, actor: Actor, claim_id: str, decision: str, **body: Any) -> ApiAnswer:
        """The decision of somebody, and what follows by itself."""
        path = f"/approvals/{self.approval(actor, claim_id)['id']}/decision"
        answer = self.as_(actor).post(path, {"decision": decision, **body})
        self.platform.settle()
        return answer

    def contribute(self, amount: int = 10_000_00, reference: str = "bank-1") -> None:
        """Money for the fund, and what follows by itself."""
        wanted = {"amount": amount, "reference": reference}
        answer = self.as_(f.FINANCE).post("/fund/contributions", wanted)
        assert answer.status == 201, answer.json
        self.platform.settle()


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in a claim, connected; others listen elsewhere."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    machines = [machine for machine in whole.machines if machine.logical_id == "FundClaim"]
    with connected(aws, replace(whole.only(*names), machines=machines)) as made:
        yield made


@pytest.fixture
def site(api: ApiClient, platform: Platform) -> Site:
    """An order of four lines, and a fund without money."""
    f.ordered()
    return Site(api, platform).at(datetime.now(UTC))
