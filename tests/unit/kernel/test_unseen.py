"""What is drawn as nothing is no text of a label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.unseen import BLANK_LETTERS, UNSEEN, is_plain_line, is_seen, without_undrawn

NOTHING = ["\u200b", "\u00ad", "\u2800", "\u3164", "\n", "\r", "\u2028", "\u2029", "\t", "\u200d"]


@pytest.mark.parametrize("sign", NOTHING)
def test_a_sign_that_is_not_drawn_is_neither_a_line_nor_part_of_one(sign: str) -> None:
    assert not is_plain_line(sign)
    assert not is_plain_line(f"王{sign}小明")
    assert not is_seen(sign)


@pytest.mark.parametrize(
    "text",
    ["王小明", "Jo Ann", "文三路 1 号 2 幢 301 室", "買\u3000家", "王\ue000", "王\U00031350"],
)
def test_names_and_addresses_as_people_write_them_are_lines(text: str) -> None:
    assert is_plain_line(text)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u0301"])
def test_blanks_alone_are_no_line(text: str) -> None:
    assert not is_plain_line(text)


@given(st.text(), st.sampled_from(sorted(BLANK_LETTERS)))
def test_whatever_no_text_holds_no_line_holds(text: str, blank: str) -> None:
    if UNSEEN.search(text):
        assert not is_plain_line(text)
    assert not is_plain_line(text + blank)


@pytest.mark.parametrize(
    "sign", ["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"]
)
def test_what_is_no_character_is_in_no_text(sign: str) -> None:
    assert UNSEEN.search(f"锅{sign}")
    assert not is_plain_line(f"锅{sign}")


@pytest.mark.parametrize(
    "sign", ["\ufdcf", "\ufdf0", "\ufffd", "\U00010000", "\U0001fffd", "\ue000"]
)
def test_the_characters_beside_them_are_left(sign: str) -> None:
    assert UNSEEN.search(f"锅{sign}") is None


@pytest.mark.parametrize(
    "sign", [*NOTHING, " ", "\u3000", "\u034f", "\u115f", "\ufe0f", "\U000e0100", "\U000e0041"]
)
def test_what_a_reader_compares_has_no_sign_that_is_drawn_as_nothing(sign: str) -> None:
    assert without_undrawn(f"{sign}[2026]{sign}12{sign}") == "[2026]12"


@given(st.text())
def test_what_a_reader_sees_stays(text: str) -> None:
    left = without_undrawn(text)
    assert [sign for sign in left if is_seen(sign)] == [sign for sign in text if is_seen(sign)]
    assert without_undrawn(left) == left
