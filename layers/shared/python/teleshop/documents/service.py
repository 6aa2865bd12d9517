"""Use cases of documents: a link to upload, the check, a link to download; and what other contexts
rely on (:meth:`Documents.get_accepted`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from teleshop.deadlines.service import Deadlines
from teleshop.deadlines.service import Owner as DeadlineOwner
from teleshop.documents.domain import (
    CHECK_TIME,
    ID_PREFIX,
    PURPOSES,
    UPLOAD_TIME,
    AcceptedDocument,
    ContentType,
    Document,
    DocumentState,
    Finding,
    Inspection,
    Limits,
    Owner,
    OwnerKind,
    Purpose,
    Reason,
    StoredVersion,
    accepted_content,
    expire,
    give_up_check,
    likeness_bands,
    likeness_distance,
    look_alike,
    may_create,
    may_read,
    needs_check,
    new_document,
    owner_for,
    owners_for,
    record_inspection,
    record_upload,
    supplier,
)
from teleshop.documents.errors import (
    DocumentNotAcceptedError,
    DocumentNotFoundError,
    DocumentPurposeForbiddenError,
    DocumentPurposeMismatchError,
)
from teleshop.documents.schemas import DocumentAccepted, DocumentRejected
from teleshop.documents.storage import (
    DocumentStorage,
    ObjectMissingError,
    Readable,
    ReportedUpload,
    UploadLink,
)
from teleshop.documents.tables import DocumentRepository, DocumentRow
from teleshop.kernel.actor import Actor, Call
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run

__all__ = [
    "AcceptedDocument",
    "ContentType",
    "Document",
    "DocumentState",
    "Documents",
    "DownloadLink",
    "Inspection",
    "Owner",
    "OwnerKind",
    "UploadOffer",
    "likeness_bands",
    "likeness_distance",
    "look_alike",
    "owner_for",
    "owners_for",
    "supplier",
]

Inspect = Callable[[Readable, ContentType, Limits], Inspection]
"""The check of content; it lives with its libraries in functions/documents/inspection."""
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class UploadOffer:
    """A new document and the form to upload its file with."""

    document: Document
    link: UploadLink


@dataclass(frozen=True, slots=True)
class DownloadLink:
    """A link to the accepted version of a document."""

    document: AcceptedDocument
    url: str
    expires_at: datetime


class Documents:
    """The documents capability; stateless, one per process."""

    def __init__(
        self, repository: DocumentRepository, storage: DocumentStorage, deadlines: Deadlines
    ) -> None:
        self._repository = repository
        self._storage = storage
        self._deadlines = deadlines

    # -- for other contexts --

    def find(self, document_id: str) -> Document | None:
        """The document in whatever state, whoever owns it."""
        return self._repository.find(document_id)

    def find_many(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """The documents that exist, in whatever state, by id; one read for each hundred."""
        return {document.id: document for document in self._repository.find_many(document_ids)}

    def get_accepted(
        self, document_id: str, *, owner: Owner | tuple[Owner, ...], purpose: str
    ) -> AcceptedDocument:
        """The accepted content of a document that belongs to ``owner`` (or one of several) and was
        uploaded for ``purpose``.

        What an actor brought itself belongs to one of ``owners_for(actor)``; what staff brought
        about a supplier to ``supplier(supplier_id)``. Raises :class:`DocumentNotFoundError` (also
        for a document of somebody else), :class:`DocumentPurposeMismatchError`,
        :class:`DocumentNotAcceptedError`. The answer stays true: accepted is final.
        """
        owners = (owner,) if isinstance(owner, Owner) else owner
        document = self._repository.find(document_id)
        if document is None or document.owner not in owners:
            raise DocumentNotFoundError
        if document.purpose != purpose:
            raise DocumentPurposeMismatchError(actual=document.purpose, wanted=purpose)
        return _accepted(document)

    def public_link(self, document_id: str, now: datetime) -> str | None:
        """A link for everybody to a document of a public purpose; see :meth:`public_links`."""
        return self.public_links((document_id,), now).get(document_id)

    def public_links(self, document_ids: Iterable[str], now: datetime) -> dict[str, str]:
        """Links by id, for one to two hours; what is not accepted or not for the public has none.

        One read for up to a hundred documents and signatures made here. Nothing is audited: who
        may show a picture to everybody is decided where it is published.
        """
        seconds = _until_end_of_next_hour(now)
        links = {}
        for document in self._repository.find_many(document_ids):
            version_id = document.accepted_version_id
            if version_id is not None and PURPOSES[document.purpose].public:
                links[document.id] = self._storage.public_url(document, version_id, seconds)
        return links

    # -- for callers --

    def request_upload(
        self,
        call: Call,
        *,
        purpose: str,
        content_type: ContentType,
        supplier_id: str | None = None,
    ) -> UploadOffer:
        """A new document that waits for its file, and the form to send the file with.

        ``purpose`` is one of the table's codes. Refuses a content type that the purpose does not
        take, and a role or supplier for which the caller may not upload.
        """
        kind = PURPOSES[purpose]
        owner = _owner_of_new(kind, call.actor, supplier_id)
        if content_type not in kind.content_types:
            raise InvalidInputError(errors=[_type_not_taken(kind)])
        document = new_document(
            new_id(ID_PREFIX, call.now),
            purpose=kind,
            owner=owner,
            declared_type=content_type,
            created_by=call.actor.subject,
            now=call.now,
        )
        tx = _transaction(call, "request_upload", document.id)
        tx.create(DocumentRow, document, conflict=RacedError())
        self._deadlines.register(
            tx,
            id=_upload_deadline(document.id),
            owner=_deadline_owner(document.id),
            kind="upload",
            due_at=document.created_at + UPLOAD_TIME,
        )
        return tx.commit(UploadOffer(document, self._storage.upload_link(document)))

    def get_document(self, actor: Actor, document_id: str) -> Document:
        """A document that ``actor`` may see; :class:`DocumentNotFoundError` otherwise."""
        document = self._repository.find(document_id)
        if document is None or not _may_see(actor, document):
            raise DocumentNotFoundError
        return document

    def list_own(self, actor: Actor, page: PageRequest) -> Page[Document]:
        """What belongs to the caller, or to the supplier it works for, newest first.

        Staff see what they uploaded and its subject may not read. A page may show fewer than its
        limit: what a role that was lost had brought is left out.
        """
        found = self._repository.listed_for(owner_for(actor), page)
        seen = [document for document in found.items if _may_see(actor, document)]
        return Page(seen, found.next)

    def issue_download_link(self, call: Call, document_id: str, seconds: int) -> DownloadLink:
        """A link to the accepted content that works for ``seconds``; each one is in the audit."""
        document = self.get_document(call.actor, document_id)
        return self._link(call, "issue_download_link", document, seconds)

    def share_download_link(
        self, call: Call, document_id: str, seconds: int, *, shown_in: str
    ) -> DownloadLink:
        """The same for somebody to whom another context has shown the document: ``shown_in`` names
        where, and stands in the audit. That context answers for it that the caller may read it.
        """
        document = self._repository.find(document_id)
        if document is None:
            raise DocumentNotFoundError
        return self._link(call, "share_download_link", document, seconds, shown_in=shown_in)

    def _link(
        self, call: Call, action: str, document: Document, seconds: int, **notes: str
    ) -> DownloadLink:
        accepted = _accepted(document)
        tx = _transaction(call, action, document.id)
        tx.note(purpose=document.purpose, version_id=accepted.version_id, seconds=seconds, **notes)
        url = self._storage.download_url(document, accepted.version_id, seconds)
        return tx.commit(DownloadLink(accepted, url, call.now + timedelta(seconds=seconds)))

    # -- for storage's notices and the clock --

    def check_upload(self, call: Call, upload: ReportedUpload, inspect: Inspect) -> Document | None:
        """Check a stored upload and record the verdict; None if the object is no document's.

        Repeating it, in any order with other uploads of the key, gives the same result. A version
        that will never be the document's content is marked for removal. Raises whatever reading
        raises, to be tried again.
        """
        document_id, version = upload.document_id, upload.version
        if document_id is None:
            return None
        if not version.version_id:
            version = replace(version, version_id=self._storage.current_version(upload.key))
        document = run(call, lambda: self.start_check(call, document_id, version))
        if document is None:
            return None
        if needs_check(document, version):
            found = self._inspect(document, version, inspect)
            document = run(call, lambda: self.finish_check(call, document_id, version, found))
        if document.accepted_version_id != version.version_id:
            self._storage.mark_refused(upload.key, version.version_id)
        return document

    def start_check(self, call: Call, document_id: str, version: StoredVersion) -> Document | None:
        """Record that a file arrived; from now on a clock runs for its check."""
        before = self._repository.find(document_id)
        if before is None:
            return None
        after = record_upload(before, version)
        if after is before:
            return before
        tx = _transaction(call, "start_check", document_id)
        stored = tx.save(DocumentRow, before, after)
        self._end_clock(tx, before)
        self._deadlines.register(
            tx,
            id=_check_deadline(document_id, version.version_id),
            owner=_deadline_owner(document_id),
            kind="check",
            due_at=call.now + CHECK_TIME,
            data={"version_id": version.version_id},
        )
        return tx.commit(stored)

    def finish_check(
        self, call: Call, document_id: str, version: StoredVersion, inspection: Inspection
    ) -> Document:
        """Record what the check of one version found, unless it decides nothing any more."""
        before = self._get(document_id)
        after = record_inspection(before, version, inspection, call.now)
        return self._decide(call, "finish_check", before, after)

    def expire_upload(self, call: Call, document_id: str) -> Document:
        """Nothing was uploaded in time."""
        before = self._get(document_id)
        after = expire(before, call.now)
        if after is before:
            return before
        tx = _transaction(call, "expire_upload", document_id)
        return tx.commit(tx.save(DocumentRow, before, after))

    def give_up_check(self, call: Call, document_id: str, version_id: str) -> Document:
        """The check of a version did not end in its time: its uploader is told instead of waiting
        for ever.
        """
        before = self._get(document_id)
        after = give_up_check(before, version_id, call.now)
        return self._decide(call, "give_up_check", before, after)

    def _decide(self, call: Call, action: str, before: Document, after: Document) -> Document:
        if after is before:
            return before
        tx = _transaction(call, action, before.id)
        stored = tx.save(DocumentRow, before, after)
        self._end_clock(tx, before)
        tx.publish(_event_of(after))
        return tx.commit(stored)

    def _end_clock(self, tx: Transaction, before: Document) -> None:
        """End the deadline that belongs to the state which is left."""
        if before.state in (DocumentState.AWAITING_UPLOAD, DocumentState.EXPIRED):
            self._deadlines.meet(tx, _upload_deadline(before.id))
        elif before.state is DocumentState.CHECKING and before.upload is not None:
            self._deadlines.meet(tx, _check_deadline(before.id, before.upload.version_id))

    def _inspect(self, document: Document, version: StoredVersion, inspect: Inspect) -> Inspection:
        purpose = PURPOSES[document.purpose]
        limits = Limits(min_side=purpose.min_side, public=purpose.public)
        if version.size > limits.max_bytes:
            # Known from the notice: not a byte is read.
            finding = Finding(Reason.TOO_LARGE, {"limit_mb": limits.max_bytes // 1024**2})
            return Inspection(version.size, None, findings=(finding,))
        try:
            body = self._storage.open(document.key, version.version_id)
        except ObjectMissingError:
            return Inspection(0, None, findings=(Finding(Reason.OBJECT_MISSING),))
        return inspect(body, document.declared_type, limits)

    def _get(self, document_id: str) -> Document:
        document = self._repository.find(document_id)
        if document is None:
            raise DocumentNotFoundError
        return document


def _owner_of_new(purpose: Purpose, actor: Actor, supplier_id: str | None) -> Owner:
    owner = owner_for(actor) if supplier_id is None else supplier(supplier_id)
    if may_create(purpose, actor, owner):
        return owner
    needed = supplier_id is None and purpose.names_supplier
    if needed and actor.has(*purpose.creators) and owner.kind is OwnerKind.STAFF:
        raise InvalidInputError(errors=[_SUPPLIER_NEEDED])
    raise DocumentPurposeForbiddenError


_SUPPLIER_NEEDED = FieldError(
    "/supplier_id",
    "supplier_needed",
    "请填写该文件所涉及的供应商编号。",
    "Name the supplier that this document is about.",
    clause="6.4.1",
)


def _type_not_taken(purpose: Purpose) -> FieldError:
    return FieldError(
        "/content_type",
        "type_not_taken",
        "此用途的文件只接受：{types}。",
        "Documents of this purpose are taken as: {types}.",
        params={"types": ", ".join(sorted(purpose.content_types))},
        clause="3.1.1",
    )


def _may_see(actor: Actor, document: Document) -> bool:
    return may_read(PURPOSES[document.purpose], actor, document.owner, document.created_by)


def _accepted(document: Document) -> AcceptedDocument:
    accepted = accepted_content(document)
    if accepted is None:
        raise DocumentNotAcceptedError(state=document.state)
    return accepted


def _until_end_of_next_hour(now: datetime) -> int:
    """So that what is made within an hour, such as all pictures of a page, ends together."""
    into = int((now - now.replace(minute=0, second=0, microsecond=0)).total_seconds())
    return 2 * _HOUR - into


def _event_of(document: Document) -> DocumentAccepted | DocumentRejected:
    accepted = accepted_content(document)
    return DocumentAccepted.of(accepted) if accepted else DocumentRejected.of(document)


def _transaction(call: Call, action: str, document_id: str) -> Transaction:
    return Transaction(call, action, Subject("document", document_id))


def _deadline_owner(document_id: str) -> DeadlineOwner:
    return DeadlineOwner("documents", "document", document_id)


def _upload_deadline(document_id: str) -> str:
    return f"documents:{document_id}:upload"


def _check_deadline(document_id: str, version_id: str) -> str:
    return f"documents:{document_id}:check:{version_id}"
