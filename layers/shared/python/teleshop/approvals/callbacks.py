"""Answering the task of a state machine that waits for a decision."""

import json
from collections.abc import Iterator
from typing import Any, Final

from teleshop.approvals.domain.approval import CallbackState
from teleshop.kernel.clients import aws_client

GONE: Final = frozenset({"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})
"""What Step Functions says of a token whose task no longer waits, or never did."""
PAGES: Final = 10
EVENTS_PER_PAGE: Final = 100
"""How far back the history is read: the answer that is looked for is seconds old."""


class StepFunctionsTasks:
    """Tasks that wait with a token."""

    def answer(self, token: str, execution: str | None, output: dict[str, Any]) -> CallbackState:
        """Complete the task with ``output``, which holds ``approval_id``.

        `lost` if no task waits for it. A token can be used once; when it is gone, the execution's
        history tells whether an earlier attempt of ours, whose success was not noted, used it.
        Any other failure is raised, so that the caller tries again.
        """
        client = aws_client("stepfunctions")
        try:
            client.send_task_success(taskToken=token, output=json.dumps(output))
        except client.exceptions.ClientError as refused:
            if refused.response["Error"]["Code"] not in GONE:
                raise
            if execution and self._was_answered(client, execution, output["approval_id"]):
                return CallbackState.DELIVERED
            return CallbackState.LOST
        return CallbackState.DELIVERED

    def _was_answered(self, client: Any, execution: str, approval_id: str) -> bool:
        try:
            return any(
                approval_id == _answered_id(event) for event in _recent_events(client, execution)
            )
        except client.exceptions.ExecutionDoesNotExist:
            return False


def _recent_events(client: Any, execution: str) -> Iterator[dict[str, Any]]:
    """The newest events of an execution, newest first."""
    more: dict[str, Any] = {}
    for _ in range(PAGES):
        page = client.get_execution_history(
            executionArn=execution, reverseOrder=True, maxResults=EVENTS_PER_PAGE, **more
        )
        yield from page["events"]
        if not page.get("nextToken"):
            return
        more = {"nextToken": page["nextToken"]}


def _answered_id(event: dict[str, Any]) -> str | None:
    """The approval that an event of the history answered, if it did."""
    text = event.get("taskSucceededEventDetails", {}).get("output")
    try:
        output = json.loads(text) if text else None
    except ValueError:
        return None
    return output.get("approval_id") if isinstance(output, dict) else None
