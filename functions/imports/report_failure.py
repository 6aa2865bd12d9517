"""Step of the state machine ``product-import``: a technical failure is shown to the supplier."""

from typing import Any

from teleshop.imports.wiring import runs
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("imports")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``import_id``, ``at`` and the ``error`` that Step Functions caught."""
    import_id = event["import_id"]
    call = step_call(event["at"], context, import_id)
    # Only the kind of the error: its cause may quote what a file says.
    error = str(event["error"]["Error"])
    log.error("import failed", extra={"import_id": import_id, "error": error})
    ended = run(call, lambda: runs().fail(call, import_id, error))
    return {"state": ended.state}
