"""How a product and its revisions move from state to state; never how they are judged.

Each function answers the product and the revision after the step. What they may not be called for
is a fault of the caller, so ValueError: services refuse to people before.
"""

from dataclasses import replace
from datetime import datetime

from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.product import ENDED, ON_FILE, Product, ProductState
from teleshop.catalog.domain.revision import EDITABLE, OPEN, CheckItem, Revision, RevisionState

Both = tuple[Product, Revision]


def start_product(
    product_id: str, supplier_id: str, content: Content, now: datetime, by: str
) -> Both:
    """A new product with its first revision."""
    product = Product(
        id=product_id,
        supplier_id=supplier_id,
        state=ProductState.DRAFT,
        created_at=now,
        open_revision=1,
        revisions=1,
    )
    revision = Revision(
        product_id=product_id,
        number=1,
        state=RevisionState.DRAFT,
        content=content,
        created_at=now,
        created_by=by,
    )
    return shown(product, content), revision


def open_change(product: Product, content: Content, now: datetime, by: str) -> Both:
    """A change of what is approved: the next revision, beside the live one."""
    if product.state not in ON_FILE or product.open_revision is not None or product.live is None:
        raise ValueError(f"{product.id} takes no change")
    number = product.revisions + 1
    revision = Revision(
        product_id=product.id,
        number=number,
        state=RevisionState.DRAFT,
        content=content,
        created_at=now,
        created_by=by,
        base=product.live,
    )
    return replace(product, open_revision=number, revisions=number), revision


def submit(
    product: Product, revision: Revision, items: tuple[CheckItem, ...], now: datetime, by: str
) -> Both:
    """Sent in for review: a round of its own, with the items that are open in it."""
    if revision.state not in EDITABLE:
        raise ValueError(f"{revision.state} cannot be submitted")
    after = replace(
        revision,
        state=RevisionState.IN_REVIEW,
        round=revision.round + 1,
        material=True,
        items=items,
        submitted_at=now,
        submitted_by=by,
        returned_reason="",
        stalled=False,
    )
    return replace(product, submitted_at=now), after


def approve(product: Product, revision: Revision, now: datetime, by: str) -> Both:
    """The revision's content holds from now on. A product that never was approved waits for what
    publication needs; any other stays where it is.
    """
    if revision.state not in OPEN or product.open_revision != revision.number:
        raise ValueError(f"revision {revision.number} of {product.id} is not open")
    after = replace(
        revision,
        state=RevisionState.APPROVED,
        approved_at=now,
        approved_by=by,
        stalled=False,
    )
    state = ProductState.APPROVED if product.state is ProductState.DRAFT else product.state
    moved = replace(
        product,
        state=state,
        live=revision.number,
        reviewed=product.reviewed if revision.material is False else revision.number,
        open_revision=None,
        rank=None,
        submitted_at=None,
    )
    return shown(moved, revision.content), after


def take_back(product: Product, revision: Revision) -> Both:
    """The submission is withdrawn: the revision can be changed again."""
    if revision.state is not RevisionState.IN_REVIEW:
        raise ValueError(f"{revision.state} is not in review")
    after = replace(revision, state=RevisionState.DRAFT, stalled=False)
    return replace(product, rank=None, submitted_at=None), after


def drop_change(product: Product, revision: Revision) -> Both:
    """A change of an approved product is given up; what is approved stays."""
    if revision.state not in OPEN or product.live is None:
        raise ValueError(f"revision {revision.number} of {product.id} is no open change")
    after = replace(revision, state=RevisionState.WITHDRAWN, stalled=False)
    return replace(product, open_revision=None, rank=None, submitted_at=None), after


def end(
    product: Product, revision: Revision | None, state: ProductState, now: datetime, reason: str
) -> tuple[Product, Revision | None]:
    """Taken off or refused for good, with the revision that is open."""
    if product.state in ENDED or state not in ENDED:
        raise ValueError(f"{product.id} cannot become {state}")
    if revision is not None:
        to = RevisionState.WITHDRAWN if state is ProductState.WITHDRAWN else RevisionState.REFUSED
        revision = replace(revision, state=to, stalled=False)
    moved = replace(
        product,
        state=state,
        ended_at=now,
        ended_reason=reason or None,
        open_revision=None,
        rank=None,
        submitted_at=None,
        obstacles=(),
    )
    return moved, revision


def shown(product: Product, content: Content) -> Product:
    """The product with what lists show of its content."""
    return replace(
        product,
        name=content.name,
        category_id=content.category_id,
        skus=tuple(variant.sku for variant in content.variants),
        air_on=content.air_on,
    )
