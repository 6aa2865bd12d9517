"""Reading the template fragments (infra/*.yaml) and joining them into one template.

A fragment is a CloudFormation/SAM template in YAML with two extra sections, ``Functions`` and
``Api``, and one that only platform.yaml has, ``Grants``; ``infra.tools.functions`` turns them into
plain resources.
"""

from pathlib import Path
from typing import Any

import yaml

INFRA = Path(__file__).resolve().parent.parent
SECTIONS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs")
EXTRA_SECTIONS = ("Functions", "StateMachines", "Api", "Grants", "Globals", "Description")

Template = dict[str, Any]


class FragmentError(Exception):
    """A fragment cannot be joined; the message names the file and what is wrong with it."""


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, read into their long forms."""


def _long_form(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    """Turn ``!Ref x`` into {"Ref": "x"}, ``!GetAtt a.b`` into {"Fn::GetAtt": ["a", "b"]}, ``!Sub``
    and the rest alike.
    """
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type] # the third kind of node
    if suffix in {"Ref", "Condition"}:
        return {suffix: value}
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _long_form)


def load_fragment(path: Path) -> Template:
    """Answer one fragment with all intrinsic functions in their long form.

    :raises FragmentError: the file is not YAML, or has a section that nobody reads.
    """
    try:
        fragment = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        raise FragmentError(f"{path.name} is not valid YAML: {error}") from error
    unknown = set(fragment) - set(SECTIONS) - set(EXTRA_SECTIONS)
    if unknown:
        raise FragmentError(
            f"{path.name} has sections that nobody reads: {', '.join(sorted(unknown))}"
        )
    return dict(fragment)


def load_fragments(folder: Path = INFRA) -> dict[str, Template]:
    """Answer all fragments by context (the file name without its ending), in the order of their
    names.
    """
    return {path.stem: load_fragment(path) for path in sorted(folder.glob("*.yaml"))}


def join(fragments: dict[str, Template]) -> Template:
    """Join the plain sections of all fragments into one template; tables get their names.

    :raises FragmentError: two fragments define the same name.
    """
    joined: Template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
    }
    for context, fragment in fragments.items():
        for section in SECTIONS:
            target = joined.setdefault(section, {})
            for name, value in fragment.get(section, {}).items():
                if name in target:
                    raise FragmentError(f"{context}.yaml defines {section}.{name} a second time")
                target[name] = _named(name, value) if section == "Resources" else value
        for section in ("Globals", "Description"):
            if section in fragment:
                joined[section] = fragment[section]
    return {section: value for section, value in joined.items() if value}


def _named(logical_id: str, resource: Template) -> Template:
    """Name a table after its stack and its logical id, so that functions can make its name and need
    no variable for each table; see ``Settings.table``.
    """
    if resource["Type"] != "AWS::DynamoDB::Table":
        return resource
    name = {"Fn::Sub": f"${{AWS::StackName}}-{logical_id}"}
    return {**resource, "Properties": {"TableName": name, **resource["Properties"]}}
