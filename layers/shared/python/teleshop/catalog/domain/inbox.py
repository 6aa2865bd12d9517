"""The reviewers' inbox: what is looked at first (standard 2.2.1).

By the day on air, then by risk, then what an excellent supplier sent in (standard 3.3.2), then by
completeness, then by age: what is soon on air or dangerous cannot wait, and of the rest what is
complete is done quickly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.review import LABELS, applicable
from teleshop.catalog.domain.rulebook import CategoryRules
from teleshop.kernel.clock import parse_instant, sortable

NOT_PLANNED: Final = date(9999, 12, 31)
HIGHEST: Final = 9
FIRST: Final = "!"
"""Sorts before every digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWeights:
    """What makes a product risky, in points that add up to at most :data:`HIGHEST`.

    ``kinds`` are points by the kind of goods; ``words`` for a remark of the word screen; one for
    each other remark, ``remarks`` at most; ``new_supplier`` when the supplier has nothing approved
    yet.
    """

    kinds: Mapping[str, int]
    words: int = 2
    remarks: int = 2
    new_supplier: int = 1


WEIGHTS: Final = RiskWeights(
    kinds={
        "health_food": 4,
        "special_medical": 4,
        "device": 4,
        "drug": 4,
        "investment": 4,
        "education": 3,
        "cosmetic": 3,
        "food": 2,
    }
)
"""Goods that harm most when they are wrong, and those whose advertising the law restricts."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the inbox: ``risk`` from 0 to :data:`HIGHEST`, ``completeness`` in percent;
    ``featured``: by an excellent supplier.
    """

    air_on: date | None
    risk: int
    completeness: int
    submitted_at: datetime
    featured: bool = False


def risk_of(
    category: CategoryRules | None,
    *,
    words: int,
    remarks: int,
    new_supplier: bool,
    weights: RiskWeights = WEIGHTS,
) -> int:
    """The risk of a submission: ``words`` counts remarks of the word screen, ``remarks`` the
    others.
    """
    points = weights.kinds.get(category.wording_kind, 0) if category else 0
    points += weights.words if words else 0
    points += min(remarks, weights.remarks)
    points += weights.new_supplier if new_supplier else 0
    return min(points, HIGHEST)


def completeness_of(content: Content, category: CategoryRules | None) -> int:
    """How much of what could be said of a product is said, in percent rounded down: its fields and
    the attributes of its category.
    """
    attributes = category.attributes if category else ()
    given = sum(attribute.code in content.attributes for attribute in attributes)
    # `attributes` itself counts by its single values.
    fields = [name for name in applicable(content) if name != "attributes"]
    return (len(fields) + given) * 100 // (_FIELDS + len(attributes))


_FIELDS: Final = len(LABELS) - 1
"""Fields of a check list without the attributes."""


def rank_of(place: Place, product_id: str) -> str:
    """The place as text that sorts: the most urgent first; unique by the product."""
    return "#".join(
        (
            (place.air_on or NOT_PLANNED).isoformat(),
            str(HIGHEST - place.risk),
            f"{FIRST if place.featured else ''}{100 - place.completeness:03d}",
            sortable(place.submitted_at),
            product_id,
        )
    )


def place_of(rank: str) -> Place:
    """The place that :func:`rank_of` wrote."""
    air_on, risk, rest, submitted_at, _ = rank.split("#")
    day = date.fromisoformat(air_on)
    return Place(
        air_on=None if day == NOT_PLANNED else day,
        risk=HIGHEST - int(risk),
        completeness=100 - int(rest.removeprefix(FIRST)),
        submitted_at=parse_instant(submitted_at),
        featured=rest.startswith(FIRST),
    )
