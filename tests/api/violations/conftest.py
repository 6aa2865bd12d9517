"""Violation cases over HTTP, on the platform in one process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.kernel.actor import Actor
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import violations as f
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

TAKING_PART = (
    "ViolationsStart",
    "ViolationsApplyOutcome",
    "ViolationsReportFailure",
    "ViolationsOnDeadline",
    "Approvals",
    "Deadlines",
    "Documents",
    "Outbox",
    "Notifications",
)


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

    def opened(self, actor: Actor = f.OPENER, **changes: Any) -> str:
        """A case with evidence, and what follows by itself."""
        answer = self.as_(actor).post(
            "/violation-cases", f.form(**{"evidence": [f.evidence()]} | changes)
        )
        assert answer.status == 201, answer.json
        self.platform.settle()
        return str(answer.json["id"])

    def act(self, actor: Actor, case_id: str, what: str, body: Any) -> ApiAnswer:
        """One step of a case, and what follows by itself."""
        answer = self.as_(actor).post(f"/violation-cases/{case_id}/{what}", body)
        self.platform.settle()
        return answer

    def deciding(self, case_id: str, body: dict[str, Any]) -> str:
        """Findings were reported and the supplier was heard."""
        assert self.act(f.INVESTIGATOR, case_id, "findings", body).status == 200
        said = {"statement": "样品经贵方确认"}
        assert self.act(f.SELLER, case_id, "statement", said).status == 200
        return case_id

    def shown(self, case_id: str, actor: Actor = f.AUDITOR) -> dict[str, Any]:
        """The case as it is now."""
        answer = self.as_(actor).get(f"/violation-cases/{case_id}")
        assert answer.status == 200, answer.json
        return dict(answer.json)

    def waiting(self, case_id: str) -> dict[str, Any]:
        """The open approval of a case."""
        path = f"/approvals?process=violation_case:{case_id}"
        found = self.as_(f.AUDITOR).get(path).json["items"]
        (one,) = [approval for approval in found if approval["state"] == "open"]
        return dict(one)

    def decide(self, actor: Actor, case_id: str, decision: str = "approve") -> ApiAnswer:
        """The decision of somebody on what waits, and what follows by itself."""
        path = f"/approvals/{self.waiting(case_id)['id']}/decision"
        body = {"decision": decision, "reason": "经审议"}
        answer = self.as_(actor).post(path, body)
        self.platform.settle()
        return answer

    def told(self) -> list[str]:
        """The events of cases so far, by type."""
        return [
            event["detail-type"]
            for event in self.platform.events
            if event["source"] == "teleshop.violations"
        ]


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in a case up to its effect; measures are carried out
    elsewhere.
    """
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    machines = [machine for machine in whole.machines if machine.logical_id == "ViolationCase"]
    with connected(aws, replace(whole.only(*names), machines=machines)) as made:
        yield made


@pytest.fixture
def site(api: ApiClient, platform: Platform) -> Site:
    """A supplier with goods on sale."""
    f.goods()
    return Site(api, platform).at(datetime.now(UTC))
