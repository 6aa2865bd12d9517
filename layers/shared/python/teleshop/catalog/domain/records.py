"""Rows beside products and revisions: by what a product is recognised again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCode:
    """The product to which a supplier's article number (``own_code``) belongs.

    It stays with the product also when the article is taken out of it: orders, price lists and
    import files go on naming it. A product that ended gives its numbers free; ``former`` is the
    ended product that had the number before.
    """

    supplier_id: str
    own_code: str
    product_id: str
    former: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A trait of a submitted product by which a look-alike is found: ``kind`` is ``gtin``,
    ``title`` or ``picture`` (a part of its perceptual hash), ``value`` what is looked up.

    ``detail`` is the whole perceptual hash for a picture, empty otherwise.
    """

    kind: str
    value: str
    product_id: str
    supplier_id: str
    detail: str = ""
