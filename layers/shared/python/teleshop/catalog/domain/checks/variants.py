"""The articles of a product: told apart, with bar codes that check and with prices (2.2.2)."""

import re
from collections.abc import Iterable
from datetime import date

from stdnum import ean
from stdnum.exceptions import InvalidChecksum, ValidationError

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.content import Content, Variant
from teleshop.catalog.domain.visible import has_something_to_see
from teleshop.kernel.findings import Finding
from teleshop.kernel.rules import rule

GTIN_DIGITS = 14
_FORM = re.compile("[0-9]+")
_BETWEEN = re.compile(r"(?<=[0-9])[ \u00a0\u2007\u3000‐‑–—-]+(?=[0-9])")
"""Blanks and hyphens between digits, as bar codes are printed."""


def stored_gtin(gtin: str) -> str:
    """A bar code as it is kept: without the blanks and hyphens that stand between its digits. What
    stands before or after them stays, so that it is refused: a sign is no hyphen.
    """
    return _BETWEEN.sub("", gtin.strip())


def normal_gtin(gtin: str) -> str:
    """A bar code as fourteen digits, so that all forms of one are equal; ASCII digits only."""
    digits = "".join(sign for sign in gtin if sign.isascii() and sign.isalnum())
    return digits.zfill(GTIN_DIGITS)


@rule(
    id="GTIN",
    clause="2.2.2",
    source="GB 12904 商品条码; GS1 General Specifications",
    article="7.9",
    effective_from=date(2009, 1, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def check_gtin(gtin: str, pointer: str) -> Iterable[Finding]:
    """A GTIN-8, -12, -13 or -14 with its check digit, not all of it zeros; the prefixes of all
    countries are fine.
    """
    try:
        if not _FORM.fullmatch(gtin):
            raise ValidationError
        ean.validate(gtin)
        if not gtin.strip("0"):
            yield f.GTIN_ZERO.at(pointer)
    except InvalidChecksum:
        yield f.GTIN_CHECK_DIGIT.at(pointer)
    except ValidationError:
        yield f.GTIN_LENGTH.at(pointer)


def check_variants(content: Content) -> Iterable[Finding]:
    """At least one article; numbers and bar codes are used once, options tell them apart."""
    if not content.variants:
        yield f.VARIANT_MISSING.at("/variants")
    codes: set[str] = set()
    gtins: set[str] = set()
    for index, variant in enumerate(content.variants):
        place = f"/variants/{index}"
        if variant.own_code in codes:
            yield f.OWN_CODE_TWICE.at(f"{place}/own_code", own_code=variant.own_code)
        codes.add(variant.own_code)
        if variant.gtin is not None:
            yield from check_gtin(variant.gtin, f"{place}/gtin")
            if normal_gtin(variant.gtin) in gtins:
                yield f.GTIN_TWICE.at(f"{place}/gtin")
            gtins.add(normal_gtin(variant.gtin))
        yield from _prices(variant, place)
    if len(content.variants) > 1:
        yield from _options(content.variants)


def _prices(variant: Variant, place: str) -> Iterable[Finding]:
    supply, suggested = variant.supply_price, variant.suggested_price
    for name, price, zh, en in (
        ("supply_price", supply, "供货价", "supply price"),
        ("suggested_price", suggested, "建议零售价", "suggested price"),
    ):
        if price is None:
            yield f.PRICE_MISSING.at(f"{place}/{name}", price_zh=zh, price_en=en)
    if supply is not None and suggested is not None and suggested < supply:
        yield f.BELOW_SUPPLY_PRICE.at(f"{place}/suggested_price")


def _options(variants: tuple[Variant, ...]) -> Iterable[Finding]:
    names = {name for variant in variants for name in variant.options}
    seen: set[frozenset[tuple[str, str]]] = set()
    for index, variant in enumerate(variants):
        place = f"/variants/{index}/options"
        missing = sorted(
            name for name in names if not has_something_to_see(variant.options.get(name))
        )
        options = frozenset(variant.options.items())
        if missing:
            yield f.OPTIONS_MISSING.at(place, missing="、".join(missing))
        elif options in seen:
            yield f.OPTIONS_SAME.at(place)
        seen.add(options)
