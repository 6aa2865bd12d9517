"""A POST with an ``Idempotency-Key`` takes effect once; its answer is kept with the change."""

from typing import Any

import pytest

from teleshop.kernel.actor import Call, Role
from teleshop.kernel.transaction import Subject, Transaction
from tests.api.client import ApiClient

from .conftest import Note, Service

NOTE = {"text": "hello"}


@pytest.fixture
def stored(aws: Any, service: Service) -> Service:
    """The service commits a transaction for each note, as a real one does."""

    def commit(call: Call, note: Note) -> Note:
        return Transaction(call, "add_note", Subject("note", note.id)).commit(note)

    service.commit = commit
    return service


def test_the_same_request_again_gets_the_same_answer_and_nothing_is_done(
    notes: ApiClient, stored: Service, aws: Any
) -> None:
    client = notes.sending(idempotency_key="key-1")
    first, second = client.post("/notes", NOTE), client.post("/notes", NOTE)
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert (second.status, second.body) == (first.status, first.body) == (201, first.body)
    for name in ("etag", "location", "content-type"):
        assert second.headers[name] == first.headers[name]
    assert len(stored.calls) == 1
    assert len(aws.items("AuditTable")) == 1


def test_the_same_content_written_differently_is_the_same_request(
    notes: ApiClient, stored: Service
) -> None:
    client = notes.sending(idempotency_key="key-1", content_type="application/json")
    client.request("POST", "/notes", body=b'{"text":"a","size":1}')
    again = client.request("POST", "/notes", body=b'{ "size": 1, "text": "\\u0061" }')
    assert again.headers["idempotency-replayed"] == "true"


def test_the_same_key_with_other_content_is_refused(notes: ApiClient, stored: Service) -> None:
    client = notes.sending(idempotency_key="key-1")
    client.post("/notes", NOTE)
    answer = client.post("/notes", {"text": "other"})
    assert (answer.status, answer.json["code"]) == (422, "idempotency_key_reused")
    assert len(stored.calls) == 1


def test_the_order_of_names_is_no_other_content(notes: ApiClient, stored: Service) -> None:
    client = notes.sending(idempotency_key="key-1")
    client.post("/notes", {"text": "a", "labels": {"x": 1, "y": 2}})
    again = client.post("/notes", {"labels": {"y": 2, "x": 1}, "text": "a"})
    assert again.headers["idempotency-replayed"] == "true"


def test_the_same_key_for_another_resource_is_refused(notes: ApiClient, stored: Service) -> None:
    stored.notes |= {name: Note(name, "text") for name in ("1", "2")}
    client = notes.sending(idempotency_key="key-1")
    assert client.post("/notes/1/pings").status == 204
    assert client.post("/notes/1/pings").headers["idempotency-replayed"] == "true"
    assert client.post("/notes/2/pings").json["code"] == "idempotency_key_reused"


def test_the_same_key_on_another_route_is_another_request(
    notes: ApiClient, stored: Service
) -> None:
    client = notes.sending(idempotency_key="key-1")
    note = client.post("/notes", NOTE).json
    path = f"/notes/{note['id'].replace(' ', '%20')}/pings"
    assert "idempotency-replayed" not in client.post(path).headers


def test_only_post_takes_a_key(notes: ApiClient, service: Service) -> None:
    service.notes["1"] = Note("1", "text", 3)
    client = notes.sending(idempotency_key="not a key", if_match='"3"')
    assert client.put("/notes/1", NOTE).status == 200
    assert [call.request_key for call in service.calls] == [None]


def test_a_key_belongs_to_one_caller(notes: ApiClient, stored: Service) -> None:
    client = notes.sending(idempotency_key="key-1")
    client.post("/notes", NOTE)
    other = client.as_role(Role.MANAGER, subject="another").post("/notes", {"text": "other"})
    assert other.status == 201
    assert len(stored.calls) == 2


def test_a_refused_request_keeps_no_answer(notes: ApiClient, stored: Service) -> None:
    client = notes.sending(idempotency_key="key-1")
    assert client.post("/notes", {}).status == 422
    assert client.post("/notes", NOTE).status == 201


def test_a_twin_that_committed_in_between_gives_its_answer(
    notes: ApiClient, stored: Service, aws: Any
) -> None:
    client = notes.sending(idempotency_key="key-1")
    commit = stored.commit
    answers: list[Any] = []

    def overtaken(call: Call, note: Note) -> Note:
        stored.commit = commit
        answers.append(client.post("/notes", NOTE))
        return commit(call, note)

    stored.commit = overtaken
    slow = client.post("/notes", NOTE)
    assert slow.headers["idempotency-replayed"] == "true"
    assert slow.body == answers[0].body
    assert len(aws.items("AuditTable")) == 1


def test_without_a_key_each_request_takes_effect(notes: ApiClient, stored: Service) -> None:
    assert notes.post("/notes", NOTE).json != notes.post("/notes", NOTE).json
    assert len(stored.calls) == 2


@pytest.mark.parametrize("key", ["with space", "k" * 129, "键"])
def test_a_malformed_key_is_refused(notes: ApiClient, service: Service, key: str) -> None:
    answer = notes.sending(idempotency_key=key).post("/notes", NOTE)
    assert (answer.status, answer.json["code"]) == (400, "invalid_idempotency_key")
    assert service.calls == []


def test_the_kept_answer_is_sealed(notes: ApiClient, stored: Service, aws: Any) -> None:
    notes.sending(idempotency_key="key-1").post("/notes", {"text": "13800000000"})
    [record] = aws.items("IdempotencyTable")
    assert b"13800000000" not in record["body"]
