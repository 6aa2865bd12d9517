"""What a product is judged by, in the words of this context: its category, its supplier, its
files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from teleshop.catalog.domain.content import ReturnClass
from teleshop.kernel.findings import Finding, Severity

AttributeKind = Literal["text", "integer", "choice", "flag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One attribute of a category; ``unit`` is what a whole number counts (``ml``), ``choices``
    the values that a choice may have. A change of a ``material`` one is reviewed.
    """

    code: str
    zh: str
    en: str
    kind: AttributeKind = "text"
    unit: str | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    material: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDocument:
    """At least one document of the types ``any_of`` must be with the product."""

    any_of: tuple[str, ...]
    clause: str = "2.1.3"
    source: str = ""
    severity: Severity = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRules:
    """A category with everything it inherits. ``path`` are ids from the root to itself;
    ``supplier_category`` is what the supplier must have been admitted for; ``return_class`` what
    its goods may claim beside the seven days. ``forbidden`` goods may not be sold on television.
    """

    id: str
    zh: str
    en: str
    path: tuple[str, ...]
    active: bool = True
    forbidden: bool = False
    attributes: tuple[Attribute, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    forbidden_substances: frozenset[str] = frozenset()
    return_class: ReturnClass = ReturnClass.SEVEN_DAYS
    durable: bool = False
    goods_kind: str = "general"
    wording_kind: str = "general"
    supplier_category: str | None = None
    shelf_life_required: bool = False
    ingredients_required: bool = False

    def attribute(self, code: str) -> Attribute | None:
        """The attribute of that code."""
        return next((known for known in self.attributes if known.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierStanding:
    """What a supplier may do: ``active`` may sell, ``new_products`` may list something new,
    ``categories`` it was admitted for; ``reasons`` say what stands against it. What an excellent
    one (``featured``) sends in is reviewed first.
    """

    active: bool
    new_products: bool
    categories: frozenset[str]
    reasons: tuple[Finding, ...] = ()
    featured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An uploaded file: ``supplier_id`` is the supplier it belongs to, if any; ``width`` and
    ``height`` (pixels) and ``perceptual_hash`` (hexadecimal) are those of a picture; of two
    pictures that look alike, at least one of ``bands`` is equal.
    """

    id: str
    supplier_id: str | None
    purpose: str
    accepted: bool
    rejected: bool = False
    content_type: str = ""
    width: int | None = None
    height: int | None = None
    perceptual_hash: str | None = None
    bands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What the word screen found in a text, from ``start`` to before ``end``: ``fail`` may not
    stand there, ``warn`` is for the reviewer.
    """

    start: int
    end: int
    text: str
    code: str
    verdict: Literal["fail", "warn"]
    zh: str
    en: str
    rule: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsProfile:
    """What the word screen must know of the goods: ``kind`` of the category, ``own_names`` that
    may stand in any text (model, registered brand), ``composition`` in percent by material,
    ``certified`` whether a certificate of a device or drug is with them, ``health_food`` whether
    one of health food is, ``proofs`` the codes of claims for which a document is on file.
    """

    kind: str
    own_names: frozenset[str] = frozenset()
    composition: Mapping[str, int] = field(default_factory=dict)
    certified: bool = False
    health_food: bool = False
    proofs: frozenset[str] = frozenset()
