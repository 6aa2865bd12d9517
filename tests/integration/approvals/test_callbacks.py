"""What Step Functions may say to an answer, and what that means."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from teleshop.approvals.callbacks import PAGES, StepFunctionsTasks
from teleshop.approvals.domain.approval import CallbackState

EXECUTION = "arn:aws:states:ap-southeast-1:123456789012:execution:teleshop-two-steps:first"
OUTPUT = {"approval_id": "apr_1", "outcome": "approved"}
GONE = ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]


@pytest.fixture
def said(aws: Any) -> Iterator[Stubber]:
    """What Step Functions will say, in order; every word of it must be asked for."""
    with Stubber(aws.client("stepfunctions")) as stub:
        yield stub
        stub.assert_no_pending_responses()


def history(*outputs: str, more: str | None = None) -> dict[str, Any]:
    events = [
        {
            "timestamp": 0,
            "type": "TaskSucceeded",
            "id": number,
            "taskSucceededEventDetails": {
                "resourceType": "lambda",
                "resource": "invoke.waitForTaskToken",
                "output": output,
            },
        }
        for number, output in enumerate(outputs, 1)
    ]
    entered = {"timestamp": 0, "type": "TaskStateEntered", "id": 99}
    page: dict[str, Any] = {"events": [entered, *events]}
    return {**page, "nextToken": more} if more else page


def answer(execution: str | None = EXECUTION) -> CallbackState:
    return StepFunctionsTasks().answer("token", execution, OUTPUT)


def test_a_task_that_waits_gets_the_outcome(said: Stubber) -> None:
    sent = {"taskToken": "token", "output": json.dumps(OUTPUT)}
    said.add_response("send_task_success", {}, sent)
    assert answer() is CallbackState.DELIVERED


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize("code", GONE)
def test_a_token_without_a_task_is_lost(said: Stubber, code: str) -> None:
    said.add_client_error("send_task_success", code)
    assert answer(execution=None) is CallbackState.LOST


@pytest.mark.parametrize("code", GONE)
@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        ((json.dumps({"approval_id": "apr_2"}), json.dumps(OUTPUT)), CallbackState.DELIVERED),
        ((json.dumps({"approval_id": "apr_2"}), "not json", '["apr_1"]'), CallbackState.LOST),
        ((), CallbackState.LOST),
    ],
)
def test_the_history_tells_whether_an_earlier_attempt_used_the_token(
    said: Stubber, code: str, outputs: tuple[str, ...], expected: CallbackState
) -> None:
    said.add_client_error("send_task_success", code)
    said.add_response("get_execution_history", history(*outputs))
    assert answer() is expected


def test_a_long_history_is_read_backwards_and_not_for_ever(said: Stubber) -> None:
    said.add_client_error("send_task_success", "TaskTimedOut")
    for _ in range(PAGES):
        said.add_response("get_execution_history", history("{}", more="more"))
    assert answer() is CallbackState.LOST
    said.add_client_error("send_task_success", "TaskTimedOut")
    said.add_response("get_execution_history", history("{}", more="more"))
    said.add_response(
        "get_execution_history",
        history(json.dumps(OUTPUT)),
        {"executionArn": EXECUTION, "reverseOrder": True, "maxResults": 100, "nextToken": "more"},
    )
    assert answer() is CallbackState.DELIVERED


def test_an_execution_that_is_forgotten_is_lost(said: Stubber) -> None:
    said.add_client_error("send_task_success", "TaskTimedOut")
    said.add_client_error("get_execution_history", "ExecutionDoesNotExist")
    assert answer() is CallbackState.LOST


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "InvalidOutput"])
def test_any_other_failure_is_raised_so_that_it_is_tried_again(said: Stubber, code: str) -> None:
    said.add_client_error("send_task_success", code)
    with pytest.raises(ClientError):
        answer()
