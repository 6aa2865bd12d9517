"""The templates of a package on disk: one for each stack, and ``stacks.json`` with their order."""

import json
from pathlib import Path
from typing import Any

from infra.tools.fragments import Template

MANIFEST = "stacks.json"


def write(package: Path, templates: dict[str, Template], outputs: list[str]) -> None:
    """Write the templates of the stacks, in the order of their deployment, the first being that of
    the platform itself. ``outputs`` are those that are meant for people.
    """
    for stack, template in templates.items():
        text = json.dumps(template, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        template_file(package, stack).write_text(text, encoding="utf-8")
    known = {"order": list(templates), "outputs": sorted(outputs)}
    (package / MANIFEST).write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


def read(package: Path) -> dict[str, Template]:
    """Answer the template of each stack, in the order of their deployment."""
    return {
        stack: json.loads(template_file(package, stack).read_text(encoding="utf-8"))
        for stack in order(package)
    }


def order(package: Path) -> list[str]:
    """Answer the stacks in the order of their deployment."""
    return [str(stack) for stack in _known(package)["order"]]


def outputs_for_people(package: Path) -> list[str]:
    """Answer the names of the outputs that fragments and the API define."""
    return [str(name) for name in _known(package)["outputs"]]


def template_file(package: Path, stack: str) -> Path:
    """Answer the file of a stack's template."""
    return package / f"template-{stack}.json"


def _known(package: Path) -> Any:
    return json.loads((package / MANIFEST).read_text(encoding="utf-8"))
