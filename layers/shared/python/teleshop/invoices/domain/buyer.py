"""Whom an invoice is made out to (购买方): what must be told for each kind of invoice, and what
must not.

Everything here is personal or may be: the title of a natural person is a name, and an enterprise's
telephone or account may be its owner's.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from teleshop.kernel.findings import Finding, FindingKind
from teleshop.kernel.rules import rule
from teleshop.kernel.unseen import is_plain_line
from teleshop.kernel.uscc import InvalidUsccError, normalise_code, parse_uscc

CLAUSE: Final = "6.3.1"
OLD_LENGTHS: Final = frozenset({15, 17, 20})
"""Of taxpayer numbers before the unified code."""
_EMAIL: Final = re.compile(r"[^\s@,;<>\"']{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")
_PHONE: Final = re.compile(r"[0-9+()（） -]{7,25}")
_ACCOUNT: Final = re.compile(r"[0-9][0-9 -]{4,38}[0-9]")


class InvoiceKind(StrEnum):
    """What kind of invoice is wanted."""

    PERSONAL = "personal"
    """普通发票 for a natural person."""
    ORDINARY = "ordinary"
    """增值税普通发票 for an organisation."""
    SPECIAL = "special"
    """增值税专用发票: the buyer deducts its input tax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """``title`` is the name (抬头); ``email`` where the invoice is sent. The rest is for
    organisations; a special invoice needs all of it.
    """

    title: str = field(repr=False)
    email: str = field(repr=False)
    tax_id: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    bank: str | None = field(default=None, repr=False)
    bank_account: str | None = field(default=None, repr=False)


TITLE_UNREADABLE = FindingKind(
    "title_unreadable",
    CLAUSE,
    "抬头为空或含有不可打印的字符；请照营业执照或身份证件上的名称填写。",
    "The title is blank or has characters that cannot be printed; write it as on the business "
    "licence or identity card.",
)
TEXT_UNREADABLE = FindingKind(
    "text_unreadable",
    CLAUSE,
    "含有不可见或不可打印的字符；请重新手工填写。",
    "There are characters in it that cannot be seen or printed; type it anew.",
)
EMAIL_FORM = FindingKind(
    "email_form",
    CLAUSE,
    "电子邮箱的格式不正确；请填写完整地址，如 name@example.com。",
    "This is no e-mail address; write it in full, such as name@example.com.",
)
TAX_ID_MISSING = FindingKind(
    "tax_id_missing",
    CLAUSE,
    "为单位开票须填写纳税人识别号，即营业执照上的 18 位统一社会信用代码。",
    "An invoice for an organisation needs its taxpayer number: the unified social credit code of "
    "18 characters on its business licence.",
    rule="R6.10",
)
TAX_ID_OLD = FindingKind(
    "tax_id_old",
    CLAUSE,
    "只接受 18 位统一社会信用代码；15、17、20 位的旧税号自 2018 年起停用，"
    "请填写营业执照上的 18 位代码。",
    "Only the unified social credit code of 18 characters is taken; the old taxpayer numbers of "
    "15, 17 or 20 have not been valid since 2018. Give the code on the business licence.",
    rule="R6.10",
)
TAX_ID_LENGTH = FindingKind(
    "tax_id_length",
    CLAUSE,
    "纳税人识别号为 18 位统一社会信用代码，现为 {length} 位；请核对营业执照。",
    "The taxpayer number is the unified social credit code of 18 characters, not {length}; compare "
    "it with the business licence.",
    rule="GB32100",
)
TAX_ID_CHARACTER = FindingKind(
    "tax_id_character",
    CLAUSE,
    "第 {position} 位的字符不会出现在统一社会信用代码中（不使用 I、O、S、V、Z）；请核对营业执照。",
    "Character {position} does not occur in a unified social credit code (I, O, S, V and Z are not "
    "used); compare it with the business licence.",
    rule="GB32100",
)
TAX_ID_FORM = FindingKind(
    "tax_id_form",
    CLAUSE,
    "统一社会信用代码的第 3 至 8 位须为数字；请核对营业执照。",
    "Characters 3 to 8 of a unified social credit code are digits; compare it with the business "
    "licence.",
    rule="GB32100",
)
TAX_ID_CHECK = FindingKind(
    "tax_id_check_character",
    CLAUSE,
    "统一社会信用代码的校验码不符；请对照营业执照逐位核对。",
    "The check character of the code does not fit; compare it with the business licence character "
    "by character.",
    rule="GB32100",
)
NOT_FOR_PERSONS = FindingKind(
    "not_for_persons",
    CLAUSE,
    "个人发票不需要此项，为保护个人信息请勿填写；为单位开票请选择 ordinary 或 special。",
    "An invoice for a natural person does not need this, and what is not needed is not collected; "
    "leave it out, or choose `ordinary` or `special` for an organisation.",
)
NEEDED_FOR_SPECIAL = FindingKind(
    "needed_for_special",
    CLAUSE,
    "增值税专用发票须填写此项（地址、电话、开户银行、账号均须齐全）；不需抵扣的请选择 ordinary。",
    "A special VAT invoice needs this (address, telephone, bank and account, all of them); choose "
    "`ordinary` if no input tax is deducted.",
)
PHONE_FORM = FindingKind(
    "phone_form",
    CLAUSE,
    "电话号码只能含数字、加号、括号、空格和连字符，长 7 至 25 位。",
    "A telephone number has digits, plus, brackets, blanks and hyphens, 7 to 25 in all.",
)
ACCOUNT_FORM = FindingKind(
    "account_form",
    CLAUSE,
    "银行账号只能含数字、空格和连字符，长 6 至 40 位。",
    "A bank account has digits, blanks and hyphens, 6 to 40 in all.",
)
_FAULTS: Final = {
    "character": TAX_ID_CHARACTER,
    "form": TAX_ID_FORM,
    "check_character": TAX_ID_CHECK,
}
_OF_ORGANISATIONS: Final = ("tax_id", "address", "phone", "bank", "bank_account")


