"""A cursor is opaque, signed and fits only the list it came from."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel import signing
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.paging import Page, open_cursor, read_cursor, seal_cursor, sign_cursor
from teleshop.kernel.signing import derived_key, forget_keys, keyed_hash

POSITION = {"pk": {"S": "supplier#1"}, "sk": {"S": "a"}}


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    use_secret(monkeypatch, b"a secret of the tests")
    yield
    forget_keys()


def use_secret(monkeypatch: pytest.MonkeyPatch, secret: bytes) -> None:
    real = signing._secret
    forget_keys()

    def known() -> bytes:
        return secret

    known.cache_clear = real.cache_clear  # type: ignore[attr-defined]  # looks like the cached one
    monkeypatch.setattr(signing, "_secret", known)


def refused(scope: str, cursor: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        read_cursor(scope, cursor)
    assert [fault.code for fault in error.value.errors] == ["invalid_cursor"]
    assert [fault.pointer for fault in error.value.errors] == ["/cursor"]


def test_a_cursor_gives_its_position_back() -> None:
    assert read_cursor("list", sign_cursor("list", POSITION)) == POSITION


@pytest.mark.parametrize("scope", ["other", "list|status=draft", "", "list "])
def test_a_cursor_of_another_list_or_filter_is_refused(scope: str) -> None:
    refused(scope, sign_cursor("list|status=active", POSITION))


def test_a_cursor_with_any_letter_changed_is_refused() -> None:
    cursor = sign_cursor("list", POSITION)
    signature = len(cursor.rsplit(".", 1)[1])
    # The last letter of unpadded base64 carries spare bits: it may change without changing a byte.
    for place in range(len(cursor) - 1):
        letter = "A" if cursor[place] != "A" else "B"
        changed = cursor[:place] + letter + cursor[place + 1 :]
        if place == len(cursor) - signature - 1:
            continue
        refused("list", changed)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    refused("list", text)


def test_a_signed_value_that_is_no_position_is_refused() -> None:
    cursor = sign_cursor("list", ["not", "a", "position"])  # type: ignore[arg-type]  # the point
    refused("list", cursor)


def test_a_cursor_does_not_survive_a_change_of_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = sign_cursor("list", POSITION)
    use_secret(monkeypatch, b"another")
    refused("list", cursor)


def test_keys_of_different_purposes_are_unrelated() -> None:
    assert derived_key("cursor") != derived_key("lookup")
    assert keyed_hash("phone", "1") != keyed_hash("name", "1")
    assert keyed_hash("phone", "1") == keyed_hash("phone", "1")


def test_a_page_keeps_its_cursor_when_its_items_change() -> None:
    page: Page[Any] = Page([1, 2], "next")
    assert page.map(str) == Page(["1", "2"], "next")


def unopened(scope: str, cursor: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        open_cursor(scope, cursor)
    assert [fault.code for fault in error.value.errors] == ["invalid_cursor"]


def test_a_sealed_cursor_gives_its_position_back_and_shows_nothing_of_it() -> None:
    place = {"before": "2026-11-23T04:00:00#SurveyAnswered#evt_01KASY2D7V3M7T1QZ9N3D6W8XR"}
    cursor = seal_cursor("list", place)
    assert open_cursor("list", cursor) == place
    raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    for shown in (cursor.encode(), raw):
        assert not any(part in shown for part in (b"2026", b"Survey", b"evt_", b"before"))
    assert seal_cursor("list", place) != cursor


@pytest.mark.parametrize("scope", ["other", "list|kind=answer", ""])
def test_a_sealed_cursor_of_another_list_is_refused(scope: str) -> None:
    unopened(scope, seal_cursor("list", POSITION))


@given(
    st.one_of(
        st.text(max_size=80),
        st.binary(max_size=80).map(lambda raw: urlsafe_b64encode(raw).decode()),
    )
)
def test_what_was_never_sealed_is_refused(cursor: str) -> None:
    unopened("list", cursor)


def test_a_sealed_cursor_with_a_changed_byte_is_refused() -> None:
    cursor = seal_cursor("list", POSITION)
    raw = bytearray(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    for place in range(len(raw)):
        changed = bytes(byte ^ (place == at) for at, byte in enumerate(raw))
        unopened("list", urlsafe_b64encode(changed).decode())
    unopened("list", sign_cursor("list", POSITION))
