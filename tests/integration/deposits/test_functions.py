"""The functions of this context, each with the sample of what triggers it."""

import copy
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.deposits import (
    apply_outcome,
    on_change,
    on_deadline_reached,
    report_failure,
    start_payback,
)
from teleshop.deposits.errors import PaybackNotFoundError
from teleshop.suppliers.tables import SupplierRepository
from tests.factories import deposits as d
from tests.harness.lambdas import context_of

pytestmark = pytest.mark.clause("3.4.2")
EVENTS = Path(__file__).parents[3] / "events" / "deposits"
STEPS = (("DepositsApplyOutcome", apply_outcome), ("DepositsReportFailure", report_failure))


def sample(name: str, **data: Any) -> dict[str, Any]:
    """A sample, with other data if wanted."""
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    if data:
        event = copy.deepcopy(event)
        event["detail"]["data"] |= data
    return event


def holds() -> int:
    record = SupplierRepository().find(d.SUPPLIER_ID)
    assert record is not None
    return len(record.holds)


@pytest.mark.parametrize(("name", "function"), STEPS)
def test_a_step_of_a_payback_that_is_not_there_fails_and_is_tried_again(
    aws: Any, name: str, function: ModuleType
) -> None:
    with pytest.raises(PaybackNotFoundError):
        function.handler(sample(function.__name__.rpartition(".")[2]), context_of(name))


def test_a_run_of_a_payback_that_has_moved_on_is_not_started(aws: Any) -> None:
    d.supplier()
    d.paid_in(90_000_00)
    payback = d.decided(d.asked())
    data = {"supplier_id": d.SUPPLIER_ID, "payback_id": payback.id, "round": 1}
    start_payback.handler(sample("start_payback", **data), context_of("DepositsStartPayback"))


def test_a_lost_answer_names_its_payback_by_the_process(aws: Any) -> None:
    d.supplier()
    d.paid_in(90_000_00)
    payback = d.decided(d.asked())
    event = sample("start_payback")
    event["detail"]["type"] = "ApprovalCallbackLost"
    event["detail"]["data"] = {"process_id": f"{d.SUPPLIER_ID}.{payback.id}", "round": 1}
    start_payback.handler(event, context_of("DepositsStartPayback"))
    event["detail"]["data"]["process_id"] = f"{d.SUPPLIER_ID}.pbk_unknown"
    with pytest.raises(PaybackNotFoundError):
        start_payback.handler(event, context_of("DepositsStartPayback"))


def test_a_deadline_holds_once_and_one_left_behind_nobody(aws: Any) -> None:
    d.supplier()
    short = d.paid_in(30_000_00)
    late = {
        "deadline_id": f"deposits:{d.SUPPLIER_ID}:top-up:7",
        "owner_id": d.SUPPLIER_ID,
        "due_at": "2026-12-07T16:00:00Z",
    }
    name = context_of("DepositsOnDeadlineReached")
    on_deadline_reached.handler(sample("on_deadline_reached", **late), name)
    assert holds() == 0
    event = sample("on_deadline_reached", **late)
    event["detail"]["id"] = "evt_01KASY2D7V3M7T1QZ9N3D6W8XR"
    event["detail"]["data"]["deadline_id"] = f"deposits:{d.SUPPLIER_ID}:top-up:{short.asked}"
    for _ in range(2):
        on_deadline_reached.handler(event, name)
    assert holds() == 1


def test_what_is_complete_again_is_lifted_and_what_has_ended_requires_nothing(aws: Any) -> None:
    d.supplier()
    short = d.paid_in(30_000_00)
    event = sample(
        "on_deadline_reached",
        deadline_id=f"deposits:{d.SUPPLIER_ID}:top-up:{short.asked}",
        owner_id=d.SUPPLIER_ID,
    )
    on_deadline_reached.handler(event, context_of("DepositsOnDeadlineReached"))
    d.paid_in(20_000_00, "bank-2", d.DAY)
    restored = sample("on_change", supplier_id=d.SUPPLIER_ID)
    restored["detail"]["type"] = "DepositRestored"
    for _ in range(2):
        on_change.handler(restored, context_of("DepositsOnChange"))
    assert holds() == 0
    ended = sample("on_change", supplier_id=d.SUPPLIER_ID)
    ended["detail"] |= {"type": "SupplierTerminated", "id": "evt_01KASY2D7V3M7T1QZ9N3D6W8XS"}
    on_change.handler(ended, context_of("DepositsOnChange"))
    assert d.stored().ended
