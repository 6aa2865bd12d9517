"""What every route does with a request, whatever it is for."""

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import BusyError, FieldError, InvalidInputError, RacedError, Refusal
from teleshop.kernel.use_case import ATTEMPTS
from teleshop.web import pipeline
from teleshop.web.pipeline import MAX_BODY
from tests.api.client import ApiClient, claims
from tests.harness.template import PARAMETERS

from .conftest import Note, Service

NOTE = {"text": "hello"}


def stored(service: Service, note_id: str = "1", version: int = 3) -> Note:
    note = Note(note_id, "text", version)
    service.notes[note_id] = note
    return note


# --- who may call


def test_a_public_route_needs_no_token_and_knows_nobody(notes: ApiClient) -> None:
    assert notes.as_actor(None).get("/open").json == {"subject": "anonymous"}


def test_a_route_with_roles_answers_401_without_a_caller(notes: ApiClient) -> None:
    answer = notes.as_actor(None).get("/notes")
    assert answer.status == 401
    assert answer.json["code"] == "unauthenticated"
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_caller_without_the_role_is_forbidden_before_its_input_is_looked_at(
    notes: ApiClient, service: Service
) -> None:
    answer = notes.as_role(Role.SUPPLIER).request("POST", "/notes", body=b"{broken")
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
    assert service.calls == []


def test_a_caller_without_any_role_is_forbidden(notes: ApiClient) -> None:
    assert notes.as_role().get("/notes").status == 403


def test_the_system_role_cannot_be_claimed(notes: ApiClient, service: Service) -> None:
    assert notes.as_role(Role.SYSTEM).get("/notes").status == 403
    assert notes.as_role(Role.SYSTEM, Role.REVIEWER).get("/notes").status == 200
    assert service.calls[0].actor.roles == {Role.REVIEWER}


@pytest.mark.clause("8.2.1")
def test_of_several_roles_only_those_count_that_the_route_is_for(
    notes: ApiClient, service: Service
) -> None:
    caller = notes.as_role(Role.WAREHOUSE, Role.CUSTOMER, Role.MANAGER, Role.REVIEWER)
    assert caller.get("/notes").status == 200
    assert service.calls[0].actor.roles == {Role.MANAGER, Role.REVIEWER}
    assert notes.as_role(Role.WAREHOUSE, Role.CUSTOMER).get("/notes").status == 403


def test_a_token_that_lapsed_since_the_gateways_verdict_is_refused(notes: ApiClient) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    event = notes._event("GET", "/notes", {}, None)
    event["requestContext"]["authorizer"] = claims(Actor("u", frozenset({Role.REVIEWER})), now)
    notes.clock.instant = now + timedelta(seconds=599)
    assert notes.app(event, None)["statusCode"] == 200
    notes.clock.instant = now + timedelta(seconds=600)
    assert notes.app(event, None)["statusCode"] == 401


def test_the_service_is_told_who_calls_when_and_under_which_id(
    notes: ApiClient, service: Service
) -> None:
    instant = datetime(2026, 11, 23, 1, 2, tzinfo=UTC)
    notes.clock.instant = instant
    caller = notes.as_role(Role.MANAGER, subject="sub-9", supplier_id="sup_1")
    caller.sending(x_request_id="mine-1").get("/notes")
    [call] = service.calls
    assert call.actor == Actor("sub-9", frozenset({Role.MANAGER}), "sup_1")
    assert call.now == instant
    assert call.request_id == call.correlation_id == "mine-1"
    assert call.request_key is None


# --- request ids, languages, headers


def test_the_callers_request_id_comes_back(notes: ApiClient) -> None:
    assert notes.sending(x_request_id="abc").get("/notes").headers["x-request-id"] == "abc"


def test_a_request_id_that_is_not_sane_is_replaced(notes: ApiClient) -> None:
    found = notes.sending(x_request_id="a b\r\nSet-Cookie: x").get("/notes")
    assert found.headers["x-request-id"] == "gateway-request-id"


