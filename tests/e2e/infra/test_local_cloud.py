"""The packaged artifact on the local cloud: it answers, refuses, and IAM binds everybody."""

import base64
import json
import time
from typing import Any

import boto3.session
import httpx
import pytest
from botocore.exceptions import ClientError

from infra.tools.cloud import REGION
from infra.tools.local_cloud import Platform
from infra.tools.logs import LogTail

PATIENCE = 60
"""Seconds: a first call starts a process, beside whatever else this machine does."""


def test_the_api_answers_and_says_what_it_is(cloud: Platform) -> None:
    answer = httpx.get(f"{cloud.api_url}/health", timeout=PATIENCE)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")


def test_a_path_that_does_not_exist_is_refused_as_a_problem(cloud: Platform) -> None:
    answer = httpx.get(f"{cloud.api_url}/no/such/path", timeout=PATIENCE)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert answer.json()["code"] == "not_found"


def test_a_request_without_token_is_refused_as_a_problem(cloud: Platform) -> None:
    answer = httpx.get(f"{cloud.api_url}/deadlines", timeout=PATIENCE)

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "unauthenticated"
    assert answer.json()["type"] == "urn:teleshop:problem:unauthenticated"


def test_a_token_carries_role_and_supplier(cloud: Platform) -> None:
    token = cloud.token("supplier", supplier_id="sup_test", subject="one")

    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["cognito:groups"] == ["supplier"]
    assert claims["custom:supplier_id"] == "sup_test"
    assert claims["aud"] == cloud.audience


def test_people_with_other_subjects_are_other_people(cloud: Platform) -> None:
    def subject(token: str) -> str:
        payload = token.split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"])

    one = subject(cloud.token("reviewer", subject="one"))

    assert subject(cloud.token("reviewer", subject="two")) != one
    assert subject(cloud.token("reviewer", subject="one")) == one


def role_client(cloud: Platform, role: str, service: str) -> Any:
    """A client that has only the rights of one role of the stack."""
    iam = cloud.client("iam")
    trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    statement = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    trust["Statement"].append(statement)
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(trust))
    arn = f"arn:aws:iam::000000000000:role/{role}"
    assumed = cloud.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    trust["Statement"].remove(statement)
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(trust))
    session: Any = boto3.session.Session(
        assumed["AccessKeyId"],
        assumed["SecretAccessKey"],
        assumed["SessionToken"],
        region_name=REGION,
    )
    return session.client(service, endpoint_url=cloud.endpoint)


def test_a_function_can_do_what_its_role_lists_and_nothing_else(cloud: Platform) -> None:
    role = cloud.physical_id("OutboxPublishRole")
    table = cloud.physical_id("SuppliersTable")
    events = role_client(cloud, role, "events")
    dynamodb = role_client(cloud, role, "dynamodb")
    entry = {"EventBusName": cloud.outputs["EventBus"], "Source": "teleshop.test"}

    allowed = events.put_events(Entries=[entry | {"DetailType": "Probe", "Detail": "{}"}])

    assert allowed["FailedEntryCount"] == 0
    with pytest.raises(ClientError, match="AccessDenied"):
        dynamodb.get_item(TableName=table, Key={"pk": {"S": "x"}, "sk": {"S": "x"}})


def test_log_lines_of_functions_are_found(cloud: Platform) -> None:
    since = int(time.time() * 1000) - 1000
    tail = LogTail(cloud.client("logs"), f"/teleshop/{cloud.stack}/", since)
    group = f"/teleshop/{cloud.stack}/outbox-publish"
    logs = cloud.client("logs")
    logs.create_log_stream(logGroupName=group, logStreamName="probe")
    message = json.dumps({"level": "WARNING", "message": "events not published", "failed": 3})
    now = int(time.time() * 1000)
    logs.put_log_events(
        logGroupName=group,
        logStreamName="probe",
        logEvents=[{"timestamp": now, "message": message}],
    )

    lines = [line for line in tail.lines() if "events not published" in line]

    assert len(lines) == 1
    assert "outbox-publish" in lines[0]
    assert lines[0].endswith("WARNING  events not published  failed=3")
    assert not [line for line in tail.lines() if "events not published" in line]
