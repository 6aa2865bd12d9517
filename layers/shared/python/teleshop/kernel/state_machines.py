"""Starting state machines of the platform, and asking whether they work."""

from typing import Any

import msgspec

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings


def start_execution(name: str, machine: str, given: Any) -> None:
    """Start a run of ``machine`` (``product-review``) with ``given`` as its input, msgspec's JSON.

    The ``name`` makes it one run: starting it again, while it runs or within 90 days after its end,
    changes nothing.
    """
    client = aws_client("stepfunctions")
    try:
        client.start_execution(
            stateMachineArn=settings().state_machine(machine),
            name=name,
            input=msgspec.json.encode(given).decode(),
        )
    except client.exceptions.ExecutionAlreadyExists:
        return


def is_working(name: str, machine: str) -> bool | None:
    """Whether the run ``name`` of ``machine`` works; None if the cloud knows none of that name."""
    client = aws_client("stepfunctions")
    place = settings().state_machine(machine).replace(":stateMachine:", ":execution:")
    try:
        found = client.describe_execution(executionArn=f"{place}:{name}")
    except client.exceptions.ExecutionDoesNotExist:
        return None
    return bool(found["status"] == "RUNNING")
