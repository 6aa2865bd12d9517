"""One number has one form, however it is written."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given
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
        # In groups of one digit, or parted by plus signs.
        *("1-380-013-8000", "tel:1-3800138000", "1-3-8-0-0-1-3-8-0-0-0", "1380013800.0"),
        *("138+0013+8000", "wang+13800138000", "1764295200-5", "13800138000.5"),
        # As people write them, also where a group could be a day or a time of day.
        *("138-1125-0001", "+86-138-1930-2030", "010-6555-1130", "0571-888-1930"),
        *("0315-8888888", "0930-8888-1930", "+86 10 6555 1130", "20261128-1930-138-1930-2030"),
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
        ),
        # Days and times of day, with serial numbers around them.
        *("010-20261123", "021-20261123", "0310-20261123", "15-1125-00001", "1930-2030-001"),
        *("cctv-20261128-1930-2030-001", "zj-1930-2000-001", "prog.021.20261123"),
        *("193000-00001", "13-261128-001", "13-202611-001", "138-20261128", "021-2000-2030"),
        *("010-2026-11-23", "2026-11-15-193000001", "cctv:19:30-20:30-001", "0315-2030-0001"),
        *("tel_7KZ3M18EC0KYDXHRENC0913800", "4200002626202611230001"),
    ],
)
def test_ids_without_one_are_left_alone(id: str) -> None:
    assert not holds_phone(id)


@given(st.text("0123456789+-._:|ax", max_size=128))
def test_every_id_is_answered_and_a_number_put_into_it_is_seen(id: str) -> None:
    holds_phone(id)
    assert holds_phone(f"{id}x13800138000x{id}")


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
TIMES = st.times().map(lambda at: f"{at:%H%M}")
SIGNS = st.sampled_from("-_./:|")


def serial(most: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=1, max_size=most)


@pytest.mark.clause("4.3.4", "6.4.1")
@given(
    serial(12),
    DAYS,
    st.lists(TIMES, max_size=3),
    serial(6),
    SIGNS,
)
def test_a_serial_number_with_a_day_is_refused_only_for_digits_that_are_a_number_by_themselves(
    before: str, day: date, times: list[str], counter: str, sign: str
) -> None:
    groups = [before, f"{day:%Y%m%d}", *times, counter]
    by_itself = normalised_phone(before) is not None
    assert holds_phone(sign.join(groups)) == by_itself
    assert holds_phone(sign.join(["cctv", *groups])) == by_itself


@pytest.mark.clause("4.3.4", "6.4.1")
@given(serial(2), DAYS, st.tuples(TIMES, TIMES), serial(6), SIGNS)
def test_sheets_of_a_day_of_the_year_and_slots_from_one_time_to_another_are_no_numbers(
    desk: str, day: date, slot: tuple[str, str], counter: str, sign: str
) -> None:
    begin, end = slot
    assert not holds_phone(sign.join((desk, f"{day:%m%d}", counter)))
    assert not holds_phone(sign.join((desk, f"{day:%y%m%d}", counter)))
    assert not holds_phone(sign.join(("zj", begin, end, counter)))
    assert not holds_phone(f"zj-{day}-{begin[:2]}:{begin[2:]}-{end[:2]}:{end[2:]}-{counter}")


def can_be_a_day_or_a_time(group: str) -> bool:
    day, hour = (
        re.compile(r"(0[1-9]|1[012])(0[1-9]|[12]\d|3[01])"),
        re.compile(r"([01]\d|2[0-3])[0-5]\d"),
    )
    match len(group):
        case 4:
            return bool(day.match(group) or hour.match(group) or group.startswith("20"))
        case 6:
            return bool(day.match(group, 2) or hour.match(group) or group.startswith("20"))
        case 8:
            return group.startswith("20")
    return False


def is_sign(it: str) -> bool:
    return not re.search(r"[0-9A-Za-z]", unicodedata.normalize("NFKC", it))


@st.composite
def numbers_in_pieces(draw: st.DrawFn) -> tuple[list[str], str]:
    """A mobile number cut at any places, and what it is with any signs at the cuts."""
    number = draw(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True, alphabet="0123456789"))
    cuts = sorted(draw(st.sets(st.integers(1, 10))))
    pieces = [number[a:b] for a, b in zip([0, *cuts], [*cuts, 11], strict=True)]
    signs = st.text(
        st.characters(exclude_categories=["Cs"]).filter(is_sign), min_size=1, max_size=3
    )
    written = pieces[0]
    for piece in pieces[1:]:
        written += draw(st.sampled_from("-. _+/:") | signs) + piece
    return pieces, written


@pytest.mark.clause("6.4.1")
@given(numbers_in_pieces(), st.sampled_from(("", "tel:", "x", "20261128-", "王")))
def test_a_mobile_number_in_any_pieces_is_seen_unless_one_can_be_a_day_or_a_time(
    number: tuple[list[str], str], before: str
) -> None:
    pieces, written = number
    if [len(piece) for piece in pieces] != [3, 4, 4]:
        assume(not any(can_be_a_day_or_a_time(piece) for piece in pieces))
    # 19:30 is a time of day, and 1764295200.5 a call.
    plain = unicodedata.normalize("NFKC", written)
    assume(not re.search(r"(?<!\d)\d\d:\d\d(?!\d)", plain))
    assume(not re.fullmatch(r"\d{10}\.\d", plain))
    assert holds_phone(before + written)


@pytest.mark.clause("6.4.1")
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True, alphabet="0123456789"), SIGNS)
def test_a_mobile_number_as_people_write_it_is_seen_whatever_its_digits(
    number: str, sign: str
) -> None:
    assert holds_phone(number)
    assert holds_phone(sign.join((number[:3], number[3:7], number[7:])))
