"""Deploying the package with CloudFormation, to AWS and to the local cloud alike."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.tools.archives import digest_of

CODE_KEYS = ("CodeUri", "ContentUri")
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
WAIT_SECONDS = 1800


class DeploymentError(Exception):
    """CloudFormation refused or failed; the message names the first failed resource and why."""


@dataclass(frozen=True)
class Deployment:
    """A package, and where it goes. ``client`` makes the AWS client of a service by its name."""

    client: Callable[[str], Any]
    package: Path
    stack: str
    bucket: str
    parameters: dict[str, str] = field(default_factory=dict)
    poll_seconds: float = 5.0
    say: Callable[[str], None] = print

    def run(self) -> dict[str, str]:
        """Upload, create or update the stack, wait; answers the stack's outputs by name.

        :raises DeploymentError: a resource could not be made; CloudFormation has rolled back.
        """
        url = self._upload()
        cloudformation = self.client("cloudformation")
        exists = self.stack_status() is not None
        name = f"teleshop-{time.strftime('%Y%m%d%H%M%S', time.gmtime())}"
        cloudformation.create_change_set(
            StackName=self.stack,
            ChangeSetName=name,
            ChangeSetType="UPDATE" if exists else "CREATE",
            TemplateURL=url,
            Capabilities=CAPABILITIES,
            Parameters=self._parameters(cloudformation, exists=exists),
        )
        if self._change_set_is_empty(cloudformation, name):
            self.say("the stack is up to date already")
            return self.outputs()
        self.say("updating the stack" if exists else "creating the stack")
        cloudformation.execute_change_set(StackName=self.stack, ChangeSetName=name)
        self._wait(cloudformation)
        return self.outputs()

    def _parameters(self, cloudformation: Any, *, exists: bool) -> list[dict[str, Any]]:
        """Answer the given parameters, and on an update the present values of all others."""
        given = [{"ParameterKey": k, "ParameterValue": v} for k, v in self.parameters.items()]
        if not exists:
            return given
        template = json.loads((self.package / "template.json").read_text(encoding="utf-8"))
        stack = cloudformation.describe_stacks(StackName=self.stack)["Stacks"][0]
        present = {parameter["ParameterKey"] for parameter in stack.get("Parameters", [])}
        kept = sorted(present & set(template["Parameters"]) - set(self.parameters))
        return given + [{"ParameterKey": name, "UsePreviousValue": True} for name in kept]

    def stack_status(self) -> str | None:
        """Answer the status of the stack, None when there is none (or only the shell of a change
        set under review).
        """
        cloudformation = self.client("cloudformation")
        try:
            stack = cloudformation.describe_stacks(StackName=self.stack)["Stacks"][0]
        except cloudformation.exceptions.ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        status = str(stack["StackStatus"])
        return None if status in {"REVIEW_IN_PROGRESS", "DELETE_COMPLETE"} else status

    def outputs(self) -> dict[str, str]:
        """Answer the outputs of the stack by name."""
        stack = self.client("cloudformation").describe_stacks(StackName=self.stack)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def _upload(self) -> str:
        """Put the zips and the template into the bucket under names made of their content; answers
        the template's URL.
        """
        s3 = self.client("s3")
        keys: dict[str, str] = {}
        for path in sorted(self.package.glob("*.zip")):
            keys[path.name] = f"{self.stack}/{digest_of({path.name: path})[:32]}-{path.name}"
            if not self._is_there(s3, keys[path.name]):
                self.say(f"uploading {path.name}")
                s3.upload_file(str(path), self.bucket, keys[path.name])
        template = json.loads((self.package / "template.json").read_text(encoding="utf-8"))
        for resource in template["Resources"].values():
            for name in CODE_KEYS:
                uri = resource.get("Properties", {}).get(name)
                if isinstance(uri, str) and uri in keys:
                    resource["Properties"][name] = f"s3://{self.bucket}/{keys[uri]}"
        key = f"{self.stack}/template.json"
        body = json.dumps(template, ensure_ascii=False, separators=(",", ":")).encode()
        s3.put_object(Bucket=self.bucket, Key=key, Body=body)
        return str(
            s3.generate_presigned_url("get_object", {"Bucket": self.bucket, "Key": key})
        ).split("?")[0]

    def _is_there(self, s3: Any, key: str) -> bool:
        try:
            s3.head_object(Bucket=self.bucket, Key=key)
        except s3.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:  # noqa: PLR2004 - not found
                return False
            raise
        return True

    def _change_set_is_empty(self, cloudformation: Any, name: str) -> bool:
        """Wait for the change set; answers whether there is nothing to change.

        :raises DeploymentError: the template or a parameter is refused.
        """
        while True:
            answer = cloudformation.describe_change_set(StackName=self.stack, ChangeSetName=name)
            if answer["Status"] == "CREATE_COMPLETE":
                return False
            if answer["Status"] == "FAILED":
                reason = str(answer.get("StatusReason", "no reason given"))
                cloudformation.delete_change_set(StackName=self.stack, ChangeSetName=name)
                if "didn't contain changes" in reason or "No updates" in reason:
                    return True
                raise DeploymentError(f"CloudFormation refuses the template: {reason}")
            time.sleep(self.poll_seconds)

    def _wait(self, cloudformation: Any) -> None:
        """Wait until the stack is complete.

        :raises DeploymentError: a resource failed.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        status = ""
        while time.monotonic() < deadline:
            status = str(
                cloudformation.describe_stacks(StackName=self.stack)["Stacks"][0]["StackStatus"]
            )
            if not status.endswith("_IN_PROGRESS"):
                break
            time.sleep(self.poll_seconds)
        if status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            return
        raise DeploymentError(self._first_failure(cloudformation, status))

    def _first_failure(self, cloudformation: Any, status: str) -> str:
        events = cloudformation.describe_stack_events(StackName=self.stack)["StackEvents"]
        failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
        told = [
            event for event in failed if "cancelled" not in event.get("ResourceStatusReason", "")
        ]
        if not told:
            return f"the stack {self.stack} ended as {status}"
        first = min(told, key=lambda event: event["Timestamp"])
        reason = first.get("ResourceStatusReason", "no reason given")
        return f"{first['LogicalResourceId']} ({first['ResourceType']}) failed: {reason}"
