"""Whom an invoice is made out to: what each kind needs, what it does not take, what is shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.invoices.domain.buyer import (
    Buyer,
    InvoiceKind,
    buyer_faults,
    masked,
    tidied,
)

pytestmark = pytest.mark.clause("6.3.1")
PERSON = Buyer(title="王小明", email="wang@example.com")
ORGANISATION = replace(PERSON, title="杭州示例科技有限公司", tax_id="91330100799653052A")
WHOLE = replace(
    ORGANISATION,
    address="杭州市示例路 1 号",
    phone="0571-00000000",
    bank="示例银行杭州分行",
    bank_account="6222 0000 0000 0000 000",
)
KINDS = InvoiceKind


def codes(kind: InvoiceKind, buyer: Buyer) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in buyer_faults(kind, tidied(buyer))]


@pytest.mark.parametrize(
    ("kind", "buyer"),
    [(KINDS.PERSONAL, PERSON), (KINDS.ORDINARY, ORGANISATION), (KINDS.SPECIAL, WHOLE)],
)
def test_what_a_kind_needs_is_enough(kind: InvoiceKind, buyer: Buyer) -> None:
    assert codes(kind, buyer) == []


def test_an_ordinary_invoice_may_say_more() -> None:
    assert codes(KINDS.ORDINARY, WHOLE) == []


@pytest.mark.clause("6.4.1")
def test_what_a_person_need_not_tell_is_not_taken() -> None:
    assert codes(KINDS.PERSONAL, replace(WHOLE, title="王小明")) == [
        (f"/{name}", "not_for_persons")
        for name in ("tax_id", "address", "phone", "bank", "bank_account")
    ]


def test_a_special_invoice_names_everything_that_is_missing_at_once() -> None:
    assert codes(KINDS.SPECIAL, PERSON) == [
        ("/tax_id", "tax_id_missing"),
        ("/address", "needed_for_special"),
        ("/phone", "needed_for_special"),
        ("/bank", "needed_for_special"),
        ("/bank_account", "needed_for_special"),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "91110000100000016D",
        "91330100799653052A",
        "92440305MA5D00075X",
        "914403007084611280",
        "91440300708461136T",
        "91350100M000100Y43",
        " 91330100799653052a ",
        "９１３３０１００７９９６５３０５２Ａ",
    ],
)
def test_the_unified_code_is_taken_however_it_was_typed(code: str) -> None:
    buyer = replace(ORGANISATION, tax_id=code)
    assert codes(KINDS.ORDINARY, buyer) == []
    assert tidied(buyer).tax_id == code.strip().upper() or tidied(buyer).tax_id == (
        "91330100799653052A"
    )


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", "tax_id_missing"),
        ("   ", "tax_id_missing"),
        ("330100799653052", "tax_id_old"),
        ("33010079965305200001", "tax_id_old"),
        ("9133010079965305", "tax_id_length"),
        ("91330100799653052A1", "tax_id_length"),
        ("91330100O99653052A", "tax_id_character"),
        ("9133010079965305X8", "tax_id_check_character"),
        ("91350100M000100Y4Z", "tax_id_character"),
        ("91AB0100799653052A", "tax_id_form"),
    ],
)
def test_any_other_number_is_refused_with_its_reason(code: str, fault: str) -> None:
    assert codes(KINDS.ORDINARY, replace(ORGANISATION, tax_id=code)) == [("/tax_id", fault)]


def test_the_fault_of_a_character_names_its_place() -> None:
    (fault,) = buyer_faults(KINDS.ORDINARY, replace(ORGANISATION, tax_id="91330100O99653052A"))
    assert "9" in fault.message("en")
    assert fault.rule == "GB32100"


@pytest.mark.parametrize(
    "email", ["", "wang", "wang@", "@example.com", "wang@example", "w ang@example.com", "a@b,c.com"]
)
def test_what_is_no_e_mail_address_is_refused(email: str) -> None:
    assert ("/email", "email_form") in codes(KINDS.PERSONAL, replace(PERSON, email=email))


@pytest.mark.parametrize(
    "title", ["", "  ", "王\u200b明", "王\x00明", "\u3164", "王\u3164明", "王\uffff"]
)
def test_a_title_can_be_printed(title: str) -> None:
    assert codes(KINDS.PERSONAL, replace(PERSON, title=title)) == [("/title", "title_unreadable")]


@pytest.mark.parametrize("text", ["\u3164", "示例\u200b行", "示例\u2800", "示例\ufffe"])
def test_address_and_bank_can_be_printed_too(text: str) -> None:
    assert codes(KINDS.SPECIAL, replace(WHOLE, address=text, bank=text)) == [
        ("/address", "text_unreadable"),
        ("/bank", "text_unreadable"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [("phone", "call me", "phone_form"), ("bank_account", "12A4567", "account_form")],
)
def test_numbers_have_digits(name: str, value: str, fault: str) -> None:
    assert codes(KINDS.SPECIAL, replace(WHOLE, **{name: value})) == [(f"/{name}", fault)]


def test_blanks_are_tidied_and_what_is_blank_is_not_told() -> None:
    made = tidied(replace(PERSON, title=" 王\u3000 小明\n", address="  ", bank=None))
    assert (made.title, made.address, made.bank) == ("王 小明", None, None)


@pytest.mark.clause("6.4.1")
@given(st.text(min_size=2, max_size=40), st.text(min_size=5, max_size=40))
def test_a_mask_tells_neither_name_nor_account(title: str, account: str) -> None:
    shown = masked(replace(WHOLE, title=title, bank_account=account))
    assert shown.title == f"{title[0]}***"
    assert len(str(shown.bank_account)) <= 7
    assert account not in str(shown.bank_account) or set(account) <= {"*"}


@pytest.mark.clause("6.4.1")
def test_nothing_of_a_buyer_shows_in_a_log() -> None:
    shown = repr(WHOLE)
    assert not [value for value in (WHOLE.title, WHOLE.email, WHOLE.tax_id) if str(value) in shown]
    whole = masked(WHOLE)
    assert (whole.email, whole.tax_id, whole.address) == ("w***@example.com", "***052A", "***")
