"""One number has one form, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.phones import holds_phone, normalised_phone

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


@pytest.mark.clause("6.4.1")
@pytest.mark.parametrize(
    "id",
    [
        *("13800138000", "tel:13911112222", "wang13800138000", "13800138000@x.cn", "13800138000x"),
        *("wx/13800138000", "cus_13812341234", "138-0013-8000", "138.0013.8000", "138_0013_8000"),
        *("call-20261127-13800138000", "+86-138:00138000", "wang+8613800138000", "008613800138000"),
        *(
            "tel:0571-88888888",
            "0571_88123456",
            "1+86-571-88888888",
            "057188888888",
            "(138)00138000",
        ),
        *("１３８００１３８０００", "5f7c8ec7-13800138000", "b" * 50 + "13800138000"),
    ],
)
def test_a_telephone_number_within_an_id_is_seen_whatever_is_around_it(id: str) -> None:
    assert holds_phone(id)


@pytest.mark.parametrize(
    "id",
    [
        *(
            "",
            "customer-wang",
            "20261123",
            "2026112301",
            "GS-2026-0001",
            "call-20261127-1",
            "1380-0138",
        ),
        *(
            "auth0|5f7c8ec7c33c6c004bbafe82",
            "google-oauth2|103547991597142817347",
            "20261127-093015",
        ),
        # Drawn by lot, and the names that telephone systems give to calls.
        *("13912345-6781-4abc-8abc-013912345678", "us-east-1:13912345-6781-4ABC-8ABC-013912345678"),
        *(
            "5f7c8ec13800138000c6c004",
            "1764295200.5",
            "4008001234",
            "95588",
            "12345678901",
            "1-3800138000",
        ),
        *("tel_7KZ3M18EC0KYDXHRENC0913800", "4200002626202611230001"),
    ],
)
def test_ids_without_one_are_left_alone(id: str) -> None:
    assert not holds_phone(id)


@given(st.text("0123456789+-._:|ax", max_size=128))
def test_every_id_is_answered_and_a_number_put_into_it_is_seen(id: str) -> None:
    holds_phone(id)
    assert holds_phone(f"{id}x13800138000x{id}")
