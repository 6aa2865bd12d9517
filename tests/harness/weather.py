"""Bad weather between the code and the cloud: refusals for load, conflicts, lost answers, seeded.

Each HTTP attempt draws its own fate, so that equal seeds give equally bad weather; which attempt of
which worker meets it is left to the machine. Attempts are counted by thread.
"""

import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse, HTTPHeaders
from botocore.endpoint import Endpoint
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import MockRawResponse

from tests.harness.wire import Attempt, Send

CONFLICTS = {"TransactWriteItems", "TransactGetItems"}
PREFIX = "com.amazonaws.dynamodb.v20120810#"


class Fate(StrEnum):
    """What happens to an attempt."""

    FINE = "fine"
    THROTTLED = "ProvisionedThroughputExceeded"
    CONFLICT = "TransactionConflict"
    LOST = "lost answer"


@dataclass
class Weather:
    """A seam for the wire: counts attempts, and decides the fate of those to DynamoDB."""

    seed: int
    throttled: float = 0.02
    conflict: float = 0.04
    lost: float = 0.01
    met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._lock = threading.Lock()
        self._local = threading.local()

    @property
    def calls(self) -> int:
        """How many attempts this thread made."""
        return int(getattr(self._local, "calls", 0))

    def __call__(self, attempt: Attempt, send: Send) -> AWSResponse:
        self._local.calls = self.calls + 1
        if attempt.service != "dynamodb":
            return send()
        fate = self._draw(attempt)
        match fate:
            case Fate.THROTTLED:
                return self._throttled(attempt)
            case Fate.CONFLICT:
                return _cancelled(attempt, Fate.CONFLICT)
        answer = send()
        if fate is Fate.LOST:
            raise ReadTimeoutError(endpoint_url=attempt.url)
        return answer

    def _draw(self, attempt: Attempt) -> Fate:
        with self._lock:
            drawn = self._chance.random()
            fate = Fate.FINE
            if drawn < self.throttled:
                fate = Fate.THROTTLED
            elif drawn < self.throttled + self.lost:
                fate = Fate.LOST
            elif attempt.operation in CONFLICTS and drawn < (
                self.throttled + self.lost + self.conflict
            ):
                fate = Fate.CONFLICT
            self.met[fate] += 1
            return fate

    def _throttled(self, attempt: Attempt) -> AWSResponse:
        with self._lock:
            within = self._chance.random() < 1 / 2
        if attempt.operation in CONFLICTS and within:
            # One item's partition was too busy; the transaction tells it as a reason.
            return _cancelled(attempt, Fate.THROTTLED)
        body = {
            "__type": f"{PREFIX}ProvisionedThroughputExceededException",
            "message": "The level of configured provisioned throughput for the table was exceeded.",
        }
        return answer(attempt.url, 400, body)


def _cancelled(attempt: Attempt, why: Fate) -> AWSResponse:
    """A transaction that was not done for the sake of its last item."""
    none = {"Code": "None"}
    reasons = [none] * (len(attempt.body["TransactItems"]) - 1)
    body = {
        "__type": f"{PREFIX}TransactionCanceledException",
        "Message": f"Transaction cancelled, please refer cancellation reasons [{why}]",
        "CancellationReasons": [*reasons, {"Code": why.value, "Message": "busy"}],
    }
    return answer(attempt.url, 400, body)


def answer(url: str, status: int, body: dict[str, Any]) -> AWSResponse:
    """An answer of DynamoDB."""
    return AWSResponse(url, status, HTTPHeaders(), MockRawResponse(json.dumps(body)))


@contextmanager
def over_http(seam: Callable[[Attempt, Send], AWSResponse]) -> Iterator[None]:
    """Let ``seam(attempt, send)`` decide what happens to each attempt that really goes over the
    wire; retries and their pauses stay as they are.
    """
    real: Any = vars(Endpoint)["_send"]

    def passing(own: Endpoint, request: Any) -> AWSResponse:
        target = request.headers.get("X-Amz-Target", b"")
        name = target.decode() if isinstance(target, bytes) else str(target)
        service, _, operation = name.rpartition(".")
        if service.startswith("DynamoDB"):
            service = "dynamodb"
        body = json.loads(request.body or b"{}")
        attempt = Attempt(service, operation, request.url, body)
        return seam(attempt, lambda: real(own, request))

    with patch.object(Endpoint, "_send", passing):
        yield
