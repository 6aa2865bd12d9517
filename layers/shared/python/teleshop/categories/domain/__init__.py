"""The rules of categories: pure functions of their arguments."""

from teleshop.categories.domain.category import (
    Attribute,
    AttributeKind,
    Category,
    CategoryStatus,
    CodeHolder,
    Definition,
    GoodsKind,
    RequiredDocument,
    ReturnClass,
    Structure,
    WordingKind,
)
from teleshop.categories.domain.resolved import PathName, ResolvedCategory
from teleshop.categories.domain.tree import Tree

__all__ = [
    "Attribute",
    "AttributeKind",
    "Category",
    "CategoryStatus",
    "CodeHolder",
    "Definition",
    "GoodsKind",
    "PathName",
    "RequiredDocument",
    "ResolvedCategory",
    "ReturnClass",
    "Structure",
    "Tree",
    "WordingKind",
]
