"""Functions that only show how they are called: they test the platform of the tests."""

from typing import Any

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings

seen: list[Any] = []
"""What the probes got, in order; each test starts with an empty one."""
tokens: list[str] = []
failures: list[Exception] = []
"""What `flaky` will fail with, one per call."""


def note(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Notes the event and answers it."""
    seen.append(event)
    return event


def flaky(event: dict[str, Any], _context: Any) -> None:
    """Fails with each of ``failures`` once, then notes."""
    if failures:
        raise failures.pop()
    seen.append(event)


def second_record_fails(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Processes the first record of a batch and answers the others as failed."""
    records = event["Records"]
    seen.append(records[0]["dynamodb"]["NewImage"]["pk"]["S"])
    rest = [record["dynamodb"]["SequenceNumber"] for record in records[1:]]
    return {"batchItemFailures": [{"itemIdentifier": number} for number in rest]}


def keep_token(event: dict[str, Any], _context: Any) -> None:
    """Keeps the token of a task for whoever decides."""
    tokens.append(event["token"])


def decide(token: str, output: str) -> None:
    """Completes the task behind a token."""
    aws_client("stepfunctions").send_task_success(taskToken=token, output=output)


def lists_documents(_event: dict[str, Any], _context: Any) -> None:
    """Lists the bucket of documents."""
    aws_client("s3").list_objects_v2(Bucket=settings().bucket_documents)
