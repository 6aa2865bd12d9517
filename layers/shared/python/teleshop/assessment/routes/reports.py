"""Routes: the report of a scorecard as a file."""

from typing import TYPE_CHECKING

from teleshop.assessment.routes.blueprint import api
from teleshop.assessment.schemas.reports import ReportBody, ReportQuery, ReportView
from teleshop.kernel.schema import NoBody, NoQuery
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.assessment.service.reports import Reports

PATH = "/suppliers/{supplier_id}/scorecards/{quarter}/report"


def reports() -> "Reports":
    """The reports of this process; imported at the first request."""
    from teleshop.assessment.wiring import reports as found

    return found()


@api.post(
    PATH,
    body=ReportBody,
    answer=ReportView,
    status=202,
    clause="3.3.2",
    summary=("申请生成季度考核报告", "Ask for the report of a scorecard"),
)
def request_report(request: Request[ReportBody, NoQuery]) -> ReportView:
    """Made in the background as HTML or XLSX; the same scorecards give the same file."""
    supplier_id, quarter = request.path["supplier_id"], request.path["quarter"]
    return reports().request_report(request.call, supplier_id, quarter, request.body.format)


@api.get(
    PATH,
    query=ReportQuery,
    answer=ReportView,
    clause="3.3.2",
    summary=("下载季度考核报告", "Show the report of a scorecard with a link to its file"),
)
def show_report(request: Request[NoBody, ReportQuery]) -> ReportView:
    """The link works for five minutes; there is none while the file is made."""
    supplier_id, quarter = request.path["supplier_id"], request.path["quarter"]
    return reports().show(request.call, supplier_id, quarter, request.query.format)
