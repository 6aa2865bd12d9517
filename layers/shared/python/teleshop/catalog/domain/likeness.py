"""Products that look alike: by bar code, article number, name and picture (standard 2.2.1, 2.2.4,
2.3.4). All of it is for the reviewer to look at; nothing is refused for it.

Names are compared as :func:`~teleshop.catalog.domain.edits.normal_text` leaves them: equal but for
width, case, blanks and punctuation. What is renamed beyond that is found by its pictures: hashes
within the policy's distance share a band, so an equality look-up of each band finds every one of
them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.checks.variants import normal_gtin
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.edits import normal_text
from teleshop.catalog.domain.policy import CatalogPolicy
from teleshop.catalog.domain.product import ENDED, Product, ProductState
from teleshop.catalog.domain.records import Mark
from teleshop.catalog.domain.rulebook import File
from teleshop.kernel.findings import Finding

GTIN: Final = "gtin"
TITLE: Final = "title"
PICTURE: Final = "picture"
_BY: Final = {
    GTIN: ("商品条码", "bar code"),
    TITLE: ("名称", "name"),
    PICTURE: ("图片", "picture"),
    "own_code": ("货号", "article number"),
}
_STATES: Final = {
    ProductState.REFUSED: ("已被拒绝", "refused"),
    ProductState.WITHDRAWN: ("已下架", "withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Another product with an equal trait: ``kind`` of trait, where in the content it stands, and
    for a picture how many bits the hashes differ.
    """

    kind: str
    pointer: str
    product_id: str
    bits: int = 0


def marks_by_text(product: Product, content: Content) -> tuple[Mark, ...]:
    """The marks of name and bar codes."""
    title = normal_text(content.name)
    values = [(TITLE, title)] if title else []
    values += [(GTIN, normal_gtin(v.gtin)) for v in content.variants if v.gtin is not None]
    return tuple(_mark(product, kind, value) for kind, value in dict.fromkeys(values))


def marks_by_picture(product: Product, files: Iterable[File]) -> tuple[Mark, ...]:
    """The marks of pictures, one for each band of their hashes."""
    marks = [
        _mark(product, PICTURE, band, file.perceptual_hash)
        for file in files
        if file.perceptual_hash is not None
        for band in file.bands
    ]
    return tuple(dict.fromkeys(marks))


def _mark(product: Product, kind: str, value: str, detail: str = "") -> Mark:
    return Mark(
        kind=kind,
        value=value,
        product_id=product.id,
        supplier_id=product.supplier_id,
        detail=detail,
    )


def alike_by_text(
    content: Content, marked: Mapping[tuple[str, str], Sequence[Mark]]
) -> list[Alike]:
    """Products with an equal name or bar code; ``marked`` are the marks by kind and value."""
    title = normal_text(content.name)
    found = [
        Alike(kind=TITLE, pointer="/name", product_id=mark.product_id)
        for mark in marked.get((TITLE, title), ())
    ]
    for index, variant in enumerate(content.variants):
        if variant.gtin is not None:
            found += [
                Alike(kind=GTIN, pointer=f"/variants/{index}/gtin", product_id=mark.product_id)
                for mark in marked.get((GTIN, normal_gtin(variant.gtin)), ())
            ]
    return found


def alike_by_picture(
    pictures: Sequence[File],
    marked: Mapping[tuple[str, str], Sequence[Mark]],
    policy: CatalogPolicy,
) -> list[Alike]:
    """Products with a picture within the policy's distance, the nearest one of each."""
    found: dict[tuple[int, str], int] = {}
    for index, file in enumerate(pictures):
        if file.perceptual_hash is None:
            continue
        for mark in (mark for band in file.bands for mark in marked.get((PICTURE, band), ())):
            bits = distance(file.perceptual_hash, mark.detail)
            if bits <= policy.look_alike_bits:
                key = index, mark.product_id
                found[key] = min(bits, found.get(key, bits))
    return [
        Alike(kind=PICTURE, pointer=f"/pictures/{index}", product_id=product_id, bits=bits)
        for (index, product_id), bits in found.items()
    ]


def distance(one: str, other: str) -> int:
    """In how many bits two hashes of equal length (hexadecimal) differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def remarks_on(
    product: Product, alike: Iterable[Alike], others: Mapping[str, Product]
) -> list[Finding]:
    """What the reviewer should compare: ``others`` are the products that look alike, by id."""
    found: list[Finding] = []
    for item in alike:
        other = others.get(item.product_id)
        if other is None or other.id == product.id:
            continue
        if other.state in ENDED:
            zh, en = _BY[item.kind]
            state_zh, state_en = _STATES[other.state]
            found.append(
                f.RELISTED.at(
                    item.pointer,
                    product=other.id,
                    by_zh=zh,
                    by_en=en,
                    state_zh=state_zh,
                    state_en=state_en,
                )
            )
            continue
        own = other.supplier_id == product.supplier_id
        if item.kind == GTIN:
            # One bar code is one article: of one supplier it was perhaps entered twice.
            kind = f.SAME_GTIN if own else f.GTIN_OF_ANOTHER
            found.append(kind.at(item.pointer, product=other.id))
        elif item.kind == TITLE and own:
            found.append(f.SAME_TITLE.at(item.pointer, product=other.id))
        elif item.kind == PICTURE and not own:
            found.append(f.PICTURE_OF_ANOTHER.at(item.pointer, product=other.id, bits=item.bits))
    return found