def test_a_problem_carries_the_request_id(notes: ApiClient) -> None:
    answer = notes.sending(x_request_id="abc").get("/notes/none")
    assert answer.json["request_id"] == "abc"


def test_problems_are_in_chinese_by_default_and_in_english_on_demand(notes: ApiClient) -> None:
    chinese = notes.get("/notes/none")
    assert chinese.headers["content-language"] == "zh-CN"
    assert chinese.json["title"] == "未找到"
    english = notes.sending(accept_language="en-US,en;q=0.9").get("/notes/none")
    assert english.headers["content-language"] == "en"
    assert english.json["title"] == "Not found"
    assert "Accept-Language" in english.headers["vary"]


def test_every_answer_says_how_browsers_must_treat_it(notes: ApiClient) -> None:
    for answer in (
        notes.get("/notes"),
        notes.get("/notes/none"),
        notes.as_actor(None).get("/open"),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


def test_only_listed_origins_may_read_answers_and_problems(notes: ApiClient) -> None:
    listed = PARAMETERS["CorsOrigin"]
    for path in ("/notes", "/notes/none"):
        answer = notes.sending(origin=listed).get(path)
        assert answer.headers["access-control-allow-origin"] == listed
        assert "ETag" in answer.headers["access-control-expose-headers"]
        stranger = notes.sending(origin="https://evil.example").get(path)
        assert "access-control-allow-origin" not in stranger.headers
        assert "Origin" in stranger.headers["vary"]


def test_a_preflight_needs_no_token_and_names_the_methods_of_the_path(notes: ApiClient) -> None:
    anyone = notes.as_actor(None)
    answer = anyone.sending(origin=PARAMETERS["CorsOrigin"]).request("OPTIONS", "/notes/1")
    assert (answer.status, answer.body) == (204, "")
    assert answer.headers["access-control-allow-methods"] == "DELETE, GET, OPTIONS, PATCH, PUT"
    refused = anyone.sending(origin="https://evil.example").request("OPTIONS", "/notes/1")
    assert "access-control-allow-methods" not in refused.headers


# --- bodies


def test_a_body_that_is_not_declared_as_json_is_refused(notes: ApiClient) -> None:
    for headers in ({}, {"content-type": "text/plain"}, {"content-type": "image/png"}):
        answer = notes.request("POST", "/notes", body=b'{"text":"x"}', headers=headers)
        assert (answer.status, answer.json["code"]) == (415, "unsupported_media_type")


def test_a_body_of_one_megabyte_is_taken_and_one_byte_more_refused(notes: ApiClient) -> None:
    head, tail = b'{"text":"', b'"}'
    room = MAX_BODY - len(head) - len(tail)
    headers = {"content-type": "application/json"}
    exact = notes.request("POST", "/notes", body=head + b"x" * room + tail, headers=headers)
    assert exact.status == 201
    over = notes.request("POST", "/notes", body=head + b"x" * (room + 1) + tail, headers=headers)
    assert (over.status, over.json["code"]) == (413, "body_too_large")


def test_a_needed_body_must_be_there(notes: ApiClient) -> None:
    for body in (None, b"", b"  \n"):
        answer = notes.request("POST", "/notes", body=body)
        assert (answer.status, answer.json["code"]) == (400, "body_missing")


def test_broken_json_is_refused(notes: ApiClient) -> None:
    answer = notes.request(
        "POST", "/notes", body=b'{"text":', headers={"content-type": "application/json"}
    )
    assert (answer.status, answer.json["code"]) == (400, "malformed_body")


def test_an_action_without_body_takes_nothing_or_an_empty_object(
    notes: ApiClient, service: Service
) -> None:
    stored(service)
    assert notes.request("POST", "/notes/1/pings").status == 204
    assert notes.post("/notes/1/pings", {}).status == 204
    assert notes.post("/notes/1/pings", {"force": True}).pointers == ["/force"]


def test_every_fault_of_a_body_is_told_at_once(notes: ApiClient, service: Service) -> None:
    answer = notes.post("/notes", {"text": 5, "size": "big", "colour": "red"})
    assert answer.status == 422
    assert sorted(answer.pointers) == ["/colour", "/size", "/text"]
    assert all(fault["message"] and fault["code"] for fault in answer.json["errors"])
    assert service.calls == []


def test_a_query_is_checked_too(notes: ApiClient) -> None:
    assert notes.get("/notes?limit=0&colour=red").pointers == ["/limit", "/colour"]
    assert notes.get("/notes?limit=100").status == 200


def test_text_beyond_ascii_passes_in_and_out(notes: ApiClient) -> None:
    answer = notes.post("/notes", {"text": "电视购物 📺"})
    assert answer.json["text"] == "电视购物 📺"
    assert answer.headers["content-type"] == "application/json"


# --- paths, locations


def test_path_parameters_are_decoded_once(notes: ApiClient, service: Service) -> None:
    stored(service, "a/b c%20")
    assert notes.get("/notes/a%2Fb%20c%2520").json["id"] == "a/b c%20"


def test_a_plus_in_a_path_is_a_plus(notes: ApiClient, service: Service) -> None:
    stored(service, "a+b")
    assert notes.get("/notes/a+b").status == 200


def test_a_path_that_is_no_text_names_nothing(notes: ApiClient, service: Service) -> None:
    assert notes.get("/notes/%ff").status == 404
    assert service.calls == []


def test_a_new_resource_is_located_below_the_stage(notes: ApiClient) -> None:
    answer = notes.post("/notes", NOTE)
    assert answer.status == 201
    assert answer.headers["location"] == "/api/notes/note%201"


# --- versions


def test_reading_answers_with_the_version(notes: ApiClient, service: Service) -> None:
    stored(service)
    assert notes.get("/notes/1").headers["etag"] == '"3"'


def test_who_holds_the_version_gets_304(notes: ApiClient, service: Service) -> None:
    stored(service)
    answer = notes.sending(if_none_match='"3"').get("/notes/1")
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, "", '"3"')
    assert notes.sending(if_none_match='"2"').get("/notes/1").status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_change_must_name_the_version_it_is_based_on(
    notes: ApiClient, service: Service, method: str
) -> None:
    stored(service)
    body = NOTE if method == "PUT" else None
    answer = notes.request(method, "/notes/1", json=body)
    assert (answer.status, answer.json["code"]) == (428, "version_required")
    assert service.calls == []


