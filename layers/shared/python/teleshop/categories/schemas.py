"""What callers of the categories context send and are told, and its events."""

from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from teleshop.categories.domain import (
    Attribute,
    AttributeKind,
    Category,
    CategoryStatus,
    Definition,
    GoodsKind,
    RequiredDocument,
    ResolvedCategory,
    ReturnClass,
    WordingKind,
)
from teleshop.kernel.events import EventData
from teleshop.kernel.schema import Input, ListQuery, Output

Name = Annotated[str, Meta(max_length=200)]
Code = Annotated[str, Meta(max_length=60)]
CategoryId = Annotated[
    str, Meta(min_length=1, max_length=60, examples=["cat_01M85DHGV7QFY5FSZEG4Y45BFB"])
]
Word = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]


class AttributeForm(Input, frozen=True, kw_only=True):
    """An attribute of the products of a category."""

    code: Code
    zh: Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\S")]
    en: Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S")]
    kind: AttributeKind
    unit: Annotated[str, Meta(min_length=1, max_length=20)] | None = None
    required: bool = False
    choices: Annotated[list[Word], Meta(max_length=200)] = msgspec.field(default_factory=list)
    filterable: bool = False
    material: bool = True

    def attribute(self) -> Attribute:
        """The same as the domain has it."""
        return msgspec.convert(self, Attribute, from_attributes=True)


class RequiredDocumentForm(Input, frozen=True, kw_only=True):
    """A document of one of the types that a product must bring."""

    any_of: Annotated[list[Code], Meta(min_length=1, max_length=10)]
    source: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
    clause: Annotated[str, Meta(max_length=12, pattern=r"^[1-9][0-9]*(\.[1-9][0-9]*){1,3}$")] = (
        "2.1.3"
    )
    severity: Literal["refuse", "warn"] = "refuse"

    def document(self) -> RequiredDocument:
        """The same as the domain has it."""
        return msgspec.convert(self, RequiredDocument, from_attributes=True)


class CategoryForm(Input, frozen=True, kw_only=True):
    """Everything a category says itself; null or absent leaves what is inherited."""

    zh: Name
    en: Name
    attributes: Annotated[list[AttributeForm], Meta(max_length=60)] = msgspec.field(
        default_factory=list
    )
    required_documents: Annotated[list[RequiredDocumentForm], Meta(max_length=30)] = msgspec.field(
        default_factory=list
    )
    forbidden_substances: Annotated[list[Word], Meta(max_length=500)] = msgspec.field(
        default_factory=list
    )
    return_class: ReturnClass | None = None
    durable: bool | None = None
    goods_kind: GoodsKind | None = None
    wording_kind: WordingKind | None = None
    supplier_category: Code | None = None
    shelf_life_required: bool | None = None
    ingredients_required: bool | None = None
    forbidden: bool = False

    def definition(self) -> Definition:
        """The same as the domain has it."""
        own = {name: getattr(self, name) for name in CategoryForm.__struct_fields__}
        own["attributes"] = tuple(form.attribute() for form in self.attributes)
        own["required_documents"] = tuple(form.document() for form in self.required_documents)
        own["forbidden_substances"] = tuple(
            dict.fromkeys(word.strip() for word in self.forbidden_substances)
        )
        return Definition(**own)


class NewCategoryBody(CategoryForm, frozen=True, kw_only=True):
    """A new category; without ``parent`` a topmost one."""

    code: Code
    parent: CategoryId | None = None


class MoveBody(Input, frozen=True, kw_only=True):
    """The new parent; null makes it a topmost category."""

    parent: CategoryId | None


class MergeBody(Input, frozen=True, kw_only=True):
    """The category that takes the goods."""

    into: CategoryId


class CategoriesQuery(ListQuery, frozen=True, kw_only=True):
    """Everything, or what lies right below one category; ``root`` stands for the top."""

    parent: CategoryId | None = None


class PathStep(Output, frozen=True, kw_only=True):
    """A category on a path."""

    id: str
    zh: str
    en: str


class AttributeView(Output, frozen=True, kw_only=True):
    """An attribute of the products of a category."""

    code: str
    zh: str
    en: str
    kind: AttributeKind
    unit: str | None
    required: bool
    choices: list[str]
    filterable: bool
    material: bool

    @classmethod
    def of(cls, attribute: Attribute) -> "AttributeView":
        """The view of an attribute."""
        return msgspec.convert(attribute, cls, from_attributes=True)


