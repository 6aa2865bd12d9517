"""Rows beside products and revisions: by what a product is recognised again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCode:
    """The product to which a supplier's article number (``own_code``) belongs.

    It stays with the product also when the article is taken out of it: orders, price lists and
    import files go on naming it. A product that ended gives its numbers free.
    """

    supplier_id: str
    own_code: str
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A trait of a submitted product by which a look-alike is found: ``kind`` is ``gtin``,
    ``title`` or ``band<n>``, ``value`` what is looked up.

    ``detail`` is the picture's id and whole perceptual hash for a band, empty otherwise.
    """

    kind: str
    value: str
    product_id: str
    supplier_id: str
    detail: str = ""
