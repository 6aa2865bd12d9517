"""The platform in one process: what ``infra/`` wires is connected, so that a test sees the
consequences of a change.

``settle()`` delivers until nothing is pending: rows of streams to their functions, events of the
buses (S3's too) to the targets of matching rules, messages of queues, steps of state machines.
Schedules run only when a test says so (:meth:`Platform.run_schedules`), at the instant it names.
``deliver`` sets how badly the services behave: ``once``, ``twice`` (every delivery repeated),
``reversed`` (events of one round in reverse order).
"""

import json
import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from botocore.awsrequest import AWSResponse

from tests.harness import state_machines
from tests.harness.aws import Cloud
from tests.harness.gateway import FakeGateway
from tests.harness.lambdas import as_json, invoke_handler
from tests.harness.permissions import missing
from tests.harness.polling import until
from tests.harness.sources import ASYNC_ATTEMPTS, DeadLetter, QueueReader, StreamReader
from tests.harness.template import ACCOUNT, REGION, arn
from tests.harness.wire import Attempt, Send, passing_through
from tests.harness.wiring import (
    RuleTarget,
    Wiring,
    all_resources,
    wiring,
)

ROOT = Path(__file__).parents[2]
Deliver = Literal["once", "twice", "reversed"]
ROUNDS = 300
"""More rounds than any chain of events here needs: past it, events go in a circle."""


class DeadLettersError(AssertionError):
    """Functions gave up on events and no test expected it; the first error is the cause."""


class PermissionMissingError(AssertionError):
    """A function called what its role in infra/ does not allow."""


