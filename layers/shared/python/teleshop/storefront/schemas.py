"""What strangers ask and are told, what other contexts tell, and the steps of this one."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.events import EventData
from teleshop.kernel.schema import ListQuery, Output

Id = Annotated[str, Meta(max_length=60)]
MAX_TEXT = 60


class ProductsQuery(ListQuery, frozen=True, kw_only=True):
    """Which list: of everything, a category, a category with one attribute value, a supplier, or
    of products with a word that begins so.
    """

    category: Annotated[Id | None, Meta(description="类目编号 / id of a category")] = None
    attribute: Annotated[
        Annotated[str, Meta(max_length=130)] | None,
        Meta(
            description="属性代码:值，须同时给出类目 / code:value of an attribute, with a category",
            examples=["material:不锈钢"],
        ),
    ] = None
    supplier: Annotated[Id | None, Meta(description="供应商编号 / id of a supplier")] = None
    text: Annotated[
        Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)] | None,
        Meta(
            description="名称或品牌中某个词的开头：1 至 4 个汉字，或 1 至 8 个字母数字 / "
            "beginning of a word of name or brand: 1 to 4 Chinese characters, or 1 to 8 letters "
            "and figures"
        ),
    ] = None
    sort: Literal["newest", "price"] = "newest"


class ComparisonView(Output, frozen=True, kw_only=True):
    """The price that a promotional price is compared with, by which rule, from which days."""

    amount: int
    pack: str
    basis: str
    since: datetime
    until: datetime


class PromotionView(Output, frozen=True, kw_only=True):
    """A promotion with its dates and conditions."""

    id: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    conditions_zh: str
    conditions_en: str
    stock: int | None
    reference: ComparisonView | None


class CardView(Output, frozen=True, kw_only=True):
    """A product in a list. Amounts are fen of CNY: ``price`` is what a ``unit`` costs now in
    ``channel``, ``marked_price`` what it costs without the promotion. ``from_price`` tells that
    other articles of the product cost more. Without a price both are null.
    """

    id: str
    name: str
    brand: str
    category_id: str
    supplier_id: str
    picture: str | None
    channel: str | None
    price: int | None
    marked_price: int | None
    unit: str
    from_price: bool
    promotion: PromotionView | None
    more_promotions: list[PromotionView]


class StepView(Output, frozen=True, kw_only=True):
    """A category on the path to a product."""

    id: str
    zh: str
    en: str


class AttributeView(Output, frozen=True, kw_only=True):
    """A value that was reviewed."""

    code: str
    zh: str
    en: str
    value: str | int | bool
    unit: str | None


class ArticlePriceView(Output, frozen=True, kw_only=True):
    """What a ``unit`` costs in a channel, in fen of CNY."""

    channel: str
    price: int
    marked_price: int
    unit: str
    promotion: PromotionView | None
    more_promotions: list[PromotionView]


class ArticleView(Output, frozen=True, kw_only=True):
    """An article of a product with its prices."""

    sku: str
    gtin: str | None
    options: dict[str, str]
    prices: list[ArticlePriceView]


class CertificateView(Output, frozen=True, kw_only=True):
    """A document that the product was admitted with."""

    type: str
    number: str | None
    issued_on: date | None
    valid_to: date | None
    laboratory: str | None


class AfterSalesView(Output, frozen=True, kw_only=True):
    """What is promised after the sale."""

    return_class: str
    return_days: int
    warranty_months: int
    warranty_terms: str
    return_address: str
    repair_contact: str


class SellerView(Output, frozen=True, kw_only=True):
    """Who sells: real name, unified social credit code, address, and whom to turn to.
    ``featured``: found excellent in the platform's last assessment (优秀供应商).
    """

    id: str
    name: str
    mark: str
    address: str
    contact: str
    featured: bool


class ProductPage(Output, frozen=True, kw_only=True):
    """Everything that was reviewed of a product, its seller, prices and promotions now."""

    id: str
    revision: int
    name: str
    brand: str
    specification: str
    model: str
    unit: str
    origin: str
    manufacturer: str
    manufacturer_address: str
    production_date: date | None
    shelf_life_days: int | None
    ingredients: list[str]
    description: str
    category: list[StepView]
    attributes: list[AttributeView]
    articles: list[ArticleView]
    pictures: list[str]
    certificates: list[CertificateView]
    after_sales: AfterSalesView | None
    seller: SellerView


class PublicCategory(Output, frozen=True, kw_only=True):
    """A category; ``products`` are on sale in it and below."""

    id: str
    code: str
    zh: str
    en: str
    parent: str | None
    products: int


class PublicTree(Output, frozen=True, kw_only=True):
    """All categories in which things are sold; each one after what is above it."""

    items: list[PublicCategory]


class ToldProduct(msgspec.Struct, frozen=True, kw_only=True):
    """What events of catalog and pricing say that this context reads."""

    product_id: str


class ToldProducts(msgspec.Struct, frozen=True, kw_only=True):
    """The same of promotions."""

    product_ids: list[str] = msgspec.field(default_factory=list)


class ToldCategory(msgspec.Struct, frozen=True, kw_only=True):
    """The same of categories; ``what`` is told of changes alone."""

    category_id: str
    what: list[str] | None = None


class ToldSupplier(msgspec.Struct, frozen=True, kw_only=True):
    """The same of suppliers."""

    supplier_id: str


class StorefrontEvent(EventData, frozen=True, kw_only=True):
    """Base of the events of this context: steps of its own work, of use to nobody else."""

    context: ClassVar[str] = "storefront"


class ListingOutdated(StorefrontEvent, frozen=True, kw_only=True):
    """The rows of a product may no longer be right; they are compared with what is true now."""

    product_id: str


class ListingsOutdated(StorefrontEvent, frozen=True, kw_only=True):
    """The same of several products."""

    product_ids: list[str]


class ListOutdated(StorefrontEvent, frozen=True, kw_only=True):
    """The same of all products of a list behind the row ``after``; empty is before all."""

    facet: str
    after: str


_COMBINATIONS_ZH = (
    "可用的组合：不加条件；category；category 加一个 attribute（代码:值）；supplier；text。"
    "一次只用其中一种。"
)
_COMBINATIONS_EN = (
    "What can be asked: nothing; category; category with one attribute (code:value); supplier; "
    "text. Use one of these at a time."
)


def combination_refused(pointer: str) -> InvalidInputError:
    """The refusal of filters that do not go together."""
    fault = FieldError(
        pointer, "filter_combination", _COMBINATIONS_ZH, _COMBINATIONS_EN, clause="2.3.2"
    )
    return InvalidInputError(errors=[fault])


def text_refused() -> InvalidInputError:
    """The refusal of a text that is no beginning of one word."""
    fault = FieldError(
        "/text",
        "text_form",
        "text 应为一个词的开头：1 至 4 个汉字，或 1 至 8 个字母数字，不含空格和符号。",
        "The text is the beginning of one word: 1 to 4 Chinese characters, or 1 to 8 letters and "
        "figures, without spaces and symbols.",
        clause="2.3.2",
    )
    return InvalidInputError(errors=[fault])
