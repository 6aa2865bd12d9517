"""What two suppliers may have in common although their codes differ: who represents them, their
telephones, their address, the account that paid the deposit (standard 2.1.5, 3.4.1).

Traits are compared by keyed hashes of their normalised forms, so that the values need not be read,
kept with the banned supplier's record or shown.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from teleshop.suppliers.domain.blacklist import normalise_name
from teleshop.suppliers.domain.supplier import Application, State

TraitKind = Literal["legal_representative", "phone", "address", "account"]
MOBILE_DIGITS: Final = 11
SHORTEST_ADDRESS: Final = 8
"""A shorter one names a town at most, which thousands share."""
SHORTEST_ACCOUNT: Final = 8
"""Bank accounts in China have 8 to 30 digits; what is shorter identifies nobody."""

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
    """Digits only, the country code of China left out."""
    digits = "".join(character for character in phone if character.isdigit())
    long = len(digits) > MOBILE_DIGITS
    return digits.removeprefix("0086").removeprefix("86") if long else digits


def normalise_address(address: str) -> str:
    """Letters and digits only, one width and case, the country's name left out; empty if it is too
    short to mean a place.
    """
    folded = normalise_name(address).removeprefix("中华人民共和国").removeprefix("中国")
    return folded if len(folded) >= SHORTEST_ADDRESS else ""


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
