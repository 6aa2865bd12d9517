"""What the package takes of AWS's limits: the table that ``make build`` prints."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.tools import manifest, policies
from infra.tools.archives import unzipped_size
from infra.tools.fragments import Template

MEGABYTE = 1024 * 1024
HALF = 0.5
FILLED_ON_PURPOSE = "managed policy"


@dataclass(frozen=True)
class Share:
    """One measured value beside the limit it must stay below; both in the unit."""

    what: str
    value: float
    limit: float
    unit: str
    watched: bool = True
    """Whether more than a half is worth a word; not what is filled on purpose."""

    @property
    def part(self) -> float:
        """Answer the share of the limit that is used, 1.0 being all of it."""
        return self.value / self.limit


def report(package: Path) -> str:
    """Answer the table: zips by size, then each limit with its share, the worst first; over one
    half is marked.
    """
    lines = [
        f"  {path.name:<32}{path.stat().st_size / MEGABYTE:9.2f} MB zipped"
        for path in sorted(package.glob("*.zip"))
    ]
    for share in sorted(shares(package), key=lambda share: -share.part):
        near = share.part > HALF and share.watched
        mark = "  <- over half: see docs/build-and-deploy.md" if near else ""
        lines.append(
            f"  {share.what:<56}{share.value:10.1f} of {share.limit:g} {share.unit}"
            f" ({share.part:.0%}){mark}"
        )
    return "\n".join(lines)


def shares(package: Path) -> list[Share]:
    """Answer every limit that the package alone decides."""
    layer = unzipped_size(package / "layer.zip")
    largest = max(unzipped_size(path) for path in package.glob("*.zip") if path.name != "layer.zip")
    return [
        Share(
            "layer, zipped (own goal)",
            (package / "layer.zip").stat().st_size / MEGABYTE,
            12,
            "MB",
            watched=False,
        ),
        Share("layer and largest function, unzipped", (layer + largest) / MEGABYTE, 250, "MB"),
        *(
            share
            for stack, template in manifest.read(package).items()
            for share in shares_of_stack(stack, template)
        ),
    ]


def shares_of_stack(stack: str, template: Template) -> list[Share]:
    """Answer every limit that one stack's template decides."""
    text = json.dumps(template, ensure_ascii=False, separators=(",", ":"))
    found: list[tuple[str, float, float, str]] = [
        ("template", len(text.encode()) / MEGABYTE, 1, "MB"),
        ("resources", resources_after_transform(template), 500, "resources"),
        ("parameters", len(template.get("Parameters", {})), 200, "parameters"),
        ("outputs", len(template.get("Outputs", {})), 200, "outputs"),
        *policy_shares(template["Resources"]),
        *pattern_share(template["Resources"]),
    ]
    if "RestAPI" in template["Resources"]:
        found.append(("path nodes of the REST API", api_resources(template), 300, "resources"))
    if "Globals" in template:
        size = environment_size(template) / 1024
        found.append(("environment of a function", size, 4, "KB"))
    return [
        Share(
            f"{stack}: {what}",
            value,
            limit,
            unit,
            # Statements are spread so that one policy is full before the next begins.
            watched=not what.startswith(FILLED_ON_PURPOSE),
        )
        for what, value, limit, unit in found
    ]


def policy_shares(resources: Template) -> list[tuple[str, float, float, str]]:
    """Answer the policies that are nearest to IAM's limits: a role's inline ones together, a
    managed one, and how many managed ones a role has.
    """
    inline, managed, attached = {}, {}, {}
    for name, resource in resources.items():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::IAM::ManagedPolicy":
            managed[name] = policies.characters(properties["PolicyDocument"])
        elif resource["Type"] == "AWS::IAM::Role":
            documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
            inline[name] = sum(policies.characters(document) for document in documents)
            attached[name] = len(properties.get("ManagedPolicyArns", []))
    measured = (
        ("inline policies", inline, policies.INLINE_CHARACTERS, "characters"),
        (FILLED_ON_PURPOSE, managed, policies.MANAGED_CHARACTERS, "characters"),
        ("policies attached", attached, policies.ATTACHED, "policies"),
    )
    found: list[tuple[str, float, float, str]] = []
    for what, sizes, limit, unit in measured:
        if sizes:
            worst = max(sorted(sizes), key=lambda name: sizes[name])
            found.append((f"{what}, {worst}", sizes[worst], limit, unit))
    return found


def pattern_share(resources: Template) -> list[tuple[str, float, float, str]]:
    """Answer the event pattern that is nearest to what EventBridge takes of one; none without."""
    sizes = {
        f"{name}{event}": len(json.dumps(pattern, separators=(",", ":")))
        for name, resource in resources.items()
        for event, source in resource.get("Properties", {}).get("Events", {}).items()
        if (pattern := source.get("Properties", {}).get("Pattern"))
    }
    worst = max(sorted(sizes), key=lambda name: sizes[name], default=None)
    return [] if worst is None else [(f"pattern, {worst}", sizes[worst], 2_048, "characters")]


def api_resources(template: dict[str, Any]) -> int:
    """Answer how many nodes the tree of the API's paths has; each is a resource to API Gateway,
    the root included.
    """
    nodes = {"/"}
    for path in template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]:
        parts = path.strip("/").split("/")
        nodes |= {"/".join(parts[: depth + 1]) for depth in range(len(parts)) if parts[0]}
    return len(nodes)


def environment_size(template: dict[str, Any]) -> int:
    """Answer an upper bound for the bytes of a function's environment: names, and 80 for each
    value filled in later.
    """
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    return sum(
        len(name) + (len(value) if isinstance(value, str) else 80)
        for name, value in variables.items()
    )


def resources_after_transform(template: dict[str, Any]) -> int:
    """Answer how many resources CloudFormation will see, that is after the SAM transform."""
    return len(transformed(template)["Resources"])


def transformed(template: dict[str, Any]) -> dict[str, Any]:
    """Answer the template as the SAM transform turns it into plain CloudFormation."""
    # Imported here: together they take a second.
    import boto3.session
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    text = json.dumps(template)
    for name in (
        "app.zip",
        "layer.zip",
    ):  # the transform accepts code only where it will be uploaded to
        text = text.replace(f'"{name}"', f'"s3://bucket/{name}"')
    parsed = json.loads(text)
    for resource in parsed["Resources"].values():
        uri = resource.get("Properties", {}).get("CodeUri")
        if isinstance(uri, str) and not uri.startswith("s3://"):
            resource["Properties"]["CodeUri"] = f"s3://bucket/{uri}"
    region = boto3.session.Session(region_name="us-east-1")
    translator = Translator(None, Parser(), boto_session=region)
    result: dict[str, Any] = translator.translate(
        parsed, parameter_values={}, get_managed_policy_map=dict
    )
    return result
