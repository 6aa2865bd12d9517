"""What customers find without a token."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from teleshop.kernel.actor import Call
from teleshop.kernel.paging import Page
from teleshop.storefront.domain import shelf as rules
from teleshop.storefront.domain.card import NO_PRICE, PIECE, Card
from teleshop.storefront.domain.product import (
    ArticlePrice,
    Place,
    Promotion,
    Seller,
    ShownProduct,
)
from teleshop.storefront.domain.text import wanted_beginning
from teleshop.storefront.errors import ProductNotOnSaleError
from teleshop.storefront.ports import Pictures, Places, Prices, Products, Script, Sellers
from teleshop.storefront.schemas import (
    AfterSalesView,
    ArticlePriceView,
    ArticleView,
    AttributeView,
    CardView,
    CertificateView,
    ProductPage,
    ProductsQuery,
    PromotionView,
    PublicCategory,
    PublicTree,
    SellerView,
    StepView,
    combination_refused,
    text_refused,
)
from teleshop.storefront.tables import StorefrontRepository


class Browsing:
    """Lists from the table of this context; pages of products from what is true at the instant."""

    def __init__(
        self,
        repository: StorefrontRepository,
        *,
        products: Products,
        sellers: Sellers,
        places: Places,
        prices: Prices,
        pictures: Pictures,
        script: Script,
    ) -> None:
        self._repository = repository
        self._products = products
        self._sellers = sellers
        self._places = places
        self._prices = prices
        self._pictures = pictures
        self._script = script

    def list_products(self, call: Call, query: ProductsQuery) -> Page[CardView]:
        """One page of a list: one query, and one read for the addresses of its pictures."""
        facet = wanted_facet(query, self._script.plain)
        read = self._repository.cheapest if query.sort == "price" else self._repository.newest
        page = read(facet, query.page)
        shown = [row.card.picture for row in page.items if row.card.picture]
        links = self._pictures.links(shown, call.now) if shown else {}
        return page.map(lambda row: card_view(row.card, call.now, links))

    def show_product(self, call: Call, product_id: str) -> ProductPage:
        """Everything that customers may know of a product; :class:`ProductNotOnSaleError` unless it
        is on sale and its supplier may sell at this instant.
        """
        product = self._products.find(product_id)
        if product is None or not product.on_sale:
            raise ProductNotOnSaleError
        seller = self._sellers.find(product.supplier_id, call.now)
        place = self._places.find(product.category_id)
        if seller is None or not seller.active or place is None or not place.active:
            raise ProductNotOnSaleError
        prices = self._prices.prices(product, call.now)
        if not prices:
            raise ProductNotOnSaleError
        links = self._pictures.links(product.pictures, call.now) if product.pictures else {}
        return product_page(product, seller, place, prices, links)

    def tree(self) -> PublicTree:
        """All categories with what is on sale in them."""
        counts = self._repository.counts()
        return PublicTree(
            items=[
                PublicCategory(
                    id=node.id,
                    code=node.code,
                    zh=node.zh,
                    en=node.en,
                    parent=node.parent,
                    products=max(0, counts.get(node.id, 0)),
                )
                for node in self._places.tree()
            ]
        )


def wanted_facet(query: ProductsQuery, plain: Callable[[str], str]) -> str:
    """The list that is asked for; refuses filters that have no list in common."""
    given = [name for name in ("category", "supplier", "text") if getattr(query, name) is not None]
    if len(given) > 1:
        raise combination_refused(f"/{given[1]}")
    if query.attribute is not None:
        code, colon, value = query.attribute.partition(":")
        if query.category is None or not (colon and code and value.strip()):
            raise combination_refused("/attribute")
        return rules.attribute_facet(query.category, code, value.strip())
    if query.category is not None:
        return rules.category_facet(query.category)
    if query.supplier is not None:
        return rules.supplier_facet(query.supplier)
    if query.text is not None:
        beginning = wanted_beginning(plain(query.text))
        if beginning is None:
            raise text_refused()
        return rules.text_facet(beginning)
    return rules.EVERYTHING


def card_view(card: Card, now: datetime, links: Mapping[str, str]) -> CardView:
    """A card as it is at an instant."""
    offer = card.offer_at(now)
    if offer is not None and offer.price == NO_PRICE:
        offer = None
    return CardView(
        id=card.product_id,
        name=card.name,
        brand=card.brand,
        category_id=card.category_id,
        supplier_id=card.supplier_id,
        picture=links.get(card.picture) if card.picture else None,
        channel=offer.channel if offer else None,
        price=offer.price if offer else None,
        marked_price=offer.marked if offer else None,
        unit=card.unit or PIECE,
        from_price=offer.several if offer else False,
        promotion=promotion_view(offer.promotion) if offer and offer.promotion else None,
        more_promotions=promotion_views(offer.others if offer else ()),
    )


def product_page(
    product: ShownProduct,
    seller: Seller,
    place: Place,
    prices: Iterable[ArticlePrice],
    links: Mapping[str, str],
) -> ProductPage:
    """The page of a product."""
    by_sku: dict[str, list[ArticlePriceView]] = {}
    for one in prices:
        by_sku.setdefault(one.sku, []).append(price_view(one, product.unit or PIECE))
    terms = product.after_sales
    return ProductPage(
        id=product.id,
        revision=product.revision,
        name=product.name,
        brand=product.brand,
        specification=product.specification,
        model=product.model,
        unit=product.unit,
        origin=product.origin,
        manufacturer=product.manufacturer,
        manufacturer_address=product.manufacturer_address,
        production_date=product.production_date,
        shelf_life_days=product.shelf_life_days,
        ingredients=list(product.ingredients),
        description=product.description,
        category=[StepView(id=step.id, zh=step.zh, en=step.en) for step in place.path],
        attributes=[
            AttributeView(
                code=one.code,
                zh=one.zh,
                en=one.en,
                value=product.attributes[one.code],
                unit=one.unit,
            )
            for one in place.attributes
            if one.code in product.attributes
        ],
        articles=[
            ArticleView(
                sku=article.sku,
                gtin=article.gtin,
                options=dict(article.options),
                prices=by_sku.get(article.sku, []),
            )
            for article in product.articles
        ],
        pictures=[links[picture] for picture in product.pictures if picture in links],
        certificates=[
            msgspec.convert(one, CertificateView, from_attributes=True)
            for one in product.certificates
        ],
        after_sales=msgspec.convert(terms, AfterSalesView | None, from_attributes=True),
        seller=SellerView(
            id=seller.id,
            name=seller.name,
            mark=seller.mark,
            address=seller.address,
            contact=terms.repair_contact if terms else "",
            featured=seller.featured,
        ),
    )


def price_view(one: ArticlePrice, unit: str) -> ArticlePriceView:
    """What a unit of an article costs in a channel (R2.7: a price stands beside its unit)."""
    return ArticlePriceView(
        channel=one.channel,
        price=one.price,
        marked_price=one.marked,
        unit=unit,
        promotion=promotion_view(one.promotion) if one.promotion else None,
        more_promotions=promotion_views(one.others),
    )


def promotion_views(promotions: Iterable[Promotion]) -> list[PromotionView]:
    """Promotions as customers are told of them."""
    return [promotion_view(promotion) for promotion in promotions]


def promotion_view(promotion: Promotion) -> PromotionView:
    """One promotion as customers are told of it."""
    return msgspec.convert(promotion, PromotionView, from_attributes=True)
