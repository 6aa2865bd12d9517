"""Deploying the package with CloudFormation, to AWS and to the local cloud alike."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from infra.tools import manifest
from infra.tools.archives import digest_of
from infra.tools.fragments import Template

CODE_KEYS = ("CodeUri", "ContentUri")
NOT_THERE = {"REVIEW_IN_PROGRESS", "DELETE_COMPLETE"}
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
WAIT_SECONDS = 1800


class DeploymentError(Exception):
    """CloudFormation refused or failed; the message names the first failed resource and why."""


@dataclass(frozen=True)
class Deployment:
    """A package, and where it goes. ``client`` makes the AWS client of a service by its name;
    ``platform`` is the name of the first stack, and the others' names start with it.
    """

    client: Callable[[str], Any]
    package: Path
    platform: str
    bucket: str
    parameters: dict[str, str] = field(default_factory=dict)
    poll_seconds: float = 5.0
    say: Callable[[str], None] = print

    def run(self) -> dict[str, str]:
        """Upload, then create or update one stack after the other, and wait for each; answers the
        outputs that are meant for people, by name.

        What a stack needs of earlier ones goes to it as parameters.

        :raises DeploymentError: a resource could not be made; CloudFormation has rolled that stack
            back, those before it stay as they now are.
        """
        templates = manifest.read(self.package)
        self._refuse_unknown(templates)
        self._refuse_moves(templates)
        urls = self._upload(templates)
        known = dict(self.parameters)
        for stack, template in templates.items():
            name = self._names[stack]
            self._deploy(name, template, urls[stack], known)
            present = self._described(name) or {}
            values = present.get("Parameters", [])
            known |= {value["ParameterKey"]: value["ParameterValue"] for value in values}
            known |= _outputs(present)
        return {name: known[name] for name in manifest.outputs_for_people(self.package)}

    @property
    def stacks(self) -> list[str]:
        """Answer the names of all stacks in CloudFormation, in the order of their deployment."""
        return list(self._names.values())

    def is_there(self) -> bool:
        """Answer whether every stack is there (and not only the shell of a change set under
        review).
        """
        return all(self._described(name) for name in self.stacks)

    def outputs(self) -> dict[str, str]:
        """Answer the outputs that are meant for people, by name."""
        found: dict[str, str] = {}
        for name in self.stacks:
            found |= _outputs(self._described(name) or {})
        return {name: found[name] for name in manifest.outputs_for_people(self.package)}

    # -- one stack --

    @cached_property
    def _cloudformation(self) -> Any:
        return self.client("cloudformation")

    @cached_property
    def _names(self) -> dict[str, str]:
        """The name of each stack in CloudFormation: the first one is called like the platform."""
        first, *others = manifest.order(self.package)
        return {first: self.platform} | {stack: f"{self.platform}-{stack}" for stack in others}

    def _deploy(self, name: str, template: Template, url: str, known: dict[str, str]) -> None:
        """Create or update one stack; ``known`` has the parameters that are given or come from
        earlier stacks.
        """
        present = self._described(name)
        if present and present["StackStatus"] == "ROLLBACK_COMPLETE":
            # What is left of a first creation that failed: nothing but its name.
            self._cloudformation.delete_stack(StackName=name)
            self._wait(name, {"DELETE_COMPLETE"})
            present = None
        change_set = f"teleshop-{time.strftime('%Y%m%d%H%M%S', time.gmtime())}"
        self._cloudformation.create_change_set(
            StackName=name,
            ChangeSetName=change_set,
            ChangeSetType="UPDATE" if present else "CREATE",
            TemplateURL=url,
            Capabilities=CAPABILITIES,
            Parameters=_parameters(template, known, present),
        )
        if self._change_set_is_empty(name, change_set):
            self.say(f"the stack {name} is up to date already")
            return
        self.say(f"{'updating' if present else 'creating'} the stack {name}")
        self._cloudformation.execute_change_set(StackName=name, ChangeSetName=change_set)
        self._wait(name, {"CREATE_COMPLETE", "UPDATE_COMPLETE"})

    def _described(self, name: str) -> Template | None:
        """Answer what CloudFormation says of a stack, None when there is none (or only the shell
        of a change set under review).
        """
        try:
            found: Template = self._cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        except self._cloudformation.exceptions.ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return None if found["StackStatus"] in NOT_THERE else found

    def _refuse_unknown(self, templates: dict[str, Template]) -> None:
        """Look whether somebody gave a parameter that the platform does not have."""
        first = next(iter(templates.values()))
        if unknown := sorted(set(self.parameters) - set(first.get("Parameters", {}))):
            raise DeploymentError(f"the platform has no parameter {', '.join(unknown)}")

    def _refuse_moves(self, templates: dict[str, Template]) -> None:
        """Look whether something that is there would come into another stack.

        CloudFormation would take it for gone here and for new there, and fail on names that are
        taken, when the first stack has already let go of its tables.
        """
        homes = {name: stack for stack, made in templates.items() for name in made["Resources"]}
        listing = self._cloudformation.get_paginator("list_stack_resources")
        for stack, present in self._names.items():
            if self._described(present) is None:
                continue
            for page in listing.paginate(StackName=present):
                for resource in page["StackResourceSummaries"]:
                    name = resource["LogicalResourceId"]
                    gone = resource["ResourceStatus"] == "DELETE_COMPLETE"
                    if not gone and homes.get(name, stack) != stack:
                        raise DeploymentError(
                            f"{name} lies in the stack {present} and would have to move to "
                            f"{self._names[homes[name]]}, which CloudFormation cannot do: leave "
                            "its context where it was (infra/tools/stacks.py), or deploy under "
                            "another name (on this machine: make reset)"
                        )

    # -- the package --

    def _upload(self, templates: dict[str, Template]) -> dict[str, str]:
        """Put the zips and the templates into the bucket, the zips under names made of their
        content; answers the templates' URLs by stack.
        """
        s3 = self.client("s3")
        keys: dict[str, str] = {}
        for path in sorted(self.package.glob("*.zip")):
            keys[path.name] = f"{self.platform}/{digest_of({path.name: path})[:32]}-{path.name}"
            if not self._is_there(s3, keys[path.name]):
                self.say(f"uploading {path.name}")
                s3.upload_file(str(path), self.bucket, keys[path.name])
        urls: dict[str, str] = {}
        for stack, template in templates.items():
            for resource in template["Resources"].values():
                for name in CODE_KEYS:
                    uri = resource.get("Properties", {}).get(name)
                    if isinstance(uri, str) and uri in keys:
                        resource["Properties"][name] = f"s3://{self.bucket}/{keys[uri]}"
            where = {"Bucket": self.bucket, "Key": f"{self.platform}/template-{stack}.json"}
            body = json.dumps(template, ensure_ascii=False, separators=(",", ":")).encode()
            s3.put_object(**where, Body=body)
            urls[stack] = str(s3.generate_presigned_url("get_object", where)).split("?")[0]
        return urls

    def _is_there(self, s3: Any, key: str) -> bool:
        try:
            s3.head_object(Bucket=self.bucket, Key=key)
        except s3.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:  # noqa: PLR2004 - not found
                return False
            raise
        return True

    # -- waiting --

    def _change_set_is_empty(self, name: str, change_set: str) -> bool:
        """Wait for the change set; answers whether there is nothing to change.

        :raises DeploymentError: the template or a parameter is refused.
        """
        while True:
            answer = self._cloudformation.describe_change_set(
                StackName=name, ChangeSetName=change_set
            )
            if answer["Status"] == "CREATE_COMPLETE":
                return False
            if answer["Status"] == "FAILED":
                reason = str(answer.get("StatusReason", "no reason given"))
                self._cloudformation.delete_change_set(StackName=name, ChangeSetName=change_set)
                if "didn't contain changes" in reason or "No updates" in reason:
                    return True
                raise DeploymentError(
                    f"CloudFormation refuses the template of the stack {name}: {reason}"
                )
            time.sleep(self.poll_seconds)

    def _wait(self, name: str, good: set[str]) -> None:
        """Wait until the stack has one of the ``good`` statuses.

        :raises DeploymentError: a resource failed.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        status = ""
        while time.monotonic() < deadline:
            found = self._described(name)
            status = str(found["StackStatus"]) if found else "DELETE_COMPLETE"
            if not status.endswith("_IN_PROGRESS"):
                break
            time.sleep(self.poll_seconds)
        if status not in good:
            raise DeploymentError(self._first_failure(name, status))

    def _first_failure(self, name: str, status: str) -> str:
        """Answer the first failure since the stack's last creation or update began."""
        pages = self._cloudformation.get_paginator("describe_stack_events").paginate(StackName=name)
        events = [event for page in pages for event in page["StackEvents"]]
        begun = max(
            (event["Timestamp"] for event in events if _begins(event, name)),
            default=min((event["Timestamp"] for event in events), default=None),
        )
        told = [
            event
            for event in events
            if event["ResourceStatus"].endswith("_FAILED")
            and event["Timestamp"] >= begun
            and "cancelled" not in event.get("ResourceStatusReason", "")
        ]
        if not told:
            return f"the stack {name} ended as {status}"
        first = min(told, key=lambda event: event["Timestamp"])
        reason = first.get("ResourceStatusReason", "no reason given")
        resource = f"{first['LogicalResourceId']} ({first['ResourceType']})"
        return f"{resource} of the stack {name} failed: {reason}"


def _parameters(
    template: Template, known: dict[str, str], present: Template | None
) -> list[dict[str, Any]]:
    """Answer the parameters of a stack: those that are known, and on an update the present values
    of all others.
    """
    declared = sorted(template.get("Parameters", {}))
    kept = {value["ParameterKey"] for value in (present or {}).get("Parameters", [])}
    given = [name for name in declared if name in known]
    return [{"ParameterKey": name, "ParameterValue": known[name]} for name in given] + [
        {"ParameterKey": name, "UsePreviousValue": True}
        for name in declared
        if name not in known and name in kept
    ]


def _begins(event: Template, stack: str) -> bool:
    own = event["LogicalResourceId"] == stack
    return own and event["ResourceStatus"] in {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"}


def _outputs(described: Template) -> dict[str, str]:
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
