"""What triggers what, read from ``infra/``: the platform of the tests connects exactly what the
template connects.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from infra.tools import state_machines
from infra.tools.fragments import INFRA
from infra.tools.functions import expand
from tests.harness.template import (
    Resource,
    arn,
    fragments,
    joined_template,
    physical_name,
    resolve,
)


@dataclass(frozen=True)
class StreamSource:
    """A table's stream feeds a function."""

    function: str
    table: str
    batch_size: int
    partial: bool
    attempts: int


@dataclass(frozen=True)
class QueueSource:
    """A queue feeds a function."""

    function: str
    queue: str
    batch_size: int
    partial: bool


@dataclass(frozen=True)
class RuleTarget:
    """A rule of a bus: events that match ``pattern`` start ``target`` (logical id of a function or
    a state machine), or are put into it (a queue).
    """

    rule: str
    bus: str
    pattern: dict[str, Any]
    target: str
    input: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Schedule:
    """A clock starts a function."""

    function: str
    name: str
    expression: str
    input: str | None = None


@dataclass(frozen=True)
class Machine:
    """A state machine: its name and its definition with everything substituted."""

    logical_id: str
    name: str
    definition: str


@dataclass(frozen=True)
class Wiring:
    """Everything that runs by itself."""

    handlers: dict[str, str]
    """Module and attribute of each function (``functions.outbox.publish.handler``) by logical id.
    """
    streams: list[StreamSource]
    queues: list[QueueSource]
    rules: list[RuleTarget]
    schedules: list[Schedule]
    machines: list[Machine]

    def only(self, *functions: str) -> "Wiring":
        """The same with nothing but these functions and what triggers them."""
        queues = [source for source in self.queues if source.function in functions]
        targets = {*functions, *(source.queue for source in queues)}
        return Wiring(
            {name: handler for name, handler in self.handlers.items() if name in functions},
            [source for source in self.streams if source.function in functions],
            queues,
            [rule for rule in self.rules if rule.target in targets],
            [schedule for schedule in self.schedules if schedule.function in functions],
            [],
        )

    def function_named(self, name: str) -> str:
        """The logical id behind a function's name or ARN; KeyError if the template has no such
        function.
        """
        plain = name.rsplit(":function:", maxsplit=1)[-1].split(":", maxsplit=1)[0]
        for logical_id in self.handlers:
            if plain in (logical_id, physical_name(logical_id)):
                return logical_id
        raise KeyError(name)


@cache
def all_resources() -> dict[str, Resource]:
    """Plain resources and those that the build makes of the short sections."""
    short = {**expand(fragments()), **state_machines.expand(fragments())}
    return {**joined_template()["Resources"], **short}


@cache
def wiring() -> Wiring:
    """The wiring of the template, read once per process."""
    read = Wiring({}, [], [], [], [], [])
    for name, resource in all_resources().items():
        properties = resource.get("Properties", {})
        match resource["Type"]:
            case "AWS::Serverless::Function":
                read.handlers[name] = _handler(properties)
                for event_name, event in properties.get("Events", {}).items():
                    _add_event(
                        read, name, f"{name}{event_name}", event["Type"], event["Properties"]
                    )
            case "AWS::Serverless::StateMachine" | "AWS::StepFunctions::StateMachine":
                read.machines.append(_machine(name, properties))
                for event_name, event in properties.get("Events", {}).items():
                    _add_event(
                        read, name, f"{name}{event_name}", event["Type"], event["Properties"]
                    )
            case "AWS::Events::Rule":
                _add_plain_rule(read, name, properties)
            case "AWS::Lambda::EventSourceMapping":
                _add_mapping(read, properties)
    return read


def _handler(properties: dict[str, Any]) -> str:
    """The handler as a module path from the root, whatever folder the function's zip is made of."""
    handler = str(properties["Handler"])
    if handler.startswith("functions."):
        return handler
    return ".".join([*Path(str(properties["CodeUri"])).parts, handler])