class Platform:
    """See the module."""

    def __init__(self, aws: Cloud, connections: Wiring) -> None:
        self.aws = aws
        self.deliver: Deliver = "once"
        self.wiring = connections
        self.events: list[dict[str, Any]] = []
        """Every event put on a bus so far, in order, as a target gets it (with ``bus``)."""
        self.dead_letters: list[DeadLetter] = []
        self.gateway = FakeGateway()
        self.denied: set[str] = set()
        """What functions did that their roles do not allow."""
        self._running = threading.local()
        self._pending: list[dict[str, Any]] = []
        self._streams = [
            StreamReader(aws, source, self.invoke, self.dead_letters)
            for source in connections.streams
        ]
        self._queues = [
            QueueReader(aws, source, self.invoke, self.dead_letters)
            for source in connections.queues
        ]
        self._triggers: dict[str, Any] = {}

    def invoke(self, function: str, event: Any) -> Any:
        """Run a function by logical id, name or ARN; its error is raised."""
        logical_id = self.wiring.function_named(function)
        self._triggers.setdefault(self.wiring.handlers[logical_id], event)
        before, self._running.function = getattr(self._running, "function", None), logical_id
        try:
            return invoke_handler(self.wiring.handlers[logical_id], logical_id, event)
        finally:
            self._running.function = before

    def check_permission(self, attempt: Attempt, send: Send) -> AWSResponse:
        """Note what the running function does without its role allowing it."""
        function = getattr(self._running, "function", None)
        if function in all_resources():
            for action, resource in missing(str(function), attempt):
                self.denied.add(f"{function} may not {action} {resource}")
        return send()

    def settle(self, *, allow_dead_letters: bool = False) -> None:
        """Deliver until nothing is pending.

        Raises :class:`PermissionMissingError` when a role lacks what its function did,
        :class:`DeadLettersError` when a function gave up, unless the test allows it;
        RuntimeError when events go in a circle.
        """
        known = len(self.dead_letters)
        for _ in range(ROUNDS):
            moved = self._drain_sources() | self._drain_bus()
            until(lambda: not state_machines.busy(), "state machines settle")
            if not moved and not self._has_pending():
                break
        else:
            raise RuntimeError(f"events still pending after {ROUNDS} rounds: a circle?")
        if self.denied:
            raise PermissionMissingError("; ".join(sorted(self.denied)))
        if len(self.dead_letters) > known and not allow_dead_letters:
            letter = self.dead_letters[known]
            raise DeadLettersError(f"{letter.function} gave up: {letter.error!r}") from letter.error

    def run_schedules(self, at: datetime, function: str | None = None) -> None:
        """Let the scheduled functions (or one) run for the instant ``at``, then settle."""
        for schedule in self.wiring.schedules:
            if function is not None and schedule.function != function:
                continue
            moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            event: Any = {
                "version": "0",
                "id": str(uuid.uuid4()),
                "detail-type": "Scheduled Event",
                "source": "aws.events",
                "account": ACCOUNT,
                "time": moment,
                "region": REGION,
                "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{schedule.name}"],
                "detail": {},
            }
            if schedule.input is not None:
                event = json.loads(schedule.input.replace("<aws.scheduler.scheduled-time>", moment))
            self._deliver_async(schedule.function, event)
        self.settle()

    def events_of_type(self, name: str) -> list[dict[str, Any]]:
        """The envelopes (``detail``) of all events of one type put on a bus so far."""
        return [event["detail"] for event in self.events if event["detail-type"] == name]

    def record(self) -> None:
        """Write a sample of every event and trigger seen that has none yet, below ``events/``."""
        seen = {}
        for event in self.events:
            if event["source"].startswith("teleshop."):
                context = event["source"].removeprefix("teleshop.")
                shown = {key: value for key, value in event.items() if key != "bus"}
                seen[f"{context}/{event['detail-type']}"] = shown
        for handler, event in self._triggers.items():
            if handler.startswith("functions."):
                seen["/".join(handler.split(".")[1:-1])] = event
        for name, event in seen.items():
            path = ROOT / "events" / f"{name}.json"
            if (ROOT / "layers/shared/python/teleshop" / name.split("/")[0]).is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                if not path.exists():
                    text = json.dumps(event, ensure_ascii=False, indent=2, default=as_json)
                    path.write_text(text + "\n", encoding="utf-8")

    # -- what the patched services call --

    def accept(self, entry: dict[str, Any], event_id: str) -> None:
        """Take an entry of PutEvents."""
        bus = str(entry.get("EventBusName") or "default").rsplit("/", 1)[-1]
        moment = entry.get("Time")
        at = datetime.fromtimestamp(float(moment), UTC) if moment else datetime.now(UTC)
        self._add(
            bus,
            entry["Source"],
            entry["DetailType"],
            detail=json.loads(entry["Detail"]),
            at=at,
            event_id=event_id,
        )

    def object_created(self, bucket: Any, key: Any) -> None:
        """Take a new object of a bucket that tells EventBridge."""
        facts = {"key": key.name, "size": key.size, "etag": key.etag.strip('"'), "sequencer": "00"}
        if key.version_id not in (None, "null"):
            facts["version-id"] = key.version_id
        detail = {
            "version": "0",
            "bucket": {"name": bucket.name},
            "object": facts,
            "reason": "PutObject",
        }
        self._add(
            "default",
            "aws.s3",
            "Object Created",
            detail=detail,
            at=datetime.now(UTC),
            event_id=str(uuid.uuid4()),
        )

    def _add(
        self, bus: str, source: str, kind: str, *, detail: Any, at: datetime, event_id: str
    ) -> None:
        event = {
            "version": "0",
            "id": event_id,
            "detail-type": kind,
            "source": source,
            "account": ACCOUNT,
            "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": REGION,
            "resources": [],
            "detail": detail,
            "bus": bus,
        }
        self.events.append(event)
        self._pending.append(event)

    # -- delivering --

    @property
    def _times(self) -> int:
        return 2 if self.deliver == "twice" else 1

    def _has_pending(self) -> bool:
        streams = any(reader.pending for reader in self._streams)
        return bool(self._pending) or streams or state_machines.busy()

    def _drain_sources(self) -> bool:
        moved = False
        readers: list[StreamReader | QueueReader] = [*self._streams, *self._queues]
        for reader in readers:
            moved |= reader.drain(self._times)
        return moved

    def _drain_bus(self) -> bool:
        pending, self._pending = self._pending, []
        if self.deliver == "reversed":
            pending = pending[::-1]
        for event in pending:
            for target in self.wiring.rules:
                if target.bus == event["bus"] and _matches(target, event):
                    self._start(
                        target, {key: value for key, value in event.items() if key != "bus"}
                    )
        return bool(pending)

    def _start(self, target: RuleTarget, event: dict[str, Any]) -> None:
        given: Any = event
        if "Input" in target.input:
            given = json.loads(target.input["Input"])
        elif "InputPath" in target.input:
            for part in target.input["InputPath"].removeprefix("$").split("."):
                given = given[part] if part else given
        if any(source.queue == target.target for source in self.wiring.queues):
            sqs = self.aws.client("sqs")
            url = sqs.get_queue_url(QueueName=arn(target.target).rsplit(":", 1)[-1])["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody=json.dumps(given))
            return
        machine = next((m for m in self.wiring.machines if m.logical_id == target.target), None)
        if machine is None:
            self._deliver_async(target.target, given)
            return
        self.aws.client("stepfunctions").start_execution(
            stateMachineArn=f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{machine.name}",
            input=json.dumps(given),
        )

    def _deliver_async(self, function: str, event: Any) -> None:
        for _ in range(self._times):
            for attempt in range(1, ASYNC_ATTEMPTS + 1):
                try:
                    self.invoke(function, event)
                    break
                except (
                    BaseException
                ) as error:  # a crashed function is started again like a failed one
                    if attempt == ASYNC_ATTEMPTS:
                        self.dead_letters.append(DeadLetter(function, event, error))


def _matches(target: RuleTarget, event: dict[str, Any]) -> bool:
    from moto.events.models import EventPattern

    shown: Any = {key: value for key, value in event.items() if key != "bus"}
    return EventPattern(None, target.pattern).matches_event(shown)


@contextmanager
def connected(aws: Cloud, connections: Wiring | None = None) -> Iterator[Platform]:
    """The platform on a cloud, wired as ``infra/`` says or as given: its services deliver to it
    until the block ends.
    """
    from moto.events.models import EventsBackend
    from moto.s3 import notifications

    platform = Platform(aws, connections or wiring())
    real_put = EventsBackend.put_events

    def put_events(self: Any, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        answers = real_put(self, events)
        for entry, answer in zip(events, answers, strict=True):
            if "EventId" in answer:
                platform.accept(entry, answer["EventId"])
        return answers

    def from_s3(_account: str, bucket: Any, event_name: str, key: Any) -> None:
        if "ObjectCreated" in str(getattr(event_name, "value", event_name)):
            platform.object_created(bucket, key)

    with (
        patch.object(EventsBackend, "put_events", put_events),
        patch.object(notifications, "_send_event_bridge_message", from_s3),
        patch("teleshop.payments.gateway.post", platform.gateway.post),
        state_machines.executing(platform.invoke),
        passing_through(platform.check_permission),
    ):
        for source in platform.wiring.queues:
            aws.client("sqs").create_queue(QueueName=arn(source.queue).rsplit(":", 1)[-1])
        if platform.wiring.machines:
            state_machines.create_machines(aws.client("stepfunctions"), platform.wiring.machines)
        yield platform
        if os.environ.get("RECORD_EVENTS"):
            platform.record()
