"""What two suppliers may have in common although their codes differ: who represents them, their
telephones, their address, the account that paid the deposit (standard 2.1.5, 3.4.1).

Traits are compared by keyed hashes of their normalised forms, so that the values need not be read,
kept with the banned supplier's record or shown.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from teleshop.suppliers.domain.blacklist import normalise_name
from teleshop.suppliers.domain.supplier import Application, State

TraitKind = Literal["legal_representative", "phone", "address", "account"]
COUNTRY_CODE: Final = "86"
SHORTEST_WITH_AREA: Final = 10
"""Area and number; no area and no mobile number begins with the country code."""
SHORTEST_ADDRESS: Final = 8
"""A shorter one names a town at most, which thousands share."""
SHORTEST_ACCOUNT: Final = 8
"""Bank accounts in China have 8 to 30 digits; what is shorter identifies nobody."""

_EXTENSION: Final = re.compile(r"转|分机|ext|[x#,;]")
_COUNTRY: Final = re.compile(r"^(?:中华人民共和国|中国)")
_PROVINCES: Final = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|"
    "台湾|内蒙古|广西|西藏|宁夏|新疆"
)
_PROVINCE: Final = re.compile(
    # 浙江路 is a street: without its kind, a province is one only before a city or county.
    rf"^(?:{_PROVINCES})"
    r"(?:省|(?:壮族|回族|维吾尔)?自治区|(?=[^\d路街道巷号]{1,10}[市州盟县区旗]))"
)
_MUNICIPALITY: Final = re.compile(r"^(北京|上海|天津|重庆)市?(?:\1市?)*")
_DIGITS: Final = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_NUMBERED: Final = re.compile(
    f"([{''.join((*_DIGITS, *_UNITS))}]+)(号|弄|栋|幢|座|楼|层|单元|室|房|组|队)"
)

Hashing = Callable[[TraitKind, str], str]
"""The keyed hash of a normalised value; different kinds give unrelated hashes."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One value as keyed hash; ``pointer`` is its place in the application."""

    kind: TraitKind
    key: str = field(repr=False)
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierLink:
    """A supplier that was terminated or is blacklisted, and what it shares: never the values."""

    supplier_id: str
    legal_name: str
    state: State
    shared: tuple[TraitKind, ...]


def normalise_phone(phone: str) -> str:
    """Digits only, without the country code of China, the zero that is dialled before an area, and
    an extension.
    """
    number = _EXTENSION.split(unicodedata.normalize("NFKC", phone).casefold())[0]
    digits = "".join(sign for sign in number if sign.isascii() and sign.isdigit()).lstrip("0")
    while len(digits) >= SHORTEST_WITH_AREA and digits.startswith(COUNTRY_CODE):
        digits = digits.removeprefix(COUNTRY_CODE).lstrip("0")
    return digits


def normalise_address(address: str) -> str:
    """Letters and digits only, one width and case, numbers of houses and rooms in digits, the names
    of country and province left out; empty if it is too short to mean a place.
    """
    folded = normalise_name(address)
    while (shorter := _PROVINCE.sub("", _COUNTRY.sub("", folded))) != folded:
        folded = shorter
    folded = _MUNICIPALITY.sub(r"\1", folded)
    folded = _NUMBERED.sub(lambda found: _in_digits(found.group(1)) + found.group(2), folded)
    return folded if len(folded) >= SHORTEST_ADDRESS else ""


def _in_digits(number: str) -> str:
    """A Chinese number in digits: 十二 and 一二 are 12, 一百零一 is 101."""
    if not _UNITS.keys() & set(number):
        return "".join(_DIGITS[sign] for sign in number)
    total, digit = 0, 0
    for sign in number:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = int(_DIGITS[sign])
    return str(total + digit)


def normalise_account(account: str) -> str:
    """Letters and digits only, one width and case; empty if it is too short to be an account."""
    folded = unicodedata.normalize("NFKC", account).upper()
    kept = "".join(character for character in folded if character.isalnum())
    return kept if len(kept) >= SHORTEST_ACCOUNT else ""


def traits_of(application: Application, hashed: Hashing) -> list[Trait]:
    """Every trait of an application, each once; accounts are not part of one."""
    named: list[tuple[TraitKind, str, str]] = [
        (
            "legal_representative",
            normalise_name(application.legal_representative),
            "/legal_representative",
        )
    ]
    named += [
        ("phone", normalise_phone(contact.phone), f"/contacts/{index}/phone")
        for index, contact in enumerate(application.contacts)
    ]
    named.append(
        ("address", normalise_address(application.registered_address), "/registered_address")
    )
    found: dict[str, Trait] = {}
    for kind, value, pointer in named:
        if value:
            trait = Trait(kind, hashed(kind, value), pointer)
            found.setdefault(trait.key, trait)
    return list(found.values())
