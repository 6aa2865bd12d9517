"""Routes of the quality gate."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import NoBody, NoQuery
from teleshop.qualitygate.schemas import GateView, ReinstatementBody
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.qualitygate.service import QualityGate

api = ApiBlueprint(__name__)


def _service() -> "QualityGate":
    from teleshop.qualitygate.wiring import service

    return service()


def _gate(shown: Any) -> Answer:
    view = GateView.made(
        shown.gate,
        shown.judgement,
        list(shown.letters),
        staff=shown.staff,
        hold_from=shown.hold_from,
        clear_on=shown.clear_on,
    )
    return Answer(view, shown.gate.version)


@api.get(
    "/suppliers/{supplier_id}/quality-gate",
    answer=GateView,
    present=_gate,
    clause="3.3.1",
    summary=("查看供应商的质量门槛状态", "Show how a supplier stands at the quality gate"),
)
def show_gate(request: Request[NoBody, NoQuery]) -> Any:
    """The figures of the last 30 days beside the thresholds, how far they are from them, and the
    last letters; suppliers see their own.
    """
    return _service().gates.show(request.call, request.path["supplier_id"])


@api.post(
    "/suppliers/{supplier_id}/quality-gate/reinstatements",
    body=ReinstatementBody,
    answer=GateView,
    present=_gate,
    status=201,
    clause="3.3.1",
    summary=("解除质量门槛限制", "Lift the hold of the quality gate"),
)
def reinstate(request: Request[ReinstatementBody, NoQuery]) -> Any:
    """On the figures of this moment, or as an exception; the supplier stays under watch."""
    gates = _service().gates
    return gates.reinstate(request.call, request.path["supplier_id"], request.body)
