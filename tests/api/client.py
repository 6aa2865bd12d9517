"""Calling the HTTP application in process, as API Gateway would, with an actor of the test's
choice.

    def test_…(api):
        answer = api.as_role(Role.REVIEWER).get("/approvals?mine=true")
        assert answer.status == 200 and answer.json["items"] == []

No AWS is touched by the client itself; ask for the fixture ``aws`` too when the route needs it.
Every answer is checked against what its route declares, so that no API test can pass with an
answer the description does not show.
"""

import base64
import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from chalice.app import Chalice
from chalice.local import RouteMatcher

from teleshop.kernel.actor import Actor, Role
from teleshop.web import headers as shared
from teleshop.web.blueprint import Operation
from teleshop.web.problems import MEDIA_TYPE, Problem

STAGE = "/api"


@dataclass(frozen=True)
class ApiAnswer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.body)

    @property
    def pointers(self) -> list[str]:
        """Where the faults of a problem are."""
        return [fault["pointer"] for fault in self.json["errors"]]


class Clock:
    """The instant of requests: the machine's, or the one that a test sets."""

    def __init__(self) -> None:
        self.instant: datetime | None = None

    def __call__(self) -> datetime:
        return self.instant or datetime.now(UTC)


@dataclass(frozen=True)
class ApiClient:
    """Calls ``app`` as ``actor``; None sends no token."""

    app: Chalice
    clock: Clock = field(default_factory=Clock)
    actor: Actor | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_role(
        self, *roles: Role, subject: str | None = None, supplier_id: str | None = None
    ) -> "ApiClient":
        """The same client for an actor with these roles; the subject is the first role's name by
        default.
        """
        name = subject or (roles[0].value if roles else "nobody")
        return self.as_actor(Actor(name, frozenset(roles), supplier_id))

    def as_actor(self, actor: Actor | None) -> "ApiClient":
        """The same client for another actor."""
        return dataclasses.replace(self, actor=actor)

    def sending(self, **headers: str) -> "ApiClient":
        """The same client with headers on every request: ``sending(if_match='"1"')``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return dataclasses.replace(self, headers={**self.headers, **named})

    def get(self, path: str, **options: Any) -> ApiAnswer:
        """GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> ApiAnswer:
        """POST with a JSON body."""
        return self.request("POST", path, json=json, **options)

    def put(self, path: str, json: Any = None, **options: Any) -> ApiAnswer:
        """PUT with a JSON body."""
        return self.request("PUT", path, json=json, **options)

    def patch(self, path: str, json: Any = None, **options: Any) -> ApiAnswer:
        """PATCH with a JSON body."""
        return self.request("PATCH", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> ApiAnswer:
        """DELETE."""
        return self.request("DELETE", path, **options)

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ApiAnswer:
        """One request; ``body`` is sent as it is, ``json`` encoded."""
        sent = {**self.headers, **(headers or {})}
        if json is not None:
            body = msgspec.json.encode(json)
            sent = {"content-type": "application/json", **sent}
        event = self._event(method, path, sent, body)
        raw = self.app(event, None)
        assert not raw["multiValueHeaders"]
        answer = ApiAnswer(
            raw["statusCode"],
            {name.lower(): value for name, value in raw["headers"].items()},
            raw["body"],
        )
        check(self.app.routes[event["resource"]][method].view_function, answer)
        return answer

    def _event(
        self, method: str, path: str, sent: Mapping[str, str], body: bytes | None
    ) -> dict[str, Any]:
        match = RouteMatcher(list(self.app.routes)).match_route(path)
        plain = path.split("?", maxsplit=1)[0]
        context: dict[str, Any] = {
            "httpMethod": method,
            "resourcePath": match.route,
            "path": STAGE + plain,
            "requestId": "gateway-request-id",
            "stage": "api",
        }
        if self.actor is not None:
            context["authorizer"] = claims(self.actor, self.clock())
        return {
            "resource": match.route,
            "path": plain,
            "httpMethod": method,
            "headers": dict(sent),
            "pathParameters": match.captured or None,
            "multiValueQueryStringParameters": match.query_params or None,
            "stageVariables": None,
            "requestContext": context,
            "body": None if body is None else base64.b64encode(body).decode(),
            "isBase64Encoded": body is not None,
        }


def claims(actor: Actor, now: datetime) -> dict[str, str]:
    """What the authorizer hands over for an actor: text only, as API Gateway passes it on."""
    return {
        "principalId": actor.subject,
        "subject": actor.subject,
        "roles": ",".join(sorted(actor.roles)),
        "supplier_id": actor.supplier_id or "",
        "expires_at": str(int(now.timestamp()) + 600),
    }


def check(view: Any, answer: ApiAnswer) -> None:
    """Fail unless the answer is one that its route declares, with the headers that every answer
    has.
    """
    operation: Operation | None = getattr(view, "operation", None)
    for name in shared.SECURITY:
        assert name.lower() in answer.headers
    if operation is None:
        return
    assert answer.headers["x-request-id"]
    declared = operation.headers() if operation.headers and answer.status < 400 else {}
    assert answer.headers["cache-control"] == declared.get("Cache-Control", "no-store")
    if answer.status >= 400:
        assert answer.headers["content-type"] == MEDIA_TYPE
        assert answer.headers["content-language"] in {"zh-CN", "en"}
        assert msgspec.json.decode(answer.body, type=Problem).status == answer.status
    elif answer.status == 304 or operation.answer is None:
        assert answer.body == ""
    else:
        assert answer.status == operation.status
        if operation.media_type == "application/json":
            msgspec.json.decode(answer.body, type=operation.answer)
