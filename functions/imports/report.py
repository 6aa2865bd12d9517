"""Step of the state machine ``product-import``: the report is written, and the import ends."""

from typing import Any

from functions.imports.reports import to_csv, to_workbook
from teleshop.imports.wiring import runs
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``import_id`` and ``at``; answers the ``state``. Repeating it changes nothing."""
    import_id = event["import_id"]
    call = step_call(event["at"], context, import_id)
    ended = run(call, lambda: runs().report(call, to_csv, to_workbook, import_id))
    return {"state": ended.state}
