"""State machines run by moto, with the seams it lacks: tasks call handlers in process, and one can
tell when all wait.

moto runs each execution in a thread. :func:`busy` says whether any of them still works by itself;
an execution that waits for a task token does not. Pauses between retries are skipped. Machines that
wait for a token within ``Parallel`` or ``Map`` need more than that, since one branch may wait while
another works; they are refused, rather than settled too early. A distributed map reads its items
from S3 and runs a child for each, but moto lets it succeed whatever became of them: here more
failed children than are tolerated fail it, as they do on AWS.
"""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from tests.harness.template import ACCOUNT, REGION
from tests.harness.wiring import Machine

SEAM = "boto_client_for"
"""How moto's tasks get their clients."""
CALLBACK = "state_task_service_callback"
ITERATION = "moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration"
DISTRIBUTED = f"{ITERATION}.distributed_iteration_component"
Invoke = Callable[[str, Any], Any]

_waiting: list[Any] = []
"""Call-back end-points that a thread of an execution waits at."""


class _Lambda:
    """The one call of Lambda that state machines make."""

    def __init__(self, invoke: Invoke) -> None:
        self._invoke = invoke

    def invoke(self, FunctionName: str, Payload: bytes = b"{}", **_: Any) -> dict[str, Any]:
        from io import BytesIO

        try:
            answer = self._invoke(FunctionName, json.loads(Payload))
        except (
            BaseException
        ) as failed:  # a crash of the function is a failed task, not the end of the machine
            told = {"errorType": type(failed).__name__, "errorMessage": str(failed)}
            body = BytesIO(json.dumps(told).encode())
            return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": body}
        return {"StatusCode": 200, "Payload": BytesIO(json.dumps(answer).encode())}


def create_machines(stepfunctions: Any, machines: list[Machine]) -> None:
    """Make every state machine of the template through the API, which is where moto's executing
    backend looks.
    """
    for machine in machines:
        states = json.loads(machine.definition)["States"].values()
        if any(_waits_in_branch(state) for state in states):
            raise NotImplementedError(
                f"{machine.name}: waiting within Parallel or Map is not known to the test bridge"
            )
        stepfunctions.create_state_machine(
            name=machine.name,
            definition=machine.definition,
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/{machine.logical_id}",
        )


def _waits_in_branch(state: dict[str, Any]) -> bool:
    return state["Type"] in {"Parallel", "Map"} and ".waitForTaskToken" in json.dumps(state)


def _executions() -> list[Any]:
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    backend = stepfunctions_parser_backends[ACCOUNT][REGION]
    return [execution for machine in backend.state_machines for execution in machine.executions]


def running() -> list[Any]:
    """The executions that have not ended, as moto's objects."""
    return [execution for execution in _executions() if execution.exec_status == "RUNNING"]


def busy() -> bool:
    """Whether an execution works by itself right now."""
    return any(not _waits(execution) for execution in running())


def _endpoints(execution: Any) -> list[Any]:
    env = getattr(execution.exec_worker, "env", None)
    return list(env.callback_pool_manager._pool.values()) if env is not None else []


def _waits(execution: Any) -> bool:
    known = _endpoints(execution)
    return any(
        endpoint in known and endpoint.get_outcome() is None and not endpoint._notify_event.is_set()
        for endpoint in list(_waiting)
    )


def time_out_waiting_tasks() -> int:
    """Let the time limit of every task that waits for its token pass now; answers how many those
    were.
    """
    found = [e for execution in running() for e in _endpoints(execution) if e in _waiting]
    for endpoint in found:
        endpoint.interrupt_all()
    return len(found)


@contextmanager
def executing(invoke: Invoke) -> Iterator[None]:
    """Connect executions to ``invoke(function name or ARN, payload)``, and end them all
    afterwards.
    """
    from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
    from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils

    service = importlib.import_module(f"{lambda_eval_utils.__package__}.service.{CALLBACK}")
    callbacks = service.StateTaskServiceCallback
    real_wait, real_client = (
        callbacks._eval_wait_for_task_token,
        getattr(lambda_eval_utils, SEAM),
    )

    def wait(
        self: Any, env: Any, timeout_seconds: int, callback_endpoint: Any, heartbeat_endpoint: Any
    ) -> Any:
        _waiting.append(callback_endpoint)
        try:
            # A thread cannot wait longer than some 292 years; a year is longer than any test.
            limit = min(timeout_seconds, 31_536_000)
            return real_wait(self, env, limit, callback_endpoint, heartbeat_endpoint)
        finally:
            _waiting.remove(callback_endpoint)

    def client(region: str, service: str, state_credentials: Any = None) -> Any:
        return (
            _Lambda(invoke)
            if service == "lambda"
            else real_client(region, service, state_credentials)
        )

    component = importlib.import_module(DISTRIBUTED).DistributedIterationComponent
    real_map_run = component._map_run

    def map_run(self: Any, env: Any, eval_input: Any) -> None:
        real_map_run(self, env, eval_input)
        failed = eval_input.map_run_record.item_counter.failed.get()
        if failed > eval_input.tolerated_failure_count and env.is_running():
            raise _too_many_failures(env, failed)

    no_pause = SimpleNamespace(sleep=lambda _seconds: None)
    with (
        patch.object(callbacks, "_eval_wait_for_task_token", wait),
        patch.object(lambda_eval_utils, SEAM, client),
        patch.object(component, "_map_run", map_run),
        patch.object(retrier_decl, "time", no_pause),
    ):
        try:
            yield
        finally:
            _end_all()


def _too_many_failures(env: Any, failed: int) -> Exception:
    """What ends a distributed map of which more children failed than are tolerated."""
    from moto.stepfunctions.parser.api import HistoryEventType
    from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
        FailureEvent,
        FailureEventException,
    )
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import (
        StatesErrorName,
    )
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
        StatesErrorNameType,
    )

    name = StatesErrorName(typ=StatesErrorNameType.StatesExceedToleratedFailureThreshold)
    told: Any = {
        "taskFailedEventDetails": {"error": name.error_name, "cause": f"{failed} children failed"}
    }
    return FailureEventException(
        FailureEvent(
            env=env,
            error_name=name,
            event_type=HistoryEventType.TaskFailed,
            event_details=told,
        )
    )


def _end_all() -> None:
    """Stop what still runs and let its threads end, so that none wakes up in another test."""
    import datetime

    for execution in running():
        endpoints = _endpoints(execution)
        if execution.exec_worker.env is not None:
            execution.exec_worker.stop(datetime.datetime.now(datetime.UTC), None, None)
        for endpoint in endpoints:
            endpoint.interrupt_all()
    from tests.harness.polling import until

    until(lambda: not _waiting, "executions end")