class RequiredDocumentView(Output, frozen=True, kw_only=True):
    """A document of one of the types that a product must bring."""

    any_of: list[str]
    source: str
    clause: str
    severity: Literal["refuse", "warn"]

    @classmethod
    def of(cls, document: RequiredDocument) -> "RequiredDocumentView":
        """The view of a required document."""
        return msgspec.convert(document, cls, from_attributes=True)


class OwnView(Output, frozen=True, kw_only=True):
    """What the category says itself; what is null is inherited."""

    zh: str
    en: str
    attributes: list[AttributeView]
    required_documents: list[RequiredDocumentView]
    forbidden_substances: list[str]
    return_class: ReturnClass | None
    durable: bool | None
    goods_kind: GoodsKind | None
    wording_kind: WordingKind | None
    supplier_category: str | None
    shelf_life_required: bool | None
    ingredients_required: bool | None
    forbidden: bool


class InForceView(Output, frozen=True, kw_only=True):
    """What holds for products of the category, with everything inherited."""

    attributes: list[AttributeView]
    required_documents: list[RequiredDocumentView]
    forbidden_substances: list[str]
    return_class: ReturnClass
    durable: bool
    goods_kind: GoodsKind
    wording_kind: WordingKind
    supplier_category: str
    shelf_life_required: bool
    ingredients_required: bool
    forbidden: bool


class CategoryView(Output, frozen=True, kw_only=True):
    """One category. ``merged_into`` is the one that has its goods now."""

    id: str
    code: str
    zh: str
    en: str
    parent: str | None
    status: CategoryStatus
    merged_into: str | None
    path: list[PathStep]
    own: OwnView
    in_force: InForceView

    @classmethod
    def of(cls, own: Category, resolved: ResolvedCategory) -> "CategoryView":
        """The view of a category."""
        return cls(
            id=own.id,
            code=own.code,
            zh=own.definition.zh,
            en=own.definition.en,
            parent=own.parent,
            status=own.status,
            merged_into=own.merged_into,
            path=[
                PathStep(id=step, zh=names.zh, en=names.en)
                for step, names in zip(resolved.path, resolved.path_names, strict=True)
            ],
            own=msgspec.convert(own.definition, OwnView, from_attributes=True),
            in_force=msgspec.convert(resolved, InForceView, from_attributes=True),
        )


class CategoryRowView(Output, frozen=True, kw_only=True):
    """A category in a list; the tree is made of ``parent``."""

    id: str
    code: str
    zh: str
    en: str
    parent: str | None
    status: CategoryStatus
    merged_into: str | None

    @classmethod
    def of(cls, category: Category) -> "CategoryRowView":
        """The view of a row."""
        return cls(
            id=category.id,
            code=category.code,
            zh=category.definition.zh,
            en=category.definition.en,
            parent=category.parent,
            status=category.status,
            merged_into=category.merged_into,
        )


class CategoryEvent(EventData, frozen=True, kw_only=True):
    """Base of the events of this context."""

    context: ClassVar[str] = "categories"


class CategoryCreated(CategoryEvent, frozen=True, kw_only=True):
    """There is a new category; ``parent`` null is the top."""

    category_id: str
    code: str
    parent: str | None = None


class CategoryChanged(CategoryEvent, frozen=True, kw_only=True):
    """A category says something else. ``what`` names it: `names`, `attributes`,
    `required_documents`, `forbidden_substances`, `return_class`, `durable`, `goods_kind`,
    `wording_kind`, `supplier_category`, `shelf_life_required`, `ingredients_required`,
    `forbidden`. It concerns everything below the category as well.
    """

    category_id: str
    what: list[str]


class CategoryMoved(CategoryEvent, frozen=True, kw_only=True):
    """A category lies elsewhere, with everything below it; null is the top."""

    category_id: str
    from_parent: str | None
    to_parent: str | None


class CategoryMerged(CategoryEvent, frozen=True, kw_only=True):
    """``into`` has the goods of a category from now on."""

    category_id: str
    into: str


class CategoryRetired(CategoryEvent, frozen=True, kw_only=True):
    """Nothing is sold in a category any more."""

    category_id: str


class CategoryPathsNoted(CategoryEvent, frozen=True, kw_only=True):
    """After a move or a merge the notes of ``count`` categories were brought up to date; ``more``
    tells that others wait.
    """

    count: int
    more: bool
