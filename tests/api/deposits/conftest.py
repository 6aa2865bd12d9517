"""Deposits over HTTP, on the platform in one process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.kernel.actor import Actor
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import deposits as d
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

TAKING_PART = ("Approvals", "Deadlines", "Deposits", "Notifications", "Outbox")


@dataclass
class Site:
    """The HTTP application with everything behind it; ``at`` sets the time of requests."""

    api: ApiClient
    platform: Platform

    def at(self, moment: datetime) -> "Site":
        """The same at another time."""
        self.api.clock.instant = moment
        return self

    def send(self, kind: str, actor: Actor = d.FINANCE, **fields: Any) -> ApiAnswer:
        """What finance sends, and what follows by itself."""
        path = f"/suppliers/{d.SUPPLIER_ID}/deposit"
        answer = self.api.as_actor(actor).post(path, {"kind": kind} | fields)
        self.platform.settle()
        return answer

    def pay(self, amount: int, reference: str = "bank-1") -> dict[str, Any]:
        """A payment that is booked."""
        answer = self.send("payment", amount=amount, reference=reference, payer_account=d.ACCOUNT)
        assert answer.status == 200, answer.json
        return dict(answer.json)

    def shown(self, actor: Actor = d.FINANCE) -> dict[str, Any]:
        """The deposit as it is now."""
        answer = self.api.as_actor(actor).get(f"/suppliers/{d.SUPPLIER_ID}/deposit")
        assert answer.status == 200, answer.json
        return dict(answer.json)

    def decide(self, actor: Actor, payback_id: str, decision: str, **body: Any) -> ApiAnswer:
        """The decision of somebody on a payback, and what follows by itself."""
        waiting = self._waiting(payback_id)
        staff = self.api.as_actor(actor)
        answer = staff.post(f"/approvals/{waiting}/decision", {"decision": decision, **body})
        self.platform.settle()
        return answer

    def take_back(self, actor: Actor, payback_id: str) -> ApiAnswer:
        """Somebody takes a request back, and what follows by itself."""
        waiting = self._waiting(payback_id)
        answer = self.api.as_actor(actor).post(f"/approvals/{waiting}/withdrawal")
        self.platform.settle()
        return answer

    def _waiting(self, payback_id: str) -> str:
        """The open approval of a payback."""
        process = f"deposit_payback:{d.SUPPLIER_ID}.{payback_id}"
        found = self.api.as_actor(d.MANAGER).get(f"/approvals?process={process}").json["items"]
        (waiting,) = [approval for approval in found if approval["state"] == "open"]
        return str(waiting["id"])

    def obstacles(self) -> list[str]:
        """What stands against new products of the supplier, as it sees it."""
        answer = self.api.as_actor(d.SUPPLIER).get(f"/suppliers/{d.SUPPLIER_ID}")
        assert answer.status == 200, answer.json
        return [one["code"] for one in answer.json["obstacles"]]

    def told(self) -> list[str]:
        """The types of all events so far."""
        return [event["detail-type"] for event in self.platform.events]


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in a deposit, connected; others listen elsewhere."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    machines = [machine for machine in whole.machines if machine.logical_id == "DepositPayback"]
    with connected(aws, replace(whole.only(*names), machines=machines)) as made:
        yield made


@pytest.fixture
def site(api: ApiClient, platform: Platform) -> Site:
    """A supplier on board without a deposit."""
    d.supplier()
    return Site(api, platform).at(datetime.now(UTC))
