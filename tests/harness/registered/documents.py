"""Use cases of documents. Signed links carry the time of signing, so the answers that hold one are
not compared; what is stored is.
"""

from datetime import timedelta

from functions.documents.inspection import inspect_content
from teleshop.documents.domain import ContentType, Document, DocumentState
from teleshop.documents.storage import ReportedUpload
from teleshop.documents.wiring import service
from tests.factories import files
from tests.factories.documents import SUPPLIER, accepted, awaited, is_marked, upload
from tests.factories.orders import CUSTOMER
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

LATER = NOW + timedelta(hours=24)


def request_upload(world: World, _: None) -> None:
    call = world.call("request", actor=SUPPLIER)
    world.run(
        call,
        lambda: service().request_upload(
            call, purpose="qualification", content_type=ContentType.PDF
        ),
    )


def prepare_link(world: World) -> Document:
    return accepted()


def issue_download_link(world: World, document: Document) -> None:
    call = world.call("link", actor=SUPPLIER)
    world.run(call, lambda: service().issue_download_link(call, document.id, 60))


def share_download_link(world: World, document: Document) -> None:
    call = world.call("share", actor=CUSTOMER)
    world.run(
        call,
        lambda: service().share_download_link(call, document.id, 60, shown_in="case#cmp_1"),
    )


def prepare_good(world: World) -> ReportedUpload:
    return upload(awaited().document, files.pdf())


def prepare_bad(world: World) -> ReportedUpload:
    return upload(awaited().document, files.program())


def check_upload(world: World, reported: ReportedUpload) -> None:
    service().check_upload(world.call(), reported, inspect_content)


def is_accepted(world: World, reported: ReportedUpload) -> None:
    document = service().find(str(reported.document_id))
    assert document is not None
    assert document.accepted_version_id == reported.version.version_id
    assert not is_marked(reported)


def is_rejected(world: World, reported: ReportedUpload) -> None:
    document = service().find(str(reported.document_id))
    assert document is not None
    assert document.state is DocumentState.REJECTED
    assert is_marked(reported)


def prepare_waiting(world: World) -> str:
    return awaited().document.id


def expire_upload(world: World, document_id: str) -> object:
    call = world.call("expire", now=LATER)
    return world.run(call, lambda: service().expire_upload(call, document_id))


def prepare_checking(world: World) -> ReportedUpload:
    reported = prepare_good(world)
    service().start_check(world.call(), str(reported.document_id), reported.version)
    return reported


def give_up_check(world: World, reported: ReportedUpload) -> object:
    call = world.call("give-up", now=LATER)
    version_id = reported.version.version_id
    return world.run(
        call, lambda: service().give_up_check(call, str(reported.document_id), version_id)
    )


CHECKS = (
    "documents.Documents.check_upload",
    "documents.Documents.start_check",
    "documents.Documents.finish_check",
)
USE_CASES = (
    UseCase(
        "documents.request_upload",
        "3.1.1",
        lambda world: None,
        request_upload,
        covers=("documents.Documents.request_upload",),
    ),
    UseCase(
        "documents.check_upload.accepted",
        "3.1.1",
        prepare_good,
        check_upload,
        covers=CHECKS,
        check=is_accepted,
    ),
    UseCase(
        "documents.check_upload.rejected",
        "3.1.1",
        prepare_bad,
        check_upload,
        covers=CHECKS,
        check=is_rejected,
    ),
    UseCase(
        "documents.issue_download_link",
        "6.4.1",
        prepare_link,
        issue_download_link,
        covers=("documents.Documents.issue_download_link",),
    ),
    UseCase(
        "documents.share_download_link",
        "6.4.1",
        prepare_link,
        share_download_link,
        covers=("documents.Documents.share_download_link",),
    ),
    UseCase(
        "documents.expire_upload",
        "9.1.4",
        prepare_waiting,
        expire_upload,
        covers=("documents.Documents.expire_upload",),
    ),
    UseCase(
        "documents.give_up_check",
        "9.1.4",
        prepare_checking,
        give_up_check,
        covers=("documents.Documents.give_up_check",),
    ),
)