def _add_event(read: Wiring, target: str, name: str, kind: str, event: dict[str, Any]) -> None:
    match kind:
        case "DynamoDB":
            read.streams.append(_stream(target, event["Stream"], event))
        case "SQS":
            read.queues.append(_queue(target, event["Queue"], event))
        case "EventBridgeRule" | "CloudWatchEvent":
            chosen = {key: event[key] for key in ("Input", "InputPath") if key in event}
            if "InputTransformer" in event:
                raise ValueError(f"{name}: InputTransformer is not known to tests.harness.wiring")
            bus = str(resolve(event.get("EventBusName", "default"))).rsplit("/", 1)[-1]
            read.rules.append(
                RuleTarget(name, bus, resolve(event["Pattern"]), target, resolve(chosen))
            )
        case "Schedule":
            read.schedules.append(
                Schedule(target, name, event["Schedule"], resolve(event.get("Input")))
            )
        case "ScheduleV2":
            expression = event["ScheduleExpression"]
            read.schedules.append(Schedule(target, name, expression, resolve(event.get("Input"))))
        case _:
            raise ValueError(f"{name}: events of type {kind} are not known to tests.harness.wiring")


def _stream(function: str, source: Any, settings: dict[str, Any]) -> StreamSource:
    return StreamSource(
        function,
        source["Fn::GetAtt"][0],
        int(settings.get("BatchSize", 100)),
        "ReportBatchItemFailures" in settings.get("FunctionResponseTypes", []),
        1 + int(settings.get("MaximumRetryAttempts", 2)),
    )


def _queue(function: str, source: Any, settings: dict[str, Any]) -> QueueSource:
    partial = "ReportBatchItemFailures" in settings.get("FunctionResponseTypes", [])
    return QueueSource(
        function, source["Fn::GetAtt"][0], int(settings.get("BatchSize", 10)), partial
    )


def _target(value: Any) -> str:
    """The logical id that ``!GetAtt X.Arn`` or ``!Ref X`` names."""
    return str(value["Fn::GetAtt"][0] if "Fn::GetAtt" in value else value["Ref"])


def _add_plain_rule(read: Wiring, name: str, properties: dict[str, Any]) -> None:
    bus = str(resolve(properties.get("EventBusName", "default"))).rsplit("/", 1)[-1]
    for target in properties.get("Targets", []):
        logical_id = _target(target["Arn"])
        if "ScheduleExpression" in properties:
            expression = properties["ScheduleExpression"]
            read.schedules.append(
                Schedule(logical_id, name, expression, resolve(target.get("Input")))
            )
            continue
        chosen = {key: target[key] for key in ("Input", "InputPath") if key in target}
        pattern = resolve(properties["EventPattern"])
        read.rules.append(RuleTarget(name, bus, pattern, logical_id, resolve(chosen)))


def _add_mapping(read: Wiring, properties: dict[str, Any]) -> None:
    function, source = _target(properties["FunctionName"]), properties["EventSourceArn"]
    if source["Fn::GetAtt"][1] == "StreamArn":
        read.streams.append(_stream(function, source, properties))
    else:
        read.queues.append(_queue(function, source, properties))


def _machine(name: str, properties: dict[str, Any]) -> Machine:
    uri = properties.get("DefinitionUri")
    if isinstance(uri, str):
        given = INFRA.parent / uri
        path = given if given.is_file() else INFRA / "statemachines" / Path(uri).name
        definition = path.read_text(encoding="utf-8")
    else:
        definition = str(resolve(properties["DefinitionString"]))
    for key, value in properties.get("DefinitionSubstitutions", {}).items():
        definition = definition.replace(f"${{{key}}}", str(resolve(value)))
    own = properties.get("Name") or properties.get("StateMachineName")
    return Machine(name, str(resolve(own)) if own else physical_name(name), definition)


__all__ = [
    "Machine",
    "QueueSource",
    "RuleTarget",
    "Schedule",
    "StreamSource",
    "Wiring",
    "arn",
    "wiring",
]
