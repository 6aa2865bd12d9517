"""A person's view of the platform on the local cloud: HTTP with real tokens, files by presigned
form; what happens by itself is waited for, and a test may let a clock run ahead.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt

from infra.tools.local_cloud import Platform
from tests.e2e.clocks import Clocks
from tests.harness.polling import until

SECONDS = 240.0
PAUSE = 0.2
SOON = timedelta(minutes=5)
"""Clocks that are less ahead end nothing of another story."""


@dataclass(frozen=True)
class HttpAnswer:
    """What came back."""

    status: int
    json: Any
    headers: Any


@dataclass(frozen=True)
class HttpPerson:
    """Somebody with a token."""

    client: httpx.Client
    url: str
    token: str

    @property
    def subject(self) -> str:
        """The `sub` of the token: the pool's own id, not the name it was asked for by."""
        claims = jwt.decode(self.token, options={"verify_signature": False})
        return str(claims["sub"])

    def get(self, path: str) -> HttpAnswer:
        return self._send("GET", path)

    def post(self, path: str, json: Any = None, *, headers: Any = None) -> HttpAnswer:
        return self._send("POST", path, json, headers)

    def patch(self, path: str, json: Any = None, *, headers: Any = None) -> HttpAnswer:
        return self._send("PATCH", path, json, headers)

    def delete(self, path: str) -> HttpAnswer:
        return self._send("DELETE", path)

    def put(self, path: str, json: Any = None, *, headers: Any = None) -> HttpAnswer:
        return self._send("PUT", path, json, headers)

    def _send(self, method: str, path: str, json: Any = None, headers: Any = None) -> HttpAnswer:
        sent = {"authorization": f"Bearer {self.token}"} if self.token else {}
        sent |= headers or {}
        answer = self.client.request(
            method, f"{self.url}{path}", json=json if json is not None else None, headers=sent
        )
        content = answer.json() if answer.content else None
        return HttpAnswer(answer.status_code, content, answer.headers)


@dataclass
class OnLocalCloud:
    """A site on the packaged artifact: what happens by itself is waited for."""

    cloud: Platform
    client: httpx.Client
    clocks: Clocks
    tokens: dict[tuple[str, str, str | None], str] = field(default_factory=dict)

    def person(self, role: str, subject: str, supplier_id: str | None = None) -> HttpPerson:
        """Somebody of the local pool, with a real token."""
        key = (role, subject, supplier_id)
        if key not in self.tokens:
            self.tokens[key] = self.cloud.token(role, supplier_id, subject)
        return HttpPerson(self.client, self.cloud.api_url, self.tokens[key])

    @property
    def anybody(self) -> HttpPerson:
        """Somebody without a token."""
        return HttpPerson(self.client, self.cloud.api_url, "")

    def upload(self, form: dict[str, Any], content: bytes) -> int:
        """A browser's presigned POST."""
        answer = self.client.post(
            form["url"], data=form["fields"], files={"file": ("upload.bin", content)}
        )
        return answer.status_code

    def pay(self, link: str, **wish: Any) -> Any:
        """Pay a link at the local gateway; ``wish`` says how its callback comes
        (:class:`infra.gateway.Wish`). Answers the transaction and what the platform said.
        """
        return self._at_gateway("/pay", {"link": link, **wish})

    def refunds_will(self, payment_id: str, refunds: str, **behaviour: Any) -> None:
        """How refunds of a payment turn out from now on (:class:`infra.gateway.Behaviour`)."""
        self._at_gateway("/behaviour", {"payment_id": payment_id, "refunds": refunds, **behaviour})

    def _at_gateway(self, path: str, body: Any) -> Any:
        answer = self.client.post(f"{self.cloud.gateway_url}{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def wait(self, for_what: str, condition: Callable[[], Any]) -> Any:
        """Poll until it is so, for four minutes at most: a busy machine is slow, not wrong."""
        return until(condition, for_what, limit=SECONDS, pause=PAUSE)

    def run_schedule(self, function: str, at: datetime) -> Any:
        """Start a scheduled function as its clock will at that instant, far ahead only while nobody
        holds the clocks; answers what it answers.
        """
        if at > datetime.now(UTC) + SOON:
            with self.clocks.free():
                return self._run(function, at)
        return self._run(function, at)

    def _run(self, function: str, at: datetime) -> Any:
        event = {
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "time": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        }
        answer = self.cloud.client("lambda").invoke(
            FunctionName=self.cloud.physical_id(function), Payload=json.dumps(event)
        )
        payload = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, payload
        return payload
