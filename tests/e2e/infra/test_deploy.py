"""`make deploy`, with the local cloud in the place of AWS."""

import os
import subprocess
import sys

import httpx

from infra.tools.cloud import REGION
from infra.tools.local_cloud import PACKAGES, Platform


def deploy(cloud: Platform, *parameters: str) -> subprocess.CompletedProcess[str]:
    arguments = ["--stack", "second", "--bucket", PACKAGES, "--region", REGION, *parameters]
    return subprocess.run(
        [sys.executable, "-m", "infra.deploy", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ
        | {
            "AWS_ENDPOINT_URL": cloud.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        },
    )


def test_a_second_platform_is_created_updated_and_keeps_the_parameters_left_out(
    cloud: Platform,
) -> None:
    issuer = {"TokenIssuer": "https://issuer.example", "TokenAudience": "second"}
    keys = {"TokenJwksUrl": "https://issuer.example/jwks.json", "Emulated": "yes"}

    created = deploy(cloud, *(f"{name}={value}" for name, value in (issuer | keys).items()))
    updated = deploy(cloud, "Stage=staging")

    assert created.returncode == 0, created.stderr
    assert updated.returncode == 0, updated.stderr
    for stack in stacks_of(cloud):
        assert f"creating the stack {stack}\n" in created.stdout
        assert f"updating the stack {stack}\n" in updated.stdout
        values = described(cloud, stack, "Parameters")
        assert values["TokenAudience"] == "second"
        assert values["Stage"] == "staging"
    outputs = described(cloud, "second-api", "Outputs")
    api = f"{cloud.endpoint}/_aws/execute-api/{outputs['RestAPIId']}/api"
    assert httpx.get(f"{api}/health", timeout=60).status_code == 200
    bucket = described(cloud, "second", "Outputs")["DocumentsBucket"]
    assert bucket != cloud.outputs["DocumentsBucket"]
    assert bucket in created.stdout
    tables = tables_of(cloud, "second")
    assert tables == tables_of(cloud, cloud.stack)
    assert {"AuditTable", "CareTable"} <= tables


def stacks_of(cloud: Platform) -> list[str]:
    return [name.replace(cloud.stack, "second", 1) for name in cloud.stacks]


def tables_of(cloud: Platform, platform: str) -> set[str]:
    pages = cloud.client("dynamodb").get_paginator("list_tables").paginate()
    names = [name for page in pages for name in page["TableNames"]]
    return {name.removeprefix(f"{platform}-") for name in names if name.startswith(platform)}


def described(cloud: Platform, stack: str, section: str) -> dict[str, str]:
    found = cloud.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0][section]
    keys = (
        ("ParameterKey", "ParameterValue")
        if section == "Parameters"
        else ("OutputKey", "OutputValue")
    )
    return {part[keys[0]]: part[keys[1]] for part in found}


def test_an_unknown_parameter_is_refused_before_anything_is_touched(cloud: Platform) -> None:
    answer = deploy(cloud, "Stge=staging")

    assert answer.returncode == 1
    assert answer.stderr == ("teleshop: not deployed: the platform has no parameter Stge\n")
    assert "stack" not in answer.stdout


def test_a_refused_deployment_is_one_clear_line(cloud: Platform) -> None:
    answer = deploy(cloud, "Stage=NOT ALLOWED")

    assert answer.returncode == 1
    assert answer.stderr.startswith("teleshop: not deployed: ")
    assert answer.stderr.count("\n") == 1
