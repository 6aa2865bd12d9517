"""S3 `Object Created` of the documents bucket: checks the uploaded content and records the
verdict.
"""

from typing import Any

from functions.documents.inspection import inspect_content
from teleshop.documents.storage import read_notice
from teleshop.documents.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import utc_now
from teleshop.kernel.handlers import request_id
from teleshop.kernel.logs import logger

log = logger("documents")


def handler(event: dict[str, Any], context: Any) -> None:
    """Repeating is harmless; what cannot be read is raised, and tried again by Lambda.

    An upload counts by the event's time; the verdict carries the time at which it was reached.
    """
    call = Call(SYSTEM_ACTOR, utc_now(), request_id(context), correlation_id=str(event["id"]))
    upload = read_notice(event)
    document = service().check_upload(call, upload, inspect_content)
    if document is None:
        # The key is not logged: who puts an object there by hand may name it after a person.
        log.warning(
            "object belongs to no document", extra={"version_id": upload.version.version_id}
        )
        return
    findings = document.inspection.reasons if document.inspection else ()
    log.info(
        "upload checked",
        extra={"document_id": document.id, "state": document.state, "reasons": findings},
    )
