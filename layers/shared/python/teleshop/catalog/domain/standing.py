"""Whether an approved product may be on sale (standard 2.1.1, 2.1.5, 2.2.5): what stands against
it, and the only way to and from ``published``.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from teleshop.catalog.domain.content import Content, ProductDocument
from teleshop.catalog.domain.demands import last_good_day, unmet
from teleshop.catalog.domain.product import (
    ON_FILE,
    CaseHold,
    Hold,
    Obstacle,
    Product,
    ProductState,
)
from teleshop.catalog.domain.rulebook import CategoryRules, RequiredDocument, SupplierStanding
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.kernel.rules import rule

DOCUMENT_WARNING: Final = timedelta(days=31)
"""R7.1: a supplier is told when the last day of a document is 30 days away; that day counts too."""

OVERDUE: Final = "reverification_overdue"
"""What stands against new listings of a supplier that was not verified again in time (R6.2)."""
HELD: Final = "supplier_on_hold"
"""The same of a supplier of which nothing new is taken (standard 3.3.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the sale of a product rests on beside its content: its supplier, its category (None
    where there is none such), and whether at least one article has a price in force in at least one
    channel.
    """

    supplier: SupplierStanding | None
    category: CategoryRules | None
    priced: bool


@rule(
    id="R7-publication",
    clause="2.2.5",
    source="电子商务法",
    article="27; 38",
    effective_from=date(2019, 1, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def obstacles_of(
    product: Product, content: Content, facts: Facts, now: datetime
) -> tuple[Obstacle, ...]:
    """Everything that keeps an approved product from being on sale at ``now``; decided from dates,
    so that a late sweep lets nothing through.
    """
    found: set[Obstacle] = set()
    supplier, category = facts.supplier, facts.category
    if supplier is None or not supplier.active:
        found.add(Obstacle("supplier_not_active", product.supplier_id))
    elif product.state is ProductState.APPROVED:
        found.update(_listing_obstacles(product, supplier))
    if category is None or not category.active or category.forbidden:
        found.add(Obstacle("category_retired", content.category_id or ""))
    else:
        wanted = category.supplier_category
        if supplier is not None and wanted is not None and wanted not in supplier.categories:
            found.add(Obstacle("supplier_not_admitted", wanted))
        found.update(_document_obstacles(content, category.required_documents, now))
        found.update(Obstacle("category_demands_unmet", what) for what in unmet(content, category))
    last = last_good_day(content)
    if last is not None and china_date(now) > last:
        found.add(Obstacle("shelf_life_over", last.isoformat()))
    if not facts.priced:
        found.add(Obstacle("no_price", product.id))
    if product.on_hold:
        found.add(Obstacle("on_hold", product.id))
    return tuple(sorted(found))


@rule(
    id="R6.2-first-sale",
    clause="2.1.5",
    source="网络交易监督管理办法",
    article="24",
    effective_from=date(2021, 5, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def _listing_obstacles(product: Product, supplier: SupplierStanding) -> Iterable[Obstacle]:
    """What keeps an active supplier from listing anything new keeps from sale what never was on
    sale. It is no suspension: what was on sale before stays, and comes back from other suspensions.
    """
    if supplier.new_products:
        return
    codes = {reason.code for reason in supplier.reasons}
    if OVERDUE in codes:
        yield Obstacle("supplier_verification_overdue", product.supplier_id)
    if HELD in codes:
        yield Obstacle("supplier_on_hold", product.supplier_id)
    if codes - {OVERDUE, HELD}:
        yield Obstacle("supplier_qualification_missing", product.supplier_id)


def _document_obstacles(
    content: Content, required: Iterable[RequiredDocument], now: datetime
) -> Iterable[Obstacle]:
    """A document that nothing requires, or that another valid one stands in for, is no
    obstacle.
    """
    for requirement in required:
        if requirement.severity != "refuse":
            continue
        held = [document for document in content.documents if document.type in requirement.any_of]
        if any(not has_lapsed(document, now) for document in held):
            continue
        if held:
            yield from (Obstacle("document_expired", document.document_id) for document in held)
        else:
            yield Obstacle("document_missing", "|".join(requirement.any_of))


@rule(
    id="R7.1-on-sale",
    clause="2.1.3",
    source="产品质量法 (2018)",
    article="27; 33",
    effective_from=date(2018, 12, 29),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def has_lapsed(document: ProductDocument, now: datetime) -> bool:
    """Whether a document's last day is over in China; one without a last day never lapses."""
    # Days are compared, and not instants: the last of all days has no instant after it.
    return document.valid_to is not None and china_date(now) > document.valid_to


def end_of(day: date) -> datetime | None:
    """The instant after the last day of something; None for a day that the calendar ends before."""
    return None if day == date.max else end_of_china_day(day)


def judged(product: Product, found: tuple[Obstacle, ...], now: datetime) -> Product:
    """The product once its obstacles were judged: on sale with none, suspended or still waiting
    with some. Unchanged where nothing differs, and where there is nothing approved.

    This is the only way to ``published``. It is taken when approved content is stored already, on
    facts that are read after: whatever falls away meanwhile is then noticed by one of the two.
    """
    if product.state not in ON_FILE or product.live is None:
        return product
    after = dataclasses.replace(product, state=_state(product.state, found), obstacles=found)
    if after == product:
        return product
    return dataclasses.replace(
        after,
        judged_at=latest(product.judged_at, now),
        published_at=(
            product.published_at or now
            if after.state is ProductState.PUBLISHED
            else product.published_at
        ),
    )


def _state(state: ProductState, found: tuple[Obstacle, ...]) -> ProductState:
    if not found:
        return ProductState.PUBLISHED
    return ProductState.APPROVED if state is ProductState.APPROVED else ProductState.SUSPENDED


def latest(known: datetime | None, now: datetime) -> datetime:
    """The instant to judge by: never before one that was judged by already."""
    return now if known is None else max(known, now)


def held(product: Product, hold: Hold) -> Product:
    """The product once somebody put it on hold; off sale at once. An earlier hold stays."""
    if product.hold is not None:
        return product
    return _off_sale(dataclasses.replace(product, hold=hold), hold.at)


def held_for(product: Product, hold: CaseHold) -> Product:
    """The product once a measure holds it, too; off sale at once. Held by it already it stays as
    it is.
    """
    own = (hold.subject, hold.part)
    if any((known.subject, known.part) == own for known in product.case_holds):
        return product
    holds = tuple(sorted({*product.case_holds, hold}))
    return _off_sale(dataclasses.replace(product, case_holds=holds), hold.at)


def let_go(product: Product, subject: str, part: str) -> Product:
    """The product without the hold of one measure; others stay."""
    left = tuple(
        known for known in product.case_holds if (known.subject, known.part) != (subject, part)
    )
    return dataclasses.replace(product, case_holds=left)


def _off_sale(product: Product, now: datetime) -> Product:
    found = tuple(sorted({*product.obstacles, Obstacle("on_hold", product.id)}))
    return judged(product, found, now)


def lifted(product: Product) -> Product:
    """The product once its hold is lifted; back on sale when its obstacles are judged next."""
    return dataclasses.replace(product, hold=None)


def documents_to_watch(content: Content, now: datetime) -> tuple[ProductDocument, ...]:
    """The documents whose last day is to be watched; of a file that is named more than once, the
    last one.
    """
    ending = {
        document.document_id: document
        for document in content.documents
        if document.valid_to is not None and not has_lapsed(document, now)
    }
    return tuple(ending.values())


def days_left(document: ProductDocument, now: datetime) -> int:
    """Full days to the last day of a document that has one."""
    assert document.valid_to is not None
    return (document.valid_to - china_date(now)).days
