"""The unified social credit code and the certificates it replaces."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.findings import refusing
from teleshop.suppliers.domain.application import check_uscc
from teleshop.suppliers.domain.registration import (
    THREE_CERTIFICATES,
    InvalidUsccError,
    certificates_proven_by_licence,
    certificates_proven_separately,
    normalise_code,
    organisation_code_agrees,
    organisation_code_check_character,
    parse_uscc,
)

pytestmark = pytest.mark.clause("2.1.2")

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALID = [
    "91110000100000016D",
    "91330100799653052A",
    "92440305MA5D00075X",
    "914403007084611280",
    "91440300708461136T",
    "91350100M000100Y43",
]


def check_character(first: str) -> str:
    """The check character by the formula of GB 32100, written here independently of the product."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first))
    return ALPHABET[(31 - total % 31) % 31]


codes = st.builds(
    lambda head, region, tail: (head + region + tail) + check_character(head + region + tail),
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize("code", VALID)
def test_a_code_with_the_right_check_character_is_accepted(code: str) -> None:
    uscc = parse_uscc(code)
    assert uscc.value == uscc.tax_number == code
    assert uscc.organisation_code == code[8:17]


@pytest.mark.parametrize(
    ("text", "fault", "position"),
    [
        ("91350100M000100Y4Z", "character", 18),
        ("91350100M000100Y44", "check_character", None),
        ("9133010079965305X8", "check_character", None),
        ("91330100O99653052A", "character", 9),
        ("9133010079965305", "length", None),
        ("91330100799653052AA", "length", None),
        ("", "length", None),
        ("9133A100799653052A", "form", None),
        ("91330100799653052\n", "length", None),
        ("9133010079965305٢A", "character", 17),
    ],
)
def test_a_wrong_code_is_refused_for_its_first_fault(
    text: str, fault: str, position: int | None
) -> None:
    with pytest.raises(InvalidUsccError) as refused:
        parse_uscc(text)
    assert (refused.value.fault, refused.value.position) == (fault, position)


@pytest.mark.parametrize(
    "text",
    [
        " 91330100799653052a ",
        "９１３３０１００７９９６５３０５２Ａ",
        "\ufeff91330100799653052A\u200b",
        "91330100799653052A\n",
    ],
)
def test_width_case_blanks_and_invisible_characters_make_no_difference(text: str) -> None:
    assert parse_uscc(text).value == "91330100799653052A"


@given(codes)
def test_every_code_of_the_standard_is_accepted_letters_in_front_included(code: str) -> None:
    assert parse_uscc(code.lower()).value == code


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_changed_character_is_always_noticed(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]
    if changed == code:
        return
    with pytest.raises(InvalidUsccError):
        parse_uscc(changed)


@given(st.text(max_size=24))
def test_any_text_is_a_code_or_a_typed_refusal(text: str) -> None:
    uscc, found = check_uscc(text)
    assert (uscc is None) == bool(refusing(found))


@given(st.text(max_size=24))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise_code(normalise_code(text)) == normalise_code(text)


@pytest.mark.parametrize(
    ("code", "agrees"),
    [("799653052", True), ("708461136", True), ("M000100Y4", True), ("708461135", False)],
)
def test_the_organisation_code_has_a_check_character_of_its_own(code: str, agrees: bool) -> None:
    assert organisation_code_agrees(code) is agrees


@pytest.mark.parametrize(
    ("first_eight", "expected"), [("00000000", "0"), ("00000001", "9"), ("00000006", "X")]
)
def test_remainders_ten_and_eleven_of_the_organisation_code(
    first_eight: str, expected: str
) -> None:
    assert organisation_code_check_character(first_eight) == expected


def test_an_organisation_code_of_another_form_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="eight digits"):
        organisation_code_check_character("1234567-")


def test_a_failing_organisation_code_inside_a_right_code_is_a_warning_only() -> None:
    first = "91330100799653053"
    uscc, found = check_uscc(first + check_character(first))
    assert uscc is not None
    assert [(finding.code, finding.severity) for finding in found] == [
        ("organisation_code_check", "warn")
    ]


def test_an_authority_that_issues_no_business_licence_is_a_warning() -> None:
    first = "5133010079965305 2".replace(" ", "")
    _, found = check_uscc(first + check_character(first))
    assert [(finding.code, finding.severity) for finding in found] == [("uscc_authority", "warn")]


@pytest.mark.parametrize(
    ("issued_on", "all_three"),
    [
        (date(2015, 9, 30), False),
        (date(2015, 10, 1), True),
        (date(2026, 1, 1), True),
        (None, False),
    ],
)
def test_a_licence_with_a_code_proves_all_three_certificates_since_october_2015(
    issued_on: date | None, all_three: bool
) -> None:
    assert (certificates_proven_by_licence(issued_on) == THREE_CERTIFICATES) is all_three


@pytest.mark.parametrize(
    ("issued_on", "today", "proves"),
    [
        (date(2014, 5, 1), date(2017, 12, 31), True),
        (date(2014, 5, 1), date(2018, 1, 1), False),
        (date(2014, 5, 1), date(2026, 11, 23), False),
        (None, date(2017, 12, 31), False),
    ],
)
def test_an_old_certificate_proves_until_the_end_of_2017_with_its_day_of_issue(
    issued_on: date | None, today: date, proves: bool
) -> None:
    old = [("tax_registration_certificate", issued_on)]
    proven = certificates_proven_separately(old, today=today, end=date(2018, 1, 1))
    assert ("tax_registration_certificate" in proven) is proves
