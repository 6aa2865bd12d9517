"""The platform of the tests delivers as AWS does: once or more, in its own order, and not at all
where nothing is wired.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.kernel.settings import settings
from tests.harness import probe
from tests.harness.permissions import needs
from tests.harness.platform import (
    DeadLettersError,
    PermissionMissingError,
    Platform,
    connected,
)
from tests.harness.wire import Attempt
from tests.harness.wiring import (
    Machine,
    QueueSource,
    RuleTarget,
    Schedule,
    StreamSource,
    Wiring,
    wiring,
)

PROBE = "tests.harness.probe"
DECISION = {
    "StartAt": "Ask",
    "States": {
        "Ask": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters": {"FunctionName": "KeepToken", "Payload": {"token.$": "$$.Task.Token"}},
            "Catch": [{"ErrorEquals": ["States.Timeout"], "ResultPath": "$.error", "Next": "Late"}],
            "Next": "Tell",
        },
        "Tell": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "Flaky", "Payload.$": "$"},
            "Retry": [{"ErrorEquals": ["RuntimeError"], "IntervalSeconds": 60, "MaxAttempts": 2}],
            "ResultPath": None,
            "End": True,
        },
        "Late": {"Type": "Pass", "End": True},
    },
}


@pytest.fixture
def probes(aws: Any) -> Iterator[Platform]:
    probe.seen.clear()
    probe.tokens.clear()
    probe.failures.clear()
    functions = {
        "Note": "note",
        "Flaky": "flaky",
        "Second": "second_record_fails",
        "KeepToken": "keep_token",
    }
    wired = Wiring(
        handlers={name: f"{PROBE}.{attribute}" for name, attribute in functions.items()},
        streams=[StreamSource("Second", "OutboxTable", 100, partial=True, attempts=3)],
        queues=[],
        rules=[
            RuleTarget("ByType", "teleshop", {"source": ["s"], "detail-type": ["Wanted"]}, "Note"),
            RuleTarget(
                "ByFact", "teleshop", {"detail": {"data": {"kind": [{"prefix": "ab"}]}}}, "Note"
            ),
            RuleTarget(
                "ByMissing",
                "teleshop",
                {"detail": {"data": {"none": [{"exists": False}]}}},
                "Flaky",
            ),
            RuleTarget(
                "Files", "default", {"source": ["aws.s3"]}, "Note", {"InputPath": "$.detail"}
            ),
        ],
        schedules=[Schedule("Note", "Minute", "rate(1 minute)")],
        machines=[Machine("Decision", "teleshop-decision", json.dumps(DECISION))],
    )
    with connected(aws, wired) as made:
        yield made


def put(aws: Any, name: str, **data: Any) -> None:
    entry = {
        "EventBusName": settings().event_bus,
        "Source": "s",
        "DetailType": name,
        "Detail": json.dumps({"data": data}),
    }
    assert aws.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0


def test_the_template_is_read_completely() -> None:
    wired = wiring()
    assert wired.handlers["OutboxPublish"] == "functions.outbox.publish.handler"
    assert [source.table for source in wired.streams if source.function == "OutboxPublish"] == [
        "OutboxTable"
    ]
    assert "DeadlinesSweep" in {schedule.function for schedule in wired.schedules}
    assert (
        wired.function_named("arn:aws:lambda:x:1:function:teleshop-OutboxPublish")
        == "OutboxPublish"
    )


def test_an_event_reaches_exactly_the_targets_whose_pattern_it_matches(
    aws: Any, probes: Platform
) -> None:
    put(aws, "Wanted", kind="xyz", none=1)
    put(aws, "Other", kind="abc", none=1)
    put(aws, "Nobody", kind="xyz", none=1)
    probes.settle()
    assert [event["detail-type"] for event in probe.seen] == ["Wanted", "Other"]


@pytest.mark.parametrize(
    ("deliver", "expected"),
    [("once", [1, 2]), ("twice", [1, 1, 2, 2]), ("reversed", [2, 1])],
)
def test_delivery_may_repeat_or_lose_its_order(
    aws: Any, probes: Platform, deliver: Any, expected: list[int]
) -> None:
    probes.deliver = deliver
    for number in (1, 2):
        put(aws, "Wanted", number=number, none=1)
    probes.settle()
    assert [event["detail"]["data"]["number"] for event in probe.seen] == expected


def test_a_failing_function_gets_its_event_again_and_at_last_gives_up(
    aws: Any, probes: Platform
) -> None:
    probe.failures.extend([RuntimeError("not now")] * 2)
    put(aws, "X")
    probes.settle()
    assert len(probe.seen) == 1
    probe.failures.extend([RuntimeError("not now")] * 3)
    put(aws, "Y")
    with pytest.raises(DeadLettersError, match="Flaky"):
        probes.settle()
    assert [letter.event["detail-type"] for letter in probes.dead_letters] == ["Y"]


def test_a_stream_batch_goes_on_after_what_was_processed(aws: Any, probes: Platform) -> None:
    for pk in "abc":
        aws.client("dynamodb").put_item(
            TableName=settings().table("outbox"), Item={"pk": {"S": pk}}
        )
    probes.settle()
    assert probe.seen == ["a", "b", "c"]


def test_a_new_object_is_told_with_its_version(aws: Any, probes: Platform) -> None:
    answer = aws.client("s3").put_object(Bucket=settings().bucket_documents, Key="k", Body=b"12345")
    aws.client("s3").put_object(Bucket=settings().bucket_audit, Key="not told", Body=b"1")
    probes.settle()
    ((told),) = probe.seen
    assert told["bucket"]["name"] == settings().bucket_documents
    assert (told["object"]["key"], told["object"]["size"]) == ("k", 5)
    assert told["object"]["version-id"] == answer["VersionId"]


def test_a_schedule_runs_only_when_told_and_at_the_told_instant(aws: Any, probes: Platform) -> None:
    probes.settle()
    assert probe.seen == []
    probes.run_schedules(datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    assert [event["time"] for event in probe.seen] == ["2026-11-23T22:00:00Z"]


def start(aws: Any) -> str:
    machines = aws.client("stepfunctions")
    arn = machines.list_state_machines()["stateMachines"][0]["stateMachineArn"]
    return str(machines.start_execution(stateMachineArn=arn, input="{}")["executionArn"])


def status(aws: Any, execution: str) -> str:
    return str(aws.client("stepfunctions").describe_execution(executionArn=execution)["status"])


def test_an_execution_waits_for_its_token_and_retries_without_a_pause(
    aws: Any, probes: Platform
) -> None:
    execution = start(aws)
    probes.settle()
    assert status(aws, execution) == "RUNNING"
    probe.failures.extend([RuntimeError("not now")] * 2)
    probe.decide(probe.tokens[0], '{"decision": "approve"}')
    probes.settle()
    assert status(aws, execution) == "SUCCEEDED"
    assert probe.seen == [{"decision": "approve"}]


def test_a_decision_after_the_time_limit_is_refused(aws: Any, probes: Platform) -> None:
    from tests.harness.state_machines import time_out_waiting_tasks

    execution = start(aws)
    probes.settle()
    assert time_out_waiting_tasks() == 1
    probes.settle()
    assert status(aws, execution) == "SUCCEEDED"
    client = aws.client("stepfunctions")
    with pytest.raises((client.exceptions.TaskTimedOut, client.exceptions.InvalidToken)):
        probe.decide(probe.tokens[0], "{}")
    assert probe.seen == []


def test_messages_of_a_queue_reach_their_function(aws: Any) -> None:
    probe.seen.clear()
    wired = Wiring({"Note": f"{PROBE}.note"}, [], [], [], [], [])
    wired.queues.append(QueueSource("Note", "WorkQueue", 10, partial=False))
    with connected(aws, wired) as platform:
        sqs = aws.client("sqs")
        url = sqs.get_queue_url(QueueName="teleshop-WorkQueue")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="one")
        platform.settle()
        assert [record["body"] for event in probe.seen for record in event["Records"]] == ["one"]
        assert "Messages" not in sqs.receive_message(QueueUrl=url)


def test_a_call_that_the_role_does_not_allow_is_noticed(aws: Any) -> None:
    # The sweep's role, used by something else.
    wired = Wiring({"DeadlinesSweep": f"{PROBE}.lists_documents"}, [], [], [], [], [])
    with connected(aws, wired) as platform:
        platform.invoke("DeadlinesSweep", {})
        with pytest.raises(
            PermissionMissingError, match=r"s3:ListBucket arn:aws:s3:::teleshop-documentsbucket"
        ):
            platform.settle()


@pytest.mark.parametrize(
    ("operation", "body", "needed"),
    [
        ("Query", {"TableName": "t", "IndexName": "i"}, [("dynamodb:Query", "table/t/index/i")]),
        ("GetItem", {"TableName": "t"}, [("dynamodb:GetItem", "table/t")]),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "a"}},
                    {"ConditionCheck": {"TableName": "b"}},
                    {"Delete": {"TableName": "c"}},
                ]
            },
            [
                ("dynamodb:PutItem", "table/a"),
                ("dynamodb:ConditionCheckItem", "table/b"),
                ("dynamodb:DeleteItem", "table/c"),
            ],
        ),
    ],
)
def test_the_permissions_of_a_call_are_those_of_its_parts(
    operation: str, body: dict[str, Any], needed: list[tuple[str, str]]
) -> None:
    found = list(needs(Attempt("dynamodb", operation, "", body)))
    assert [(action, resource.split(":", 5)[5]) for action, resource in found] == needed
