"""Routes of the documents capability: a link to upload, what the check found, a link to
download.
"""

from typing import TYPE_CHECKING

from teleshop.documents.schemas import (
    DocumentView,
    DownloadLinkView,
    DownloadRequest,
    UploadForm,
    UploadOfferView,
    UploadRequest,
)
from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.documents.service import Document, DownloadLink, UploadOffer
    from teleshop.kernel.paging import Page

api = ApiBlueprint(__name__)


def to_answer(document: "Document") -> Answer:
    """One document, with its version."""
    return Answer(DocumentView.of(document), document.version)


def to_listing(page: "Page[Document]") -> Listing[DocumentView]:
    """One page of documents."""
    return Listing.of(page.map(DocumentView.of))


def to_offer(offer: "UploadOffer") -> UploadOfferView:
    """A new document and its form."""
    form = UploadForm(
        url=offer.link.url,
        fields=dict(offer.link.fields),
        max_bytes=offer.link.max_bytes,
        expires_at=offer.link.expires_at,
    )
    return UploadOfferView(
        id=offer.document.id, document=DocumentView.of(offer.document), upload=form
    )


def to_link(link: "DownloadLink") -> DownloadLinkView:
    """A link to download."""
    return DownloadLinkView(
        url=link.url,
        expires_at=link.expires_at,
        content_type=link.document.content_type,
        sha256=link.document.sha256,
    )


@api.post(
    "/documents",
    body=UploadRequest,
    answer=UploadOfferView,
    present=to_offer,
    status=201,
    location="/documents/{id}",
    clause="3.1.1",
    summary=("申请上传文件", "Ask for a form to upload a document with"),
)
def request_upload(request: Request[UploadRequest, NoQuery]) -> "UploadOffer":
    """The file goes straight to storage and is checked there; read the document to learn more."""
    from teleshop.documents.wiring import service

    body = request.body
    return service().request_upload(
        request.call,
        purpose=body.purpose,
        content_type=body.content_type,
        supplier_id=body.supplier_id,
    )


@api.get(
    "/documents",
    query=ListQuery,
    answer=Listing[DocumentView],
    present=to_listing,
    clause="3.1.1",
    summary=("查询本人（本供应商）的文件", "List the documents of the caller or its supplier"),
)
def list_documents(request: Request[NoBody, ListQuery]) -> "Page[Document]":
    """Newest first; staff see what they uploaded and its subject may not read."""
    from teleshop.documents.wiring import service

    return service().list_own(request.actor, request.query.page)


@api.get(
    "/documents/{id}",
    answer=DocumentView,
    present=to_answer,
    versioned=True,
    clause="3.1.1",
    summary=("查询文件状态与检查结果", "Read a document's state and what its check found"),
)
def get_document(request: Request[NoBody, NoQuery]) -> "Document":
    """For the owner and for staff with a need; anybody else is told that there is none."""
    from teleshop.documents.wiring import service

    return service().get_document(request.actor, request.path["id"])


@api.post(
    "/documents/{id}/download-links",
    body=DownloadRequest,
    answer=DownloadLinkView,
    present=to_link,
    status=201,
    clause="6.4.1",
    summary=("申请文件下载链接", "Ask for a link to download a document"),
)
def issue_download_link(request: Request[DownloadRequest, NoQuery]) -> "DownloadLink":
    """A link to exactly the content that was accepted; each one is recorded with who asked."""
    from teleshop.documents.wiring import service

    return service().issue_download_link(request.call, request.path["id"], request.body.seconds)
