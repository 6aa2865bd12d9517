"""The seam between botocore and the cloud: every HTTP attempt of every client, in any thread,
passes here.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse, HTTPHeaders
from botocore.retries.quota import RetryQuota
from botocore.retries.standard import ExponentialBackoff
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse

JSON_SERVICES = {"dynamodb", "kms", "secrets-manager", "eventbridge", "sfn", "sqs"}


@dataclass(frozen=True)
class Attempt:
    """One HTTP request: ``service`` and ``operation`` as botocore names them, the parsed body if it
    is JSON.
    """

    service: str
    operation: str
    url: str
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """``dynamodb.TransactWriteItems``."""
        return f"{self.service}.{self.operation}"


Send = Callable[[], AWSResponse]
Seam = Callable[[Attempt, Send], AWSResponse]


@contextmanager
def passing_through(seam: Seam) -> Iterator[None]:
    """Let ``seam(attempt, send)`` see and decide each attempt; nothing else is changed. May be
    nested.
    """
    real = BotocoreStubber.__call__

    def passing(own: Any, event_name: str, request: Any, **rest: Any) -> AWSResponse | None:
        _, service, operation = event_name.split(".", 2)
        attempt = Attempt(service, operation, request.url, _body(service, request))

        def send() -> AWSResponse:
            answer = real(own, event_name, request, **rest)
            if answer is None:
                raise RuntimeError(f"{attempt.name} is not simulated")
            return answer

        return seam(attempt, send)

    with patch.object(BotocoreStubber, "__call__", passing):
        yield


@contextmanager
def wire(seam: Seam) -> Iterator[None]:
    """Let ``seam(attempt, send)`` decide what happens to each attempt; ``send()`` is the real
    effect and answer.

    The retries of botocore and of the kernel stay as they are, without their pauses and with an
    inexhaustible quota, so that no walk depends on the one before it.
    """
    with ExitStack() as patched:
        patched.enter_context(passing_through(seam))
        patched.enter_context(patch.object(ExponentialBackoff, "delay_amount", lambda *_: 0))
        patched.enter_context(patch.object(RetryQuota, "acquire", lambda *_: True))
        patched.enter_context(patch("tenacity.nap.time", SimpleNamespace(sleep=lambda _: None)))
        yield


def _body(service: str, request: Any) -> dict[str, Any]:
    if service not in JSON_SERVICES or not request.body:
        return {}
    found = json.loads(request.body)
    return found if isinstance(found, dict) else {}


def throttled(attempt: Attempt) -> AWSResponse:
    """The answer of an overloaded service; nothing was done."""
    if attempt.service in JSON_SERVICES:
        body = {"__type": "ThrottlingException", "message": "Rate exceeded"}
        return _answer(attempt, 400, json.dumps(body))
    if attempt.service == "s3":
        fault = "<Code>SlowDown</Code><Message>Please reduce your request rate.</Message>"
        return _answer(attempt, 503, f"<Error>{fault}</Error>")
    fault = "<Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message>"
    told = f"<ErrorResponse><Error>{fault}</Error><RequestId>0</RequestId></ErrorResponse>"
    return _answer(attempt, 400, told)


def _answer(attempt: Attempt, status: int, body: str) -> AWSResponse:
    return AWSResponse(attempt.url, status, HTTPHeaders(), MockRawResponse(body))
