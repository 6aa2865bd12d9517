"""What documents are for: who brings them, in which form, who may read them (clause 6.4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from teleshop.documents.domain.content import (
    IMAGE_TYPES,
    PAPER_TYPES,
    TABLE_TYPES,
    ContentType,
)
from teleshop.documents.domain.owner import SUPPLIER_PREFIX, Owner, OwnerKind, is_owner
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.ids import is_id

_PDF = frozenset({ContentType.PDF})


@dataclass(frozen=True, slots=True)
class Purpose:
    """``owner_reads``: whether the supplier whom the document is about may read what staff
    uploaded for it.

    A supplier or customer among ``creators`` means the owner itself; ``readers`` are the staff
    roles with a need. ``names_supplier``: whether staff must say which supplier the document is
    about. ``min_side``: how many pixels each side of a picture needs. ``public``: whether accepted
    content is for everybody to see.
    """

    code: str
    content_types: frozenset[ContentType]
    creators: frozenset[Role]
    readers: frozenset[Role]
    owner_reads: bool
    names_supplier: bool = True
    min_side: int = 1
    public: bool = False


OUTSIDE = frozenset({Role.CUSTOMER, Role.SUPPLIER})
"""Who brings documents for itself only."""
_OVERSIGHT = frozenset({Role.MANAGER, Role.COMPLIANCE, Role.AUDITOR})
_GOODS = _OVERSIGHT | {Role.REVIEWER, Role.LEGAL, Role.MERCHANDISER}
"""Who looks at the goods themselves."""

PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {
        purpose.code: purpose
        for purpose in (
            # Licences, permits, certificates and test reports (资质证明).
            Purpose(
                "qualification",
                PAPER_TYPES,
                creators=frozenset({Role.SUPPLIER, Role.REVIEWER}),
                readers=_OVERSIGHT | {Role.REVIEWER, Role.INSPECTOR, Role.LEGAL, Role.SIGNATORY},
                owner_reads=True,
            ),
            # Identity papers of natural persons (身份证件): sensitive, so only those who compare
            # them.
            Purpose(
                "identity",
                PAPER_TYPES,
                creators=frozenset({Role.SUPPLIER}),
                readers=frozenset({Role.REVIEWER, Role.LEGAL}),
                owner_reads=True,
            ),
            # On-site inspection (现场考察): the platform's own findings.
            Purpose(
                "inspection_report",
                _PDF,
                creators=frozenset({Role.INSPECTOR}),
                readers=_OVERSIGHT | {Role.INSPECTOR, Role.REVIEWER, Role.LEGAL, Role.SIGNATORY},
                owner_reads=False,
            ),
            Purpose(
                "inspection_photo",
                IMAGE_TYPES,
                creators=frozenset({Role.INSPECTOR}),
                readers=_OVERSIGHT | {Role.INSPECTOR, Role.REVIEWER, Role.LEGAL, Role.SIGNATORY},
                owner_reads=False,
            ),
            # Cooperation agreement (合作协议): PDF only, since parties sign the hash of its bytes.
            Purpose(
                "agreement",
                _PDF,
                creators=frozenset({Role.LEGAL}),
                readers=_OVERSIGHT | {Role.LEGAL, Role.SIGNATORY, Role.FINANCE},
                owner_reads=True,
            ),
            # Evidence for blacklist entries and violations (证据材料).
            Purpose(
                "evidence",
                PAPER_TYPES,
                creators=frozenset({Role.COMPLIANCE, Role.MANAGER}),
                readers=_OVERSIGHT | {Role.LEGAL},
                owner_reads=False,
                # An entry of the blacklist may concern an enterprise that never applied.
                names_supplier=False,
            ),
            # What a supplier brings to a violation case (陈述申辩材料): statement and appeal.
            Purpose(
                "violation_statement",
                PAPER_TYPES,
                creators=frozenset({Role.SUPPLIER}),
                readers=_OVERSIGHT | {Role.LEGAL},
                owner_reads=True,
            ),
            # What customers, suppliers and staff add to a service case (附件): photographs, bills.
            Purpose(
                "case_attachment",
                PAPER_TYPES,
                creators=frozenset({Role.CUSTOMER, Role.SUPPLIER, Role.AGENT, Role.LEAD}),
                readers=_OVERSIGHT | {Role.AGENT, Role.LEAD, Role.FINANCE},
                owner_reads=True,
                names_supplier=False,
            ),
            # Pictures of goods (商品图片), shown in the shop; at least 800 pixels a side.
            Purpose(
                "product_picture",
                IMAGE_TYPES,
                creators=frozenset({Role.SUPPLIER, Role.MERCHANDISER}),
                readers=_GOODS,
                owner_reads=True,
                min_side=800,
                public=True,
            ),
            # Certificates, test reports, labels, proofs of claims of one product (商品资料).
            Purpose(
                "product_document",
                PAPER_TYPES,
                creators=frozenset({Role.SUPPLIER, Role.MERCHANDISER}),
                readers=_GOODS,
                owner_reads=True,
            ),
            # Lists of many products for one import (商品批量导入).
            Purpose(
                "product_import",
                TABLE_TYPES,
                creators=frozenset({Role.SUPPLIER}),
                readers=_GOODS,
                owner_reads=True,
            ),
            # Invoices to customers (数电发票), as the tax system gives them to finance. Their
            # customer loads them by links that the invoices context hands out.
            Purpose(
                "invoice",
                _PDF,
                creators=frozenset({Role.FINANCE}),
                readers=_OVERSIGHT | {Role.FINANCE},
                owner_reads=False,
                names_supplier=False,
            ),
            # Market research behind a price (价格调研): the platform's own, also on other sellers.
            Purpose(
                "price_research",
                PAPER_TYPES | TABLE_TYPES,
                creators=frozenset({Role.MERCHANDISER}),
                readers=_OVERSIGHT | {Role.MERCHANDISER, Role.LEGAL, Role.FINANCE},
                owner_reads=False,
                names_supplier=False,
            ),
        )
    }
)


def may_create(purpose: Purpose, actor: Actor, owner: Owner) -> bool:
    """Whether ``actor`` may upload a document of this purpose that will belong to ``owner``."""
    if actor.has(*(purpose.creators - OUTSIDE)):
        if owner.kind is OwnerKind.SUPPLIER:
            return is_id(owner.id, SUPPLIER_PREFIX)
        return not purpose.names_supplier and is_owner(actor, owner)
    if owner.kind is OwnerKind.CUSTOMER:
        return Role.CUSTOMER in purpose.creators and is_owner(actor, owner)
    return Role.SUPPLIER in purpose.creators and _is_supplier(actor, owner)


def may_read(purpose: Purpose, actor: Actor, owner: Owner, created_by: str) -> bool:
    """Whether ``actor`` may see the record and, once accepted, the content.

    Who uploaded may see it as long as its role still stands among the creators.
    """
    if actor.has(*purpose.readers):
        return True
    if actor.subject == created_by and may_create(purpose, actor, owner):
        return True
    return purpose.owner_reads and _is_supplier(actor, owner)


def _is_supplier(actor: Actor, owner: Owner) -> bool:
    return owner.kind is OwnerKind.SUPPLIER and is_owner(actor, owner)
