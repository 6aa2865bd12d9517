"""Step of the state machine ``product-import``: the products of one chunk are imported."""

from typing import Any

from teleshop.imports.wiring import chunks
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``import_id``, ``chunk`` (its number) and ``at``; answers its ``rows``. Repeating it
    imports nothing twice and counts nothing twice.
    """
    import_id, number = event["import_id"], int(event["chunk"])
    call = step_call(event["at"], context, import_id)
    mark = run(call, lambda: chunks().import_chunk(call, import_id, number))
    return {"rows": mark.rows if mark else 0}
