"""Products that were submitted, and the people who review them."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from teleshop.approvals.schemas import OpenApproval
from teleshop.approvals.wiring import service as approvals
from teleshop.catalog.domain.content import Content, ProductDocument, Variant
from teleshop.catalog.domain.product import Obstacle, Product, ProductState
from teleshop.catalog.domain.review import ItemFinding
from teleshop.catalog.domain.revision import CheckItem, ItemState, Revision, RevisionState
from teleshop.catalog.schemas.bodies import ContentBody
from teleshop.catalog.service import Decided, Round
from teleshop.catalog.tables import ProductRow, RevisionRow
from teleshop.catalog.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import derived_id
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.terms import Channel
from teleshop.roster.wiring import qualifications
from teleshop.suppliers.domain.records import (
    AgreementRecord,
    QualificationRecord,
    SupplierRecord,
)
from teleshop.suppliers.tables import AgreementRow, QualificationRow, SupplierRow
from tests.factories import categories, pricing, suppliers
from tests.factories.documents import accepted, picture
from tests.factories.roster import enter

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""12:00 in China."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SUPPLIER = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
LAST_DAY = date(2027, 11, 23)
REPORT_ENDS = date(2027, 2, 28)
REVIEWER = Actor("rita", frozenset({Role.REVIEWER}))
OTHER_REVIEWER = Actor("rolf", frozenset({Role.REVIEWER}))
MANAGER = Actor("mona", frozenset({Role.MANAGER}))
COMPLIANCE = Actor("cora", frozenset({Role.COMPLIANCE}))
APPROVED = Decided("approved", REVIEWER.subject)


@dataclass(frozen=True)
class Ground:
    """What products rest on: an active supplier with its staff, a category that wants a test
    report.
    """

    supplier_id: str
    category_id: str

    @property
    def seller(self) -> Actor:
        """Somebody of the supplier."""
        return Actor("sven", frozenset({Role.SUPPLIER}), self.supplier_id)


@dataclass(frozen=True)
class Submitted:
    """A product in review."""

    ground: Ground
    id: str
    revision: int = 1
    round: int = 1

    @property
    def told(self) -> Round:
        """The same for the steps of the state machine."""
        return Round(self.id, self.revision, self.round)


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta(), **options: Any) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation", **options)


def qualified(*people: Actor, until: date = LAST_DAY) -> None:
    """People who passed the course on reviews; those who did already stay as they are."""
    for person in people or (REVIEWER,):
        if not qualifications().holds(person.subject, "product_review", NOW):
            enter(person.subject, courses=["product_review"], valid_until=until)


def ground(**said: Any) -> Ground:
    """A supplier on board and a category of its own."""
    wanted = {"any_of": ["test_report"], "source": "产品质量法"}
    category_id = categories.made("woks", **{"required_documents": [wanted], **said})
    return Ground(on_board(), category_id)


def on_board(id: str = SUPPLIER) -> str:
    """A supplier as it stands in its table after it came on board, without the way there."""
    made = replace(suppliers.active(), id=id, claimed_uscc=None)
    agreement = replace(suppliers.countersigned(), supplier_id=id)
    licence = suppliers.qualification()
    document = QualificationRecord(
        supplier_id=id,
        issuer="杭州市市场监督管理局",
        added_at=NOW,
        **{
            name: getattr(licence, name)
            for name in ("id", "type", "number", "document_id", "content", "issued_on", "valid_to")
        },
    )
    tx = Transaction(call(), "prepare", Subject("supplier", id))
    tx.create(SupplierRow, SupplierRecord.of(made), conflict=RacedError())
    tx.create(AgreementRow, AgreementRecord.of(agreement), conflict=RacedError())
    tx.create(QualificationRow, document, conflict=RacedError())
    tx.commit(None)
    return id


def content(where: Ground, **changes: Any) -> dict[str, Any]:
    """A complete content as its supplier writes it, with files that were accepted."""
    seller = where.seller
    report = {
        "document_id": accepted(seller, purpose="product_document").id,
        "type": "test_report",
        "issued_on": "2026-09-01",
        "valid_to": REPORT_ENDS.isoformat(),
        "laboratory": "浙江省质检院",
    }
    return {
        "category_id": where.category_id,
        "name": "铸铁炒锅",
        "brand": "山海",
        "specification": "直径 30 厘米",
        "model": "SH-30",
        "unit": "口",
        "origin": "浙江永康",
        "manufacturer": "永康山海炊具有限公司",
        "manufacturer_address": "浙江省永康市示例路 1 号",
        "description": "厚底，受热均匀，附木盖。",
        "variants": [
            {"own_code": "P30", "supply_price": 90_00, "suggested_price": 199_00},
        ],
        "pictures": [picture(seller).id],
        "documents": [report],
        "packaging": {"materials": ["瓦楞纸"], "standard": "GB/T 6543", "compliant": True},
        "after_sales": {
            "warranty_months": 12,
            "warranty_terms": "非人为损坏免费维修",
            "return_address": "浙江省永康市示例路 1 号",
            "repair_contact": "0579-12345678",
        },
        **changes,
    }


def drafted(where: Ground, **changes: Any) -> str:
    """A draft; answers its id."""
    body = msgspec.convert(content(where, **changes), ContentBody)
    return service().products.create_product(call(where.seller), body).product.id


def submitted(where: Ground | None = None, after: timedelta = HOUR, **changes: Any) -> Submitted:
    """A product that was sent in; its machine does not run."""
    where = where or ground()
    product_id = drafted(where, **changes)
    service().submissions.submit_product(call(where.seller, after), product_id)
    return Submitted(where, product_id)


def asked(product: Submitted, **changes: Any) -> str:
    """The decision on a submission is asked for, as the state machine does; answers its id."""
    checked = service().reviews.check_submission(call(after=HOUR), product.told)
    wanted = {
        "token": f"token-{uuid.uuid4()}",
        "process": {
            "kind": "product_review",
            "id": f"{product.id}.{product.revision}",
            "round": product.round,
        },
        "step": "product_review",
        "subject": {"kind": "product", "id": product.id},
        "title": {"zh": "商品审核", "en": "Review of a product"},
        "role": "reviewer",
        "escalation": ["manager"],
        "timeout": "P3D",
        "requirements": ["checklist"],
        "fulfilled": checked.fulfilled,
        "allowed": checked.allowed,
        "qualification": "product_review",
        "requester": product.ground.seller.subject,
        "supplier_id": product.ground.supplier_id,
        **changes,
    }
    task = msgspec.convert(wanted, OpenApproval, strict=False)
    return approvals().open(call(after=HOUR), task).id


def waiting(where: Ground | None = None, **changes: Any) -> Submitted:
    """A product whose decision waits for a qualified reviewer."""
    qualified(REVIEWER)
    made = submitted(where, **changes)
    asked(made)
    return made


def check(
    product: Submitted,
    *failed: str,
    only: tuple[str, ...] | None = None,
    actor: Actor = REVIEWER,
    after: timedelta = 2 * HOUR,
) -> Revision:
    """A reviewer goes through the list (or ``only`` some of it); what is named failed."""
    revision = revision_of(product.id, product.revision)
    findings = [
        ItemFinding(
            field=item.field,
            passed=item.field not in failed,
            reason="与包装不符" if item.field in failed else "",
        )
        for item in revision.items
        if item.state is not ItemState.PASSED and (only is None or item.field in only)
    ]
    return service().check_lists.record(call(actor, after), product.id, findings).revision


def decided(product: Submitted, decision: Decided = APPROVED, after: timedelta = 3 * HOUR) -> str:
    """What was decided takes effect."""
    return service().reviews.apply_outcome(call(after=after), product.told, decision)


def approved(where: Ground | None = None, **changes: Any) -> Submitted:
    """A product that was approved and is not judged yet."""
    made = waiting(where, **changes)
    check(made)
    decided(made)
    return made


def priced(product: Submitted, amount: int = 199_00) -> None:
    """A price for all its articles in every channel, long since."""
    known = product_of(product.id)
    pricing.stored(
        *(
            pricing.sheet(
                sku,
                product_id=known.id,
                supplier_id=known.supplier_id,
                category_id=known.category_id,
                path=(known.category_id,),
                entries=tuple(
                    pricing.entry(amount, channel, NOW - 30 * DAY) for channel in Channel
                ),
            )
            for sku in known.skus
        )
    )


def published(where: Ground | None = None, **changes: Any) -> Submitted:
    """A product on sale."""
    made = approved(where, **changes)
    priced(made)
    service().standing.judge_approved(call(after=4 * HOUR), made.id, made.revision)
    return made


def product_of(product_id: str) -> Product:
    """A product as it is stored."""
    known = service().products.find(product_id)
    assert known is not None
    return known


def revision_of(product_id: str, number: int = 1) -> Revision:
    """A revision as it is stored."""
    known: Revision | None = RevisionRow.find(product_id, RevisionRow.sort_key(number))
    assert known is not None
    return known


def many(where: Ground, count: int, state: ProductState = ProductState.APPROVED) -> list[str]:
    """Many approved products with a price, put into the table as they would stand there."""
    ids = [derived_id("prd", where.supplier_id, str(number)) for number in range(count)]
    for number, id in enumerate(ids):
        tx = Transaction(call(), "prepare", Subject("product", id))
        sku = f"sku_{where.supplier_id[-3:]}{number:023d}"
        made = Content(
            category_id=where.category_id,
            name=f"炒锅 {number}",
            variants=(Variant(sku=sku, own_code=f"M{number}"),),
            documents=(
                ProductDocument(document_id="doc_1", type="test_report", valid_to=REPORT_ENDS),
            ),
        )
        product = Product(
            id=id,
            supplier_id=where.supplier_id,
            state=state,
            created_at=NOW,
            name=made.name,
            category_id=where.category_id,
            skus=(sku,),
            live=1,
            revisions=1,
            obstacles=() if state is ProductState.PUBLISHED else (Obstacle("no_price", id),),
        )
        revision = Revision(
            product_id=id,
            number=1,
            state=RevisionState.APPROVED,
            content=made,
            created_at=NOW,
            created_by="sven",
            items=(CheckItem(field="name", state=ItemState.PASSED, reviewed_by="rita"),),
            approved_at=NOW,
            approved_by="rita",
        )
        tx.create(ProductRow, product, conflict=RacedError(), audited=False)
        tx.create(RevisionRow, revision, conflict=RacedError(), audited=False)
        tx.commit(None)
        pricing.stored(
            replace(
                pricing.sheet(sku, product_id=id),
                entries=(pricing.entry(199_00, Channel.TV, NOW - 30 * DAY),),
            )
        )
    return ids
