"""Whatever is sent, the answer is one that the route declares and never an internal error."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.kernel import use_case
from tests.api.client import ApiClient

from .conftest import Note, Service

PATHS = {
    "/open": ["GET"],
    "/notes": ["GET", "POST"],
    "/notes/1": ["GET", "PUT", "DELETE"],
    "/notes/%E4%B8%AD%00%2F": ["GET", "PUT"],
    "/notes/%FF": ["GET", "PUT"],
    "/notes/1/pings": ["POST"],
}
routes = st.sampled_from([(path, method) for path, methods in PATHS.items() for method in methods])
texts = st.text(max_size=30) | st.sampled_from(
    [
        "application/json",
        "en",
        "zh;q=0.1,en",
        '"3"',
        'W/"3"',
        "*",
        "key-1",
        "https://console.example",
    ]
)
names = st.sampled_from(
    [
        "accept-language",
        "content-type",
        "idempotency-key",
        "if-match",
        "if-none-match",
        "origin",
        "x-request-id",
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "size", "~/"]), inner, max_size=3)
    ),
    max_leaves=6,
)
queries = st.dictionaries(
    st.sampled_from(["limit", "cursor", "x"]),
    st.from_regex(r"[0-9a-z%]{0,4}", fullmatch=True),
    max_size=2,
)


requests = st.fixed_dictionaries(
    {
        "route": routes,
        "query": queries,
        "headers": st.dictionaries(names, texts),
        "content": st.fixed_dictionaries({"body": st.binary(max_size=30)})
        | st.fixed_dictionaries({"json": values}),
    }
)


@given(sent=requests)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_request_gets_a_declared_answer(
    notes: ApiClient, service: Service, monkeypatch: pytest.MonkeyPatch, sent: dict[str, Any]
) -> None:
    monkeypatch.setattr(use_case, "find_answer", lambda _: None)
    service.notes["1"] = Note("1", "text", 3)
    path, method = sent["route"]
    search = "&".join(f"{name}={text}" for name, text in sent["query"].items())
    answer = notes.request(method, f"{path}?{search}", headers=sent["headers"], **sent["content"])
    assert answer.status < 500
    assert all("\n" not in text for text in answer.headers.values())