def tidied(buyer: Buyer) -> Buyer:
    """The same as it is printed: composed characters, no blanks around, the tax number in capitals;
    what is blank is not told.
    """
    return Buyer(
        title=_tidy(buyer.title) or "",
        email=_tidy(buyer.email) or "",
        tax_id=normalise_code(buyer.tax_id or "") or None,
        address=_tidy(buyer.address),
        phone=_tidy(buyer.phone),
        bank=_tidy(buyer.bank),
        bank_account=_tidy(buyer.bank_account),
    )


def _tidy(text: str | None) -> str | None:
    return " ".join(unicodedata.normalize("NFC", text).split()) or None if text else None


@rule(
    id="I-buyer",
    clause="6.3.1",
    source="国家税务总局公告 2017年第16号",
    article="1",
    effective_from=date(2017, 7, 1),
    confidence="M",
    last_checked=date(2026, 11, 27),
)
def buyer_faults(kind: InvoiceKind, buyer: Buyer) -> list[Finding]:
    """Everything that is wrong with a buyer, :func:`tidied` before, for a kind of invoice."""
    found = [*_names(buyer)]
    if kind is InvoiceKind.PERSONAL:
        given = [name for name in _OF_ORGANISATIONS if getattr(buyer, name) is not None]
        return [*found, *(NOT_FOR_PERSONS.at(f"/{name}") for name in given)]
    found += _tax_id(buyer.tax_id)
    found += _texts(buyer)
    if kind is InvoiceKind.SPECIAL:
        missing = [name for name in _OF_ORGANISATIONS[1:] if getattr(buyer, name) is None]
        found += [NEEDED_FOR_SPECIAL.at(f"/{name}") for name in missing]
    if buyer.phone is not None and not _PHONE.fullmatch(buyer.phone):
        found.append(PHONE_FORM.at("/phone"))
    if buyer.bank_account is not None and not _ACCOUNT.fullmatch(buyer.bank_account):
        found.append(ACCOUNT_FORM.at("/bank_account"))
    return found


def _names(buyer: Buyer) -> Iterator[Finding]:
    if not _readable(buyer.title):
        yield TITLE_UNREADABLE.at("/title")
    if not _EMAIL.fullmatch(buyer.email):
        yield EMAIL_FORM.at("/email")


def _readable(text: str) -> bool:
    """Whether the tax system prints it and a person reads it; unlike a name on a parcel, which may
    have signs of private use.
    """
    return text.isprintable() and is_plain_line(text)


def _texts(buyer: Buyer) -> Iterator[Finding]:
    for name in ("address", "bank"):
        text = getattr(buyer, name)
        if text is not None and not _readable(text):
            yield TEXT_UNREADABLE.at(f"/{name}")


def _tax_id(tax_id: str | None) -> list[Finding]:
    if tax_id is None:
        return [TAX_ID_MISSING.at("/tax_id")]
    if len(tax_id) in OLD_LENGTHS and tax_id.isalnum():
        return [TAX_ID_OLD.at("/tax_id")]
    try:
        parse_uscc(tax_id)
    except InvalidUsccError as wrong:
        if wrong.fault == "length":
            return [TAX_ID_LENGTH.at("/tax_id", length=len(tax_id))]
        place = {"position": wrong.position} if wrong.position is not None else {}
        return [_FAULTS[wrong.fault].at("/tax_id", **place)]
    return []


def masked(buyer: Buyer) -> Buyer:
    """What somebody sees who has no need of the whole: enough to tell it apart."""
    name, _, host = buyer.email.partition("@")
    return Buyer(
        title=_first(buyer.title),
        email=f"{_first(name)}@{host}",
        tax_id=_ends(buyer.tax_id),
        address=_hidden(buyer.address),
        phone=_ends(buyer.phone),
        bank=_hidden(buyer.bank),
        bank_account=_ends(buyer.bank_account),
    )


def _first(text: str) -> str:
    return f"{text[:1]}***"


def _hidden(text: str | None) -> str | None:
    return None if text is None else "***"


def _ends(text: str | None) -> str | None:
    """The last four characters, of what is long enough for them to tell little."""
    if text is None:
        return None
    return f"***{text[-4:]}" if len(text) >= 10 else "***"  # noqa: PLR2004 - twice four and more
