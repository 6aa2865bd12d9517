"""Turning the ``StateMachines`` sections of the fragments into plain resources.

The definitions are files of their own, in Amazon States Language, for editors and tests to read::

    StateMachines:
      SupplierOnboarding:
        Definition: supplier-onboarding   # infra/statemachines/<definition>.asl.json
        Name: supplier-onboarding         # if another than the definition
        Description: From application to active supplier.
        Substitutions: {Ask: !GetAtt ApprovalsAsk.Arn}    # ${Ask} in the definition
        Statements: [...]                      # what the state machine may call
"""

import json
from pathlib import Path

from infra.tools.fragments import INFRA, FragmentError, Template
from infra.tools.pieces import alarm, get, role

KEYS = {"Definition", "Name", "Description", "Substitutions", "Statements"}


def expand(fragments: dict[str, Template], folder: Path = INFRA / "statemachines") -> Template:
    """Answer the resources behind all ``StateMachines`` sections.

    :raises FragmentError: a definition is missing or is not JSON, or a key is unknown.
    """
    resources: Template = {}
    for context, fragment in fragments.items():
        for name, short in fragment.get("StateMachines", {}).items():
            if unknown := set(short) - KEYS:
                raise FragmentError(
                    f"{context}.yaml: {name} has unknown keys: {', '.join(unknown)}"
                )
            resources |= state_machine(name, short, folder / f"{short['Definition']}.asl.json")
    return resources


def state_machine(name: str, short: Template, definition: Path) -> Template:
    """Answer the state machine, its role, and the alarm on its failed executions."""
    try:
        steps = json.loads(definition.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError) as error:
        raise FragmentError(f"{name}: {definition.name} cannot be read: {error}") from error
    title = short.get("Name", short["Definition"])
    return {
        name: {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "StateMachineName": {"Fn::Sub": f"${{AWS::StackName}}-{title}"},
                "StateMachineType": "STANDARD",
                "DefinitionString": json.dumps(steps, ensure_ascii=False, separators=(",", ":")),
                "DefinitionSubstitutions": short.get("Substitutions", {}),
                "RoleArn": get(f"{name}Role", "Arn"),
                "TracingConfiguration": {"Enabled": True},
            },
        },
        f"{name}Role": role("states", short["Statements"], Description=short["Description"]),
        f"{name}Failed": alarm(
            f"Executions of {title} failed.",
            Namespace="AWS/States",
            MetricName="ExecutionsFailed",
            Dimensions=[{"Name": "StateMachineArn", "Value": {"Ref": name}}],
            Statistic="Sum",
            Period=300,
        ),
    }
