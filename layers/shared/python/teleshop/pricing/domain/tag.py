"""The price tag (价签): how a price is written wherever it is shown (rule R2.7)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from teleshop.kernel.rules import rule

FORM: Final = re.compile(r"^(¥|￥)?\d{1,3}(,?\d{3})*(\.\d{1,2})?元?(/\S+)?$")
"""What may be written as a price on a screen: Arabic numerals, RMB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTag:
    """Name of the goods, price as it is written, unit where it is known."""

    name: str
    text: str
    unit: str | None


@rule(
    id="R2.7",
    clause="4.1.1",
    source="明码标价和禁止价格欺诈规定 市场监管总局令56",
    article="7, 9",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def price_tag(name: str, amount: int, unit: str | None = None) -> PriceTag:
    """The tag of a price in fen: name, amount in Arabic numerals and RMB, unit. Prices do not know
    the unit of the goods, which their page shows: none is better than a wrong one.
    """
    text = f"¥{amount // 100}.{amount % 100:02d}"
    return PriceTag(name=name, text=text if unit is None else f"{text}/{unit}", unit=unit)
