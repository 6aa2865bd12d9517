"""What the screen must know of the goods that a text is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class WordingKind(StrEnum):
    """What the goods are in the eyes of the law of advertising."""

    GENERAL = "general"
    FOOD = "food"
    COSMETIC = "cosmetic"
    DEVICE = "device"
    DRUG = "drug"
    HEALTH_FOOD = "health_food"
    SPECIAL_MEDICAL = "special_medical"
    INVESTMENT = "investment"
    EDUCATION = "education"


MEDICAL = frozenset(
    {
        WordingKind.DEVICE,
        WordingKind.DRUG,
        WordingKind.HEALTH_FOOD,
        WordingKind.SPECIAL_MEDICAL,
    }
)
"""Goods whose advertising is approved beforehand (三品一械)."""
NEVER_MINOR = MEDICAL | {WordingKind.INVESTMENT, WordingKind.EDUCATION}
"""Goods about which an absolute term is never a small matter (执法指南 11)."""


class Proof(StrEnum):
    """Kinds of proof that may be on file; a code of the list proves as well: ``ABS_ONE``."""

    SALES_RANK = "sales_rank"
    FIRST = "first_claim"
    STATE_AWARD = "state_award"
    GRADE = "grade_standard"
    TIME_HONOURED = "time_honoured_brand"
    PRICE_BASIS = "price_basis"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsProfile:
    """``operator_names`` are those of the seller and of the platform; ``product_names`` name,
    model, registered mark: they may hold any absolute word, since they only tell goods apart.

    ``composition`` is in percent by material as labelled; ``proofs`` are codes of :class:`Proof` or
    of the list for which a document is on file. ``has_blue_hat``: registered or filed as health
    food.
    """

    category_kind: WordingKind = WordingKind.GENERAL
    holds_device_or_drug_certificate: bool = False
    has_blue_hat: bool = False
    on_tv: bool = False
    operator_names: frozenset[str] = frozenset()
    product_names: frozenset[str] = frozenset()
    composition: Mapping[str, int] = field(default_factory=dict)
    proofs: frozenset[str] = frozenset()