def test_a_change_of_another_version_is_refused(notes: ApiClient, service: Service) -> None:
    stored(service)
    answer = notes.sending(if_match='"2"').put("/notes/1", NOTE)
    assert (answer.status, answer.json["code"]) == (412, "stale_version")


def test_a_change_of_the_read_version_answers_with_the_next(
    notes: ApiClient, service: Service
) -> None:
    stored(service)
    answer = notes.sending(if_match='"3"').put("/notes/1", NOTE)
    assert (answer.status, answer.headers["etag"]) == (200, '"4"')


def test_a_resource_without_versions_needs_none(notes: ApiClient, service: Service) -> None:
    stored(service)
    answer = notes.patch("/notes/1", NOTE)
    assert (answer.status, answer.json["text"]) == (200, "hello")


def test_any_version_may_be_changed_on_demand(notes: ApiClient, service: Service) -> None:
    stored(service)
    assert notes.sending(if_match="*").put("/notes/1", NOTE).status == 200


@pytest.mark.parametrize("tag", ['W/"3"', "3", '"a"'])
def test_a_weak_or_malformed_if_match_is_a_bad_request(notes: ApiClient, tag: str) -> None:
    answer = notes.sending(if_match=tag).put("/notes/1", NOTE)
    assert (answer.status, answer.json["code"]) == (400, "invalid_if_match")


def test_a_removed_resource_answers_with_nothing(notes: ApiClient, service: Service) -> None:
    stored(service)
    answer = notes.sending(if_match='"3"').delete("/notes/1")
    assert (answer.status, answer.body) == (204, "")
    assert "content-type" not in answer.headers


# --- errors


