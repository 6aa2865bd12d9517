"""Fifty suppliers with two quarters of invented trade, on the local cloud."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.sample.trade import Trade, generate, invented_ids
from teleshop.kernel.clock import parse_instant, start_of_china_day
from teleshop.kernel.quarters import day_after, quarter_of
from tests.e2e.local_site import HttpAnswer, HttpPerson, OnLocalCloud
from tests.e2e.shop import said

QUARTERS = ("2026Q2", "2026Q3")
MACHINE = "supplier-assessment"


@dataclass(frozen=True)
class Town:
    """The suppliers, and the people who assess them."""

    site: OnLocalCloud
    trade: Trade

    @classmethod
    def with_trade(cls, site: OnLocalCloud, folder: Path, *, events: int) -> "Town":
        """Suppliers that were on board all the time, and what happened to their orders, counted."""
        platform = folder / "platform.json"
        site.cloud.write(platform)
        # In a process of its own: it writes suppliers as a function of the platform would, with
        # the names and rights of this cloud in its environment.
        command = [sys.executable, "-m", "tools.demo_data", "--platform", str(platform)]
        command += [
            "--events",
            str(events),
            "--quarters",
            *QUARTERS,
            "--parts",
            "suppliers",
            "trade",
        ]
        loaded = subprocess.run(command, capture_output=True, text=True, check=False)
        assert loaded.returncode == 0, loaded.stdout + loaded.stderr
        return cls(site, generate(invented_ids(), QUARTERS, events=events))

    @property
    def manager(self) -> HttpPerson:
        """Who starts runs and decides."""
        return self.site.person("manager", "manager-of-the-town")

    def seller(self, supplier_id: str) -> HttpPerson:
        """Somebody of a supplier."""
        return self.site.person("supplier", f"seller-{supplier_id}", supplier_id)

    @staticmethod
    def quarter(instant: str) -> str:
        """The quarter in China that holds an instant."""
        return quarter_of(parse_instant(instant))

    # -- runs -----------------------------------------------------------------------------------

    def clock_strikes(self, quarter: str) -> None:
        """It is the first instant in China after the quarter."""
        self.site.run_schedule("AssessmentOpen", start_of_china_day(day_after(quarter)))

    def progress(self, quarter: str) -> Any:
        """How far the run of a quarter is."""
        answer = self.manager.get(f"/assessment-runs/{quarter}")
        return answer.json["progress"] if answer.status == 200 else None

    def assessed(self, quarter: str) -> Any:
        """The progress once the run is over."""

        def done() -> Any:
            found = self.progress(quarter)
            return found if found and found["state"] == "completed" else None

        return self.site.wait(f"{quarter} to be assessed", done)

    def kill_run(self, quarter: str) -> None:
        """End the execution while it works, and wait until the platform knows it."""
        client = self.site.cloud.client("stepfunctions")
        machine = next(
            one["stateMachineArn"]
            for page in client.get_paginator("list_state_machines").paginate()
            for one in page["stateMachines"]
            if one["name"] == f"{self.site.cloud.stack}-{MACHINE}"
        )

        def running() -> Any:
            found = client.list_executions(stateMachineArn=machine, statusFilter="RUNNING")
            return [one["executionArn"] for one in found["executions"]]

        [execution] = self.site.wait("the run to begin", running)
        client.stop_execution(executionArn=execution, error="Killed", cause="by the story")
        self.site.wait(
            "the run to be known as failed",
            lambda: (self.progress(quarter) or {}).get("state") == "failed",
        )

    # -- consequences ---------------------------------------------------------------------------

    def asked(self, role: str, supplier_id: str) -> Any:
        """The open approval about a supplier in the inbox of a role."""
        person = self.site.person(role, f"{role}-of-the-town")
        inbox = said(person.get("/approvals?mine=true&limit=100"))["items"]
        return next((one for one in inbox if one["subject"]["id"] == supplier_id), None)

    def decides(self, role: str, supplier_id: str, choice: str) -> HttpAnswer:
        """Somebody of the role decides as soon as it is asked."""
        approval = self.site.wait(f"the approval by {role}", lambda: self.asked(role, supplier_id))
        body = {"decision": choice, "reason": "见考核明细。"}
        person = self.site.person(role, f"{role}-of-the-town")
        return person.post(f"/approvals/{approval['id']}/decision", body)

    def consequence(self, supplier_id: str, quarter: str, state: str) -> Any:
        """What follows from a scorecard, as soon as it is in that state."""
        path = f"/suppliers/{supplier_id}/scorecards/{quarter}"

        def there() -> Any:
            found = said(self.seller(supplier_id).get(path))["consequence"]
            return found if found and found["state"] == state else None

        return self.site.wait(f"the consequence to be {state}", there)
