"""Routes of watching prices: violations, their correction, the record for supervision."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.clock import china_date
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.pricewatch.schemas import (
    CorrectionBody,
    DayCheckBody,
    DayChecksQuery,
    DayCheckView,
    DismissalBody,
    RecordBody,
    RecordView,
    VerificationBody,
    ViolationsQuery,
    ViolationView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.pricewatch.service import Pricewatch

api = ApiBlueprint(__name__)


def _service() -> "Pricewatch":
    from teleshop.pricewatch.wiring import service

    return service()


def _violation(known: Any) -> Answer:
    return Answer(ViolationView.of(known), known.version)


def _day_check(known: Any) -> DayCheckView:
    return DayCheckView.of(known)


def _day_checks(page: "Page[Any]") -> Listing[DayCheckView]:
    return Listing.of(page.map(DayCheckView.of))


def _violations(page: "Page[Any]") -> Listing[ViolationView]:
    return Listing.of(page.map(ViolationView.of))


@api.get(
    "/pricing/violations",
    query=ViolationsQuery,
    answer=Listing[ViolationView],
    present=_violations,
    clause="4.4.4",
    summary=("查询价格违规", "List price violations"),
)
def list_violations(request: Request[NoBody, ViolationsQuery]) -> Any:
    """Those of a state, due first first (default: the open ones), or those about the goods of a
    supplier, newest first.
    """
    return _service().violations.list_violations(request.call, request.query)


@api.get(
    "/pricing/violations/{violation_id}",
    answer=ViolationView,
    present=_violation,
    versioned=True,
    clause="4.4.4",
    summary=("查看价格违规", "Show a price violation"),
)
def show_violation(request: Request[NoBody, NoQuery]) -> Any:
    """With the facts that prove it, and what was done about it."""
    return _service().violations.show(request.call, request.path["violation_id"])


@api.post(
    "/pricing/violations/{violation_id}/correction",
    body=CorrectionBody,
    answer=ViolationView,
    present=_violation,
    versioned=True,
    clause="4.4.3",
    summary=("提交整改", "State the correction of a violation"),
)
def correct_violation(request: Request[CorrectionBody, NoQuery]) -> Any:
    """By the persons responsible: what was done. Its clock stops; somebody else verifies it."""
    violation_id = request.path["violation_id"]
    return _service().violations.correct(request.call, violation_id, request.body)


@api.post(
    "/pricing/violations/{violation_id}/verification",
    body=VerificationBody,
    answer=ViolationView,
    present=_violation,
    versioned=True,
    clause="4.4.3",
    summary=("核验整改", "Verify the correction of a violation"),
)
def verify_violation(request: Request[VerificationBody, NoQuery]) -> Any:
    """Accepted, it is closed and a suspended price holds again; otherwise it is open again."""
    violation_id = request.path["violation_id"]
    return _service().violations.verify(request.call, violation_id, request.body)


@api.post(
    "/pricing/violations/{violation_id}/dismissal",
    body=DismissalBody,
    answer=ViolationView,
    present=_violation,
    versioned=True,
    clause="4.4.2",
    summary=("认定不构成违规", "Dismiss a violation"),
)
def dismiss_violation(request: Request[DismissalBody, NoQuery]) -> Any:
    """It was none; the reason stays on record, and a suspended price holds again."""
    violation_id = request.path["violation_id"]
    return _service().violations.dismiss(request.call, violation_id, request.body)


@api.post(
    "/pricing/day-checks",
    body=DayCheckBody,
    answer=DayCheckView,
    status=201,
    present=_day_check,
    location="/pricing/day-checks/{day}",
    clause="4.3.4",
    summary=("核对一日的收费", "Check what was charged on a day"),
)
def start_day_check(request: Request[DayCheckBody, NoQuery]) -> Any:
    """Every order that was entered on that day is compared with the prices that were published when
    it was placed. Each day is checked after midnight by itself; a finished check can be made again,
    one that broke off goes on where it stopped.
    """
    return _service().day_checks.start(request.call, request.body.day)


@api.get(
    "/pricing/day-checks",
    query=DayChecksQuery,
    answer=Listing[DayCheckView],
    present=_day_checks,
    clause="4.3.4",
    summary=("查询每日收费核对", "List the checks of what was charged"),
)
def list_day_checks(request: Request[NoBody, DayChecksQuery]) -> Any:
    """By month, the latest day first: how much was compared, and how much differs."""
    month = request.query.month or f"{china_date(request.call.now):%Y-%m}"
    return _service().day_checks.list_checks(month, request.query.page)


@api.get(
    "/pricing/day-checks/{day}",
    answer=DayCheckView,
    present=_day_check,
    clause="4.3.4",
    summary=("查看一日的收费核对", "Show the check of what was charged on a day"),
)
def show_day_check(request: Request[NoBody, NoQuery]) -> Any:
    """The last one; while it runs, what it has counted so far."""
    return _service().day_checks.show(request.path["day"])


@api.post(
    "/pricing/violation-records",
    body=RecordBody,
    answer=RecordView,
    status=201,
    location="/pricing/violation-records/{month}",
    clause="4.4.4",
    summary=("生成价格违规记录", "Make the record of price violations of a month"),
)
def request_record(request: Request[RecordBody, NoQuery]) -> Any:
    """As CSV and XLSX, for internal and outside supervision; read it a moment later."""
    return _service().records.request_record(request.call, request.body.month)


@api.get(
    "/pricing/violation-records/{month}",
    answer=RecordView,
    clause="4.4.4",
    summary=("查看价格违规记录", "Show the record of price violations of a month"),
)
def show_record(request: Request[NoBody, NoQuery]) -> Any:
    """With links to its files that work for five minutes."""
    return _service().records.show(request.call, request.path["month"])
