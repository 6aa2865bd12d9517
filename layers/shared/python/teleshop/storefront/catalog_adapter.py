"""The catalog as the shop window sees it."""

from teleshop.catalog.service import Catalog, LiveProduct
from teleshop.storefront.domain.product import AfterSalesTerms, Article, Certificate, ShownProduct


class LiveProducts:
    """Products with approved content."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def find(self, product_id: str) -> ShownProduct | None:
        """Two reads."""
        live = self._catalog.public.find(product_id)
        return shown(live) if live else None


def shown(live: LiveProduct) -> ShownProduct:
    """What customers may know of approved content: nothing of costs and supply."""
    content, terms = live.content, live.content.after_sales
    return ShownProduct(
        id=live.product.id,
        supplier_id=live.product.supplier_id,
        category_id=content.category_id or "",
        revision=live.revision,
        on_sale=live.on_sale,
        since=live.product.published_at,
        name=content.name,
        brand=content.brand,
        specification=content.specification,
        model=content.model,
        unit=content.unit,
        origin=content.origin,
        manufacturer=content.manufacturer,
        manufacturer_address=content.manufacturer_address,
        production_date=content.production_date,
        shelf_life_days=content.shelf_life_days,
        ingredients=content.ingredients,
        description=content.description,
        attributes=content.attributes,
        articles=tuple(
            Article(sku=one.sku, gtin=one.gtin, options=one.options) for one in content.variants
        ),
        pictures=content.pictures,
        certificates=tuple(
            Certificate(
                type=one.type,
                number=one.number,
                issued_on=one.issued_on,
                valid_to=one.valid_to,
                laboratory=one.laboratory,
            )
            for one in content.documents
        ),
        after_sales=None
        if terms is None
        else AfterSalesTerms(
            return_class=terms.return_class.value,
            return_days=terms.return_days,
            warranty_months=terms.warranty_months,
            warranty_terms=terms.warranty_terms,
            return_address=terms.return_address,
            repair_contact=terms.repair_contact,
        ),
    )
