"""State machines of the tests: what the bridge to moto can tell the end of, and what it refuses."""

import json
from typing import Any

import pytest

from tests.harness.state_machines import create_machines
from tests.harness.wiring import Machine


def machine(resource: str) -> Machine:
    """A machine whose one step is a Map over such a task."""
    task = {"Type": "Task", "Resource": resource, "End": True}
    inner = {"StartAt": "Each", "States": {"Each": task}}
    outer = {"Type": "Map", "ItemProcessor": inner, "End": True}
    definition = {"StartAt": "All", "States": {"All": outer}}
    return Machine("Sample", "sample", json.dumps(definition))


def test_a_map_of_tasks_is_run(aws: Any) -> None:
    create_machines(aws.client("stepfunctions"), [machine("arn:aws:states:::lambda:invoke")])


def test_waiting_for_a_token_within_a_map_is_refused(aws: Any) -> None:
    waiting = machine("arn:aws:states:::lambda:invoke.waitForTaskToken")
    with pytest.raises(NotImplementedError, match="sample"):
        create_machines(aws.client("stepfunctions"), [waiting])
