"""Numbers and validity of qualification documents."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.suppliers.domain.catalogue import default_catalogue
from teleshop.suppliers.domain.policy import DEFAULT_POLICY
from teleshop.suppliers.domain.qualifications import (
    check_file,
    check_number,
    check_validity,
    current_qualifications,
    is_drug_number,
    sc_check_digit_agrees,
)
from tests.factories.suppliers import NUMBERS, TODAY, qualification

pytestmark = pytest.mark.clause("3.1.2")

TYPES = default_catalogue().types


def remarks(type: str, number: str, today: date = TODAY) -> list[tuple[str, str]]:
    found = check_number(qualification(type, number=number), TYPES[type], today, "/number")
    return [(finding.code, finding.severity) for finding in found]


@pytest.mark.parametrize("type", sorted(NUMBERS))
def test_a_number_of_the_usual_form_has_no_remark(type: str) -> None:
    assert remarks(type, NUMBERS[type]) == []


@pytest.mark.parametrize(
    ("type", "number"),
    [
        ("food_production_licence", "SC31834020305037"),
        ("food_production_licence", "SC1183402030503"),
        ("food_production_licence", "JY11834020305037"),
        ("device_1_filing", "国械备2023001"),
        ("device_2_registration", "粤械注进20232140123"),
        ("device_2_registration", "粤械注许20232140123"),
        ("device_2_registration", "粤械注准20233140123"),
        ("device_3_registration", "粤械注准20243090123"),
        ("device_3_registration", "国械注准20242090123"),
        ("device_3_registration", "国械注准2024309012٣"),
    ],
)
def test_a_wrong_form_refuses_where_the_form_is_certain(type: str, number: str) -> None:
    assert remarks(type, number) == [("number_format", "refuse")]


@pytest.mark.parametrize(
    ("type", "number"),
    [
        ("food_business_licence", "JY1330106012345"),
        ("prepackaged_food_filing", "JY13301060123456"),
        ("health_food_registration", "国食健注X20160001"),
        ("cosmetics_filing", "G妆网备字2023000001"),
        ("special_cosmetics_registration", "国妆备字G20230001"),
        ("ccc_certificate", "201601090112345"),
        ("disinfectant_hygiene_licence", "卫消证字2023第0001号"),
        ("radio_type_approval", "23AP1234"),
        ("pesticide_registration", "XX20230001"),
        ("industrial_production_licence", "XK16-204-0001"),
    ],
)
def test_a_wrong_form_warns_where_the_form_is_not_certain(type: str, number: str) -> None:
    assert remarks(type, number) == [("number_format", "warn")]


@pytest.mark.parametrize(
    ("type", "number"),
    [
        ("device_2_registration", "国械注进20232140123"),
        ("device_2_registration", "国械注许20232140123"),
        ("device_1_filing", "国械备20230001"),
        ("device_1_filing", "粤械备20230001"),
        ("cosmetics_filing", "国妆网备进字（沪）2023000001"),
        ("cosmetics_filing", "国妆网备制字20230001"),
        ("special_cosmetics_registration", "国妆特进字20230001"),
        ("health_food_registration", "国食健字G20050001"),
        ("disinfectant_hygiene_licence", "卫消证字（2023）第0001号"),
    ],
)
def test_every_variant_of_the_table_is_taken_full_width_brackets_too(
    type: str, number: str
) -> None:
    assert remarks(type, number) == []


@pytest.mark.parametrize(
    ("number", "agrees"), [("SC11834020305037", True), ("SC11834020305038", False)]
)
def test_the_check_digit_of_a_production_licence_only_warns(number: str, agrees: bool) -> None:
    assert sc_check_digit_agrees(number) is agrees
    assert remarks("food_production_licence", number) == (
        [] if agrees else [("sc_check_digit", "warn")]
    )


@given(st.text("0123456789", min_size=13, max_size=13))
def test_exactly_one_check_digit_fits_a_production_licence(digits: str) -> None:
    fitting = [last for last in "0123456789" if sc_check_digit_agrees(f"SC{digits}{last}")]
    assert len(fitting) == 1


def test_a_check_digit_is_asked_of_production_licences_only() -> None:
    with pytest.raises(ValueError, match="fourteen"):
        sc_check_digit_agrees("JY11834020305037")


def test_a_qs_number_is_answered_with_its_end() -> None:
    assert remarks("food_production_licence", "QS330104010001") == [("qs_ended", "refuse")]


@pytest.mark.parametrize(
    ("type", "number", "severity"),
    [
        ("ccc_certificate", "2027010901123456", "warn"),
        ("device_3_registration", "国械注准20273090123", "refuse"),
    ],
)
def test_a_number_from_a_year_to_come_is_noticed(type: str, number: str, severity: str) -> None:
    assert remarks(type, number) == [("number_year_in_future", severity)]
    assert remarks(type, number, date(2027, 1, 1)) == []


@pytest.mark.clause("2.1.1")
@pytest.mark.parametrize("letter", "HZSBTJ")
def test_the_number_of_a_drug_is_refused_under_whatever_type(letter: str) -> None:
    number = f"国药准字{letter}20230001"
    assert is_drug_number(number)
    assert remarks("cosmetics_filing", number) == [("drug_number", "refuse")]
    assert remarks("jewellery_identification", f"见 {number}") == [("drug_number", "refuse")]


def test_a_missing_number_is_refused_unless_the_type_has_none() -> None:
    assert remarks("ccc_certificate", " \u200b") == [("number_missing", "refuse")]
    assert remarks("credit_report", "") == []


@given(st.sampled_from(sorted(TYPES)), st.text(max_size=30))
def test_any_number_gets_an_answer_with_a_text_in_both_languages(type: str, number: str) -> None:
    for finding in check_number(qualification(type, number=number), TYPES[type], TODAY, "/number"):
        assert finding.message("zh")
        assert finding.message("en")


def validity(type: str = "food_production_licence", **changes: date | None) -> list[str]:
    document = qualification(type, **changes)
    found = check_validity(document, TYPES[type], TODAY, DEFAULT_POLICY, "/documents/0")
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [
        (-1, ["document_expired"]),
        (0, ["document_expiring"]),
        (1, ["document_expiring"]),
        (30, ["document_expiring"]),
        (31, []),
    ],
)
def test_the_last_day_is_valid_and_thirty_days_before_it_warn(
    days_left: int, expected: list[str]
) -> None:
    assert validity(valid_to=TODAY + timedelta(days=days_left)) == expected


def test_a_type_that_expires_needs_its_last_day() -> None:
    assert validity(valid_to=None) == ["expiry_missing"]
    assert validity(valid_to=date(9999, 12, 31)) == ["expiry_missing"]
    assert validity("business_licence", valid_to=None) == []
    assert validity("business_licence", valid_to=date(9999, 12, 31)) == []


def test_an_issue_in_the_future_and_a_reversed_period_are_refused() -> None:
    assert validity(issued_on=TODAY) == []
    assert validity(issued_on=TODAY + timedelta(days=1)) == ["issued_in_future"]
    assert validity(issued_on=date.max) == ["issued_in_future"]
    assert validity(issued_on=TODAY, valid_to=TODAY - timedelta(days=1)) == [
        "document_expired",
        "validity_reversed",
    ]


def test_a_validity_longer_than_usual_is_worth_a_look() -> None:
    assert validity(issued_on=date(2024, 2, 29), valid_to=date(2029, 2, 28)) == []
    assert validity(issued_on=date(2024, 2, 29), valid_to=date(2029, 3, 1)) == ["validity_unusual"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("accepted", []),
        ("checking", ["document_not_checked"]),
        ("rejected", ["document_rejected"]),
        ("awaiting_upload", ["document_not_uploaded"]),
        ("expired", ["document_not_uploaded"]),
    ],
)
def test_only_a_file_that_passed_its_check_counts(content: str, expected: list[str]) -> None:
    kind = TYPES["business_licence"]
    found = check_file(qualification(content=content), kind, "/documents/0")
    assert [finding.code for finding in found] == expected


def test_a_renewal_takes_the_place_of_what_it_renews() -> None:
    old = qualification("ccc_certificate", id="old", valid_to=TODAY)
    same_number = qualification("ccc_certificate", id="new")
    other_number = qualification("ccc_certificate", id="new", number="2020010901123456")
    assert current_qualifications([old, same_number]) == [same_number]
    assert current_qualifications([old, other_number]) == [old, other_number]
    named = qualification("ccc_certificate", id="new", number="2020010901123456", replaces="old")
    assert current_qualifications([old, named]) == [named]


def test_a_renewal_counts_only_when_accepted_and_of_the_same_type() -> None:
    old = qualification("ccc_certificate", id="old", valid_to=TODAY)
    unchecked = qualification("ccc_certificate", id="new", content="checking", replaces="old")
    other_type = qualification("jewellery_identification", id="new", replaces="old")
    assert current_qualifications([old, unchecked]) == [old, unchecked]
    assert current_qualifications([old, other_type]) == [old, other_type]