class TooManyNotesError(Refusal):
    code, status, clause = "too_many_notes", 409, "3.2.2"
    zh, en = "最多 {limit} 条。", "At most {limit}."


def test_a_refusal_names_code_clause_and_remedy(notes: ApiClient, service: Service) -> None:
    service.fail = [TooManyNotesError(limit=5)]
    answer = notes.post("/notes", NOTE)
    assert answer.status == 409
    assert answer.json["type"] == "urn:teleshop:problem:too_many_notes"
    assert (answer.json["clause"], answer.json["detail"]) == ("3.2.2", "最多 5 条。")


def test_faults_found_by_a_rule_keep_clause_and_severity(
    notes: ApiClient, service: Service
) -> None:
    service.fail = [
        InvalidInputError(
            errors=[
                FieldError("/text", "banned", "禁用词 {word}", "Banned: {word}", {"word": "最"}),
                FieldError("/size", "odd", "注意", "Look", severity="warn", clause="3.1.1"),
            ]
        )
    ]
    banned, odd = notes.sending(accept_language="en").post("/notes", NOTE).json["errors"]
    assert banned == {"pointer": "/text", "code": "banned", "message": "Banned: 最"}
    assert (odd["severity"], odd["clause"]) == ("warn", "3.1.1")


def test_when_to_come_back_is_told(notes: ApiClient, service: Service) -> None:
    service.fail = [BusyError()]
    answer = notes.get("/notes")
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")


def test_a_lost_race_is_run_again_at_once(notes: ApiClient, service: Service) -> None:
    service.fail = [RacedError() for _ in range(ATTEMPTS - 1)]
    assert notes.post("/notes", NOTE).status == 201
    assert len(service.calls) == ATTEMPTS


def test_a_race_that_is_always_lost_is_told(notes: ApiClient, service: Service) -> None:
    service.fail = [RacedError() for _ in range(9)]
    answer = notes.post("/notes", NOTE)
    assert (answer.status, answer.json["code"]) == (503, "raced")
    assert len(service.calls) == ATTEMPTS


def test_reading_is_never_run_twice(notes: ApiClient, service: Service) -> None:
    service.fail = [RacedError()]
    assert notes.get("/notes").status == 503
    assert len(service.calls) == 1


class Log:
    """Keeps the errors that are logged, with what was being handled."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, dict[str, Any], BaseException | None]] = []

    def info(self, _: str, **fields: Any) -> None:
        """Refusals are of no interest here."""

    def exception(self, message: str, **fields: Any) -> None:
        self.errors.append((message, fields, sys.exception()))


def test_an_unforeseen_error_tells_the_log_everything_and_the_caller_nothing(
    notes: ApiClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log()
    monkeypatch.setattr(pipeline, "_logger", lambda: log)
    failure = KeyError("a secret detail")
    service.fail = [failure]
    answer = notes.sending(x_request_id="id-1").get("/notes")
    assert (answer.status, answer.json["code"]) == (500, "internal_error")
    assert "secret" not in answer.body
    assert log.errors == [
        ("request failed", {"request_id": "id-1", "method": "GET", "path": "/notes"}, failure)
    ]


class ThrottledError(Exception):
    """As botocore reports throttling."""

    def __init__(self) -> None:
        self.response = {"Error": {"Code": "ThrottlingException"}}


def test_throttling_while_reading_is_told_as_busy(notes: ApiClient, service: Service) -> None:
    service.fail = [ThrottledError()]
    answer = notes.get("/notes")
    assert (answer.status, answer.json["code"]) == (503, "try_again")


def test_throttling_while_changing_leaves_the_outcome_open(
    notes: ApiClient, service: Service
) -> None:
    service.fail = [ThrottledError()]
    answer = notes.post("/notes", NOTE)
    assert (answer.status, answer.json["code"]) == (503, "outcome_unknown")


def test_an_answer_is_compact_json(notes: ApiClient) -> None:
    answer = notes.post("/notes", NOTE)
    assert answer.body == json.dumps(answer.json, separators=(",", ":"))
    assert msgspec.json.decode(answer.body) == answer.json
