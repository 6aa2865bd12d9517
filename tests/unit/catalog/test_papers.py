"""Certificates that come with goods: the rows of rules §7, by number and by day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from teleshop.catalog.domain.admission import check_admission
from teleshop.catalog.domain.content import Content, ProductDocument
from teleshop.catalog.domain.rulebook import RequiredDocument
from teleshop.kernel.findings import Finding, refusing
from tests.factories.goods import CCC, FILES, POTS, TODAY, content, facts


def judged(
    type: str,
    number: str | None,
    *,
    today: date = TODAY,
    air_on: date | None = None,
    valid_to: date | None = date(2028, 6, 1),
    issued_on: date | None = date(2024, 6, 1),
) -> list[Finding]:
    """What is said of one certificate that the category asks for."""
    document = ProductDocument(
        document_id=CCC, type=type, number=number, issued_on=issued_on, valid_to=valid_to
    )
    category = replace(
        POTS, required_documents=(RequiredDocument(any_of=(type,), source="rules §7"),)
    )
    given: Content = content(documents=(document,), air_on=air_on, production_date=None)
    return check_admission(given, facts(category=category, files=FILES, today=today))


ROWS = [
    ("food_business_licence", "JY13301060123456"),
    ("prepackaged_food_filing", "YB13301060123456"),
    ("food_production_licence", "SC11834020305037"),
    ("health_food_registration", "国食健注G20200123"),
    ("health_food_registration", "国食健字G20080123"),
    ("health_food_filing", "食健备G202033001234"),
    ("infant_formula_registration", "国食注字YP20200123"),
    ("special_medical_food_registration", "国食注字TY20200123"),
    ("cosmetics_filing", "浙G妆网备字2020123456"),
    ("special_cosmetics_registration", "国妆特字G20201234"),
    ("special_cosmetics_registration", "国妆特进字20201234"),
    ("device_1_filing", "浙杭械备20200123"),
    ("device_1_filing", "国械备20200123"),
    ("device_2_registration", "粤械注准20232140123"),
    ("device_3_registration", "国械注准20243090123"),
    ("ccc_certificate", "2016010901123456"),
    ("pesticide_registration", "PD20201234"),
    ("industrial_production_licence", "XK16-204-01234"),
]


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize(("type", "number"), ROWS)
def test_numbers_of_the_table_pass(type: str, number: str) -> None:
    assert [one.code for one in judged(type, number)] == []


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize(
    ("type", "number"),
    [
        ("food_production_licence", "SC31834020305037"),
        ("food_production_licence", "QS330106010123"),
        ("device_1_filing", "械备20200123"),
        ("device_2_registration", "粤械注进20232140123"),
        ("device_2_registration", "粤械注准20233140123"),
        ("device_3_registration", "粤械注准20243090123"),
        ("device_3_registration", "国械注准20242090123"),
    ],
)
def test_numbers_of_another_form_are_refused_where_the_form_is_certain(
    type: str, number: str
) -> None:
    found = judged(type, number)
    assert [one.pointer for one in refusing(found)] == ["/documents/0/number"]
    assert all(one.clause == "2.1.3" for one in found)


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize(
    ("type", "number"),
    [
        ("cosmetics_filing", "G妆网备字2020"),
        ("health_food_filing", "123"),
        ("ccc_certificate", "1"),
    ],
)
def test_numbers_of_another_form_are_remarked_where_it_is_not(type: str, number: str) -> None:
    found = judged(type, number)
    assert refusing(found) == []
    assert [one.pointer for one in found] == ["/documents/0/number"]


@pytest.mark.clause("2.1.1")
def test_the_number_of_a_drug_is_refused_on_any_certificate() -> None:
    """Drugs may not be sold on television (R4.4)."""
    found = refusing(judged("ccc_certificate", "国药准字H20203001"))
    assert [one.pointer for one in found] == ["/documents/0/number"]


@pytest.mark.clause("2.1.3")
def test_a_ccc_certificate_is_not_of_a_year_to_come() -> None:
    """R7.2: the first four digits are at most this year."""
    assert judged("ccc_certificate", "2026010901123456") == []
    (found,) = judged("ccc_certificate", "2027010901123456")
    assert found.pointer == "/documents/0/number"
    assert judged("ccc_certificate", "2027010901123456", today=date(2027, 1, 1)) == []


@pytest.mark.clause("2.1.3")
def test_an_sc_number_with_another_check_digit_is_remarked_not_refused() -> None:
    """R7.3: some numbers on labels fail it."""
    (found,) = judged("food_production_licence", "SC11834020305038")
    assert (found.severity, found.rule) == ("warn", "R7.3")


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize(
    ("last", "refused", "remarked"),
    [
        (TODAY - timedelta(days=1), True, False),
        (TODAY, False, True),
        (TODAY + timedelta(days=30), False, True),
        (TODAY + timedelta(days=31), False, False),
    ],
)
def test_an_expired_certificate_blocks_and_thirty_days_are_warned_of(
    last: date, refused: bool, remarked: bool
) -> None:
    """R7.1: on its last day a certificate still holds."""
    found = judged("ccc_certificate", "2024010901123456", valid_to=last)
    assert bool(refusing(found)) == refused
    assert (len(found) > len(refusing(found))) == remarked


@pytest.mark.clause("2.1.3")
def test_a_certificate_must_hold_on_the_day_on_air() -> None:
    """R7.1: expiry < airing date blocks."""
    last = date(2027, 3, 1)
    number = "2024010901123456"
    assert judged("ccc_certificate", number, valid_to=last, air_on=last) == []
    (found,) = judged("ccc_certificate", number, valid_to=last, air_on=last + timedelta(days=1))
    assert (found.code, found.rule) == ("document_expires_before_air", "R7.1-goods")
    assert found.severity == "refuse"


@pytest.mark.clause("2.1.3")
def test_a_certificate_that_ends_by_law_says_when() -> None:
    found = refusing(judged("special_cosmetics_registration", "国妆特字G20201234", valid_to=None))
    assert [one.pointer for one in found] == ["/documents/0/valid_to"]


@pytest.mark.clause("2.1.3")
def test_a_paper_of_goods_has_its_own_days() -> None:
    papers = content().documents
    ended = replace(papers[1], valid_to=TODAY - timedelta(days=1))
    found = refusing(check_admission(content(documents=(papers[0], ended)), facts()))
    assert [(one.pointer, one.code) for one in found] == [
        ("/documents/1/valid_to", "document_expired")
    ]
    soon = replace(papers[1], valid_to=TODAY + timedelta(days=30))
    known = content(documents=(papers[0], soon), air_on=None)
    assert [one.code for one in check_admission(known, facts())] == ["document_expiring"]
