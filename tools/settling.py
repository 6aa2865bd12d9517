"""Lets a tool work on a platform as one of its functions does: with the names of its tables and
buckets in the environment, from which rows and clients learn them.
"""

import os
from collections.abc import Callable
from typing import Any

from infra import local
from infra.tools.cloud import ADMINISTRATOR, REGION
from infra.tools.local_cloud import Platform


def settle_on(stack: str | None) -> None:
    """Let the process see what a function of the platform sees.

    :raises RefusedError: no platform runs on this machine.
    """
    if stack is None:
        settle_on_local(local.running())
        return
    from teleshop.kernel.clients import aws_client

    os.environ.update(variables_of(aws_client, stack))


def settle_on_local(platform: Platform) -> None:
    """The same for a platform on this machine, with all rights."""
    os.environ.update(
        AWS_ENDPOINT_URL=platform.endpoint,
        AWS_ACCESS_KEY_ID=ADMINISTRATOR,
        AWS_SECRET_ACCESS_KEY=ADMINISTRATOR,
        AWS_DEFAULT_REGION=REGION,
    )
    os.environ.update(variables_of(platform.client, platform.stack))


def variables_of(client: Callable[[str], Any], stack: str, function: str = "AuditSweep") -> Any:
    """The environment variables that the platform's functions have."""
    found = client("cloudformation").describe_stack_resource(
        StackName=stack, LogicalResourceId=function
    )
    name = found["StackResourceDetail"]["PhysicalResourceId"]
    configuration = client("lambda").get_function_configuration(FunctionName=name)
    return configuration["Environment"]["Variables"]
