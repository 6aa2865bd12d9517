"""People are to decide on a consequence, an appeal or a plan: the state machine is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.assessment.schemas.consequence_events import ConsequenceReviewRequested
from teleshop.assessment.wiring import consequence_reviews, consequence_workflow
from teleshop.kernel.events import Envelope

REQUESTED = ConsequenceReviewRequested.__name__


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    envelope = msgspec.convert(event["detail"], Envelope)
    reviews, workflow = consequence_reviews(), consequence_workflow()
    if envelope.type == REQUESTED:
        asked = envelope.read(ConsequenceReviewRequested)
        reviews.start_review(workflow, asked.supplier_id, asked.quarter, asked.started)
        return
    # `ApprovalCallbackLost` names the matter as its process.
    reviews.start_after_loss(workflow, envelope.data["process_id"], envelope.id)
