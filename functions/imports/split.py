"""Step of the state machine ``product-import``: the file is read and cut into chunks."""

from typing import Any

from functions.imports.reading import read_rows
from teleshop.imports.wiring import runs
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("imports")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``import_id`` and ``at``; answers the numbers of the ``chunks``. Repeating it changes
    nothing.
    """
    import_id = event["import_id"]
    call = step_call(event["at"], context, import_id)
    made = run(call, lambda: runs().split(call, read_rows, import_id))
    log.info("file read", extra={"import_id": import_id, "rows": made.rows, "chunks": made.chunks})
    return {"chunks": list(range(1, made.chunks + 1))}
