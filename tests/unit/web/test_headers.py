"""Headers that every route shares."""

import pytest

from teleshop.web import headers
from teleshop.web.errors import (
    InvalidEntityTagError,
    InvalidRequestKeyError,
    UnsupportedMediaTypeError,
)


@pytest.mark.parametrize("given", ["abc-123", "a" * 128, "A.b:c_d-9"])
def test_a_sane_request_id_is_kept(given: str) -> None:
    assert headers.request_id(given, "gateway") == given


@pytest.mark.parametrize("given", [None, "", "a" * 129, "two words", "line\nbreak", "a\n", "中"])
def test_a_request_id_that_is_not_sane_is_replaced_by_the_gateways(given: str | None) -> None:
    assert headers.request_id(given, "gateway") == "gateway"


def test_without_any_usable_request_id_a_new_one_is_made() -> None:
    assert headers.request_id(None) != headers.request_id(None)


@pytest.mark.parametrize("given", ["k", "!~" * 64])
def test_an_idempotency_key_of_visible_ascii_is_accepted(given: str) -> None:
    assert headers.request_key(given) == given


@pytest.mark.parametrize("given", ["", "k" * 129, "with space", "k\n", "键"])
def test_any_other_idempotency_key_is_refused(given: str) -> None:
    with pytest.raises(InvalidRequestKeyError):
        headers.request_key(given)


@pytest.mark.parametrize(
    ("given", "version"),
    [(None, None), ("*", None), ('"0"', 0), ('"17"', 17), (' "3" ', 3)],
)
def test_if_match_names_one_version_or_any(given: str | None, version: int | None) -> None:
    assert headers.expected_version(given) == version


@pytest.mark.parametrize(
    "given", ['W/"3"', "3", '"3", "4"', '"x"', '"-1"', '"03"', '""', "", '"9999999999999999"']
)
def test_a_weak_or_foreign_if_match_is_refused(given: str) -> None:
    with pytest.raises(InvalidEntityTagError):
        headers.expected_version(given)


@pytest.mark.parametrize(
    ("if_none_match", "etag", "unchanged"),
    [
        ('"3"', '"3"', True),
        ('W/"3"', '"3"', True),
        ('"2", "3"', '"3"', True),
        ("*", '"3"', True),
        ('"2"', '"3"', False),
        (None, '"3"', False),
        ('"3"', None, False),
    ],
)
def test_if_none_match_compares_weakly(
    if_none_match: str | None, etag: str | None, unchanged: bool
) -> None:
    assert headers.is_not_modified(if_none_match, etag) is unchanged


@pytest.mark.parametrize(
    "given",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
    ],
)
def test_json_in_utf8_is_taken(given: str) -> None:
    headers.check_json(given)


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "text/plain",
        "application/json; charset=gbk",
        "application/jsonp",
        "multipart/form-data, application/json",
    ],
)
def test_other_content_types_are_refused(given: str | None) -> None:
    with pytest.raises(UnsupportedMediaTypeError):
        headers.check_json(given)


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.5, zh-Hans-CN;q=0.9", "zh"),
        ("en;q=0", "zh"),
        ("fr, de;q=0.9", "zh"),
        ("fr, en;q=0.1", "en"),
        ("*", "zh"),
        ("en;q=abc", "en"),
        ("en;q=1.2.3, zh;q=0.1", "zh"),
        (";;;,,,=", "zh"),
    ],
)
def test_the_better_accepted_language_is_spoken_and_chinese_by_default(
    accept: str | None, language: str
) -> None:
    assert headers.language(accept) == language


LISTED = "https://console.example, https://shop.example"


def test_a_listed_origin_may_read_answers_and_no_other() -> None:
    assert (
        headers.cross_origin("https://shop.example", LISTED)["Access-Control-Allow-Origin"]
        == "https://shop.example"
    )
    for stranger in (None, "null", "https://shop.example.evil", "http://shop.example", "*"):
        assert headers.cross_origin(stranger, LISTED) == {}


def test_without_listed_origins_nobody_is_let_in() -> None:
    assert headers.cross_origin("", "") == {}
    assert headers.cross_origin("https://shop.example", "") == {}


def test_a_preflight_names_the_methods_of_the_path_only_for_a_listed_origin() -> None:
    found = headers.preflight("https://shop.example", LISTED, ["POST", "GET", "OPTIONS"])
    assert found["Access-Control-Allow-Methods"] == "GET, OPTIONS, POST"
    assert "Idempotency-Key" in found["Access-Control-Allow-Headers"]
    assert headers.preflight("https://evil.example", LISTED, ["GET"]) == {}
