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


def test_a_second_stack_is_created_updated_and_keeps_the_parameters_left_out(
    cloud: Platform,
) -> None:
    issuer = {"TokenIssuer": "https://issuer.example", "TokenAudience": "second"}
    keys = {"TokenJwksUrl": "https://issuer.example/jwks.json", "Emulated": "yes"}

    created = deploy(cloud, *(f"{name}={value}" for name, value in (issuer | keys).items()))
    updated = deploy(cloud, "Stage=staging")

    assert created.returncode == 0, created.stderr
    assert "creating the stack" in created.stdout
    assert updated.returncode == 0, updated.stderr
    assert "updating the stack" in updated.stdout
    stack = cloud.client("cloudformation").describe_stacks(StackName="second")["Stacks"][0]
    values = {part["ParameterKey"]: part["ParameterValue"] for part in stack["Parameters"]}
    assert values["TokenAudience"] == "second"
    assert values["Stage"] == "staging"
    outputs = {part["OutputKey"]: part["OutputValue"] for part in stack["Outputs"]}
    api = f"{cloud.endpoint}/_aws/execute-api/{outputs['RestAPIId']}/api"
    assert httpx.get(f"{api}/health", timeout=60).status_code == 200
    assert outputs["DocumentsBucket"] != cloud.outputs["DocumentsBucket"]


def test_a_refused_deployment_is_one_clear_line(cloud: Platform) -> None:
    answer = deploy(cloud, "Stage=NOT ALLOWED")

    assert answer.returncode == 1
    assert answer.stderr.startswith("teleshop: not deployed: ")
    assert answer.stderr.count("\n") == 1
