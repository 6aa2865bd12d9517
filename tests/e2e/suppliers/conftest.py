"""The story of a supplier, on the local cloud over HTTP with real tokens."""

import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from infra.tools.local_cloud import Platform
from tests.factories.onboarding import Story, uscc_number

SECONDS = 60.0
PAUSE = 0.2


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

    def get(self, path: str) -> HttpAnswer:
        return self._send("GET", path)

    def post(self, path: str, json: Any = None) -> HttpAnswer:
        return self._send("POST", path, json)

    def patch(self, path: str, json: Any = None, *, headers: Any = None) -> HttpAnswer:
        return self._send("PATCH", path, json, headers)

    def delete(self, path: str) -> HttpAnswer:
        return self._send("DELETE", path)

    def _send(self, method: str, path: str, json: Any = None, headers: Any = None) -> HttpAnswer:
        sent = {"authorization": f"Bearer {self.token}", **(headers or {})}
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
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    def person(self, role: str, subject: str) -> HttpPerson:
        """Somebody of the local pool, with a real token."""
        key = (role, subject)
        if key not in self.tokens:
            self.tokens[key] = self.cloud.token(role, subject=subject)
        return HttpPerson(self.client, self.cloud.api_url, self.tokens[key])

    def upload(self, form: dict[str, Any], content: bytes) -> int:
        """A browser's presigned POST."""
        answer = self.client.post(
            form["url"], data=form["fields"], files={"file": ("upload.bin", content)}
        )
        return answer.status_code

    def wait(self, for_what: str, condition: Callable[[], Any]) -> Any:
        """Poll until it is so, for a minute at most."""
        end = time.monotonic() + SECONDS
        while not (found := condition()):
            assert time.monotonic() < end, f"waited {SECONDS} s in vain for {for_what}"
            time.sleep(PAUSE)
        return found


@pytest.fixture
def site(cloud: Platform) -> Iterator[OnLocalCloud]:
    """The local cloud."""
    with httpx.Client(timeout=30) as client:
        yield OnLocalCloud(cloud, client)


@pytest.fixture
def story(site: OnLocalCloud, request: pytest.FixtureRequest) -> Story:
    """An applicant of this test alone."""
    name = request.node.name
    number = zlib.crc32(name.encode()) % 100_000_000
    return Story(site, f"applicant-{name}"[:60], uscc_number(number), f"示例商贸{number}有限公司")
