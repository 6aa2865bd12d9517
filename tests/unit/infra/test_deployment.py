"""Deploying one stack after the other, with a memory of stacks in the place of CloudFormation
(moto's change sets make no outputs).
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.tools import manifest
from infra.tools.deployment import Deployment, DeploymentError
from infra.tools.fragments import Template

BUCKET = "packages"


def two_stacks(first: str = "first", second: str = "second") -> dict[str, Template]:
    """A stack, and one that needs a parameter and an output of it."""
    return {
        "base": {
            "Parameters": {"Stage": {"Type": "String", "Default": "x"}},
            "Resources": {"First": {"Type": "AWS::SNS::Topic"}},
            "Outputs": {"First": {"Value": f"{first}-${{Stage}}"}, "Inner": {"Value": "wiring"}},
        },
        "service": {
            "Parameters": {"Stage": {"Type": "String"}, "First": {"Type": "String"}},
            "Resources": {"Second": {"Type": "AWS::SNS::Topic"}},
            "Outputs": {"Second": {"Value": f"{second}-${{First}}-${{Stage}}"}},
        },
    }


class Stacks:
    """Remembers stacks and what was done to them; also the bucket of the templates."""

    def __init__(self) -> None:
        self.stacks: dict[str, dict[str, Any]] = {}
        self.bucket: dict[str, bytes] = {}
        self.asked: dict[str, dict[str, Any]] = {}
        self.done: list[str] = []
        self.exceptions = self
        self.ClientError = ClientError

    # -- S3 --

    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> None:
        assert Bucket == BUCKET
        self.bucket[Key] = Body

    def generate_presigned_url(self, _operation: str, where: dict[str, str]) -> str:
        return f"https://{where['Bucket']}/{where['Key']}?signature"

    # -- CloudFormation --

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:
        if StackName not in self.stacks:
            told = f"Stack with id {StackName} does not exist"
            raise ClientError({"Error": {"Message": told}}, "DescribeStacks")
        stack = self.stacks[StackName]
        values = stack["values"]
        outputs = {
            name: re.sub(r"\$\{(\w+)\}", lambda found: str(values[found[1]]), output["Value"])
            for name, output in stack["template"]["Outputs"].items()
        }
        described = {
            "StackStatus": stack["status"],
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()],
            "Outputs": [{"OutputKey": k, "OutputValue": v} for k, v in outputs.items()],
        }
        return {"Stacks": [described]}

    def create_change_set(self, **asked: Any) -> None:
        name = asked["StackName"]
        assert asked["ChangeSetType"] == ("UPDATE" if name in self.stacks else "CREATE")
        key = asked["TemplateURL"].removeprefix(f"https://{BUCKET}/")
        template = json.loads(self.bucket[key])
        values: dict[str, str] = {}
        for name_of, declared in template["Parameters"].items():
            if "Default" in declared:
                values[name_of] = declared["Default"]
        for given in asked["Parameters"]:
            kept = given.get("UsePreviousValue")
            before = self.stacks.get(name, {}).get("values", {})
            values[given["ParameterKey"]] = (
                before[given["ParameterKey"]] if kept else given["ParameterValue"]
            )
        assert set(values) == set(template["Parameters"]), "a parameter is missing or unknown"
        self.asked[name] = {"template": template, "values": values, "status": "CREATE_COMPLETE"}

    def describe_change_set(self, *, StackName: str, **_: str) -> dict[str, str]:
        if self.stacks.get(StackName) == self.asked[StackName]:
            reason = "The submitted information didn't contain changes."
            return {"Status": "FAILED", "StatusReason": reason}
        return {"Status": "CREATE_COMPLETE"}

    def delete_change_set(self, *, StackName: str, **_: str) -> None:
        del self.asked[StackName]

    def execute_change_set(self, *, StackName: str, **_: str) -> None:
        self.stacks[StackName] = self.asked.pop(StackName)
        self.done.append(StackName)

    def delete_stack(self, *, StackName: str) -> None:
        del self.stacks[StackName]
        self.done.append(f"delete {StackName}")

    def get_paginator(self, name: str) -> "Stacks":
        assert name == "list_stack_resources"
        return self

    def paginate(self, *, StackName: str) -> list[dict[str, Any]]:
        names = self.stacks[StackName]["template"]["Resources"]
        return [
            {"StackResourceSummaries": [{"LogicalResourceId": name, "ResourceStatus": "there"}]}
            for name in names
        ]


@pytest.fixture
def account() -> Stacks:
    """An empty account."""
    return Stacks()


def deployment(
    account: Any, package: Path, templates: dict[str, Template], **parameters: str
) -> Deployment:
    package.mkdir(exist_ok=True)
    people = ["First", "Second"] if "service" in templates else ["First"]
    manifest.write(package, templates, people)
    return Deployment(lambda _: account, package, "shop", BUCKET, parameters, 0, lambda _: None)


def test_later_stacks_get_the_outputs_and_parameters_of_earlier_ones(
    account: Stacks, tmp_path: Path
) -> None:
    deployed = deployment(account, tmp_path, two_stacks(), Stage="live")
    assert not deployed.is_there()

    outputs = deployed.run()

    assert outputs == {"First": "first-live", "Second": "second-first-live-live"}
    assert deployed.outputs() == outputs
    assert deployed.stacks == ["shop", "shop-service"]
    assert deployed.is_there()


def test_what_changes_in_an_earlier_stack_reaches_the_later_ones(
    account: Stacks, tmp_path: Path
) -> None:
    deployment(account, tmp_path, two_stacks(), Stage="live").run()

    # Stage is not given again: the platform keeps it, and so does every stack.
    outputs = deployment(account, tmp_path, two_stacks(first="other")).run()

    assert outputs == {"First": "other-live", "Second": "second-other-live-live"}


def test_what_has_not_changed_is_not_touched(account: Stacks, tmp_path: Path) -> None:
    deployment(account, tmp_path, two_stacks(), Stage="live").run()
    account.done.clear()

    deployment(account, tmp_path, two_stacks(second="changed"), Stage="live").run()

    assert account.done == ["shop-service"]


def test_a_stack_that_comes_later_gets_what_the_platform_was_given_before(
    account: Stacks, tmp_path: Path
) -> None:
    deployment(account, tmp_path, {"base": two_stacks()["base"]}, Stage="live").run()
    account.done.clear()

    outputs = deployment(account, tmp_path, two_stacks()).run()

    assert outputs["Second"] == "second-first-live-live"
    assert account.done == ["shop-service"]


def test_a_resource_that_would_change_its_stack_is_refused_before_anything_is_touched(
    account: Stacks, tmp_path: Path
) -> None:
    deployment(account, tmp_path, two_stacks()).run()
    account.done.clear()
    moved = two_stacks(first="changed")
    moved["service"]["Resources"]["First"] = moved["base"]["Resources"].pop("First")
    told = "First lies in the stack shop and would have to move to shop-service"

    with pytest.raises(DeploymentError, match=told):
        deployment(account, tmp_path, moved).run()

    assert account.done == []


def test_a_parameter_that_the_platform_does_not_have_is_refused(
    account: Stacks, tmp_path: Path
) -> None:
    with pytest.raises(DeploymentError, match="no parameter Stge"):
        deployment(account, tmp_path, two_stacks(), Stge="live").run()

    assert account.done == []


class FailingCloudFormation:
    """A stack whose last update failed at one resource, after another that was only cancelled;
    an earlier update had failed at something else.
    """

    def describe_stacks(self, **_: object) -> dict[str, object]:
        return {"Stacks": [{"StackStatus": "UPDATE_ROLLBACK_COMPLETE"}]}

    def get_paginator(self, name: str) -> "FailingCloudFormation":
        assert name == "describe_stack_events"
        return self

    def paginate(self, **_: object) -> list[dict[str, object]]:
        def event(name: str, status: str, when: int, reason: str = "") -> dict[str, object]:
            return {
                "LogicalResourceId": name,
                "ResourceType": "AWS::S3::Bucket",
                "ResourceStatus": status,
                "ResourceStatusReason": reason,
                "Timestamp": when,
            }

        return [
            {
                "StackEvents": [
                    event("Later", "UPDATE_FAILED", 13, "access denied"),
                    event("Guilty", "UPDATE_FAILED", 12, "the name is taken"),
                ]
            },
            {
                "StackEvents": [
                    event("Bystander", "CREATE_FAILED", 11, "Resource creation cancelled"),
                    event("shop-service", "UPDATE_IN_PROGRESS", 10),
                    event("Former", "UPDATE_FAILED", 3, "long repaired"),
                    event("shop-service", "UPDATE_IN_PROGRESS", 2),
                ]
            },
        ]


def test_a_failed_stack_names_the_first_resource_that_failed_this_time(tmp_path: Path) -> None:
    deployed = deployment(FailingCloudFormation(), tmp_path, two_stacks())
    told = r"^Guilty \(AWS::S3::Bucket\) of the stack shop-service failed: the name is taken$"

    with pytest.raises(DeploymentError, match=told):
        deployed._wait("shop-service", {"UPDATE_COMPLETE"})


def test_what_a_failed_first_creation_left_is_cleared_away(account: Stacks, tmp_path: Path) -> None:
    deployment(account, tmp_path, two_stacks()).run()
    account.stacks["shop-service"]["status"] = "ROLLBACK_COMPLETE"
    account.done.clear()

    deployment(account, tmp_path, two_stacks()).run()

    assert account.done == ["delete shop-service", "shop-service"]
