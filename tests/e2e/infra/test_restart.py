"""What a person meets who starts, stops and starts again, or starts something broken."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from infra import build
from infra.tools import manifest
from infra.tools.cloud import CloudProcess, answers, free_port
from infra.tools.local_cloud import DeploymentError, LocalCloud, Platform

EVENT = {
    "context": {"S": "suppliers"},
    "type": {"S": "SupplierApproved"},
    "envelope": {"S": json.dumps({"occurred_at": "2026-11-23T00:00:00Z", "id": "evt"})},
    "expires_at": {"N": "9999999999"},
}


def listen(platform: Platform) -> str:
    """Let a queue receive all events of the bus; answers its URL."""
    sqs, events = platform.client("sqs"), platform.client("events")
    url = str(sqs.create_queue(QueueName="listener")["QueueUrl"])
    asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    arn = asked["Attributes"]["QueueArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    bus = platform.outputs["EventBus"]
    pattern = json.dumps({"source": [{"prefix": "teleshop"}]})
    events.put_rule(Name="listener", EventBusName=bus, EventPattern=pattern)
    events.put_targets(Rule="listener", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    return url


def publish(platform: Platform, name: str) -> None:
    """Store an event as a transaction does; the table's stream takes it from there."""
    table = platform.physical_id("OutboxTable")
    platform.client("dynamodb").put_item(TableName=table, Item=EVENT | {"pk": {"S": name}})


def heard(platform: Platform, queue: str) -> bool:
    """Whether an event comes within half a minute."""
    sqs = platform.client("sqs")
    for _ in range(30):
        for message in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", []):
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            return True
    return False


def test_a_second_start_deploys_nothing_and_events_still_flow(tmp_path: Path) -> None:
    build.build()
    said: list[str] = []
    cloud = LocalCloud(tmp_path, free_port(), say=said.append)
    first = cloud.start()
    try:
        queue = listen(first)
        publish(first, "evt_before")
        assert heard(first, queue)
    finally:
        cloud.stop()
    said.clear()

    second = cloud.start()
    try:
        publish(second, "evt_after")
        arrived = heard(second, queue)
    finally:
        cloud.stop()

    assert arrived
    assert second == first
    assert "the package is deployed already" in said
    assert not answers(f"{first.endpoint}/_ministack/ready")


def test_a_failed_resource_is_named_and_nothing_is_left_running(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    broken = {
        # The local cloud has no metric math.
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {"Metrics": [{"Id": "m", "Expression": "1"}]},
    }
    given = (
        "Stage",
        "TokenIssuer",
        "TokenAudience",
        "TokenJwksUrl",
        "Emulated",
        "OperatorName",
        "OperatorUscc",
        "OperatorAddress",
        "OperatorContact",
        "PaymentGatewayUrl",
        "PaymentReturnUrl",
    )
    sound = {
        "Parameters": {name: {"Type": "String"} for name in given},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
    }
    manifest.write(package, {"base": sound, "service": {"Resources": {"Broken": broken}}}, [])
    cloud = LocalCloud(tmp_path / "local", free_port())
    told = r"^Broken \(AWS::CloudWatch::Alarm\) of the stack teleshop-service failed"

    with pytest.raises(DeploymentError, match=told):
        cloud.start(package)

    assert cloud.process is not None
    assert not answers(f"{cloud.process.endpoint}/_ministack/ready")


def test_the_cloud_ends_with_the_process_it_was_started_for(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as watched:
        cloud = CloudProcess(tmp_path, watched=watched.pid)
        cloud.start()
        assert answers(f"{cloud.endpoint}/_ministack/ready")
        watched.kill()
    try:
        assert cloud.process is not None
        cloud.process.wait(30)
        assert not answers(f"{cloud.endpoint}/_ministack/ready")
    finally:
        cloud.stop()


def test_a_taken_port_is_one_clear_line_and_a_failure(cloud: Platform) -> None:
    port = cloud.endpoint.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "infra.local", "run", "--port", port]

    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    # A platform that a person runs on this machine meanwhile is refused just as clearly.
    assert f"port {port} is taken" in answer.stderr or "is running already" in answer.stderr


def test_a_signal_stops_the_supervised_command(tmp_path: Path) -> None:
    marker = tmp_path / "stopped"
    code = f"""
import pathlib, signal, sys, time
def stop(*_):
    pathlib.Path({str(marker)!r}).write_text("in order")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
while True:
    time.sleep(0.1)
"""
    supervisor = Path(build.__file__).parent / "tools" / "supervise.py"
    command = [sys.executable, str(supervisor), str(os.getpid()), sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        process.wait(30)

    # The supervisor waits for its command, so what that did at its end is done.
    assert marker.read_text() == "in order"
