"""Forms of the documents capability: requests, answers, events."""

from datetime import datetime
from typing import Annotated, ClassVar, Self

import msgspec

from teleshop.documents.domain import (
    PURPOSES,
    AcceptedDocument,
    ContentType,
    Document,
    Finding,
    Limits,
    OwnerKind,
)
from teleshop.kernel.events import EventData
from teleshop.kernel.schema import Input, Output

MAX_BYTES = Limits().max_bytes
MIN_LINK_SECONDS, MAX_LINK_SECONDS = 60, 300

PurposeCode = Annotated[
    str,
    msgspec.Meta(
        pattern=f"^({'|'.join(sorted(PURPOSES))})$",
        description="文件用途 / what the document is for",
        extra={
            "code": "unknown_purpose",
            "zh": f"没有此用途，可选：{'、'.join(sorted(PURPOSES))}。",
            "en": f"There is no such purpose; choose one of: {', '.join(sorted(PURPOSES))}.",
        },
    ),
]


class UploadRequest(Input, frozen=True, kw_only=True):
    """What will be uploaded. Staff name the supplier that the document is about.

    The file's own name is not asked for: it often names a person, and nothing needs it.
    """

    purpose: PurposeCode
    content_type: Annotated[
        ContentType, msgspec.Meta(description="文件类型 / the type of the file")
    ]
    size: (
        Annotated[
            int,
            msgspec.Meta(
                ge=1,
                le=MAX_BYTES,
                description="文件字节数（可选，提前检查） / bytes of the file, for an early check",
            ),
        ]
        | None
    ) = None
    supplier_id: (
        Annotated[
            str,
            msgspec.Meta(
                pattern=r"^sup_[0-9A-HJKMNP-TV-Z]{26}$",
                description="工作人员上传时所涉及的供应商 / the supplier it is about (staff)",
                extra={
                    "zh": "请填写供应商编号，例如 sup_01KASY2D7V3M7T1QZ9N3D6W8XR。",
                    "en": "Give a supplier's id, such as sup_01KASY2D7V3M7T1QZ9N3D6W8XR.",
                },
            ),
        ]
        | None
    ) = None


class UploadForm(Output, frozen=True, kw_only=True):
    """Send ``fields`` unchanged and then the file (as ``file``) as multipart/form-data to ``url``.

    Storage takes one content type and 1 to ``max_bytes`` bytes until ``expires_at``.
    """

    url: str
    fields: dict[str, str]
    max_bytes: int
    expires_at: datetime


class ReasonView(Output, frozen=True, kw_only=True):
    """One reason why a file was refused; ``zh`` and ``en`` say what to do."""

    code: str
    zh: str
    en: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """A finding in both languages."""
        return cls(code=finding.reason, zh=finding.message("zh"), en=finding.message("en"))


class OwnerView(Output, frozen=True, kw_only=True):
    """Whose a document is."""

    kind: OwnerKind
    id: str


class DocumentView(Output, frozen=True, kw_only=True):
    """One document. ``size`` (bytes), ``sha256``, ``pages`` or ``width`` and ``height`` (pixels)
    are what the check found; ``reasons`` is empty unless the state is `rejected`.
    """

    id: str
    purpose: str
    state: str
    owner: OwnerView
    content_type: str
    created_at: datetime
    upload_until: datetime
    decided_at: datetime | None = None
    size: int | None = None
    sha256: str | None = None
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    reasons: list[ReasonView] = msgspec.field(default_factory=list)

    @classmethod
    def of(cls, document: Document) -> Self:
        """A document as its owner and staff see it."""
        found = document.inspection
        return cls(
            id=document.id,
            purpose=document.purpose,
            state=document.state,
            owner=OwnerView(kind=document.owner_kind, id=document.owner_id),
            content_type=document.declared_type,
            created_at=document.created_at,
            upload_until=document.link_until,
            decided_at=document.decided_at,
            size=found.size if found else None,
            sha256=found.sha256 if found else None,
            pages=found.pages if found else None,
            width=found.width if found else None,
            height=found.height if found else None,
            reasons=[ReasonView.of(finding) for finding in found.findings] if found else [],
        )


class UploadOfferView(Output, frozen=True, kw_only=True):
    """A new document and the form to upload its file with."""

    id: str
    document: DocumentView
    upload: UploadForm


class DownloadRequest(Input, frozen=True, kw_only=True):
    """How long the link shall work."""

    seconds: Annotated[
        int,
        msgspec.Meta(
            ge=MIN_LINK_SECONDS,
            le=MAX_LINK_SECONDS,
            description="链接有效秒数 / seconds for which the link works",
        ),
    ] = MIN_LINK_SECONDS


class DownloadLinkView(Output, frozen=True, kw_only=True):
    """A link that needs no token; ``sha256`` is that of the content behind it."""

    url: str
    expires_at: datetime
    content_type: str
    sha256: str


class DocumentEvent(EventData, frozen=True, kw_only=True):
    """What both events say; ``owner_id`` is a supplier's id or a token's subject."""

    context: ClassVar[str] = "documents"

    document_id: str
    purpose: str
    owner_kind: str
    owner_id: str
    version_id: str


class DocumentAccepted(DocumentEvent, frozen=True, kw_only=True):
    """The content passed its check and will never change; ``size`` in bytes."""

    content_type: str
    size: int
    sha256: str

    @classmethod
    def of(cls, document: AcceptedDocument) -> Self:
        """The event of a document that has just been accepted."""
        return cls(
            document_id=document.id,
            purpose=document.purpose,
            owner_kind=document.owner.kind,
            owner_id=document.owner.id,
            version_id=document.version_id,
            content_type=document.content_type,
            size=document.size,
            sha256=document.sha256,
        )


class DocumentRejected(DocumentEvent, frozen=True, kw_only=True):
    """The content did not pass; another upload through the same link may still be accepted."""

    reasons: list[str]

    @classmethod
    def of(cls, document: Document) -> Self:
        """The event of a document that has just been rejected."""
        upload, found = document.upload, document.inspection
        if upload is None or found is None:
            raise ValueError(f"{document.id} is not decided")
        return cls(
            document_id=document.id,
            purpose=document.purpose,
            owner_kind=document.owner_kind,
            owner_id=document.owner_id,
            version_id=upload.version_id,
            reasons=[reason.value for reason in found.reasons],
        )
