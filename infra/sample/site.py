"""The running platform as its people use it: HTTP with a token for each, files by form."""

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt

from infra.sample.files import page, picture
from infra.tools.local_cloud import CloudError, Platform

SECONDS = 120.0
PAUSE = 0.1
CHINA = timedelta(hours=8)
PICTURES = {"inspection_photo": 64, "product_picture": 800}
"""What is a picture, with its side in pixels; everything else is a page."""


@dataclass(frozen=True)
class Site:
    """Acts for everybody, each with a token of its own."""

    platform: Platform
    client: httpx.Client
    tokens: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def file(
        self, role: str, purpose: str, supplier: str | None = None, subject: str | None = None
    ) -> str:
        """Upload a file and wait for its check; answers its id."""
        side = PICTURES.get(purpose)
        asked = {"purpose": purpose, "content_type": "image/png" if side else "application/pdf"}
        if supplier is not None:
            asked["supplier_id"] = supplier
        offer = self.send(role, "/documents", asked, subject=subject)
        form = offer["upload"]
        answer = self.client.post(
            form["url"],
            data=form["fields"],
            files={"file": ("sample", picture(side) if side else page())},
        )
        if answer.is_error:
            raise CloudError(f"the sample platform: storage answered {answer.status_code}")

        def checked() -> bool:
            document = self.read(role, f"/documents/{offer['id']}", subject)
            return bool(document["state"] == "accepted")

        self.awaited("the check of a file", checked)
        return str(offer["id"])

    def read(self, role: str, path: str, subject: str | None = None) -> Any:
        """GET."""
        return self._call("GET", role, path, None, subject)

    def send(
        self,
        role: str,
        path: str,
        body: Any = None,
        *,
        subject: str | None = None,
        key: str | None = None,
    ) -> Any:
        """POST; under a key (`Idempotency-Key`) where it must not happen twice."""
        headers = {} if key is None else {"idempotency_key": key}
        return self._call("POST", role, path, body, subject, **headers)

    def put(self, role: str, path: str, body: Any, *, subject: str | None = None) -> Any:
        """PUT, whatever was there before."""
        return self._call("PUT", role, path, body, subject, if_match="*")

    def sub(self, role: str, subject: str | None = None) -> str:
        """The `sub` by which the platform knows a person."""
        claims = jwt.decode(self._token(role, subject), options={"verify_signature": False})
        return str(claims["sub"])

    def acts_for(self, subject: str, supplier: str) -> None:
        """From now on this person of a supplier has a token that names it."""
        self.tokens["supplier", subject] = self.platform.token("supplier", supplier, subject)

    def is_there(self, role: str, path: str) -> bool:
        """Whether there is something to read."""
        return self._send("GET", role, path, None, None).status_code == httpx.codes.OK

    def is_fine(self, role: str, path: str, body: Any) -> bool:
        """Whether that can be asked for."""
        return self._send("POST", role, path, body, None).status_code == httpx.codes.OK

    def pay(self, link: str) -> None:
        """Pay at the local gateway, as somebody does who opens the link."""
        answer = self.client.post(f"{self.platform.gateway_url}/pay", json={"link": link})
        if answer.is_error:
            raise CloudError(f"the sample platform: the gateway answered {answer.text}")

    def clocks(self, at: datetime) -> None:
        """What is due by then is told in a moment, instead of within a minute."""
        event = {"id": str(uuid.uuid4()), "time": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
        self.platform.client("lambda").invoke(
            FunctionName=self.platform.physical_id("DeadlinesSweep"),
            InvocationType="Event",
            Payload=json.dumps(event),
        )

    def _token(self, role: str, subject: str | None) -> str:
        if (role, subject) not in self.tokens:
            self.tokens[role, subject] = self.platform.token(role, subject=subject)
        return self.tokens[role, subject]

    def _call(
        self, method: str, role: str, path: str, body: Any, subject: str | None, **headers: str
    ) -> Any:
        answer = self._send(method, role, path, body, subject, **headers)
        if answer.is_error:
            raise CloudError(f"the sample platform: {method} {path}: {answer.text}")
        return answer.json()

    def _send(
        self, method: str, role: str, path: str, body: Any, subject: str | None, **headers: str
    ) -> httpx.Response:
        return self.client.request(
            method,
            f"{self.platform.api_url}{path}",
            json=body,
            headers={
                "authorization": f"Bearer {self._token(role, subject)}",
                "accept-language": "en",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )

    def awaited(self, what: str, condition: Callable[[], Any]) -> Any:
        """What ``condition`` answers as soon as that is true."""
        return awaited(what, condition, SECONDS)


def awaited(what: str, condition: Callable[[], Any], seconds: float) -> Any:
    """What ``condition`` answers as soon as that is true.

    :raises CloudError: it is not true in time.
    """
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise CloudError(f"the sample platform: waited {seconds:.0f} s for {what}")
        time.sleep(PAUSE)
    return found


def today(later: int = 0) -> str:
    """The day in China so many days from now."""
    return (datetime.now(UTC) + CHINA + timedelta(days=later)).date().isoformat()
