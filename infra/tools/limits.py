"""What the package takes of AWS's limits: the table that ``make build`` prints."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.tools.archives import unzipped_size

MEGABYTE = 1024 * 1024
HALF = 0.5
OWN_GOAL = "layer, zipped (own goal)"


@dataclass(frozen=True)
class Share:
    """One measured value beside the limit it must stay below; both in the unit."""

    what: str
    value: float
    limit: float
    unit: str

    @property
    def part(self) -> float:
        """Answer the share of the limit that is used, 1.0 being all of it."""
        return self.value / self.limit


def report(package: Path) -> str:
    """Answer the table: zips by size, then each limit with its share; over one half is marked."""
    lines = [
        f"  {path.name:<32}{path.stat().st_size / MEGABYTE:9.2f} MB zipped"
        for path in sorted(package.glob("*.zip"))
    ]
    for share in shares(package):
        near = share.part > HALF and share.what != OWN_GOAL
        mark = "  <- over half: see docs/build-and-deploy.md" if near else ""
        lines.append(
            f"  {share.what:<44}{share.value:10.1f} of {share.limit:g} {share.unit}"
            f" ({share.part:.0%}){mark}"
        )
    return "\n".join(lines)


def shares(package: Path) -> list[Share]:
    """Answer every limit that the package alone decides."""
    template = json.loads((package / "template.json").read_text(encoding="utf-8"))
    layer = unzipped_size(package / "layer.zip")
    largest = max(unzipped_size(path) for path in package.glob("*.zip") if path.name != "layer.zip")
    return [
        Share(OWN_GOAL, (package / "layer.zip").stat().st_size / MEGABYTE, 12, "MB"),
        Share("layer and largest function, unzipped", (layer + largest) / MEGABYTE, 250, "MB"),
        Share("template", (package / "template.json").stat().st_size / MEGABYTE, 1, "MB"),
        Share("resources of the stack", resources_after_transform(template), 500, "resources"),
        Share("parameters of the stack", len(template.get("Parameters", {})), 200, "parameters"),
        Share("resources of the REST API", api_resources(template), 300, "resources"),
        Share("environment of a function", environment_size(template) / 1024, 4, "KB"),
    ]


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
