"""One number has one form, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.phones import normalised_phone

MOBILE = "+8613800138000"


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138.0013.8000",
        "138·0013·8000",
        "+86 13800138000",
        "+8613800138000",
        "0086 138 0013 8000",
        "8613800138000",
        "（138）00138000",
        "１３８００１３８０００",
    ],
)
def test_a_mobile_number_is_the_same_however_it_is_written(written: str) -> None:
    assert normalised_phone(written) == MOBILE


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0571-88888888", "+8657188888888"),
        ("+86 571 88888888", "+8657188888888"),
        ("010 6555 1234", "+861065551234"),
        ("(021)62881234", "+862162881234"),
        ("0915-3212345", "+869153212345"),
    ],
)
def test_a_fixed_number_keeps_its_area(written: str, kept: str) -> None:
    assert normalised_phone(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "88888888",
        "12345678901",
        "1380013800",
        "138001380001",
        "4008001234",
        "95588",
        "+852 2123 4567",
        "0571-88888888 转 12",
        "0571-18888888",
        "57188888888",
        "13800138000; DROP",
        "1380013800o",
        "1" * 31,
    ],
)
def test_what_reaches_nobody_here_is_no_number(written: str) -> None:
    assert normalised_phone(written) is None


@given(st.text(max_size=40))
def test_any_text_is_answered_and_the_kept_form_is_kept(written: str) -> None:
    kept = normalised_phone(written)
    assert kept is None or normalised_phone(kept) == kept
