"""What a content is judged by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from teleshop.catalog.domain.papers import GOODS_PAPERS, Papers, PaperType
from teleshop.catalog.domain.policy import DEFAULT_POLICY, CatalogPolicy
from teleshop.catalog.domain.rulebook import (
    CategoryRules,
    File,
    GoodsProfile,
    Hit,
    SupplierStanding,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """As what a product was approved: its name and its articles."""

    name: str
    skus: frozenset[str]


Screen = Callable[[str, GoodsProfile], tuple[Hit, ...]]
"""The word screen as it stands at the instant of the check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a content is judged by; ``today`` is the day in China. ``files`` are the uploaded files
    that it names, by id, as far as they exist. ``approved`` is as what the product was approved
    last; None: nothing of it was so far (``new``).
    """

    today: date
    supplier_id: str
    supplier: SupplierStanding | None
    category: CategoryRules | None
    papers: Papers
    screen: Screen
    files: Mapping[str, File] = field(default_factory=dict)
    approved: Approved | None = None
    policy: CatalogPolicy = DEFAULT_POLICY

    @property
    def new(self) -> bool:
        """Whether nothing of the product was approved so far."""
        return self.approved is None

    def paper_type(self, code: str) -> PaperType | None:
        """The type of a document: a certificate, a paper of goods, or what the category names."""
        known = GOODS_PAPERS.get(code) or self.papers.type_of(code)
        if known is not None or self.category is None:
            return known
        named = any(code in needed.any_of for needed in self.category.required_documents)
        return PaperType(code, code, code) if named else None


def escape(name: str) -> str:
    """A name as one step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
