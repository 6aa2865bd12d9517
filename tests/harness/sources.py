"""What Lambda polls for its functions: streams of tables and queues, with the repetitions that
failures cause.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.harness.aws import Cloud
from tests.harness.template import arn
from tests.harness.wiring import QueueSource, StreamSource

ASYNC_ATTEMPTS = 3
"""Lambda runs an event twice more after a failure."""

Invoke = Callable[[str, Any], Any]


@dataclass(frozen=True)
class DeadLetter:
    """What a function was given and could not do."""

    function: str
    event: Any
    error: BaseException


class NotProcessedError(Exception):
    """A function answered that it did not process some of its records."""


class StreamReader:
    """One table's stream for one function: batches in order, and not past what failed until it is
    given up.
    """

    def __init__(
        self, aws: Cloud, source: StreamSource, invoke: Invoke, dead: list[DeadLetter]
    ) -> None:
        self._aws, self._source, self._invoke, self._dead = aws, source, invoke, dead
        self._position = 0
        self._failures = 0

    def _records(self) -> list[Any]:
        shard = self._aws.table(self._source.table).stream_shard
        return shard.items if shard is not None else []

    @property
    def pending(self) -> bool:
        """Whether there are records that the function has not got."""
        return self._position < len(self._records())

    def drain(self, times: int) -> bool:
        """Deliver all there is, each batch ``times`` times; answers whether there was any."""
        moved = False
        while batch := self._records()[self._position :][: self._source.batch_size]:
            self._deliver([record.to_json() for record in batch], times)
            moved = True
        return moved

    def _deliver(self, records: list[dict[str, Any]], times: int) -> None:
        stream = f"{arn(self._source.table)}/stream/latest"
        given = [as_lambda_gets(record) | {"eventSourceARN": stream} for record in records]
        done = len(records)
        try:
            for _ in range(times):
                answer = self._invoke(self._source.function, {"Records": given})
            failed = failed_items(answer)
            if self._source.partial and failed:
                numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
                done = min(numbers.index(number) for number in failed)
                raise NotProcessedError(f"{len(failed)} records of {self._source.table}")
        except BaseException as error:  # a crashed function is started again like a failed one
            done = done if isinstance(error, NotProcessedError) else 0
            self._failures = self._failures + 1 if done == 0 else 1
            if self._failures >= self._source.attempts:
                self._dead.append(DeadLetter(self._source.function, given, error))
                done = len(records)
        if done:
            self._failures = 0
        self._position += done


def as_lambda_gets(record: dict[str, Any]) -> dict[str, Any]:
    """A stream record in the form of an invocation: its time is in seconds, not a datetime."""
    changed = dict(record["dynamodb"])
    made = changed.get("ApproximateCreationDateTime")
    if isinstance(made, datetime):
        changed["ApproximateCreationDateTime"] = made.timestamp()
    return {**record, "dynamodb": changed}


class QueueReader:
    """One queue for one function."""

    def __init__(
        self, aws: Cloud, source: QueueSource, invoke: Invoke, dead: list[DeadLetter]
    ) -> None:
        self._aws, self._source, self._invoke, self._dead = aws, source, invoke, dead

    def drain(self, times: int) -> bool:
        """Deliver one batch ``times`` times, what failed of it again; answers whether there was
        one.
        """
        sqs = self._aws.client("sqs")
        url = sqs.get_queue_url(QueueName=arn(self._source.queue).rsplit(":", 1)[-1])["QueueUrl"]
        messages: list[dict[str, Any]] = []
        while left := self._source.batch_size - len(messages):
            # A queue gives ten at once.
            more = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=min(left, 10))
            if not more.get("Messages"):
                break
            messages += more["Messages"]
        if not messages:
            return False
        self._deliver([self._record(message) for message in messages], times)
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return True

    def _record(self, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "body": message["Body"],
            "receiptHandle": message["ReceiptHandle"],
            "eventSource": "aws:sqs",
            "eventSourceARN": arn(self._source.queue),
            "attributes": {},
            "messageAttributes": {},
        }

    def _deliver(self, records: list[dict[str, Any]], times: int) -> None:
        error: BaseException | None = None
        for _ in range(ASYNC_ATTEMPTS):
            try:
                for _ in range(times):
                    answer = self._invoke(self._source.function, {"Records": records})
            except BaseException as raised:  # a crashed function is started again like a failed one
                error = raised
                continue
            failed = failed_items(answer) if self._source.partial else set()
            records = [record for record in records if record["messageId"] in failed]
            error = NotProcessedError(f"{len(failed)} messages") if failed else None
            if error is None:
                return
        if error is not None:
            self._dead.append(DeadLetter(self._source.function, records, error))


def failed_items(answer: Any) -> set[str]:
    """What a partial batch response names as not processed."""
    items = (answer or {}).get("batchItemFailures", [])
    return {item["itemIdentifier"] for item in items}
