"""Running a function's handler in the process of the test, as Lambda would call it."""

import base64
import importlib
import itertools
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.harness.template import arn, physical_name

_requests = itertools.count(1)


@dataclass(frozen=True)
class LambdaContext:
    """The context object of an invocation."""

    function_name: str
    invoked_function_arn: str
    aws_request_id: str
    memory_limit_in_mb: int = 256
    log_group_name: str = "/teleshop/tests"
    log_stream_name: str = "tests"

    def get_remaining_time_in_millis(self) -> int:
        """Half a minute, however long the test takes: no test depends on the machine's speed."""
        return 30_000


def context_of(logical_id: str) -> LambdaContext:
    """A context with a request id of its own."""
    return LambdaContext(physical_name(logical_id), arn(logical_id), f"request-{next(_requests)}")


def invoke_handler(handler: str, logical_id: str, event: Any) -> Any:
    """Call ``module.attribute`` with ``event`` as it looks after a journey through JSON; the answer
    likewise.
    """
    module, _, attribute = handler.rpartition(".")
    function = getattr(importlib.import_module(module), attribute)
    answer = function(json.loads(json.dumps(event, default=as_json)), context_of(logical_id))
    return json.loads(json.dumps(answer))


def as_json(value: Any) -> Any:
    """Binary attributes travel as base64, as in a real stream record; instants as epoch seconds."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value).__name__} does not travel in an event")
