"""The payment gateway of tests: takes up every refund unless a test says otherwise, and signs
callbacks as the real one does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from teleshop.kernel.webhooks import signed_headers
from tests.harness.aws import GATEWAY_SECRET

TAKEN_UP = (202, b'{"type":"refund.accepted","data":{}}')


@dataclass
class FakeGateway:
    """``asked`` holds what the platform asked for; ``answers`` what the next questions get,
    :data:`TAKEN_UP` when there is none left. An answer may be an error to raise.
    """

    asked: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, bytes] | Exception] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """In place of :func:`teleshop.payments.gateway.post`."""
        self.asked.append({"url": url, "headers": dict(headers), "body": json.loads(body)})
        answer = self.answers.pop(0) if self.answers else TAKEN_UP
        if isinstance(answer, Exception):
            raise answer
        return answer


def callback(
    kind: str,
    data: Mapping[str, Any],
    at: datetime,
    *,
    id: str = "msg_1",
    secret: str = GATEWAY_SECRET,
) -> tuple[dict[str, str], bytes]:
    """Headers and body of a callback that is sent at ``at``."""
    content = {"type": kind, "timestamp": at.isoformat(), "data": data}
    body = json.dumps(content).encode()
    return {"content-type": "application/json", **signed_headers(secret, id, at, body)}, body
