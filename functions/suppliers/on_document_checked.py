"""The check of an uploaded file ended: the qualification document behind it is told."""

from typing import Any

from teleshop.documents.schemas import DocumentEvent
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.suppliers.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once; files that stand behind no document are none of ours."""
    consume(event, context, "suppliers.on_document_checked", _take_over)


def _take_over(call: Call, envelope: Envelope) -> None:
    service().qualifications.file_checked(call, envelope.read(DocumentEvent).document_id)
