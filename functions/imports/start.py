"""An import was asked for: the state machine is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.imports.schemas import ProductImportRequested
from teleshop.imports.wiring import runs, workflow
from teleshop.kernel.events import Envelope


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    asked = msgspec.convert(event["detail"], Envelope).read(ProductImportRequested)
    runs().start(workflow(), asked.import_id)
