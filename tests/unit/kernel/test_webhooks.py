"""A signed message is known by its very bytes, its id and its time; nothing else is believed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.kernel.webhooks import (
    WINDOW,
    NotGenuineError,
    OutOfTimeError,
    check,
    sign,
    signed_headers,
)

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEXT = "whsec_dGhlIG5leHQgc2VjcmV0IG9mIHRoZSBnYXRld2F5"
BODY = b'{"type":"payment.succeeded"}'
SECOND = timedelta(seconds=1)


def checked(headers: dict[str, str], body: bytes = BODY, *secrets: str, now: datetime = NOW) -> str:
    return check(headers, body, lambda: secrets or (SECRET,), now)


def headers(**changes: str) -> dict[str, str]:
    return signed_headers(SECRET, "msg_1", NOW, BODY) | {
        name.replace("_", "-"): value for name, value in changes.items()
    }


def test_the_signature_is_that_of_the_published_example() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    signed = sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_offset_of_a_time_does_not_matter() -> None:
    china = NOW.astimezone(tz=None)
    assert sign(SECRET, "a", china, BODY) == sign(SECRET, "a", NOW, BODY)


def test_a_genuine_message_gives_its_id() -> None:
    assert checked(headers()) == "msg_1"


def test_both_secrets_are_accepted_while_they_are_changed() -> None:
    assert checked(headers(), BODY, NEXT, SECRET) == "msg_1"
    both = f"v1,AAAA {headers()['webhook-signature']}"
    assert checked(headers(webhook_signature=both)) == "msg_1"


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook_id": "msg_2"},
        {"webhook_id": ""},
        {"webhook_id": "a b"},
        {"webhook_id": "x" * 129},
        {"webhook_timestamp": str(int(NOW.timestamp()) + 1)},
        {"webhook_timestamp": "soon"},
        {"webhook_timestamp": "1e9"},
        {"webhook_timestamp": "-1"},
        {"webhook_signature": ""},
        {"webhook_signature": "v1"},
        {"webhook_signature": "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
        {"webhook_signature": "v1,签名"},
        {"webhook_signature": "v1,AAAA " * 9},
    ],
)
def test_anything_altered_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(NotGenuineError):
        checked(headers(**changes))


@settings(deadline=None)
@given(st.binary(max_size=60).filter(lambda body: body != BODY))
def test_another_body_under_the_same_headers_is_refused(body: bytes) -> None:
    with pytest.raises(NotGenuineError):
        checked(headers(), body)


def test_a_message_of_another_secret_is_refused() -> None:
    with pytest.raises(NotGenuineError):
        checked(headers(), BODY, NEXT)


def test_the_window_is_open_on_both_sides_to_its_last_second() -> None:
    assert checked(headers(), now=NOW + WINDOW) == "msg_1"
    assert checked(headers(), now=NOW - WINDOW) == "msg_1"
    for outside in (NOW + WINDOW + SECOND, NOW - WINDOW - SECOND):
        with pytest.raises(OutOfTimeError):
            checked(headers(), now=outside)


@pytest.mark.parametrize("seconds", ["0", "999999999999"])
def test_a_time_that_is_no_time_is_out_of_it(seconds: str) -> None:
    with pytest.raises(OutOfTimeError):
        checked(headers(webhook_timestamp=seconds))


def test_the_secrets_are_not_asked_for_when_the_rest_does_not_fit() -> None:
    def never() -> tuple[str, ...]:
        raise AssertionError("asked for")

    with pytest.raises(NotGenuineError):
        check({}, BODY, never, NOW)
    with pytest.raises(OutOfTimeError):
        check(headers(), BODY, never, NOW + timedelta(hours=1))
