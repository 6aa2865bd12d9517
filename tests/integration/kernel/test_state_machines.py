"""Starting state machines."""

from typing import Any

import pytest

from teleshop.kernel.state_machines import start_execution
from tests.harness.platform import Platform

pytestmark = pytest.mark.clause("4.1.3")


def runs(platform: Platform, machine: str) -> list[dict[str, Any]]:
    client = platform.aws.client("stepfunctions")
    arns = [one["stateMachineArn"] for one in client.list_state_machines()["stateMachines"]]
    (arn,) = [arn for arn in arns if arn.endswith(machine)]
    found = client.list_executions(stateMachineArn=arn)["executions"]
    return [client.describe_execution(executionArn=one["executionArn"]) for one in found]


def test_a_name_makes_one_run_however_often_it_is_started(platform: Platform) -> None:
    for _ in range(2):
        start_execution("run-1", "price-change", {"id": "pch_1"})
    start_execution("run-2", "price-change", {"id": "pch_1"})
    assert sorted(run["name"] for run in runs(platform, "price-change")) == ["run-1", "run-2"]
    assert {run["input"] for run in runs(platform, "price-change")} == {'{"id":"pch_1"}'}
