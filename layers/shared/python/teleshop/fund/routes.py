"""Routes of the protection fund: claims, the money, the monthly statement."""

from typing import TYPE_CHECKING, Any

from teleshop.fund.schemas import (
    AssessmentBody,
    ClaimBody,
    ClaimsQuery,
    ClaimView,
    ContributionBody,
    ContributionView,
    EvidenceBody,
    FundView,
    MemoBody,
    PayoutBody,
    RecoveryBody,
    RefusalBody,
    StatementBody,
    StatementView,
)
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.fund.service import Fund
    from teleshop.kernel.paging import Page

api = ApiBlueprint(__name__)


def _service() -> "Fund":
    from teleshop.fund.wiring import service

    return service()


def _claim(shown: Any) -> Answer:
    return Answer(ClaimView.of(shown.claim, shown.reader), shown.claim.version)


def _claims(page: "Page[Any]") -> Listing[ClaimView]:
    return Listing.of(page.map(lambda shown: ClaimView.of(shown.claim, shown.reader)))


# -- claims ----------------------------------------------------------------------------------------


@api.post(
    "/fund-claims",
    body=ClaimBody,
    answer=ClaimView,
    status=201,
    present=_claim,
    versioned=True,
    location="/fund-claims/{id}",
    clause="6.3.4",
    summary=("申请保障基金赔付", "Claim on the protection fund"),
)
def open_claim(request: Request[ClaimBody, NoQuery]) -> Any:
    """By the customer, or by an agent on the customer's behalf. The answer says what is due by
    which article, and whether money is set aside.
    """
    return _service().claims.open_claim(request.call, request.body)


@api.get(
    "/fund-claims",
    query=ClaimsQuery,
    answer=Listing[ClaimView],
    present=_claims,
    clause="6.3.4",
    summary=("查询赔付申请", "List claims"),
)
def list_claims(request: Request[NoBody, ClaimsQuery]) -> Any:
    """Customers see theirs; suppliers those about their goods, nothing of the customer; staff those
    of a state (filed first, first), a customer or a supplier.
    """
    return _service().claims.list_claims(request.call, request.query)


@api.get(
    "/fund-claims/{claim_id}",
    answer=ClaimView,
    present=_claim,
    versioned=True,
    clause="6.3.4",
    summary=("查看赔付申请", "Show a claim"),
)
def show_claim(request: Request[NoBody, NoQuery]) -> Any:
    """One claim, as its reader may see it."""
    return _service().claims.show(request.call, request.path["claim_id"])


@api.post(
    "/fund-claims/{claim_id}/withdrawal",
    answer=ClaimView,
    present=_claim,
    versioned=True,
    clause="6.3.4",
    summary=("撤回赔付申请", "Withdraw a claim"),
)
def withdraw_claim(request: Request[NoBody, NoQuery]) -> Any:
    """At any time before the money is sent."""
    return _service().claims.withdraw_claim(request.call, request.path["claim_id"])


@api.post(
    "/fund-claims/{claim_id}/evidence",
    body=EvidenceBody,
    answer=ClaimView,
    present=_claim,
    versioned=True,
    clause="6.3.4",
    summary=("补充赔付申请材料", "Add evidence to a claim that was returned"),
)
def add_evidence(request: Request[EvidenceBody, NoQuery]) -> Any:
    """The claim is judged anew."""
    claim_id = request.path["claim_id"]
    return _service().claims.add_evidence(request.call, claim_id, request.body)


@api.post(
    "/fund-claims/{claim_id}/assessment",
    body=AssessmentBody,
    answer=ClaimView,
    present=_claim,
    versioned=True,
    clause="6.3.4",
    summary=("核定赔付金额", "Assess the amount of a claim"),
)
def assess_claim(request: Request[AssessmentBody, NoQuery]) -> Any:
    """A part of what was claimed, with the reason; approving the claim approves that."""
    claim_id = request.path["claim_id"]
    return _service().claims.assess_claim(request.call, claim_id, request.body)


@api.post(
    "/fund-claims/{claim_id}/refusal",
    body=RefusalBody,
    answer=ClaimView,
    present=_claim,
    versioned=True,
    clause="6.3.4",
    summary=("驳回排队中的赔付申请", "Refuse a claim that waits for money"),
)
def refuse_waiting(request: Request[RefusalBody, NoQuery]) -> Any:
    """One without merit must not keep those behind it waiting; others are decided in a review."""
    claim_id = request.path["claim_id"]
    return _service().reviews.refuse_waiting(request.call, claim_id, request.body)


@api.post(
    "/fund-claims/{claim_id}/review-restarts",
    answer=ClaimView,
    status=202,
    present=_claim,
    versioned=True,
    clause="6.3.4",
    summary=("重新启动赔付审核", "Let a review that stopped run again"),
)
def restart_review(request: Request[NoBody, NoQuery]) -> Any:
    """It is asked anew, from the first role on."""
    return _service().reviews.restart_review(request.call, request.path["claim_id"])


# -- money -----------------------------------------------------------------------------------------


@api.post(
    "/fund-claims/{claim_id}/payout",
    body=PayoutBody,
    answer=ClaimView,
    present=_claim,
    versioned=True,
    clause="6.3.4",
    summary=("登记赔付付款", "Book the payment of a claim"),
)
def pay_claim(request: Request[PayoutBody, NoQuery]) -> Any:
    """The payment itself is made in the bank's application; here its reference is booked."""
    claim_id = request.path["claim_id"]
    return _service().payments.pay_claim(request.call, claim_id, request.body)


@api.post(
    "/fund-claims/{claim_id}/recoveries",
    body=RecoveryBody,
    answer=ClaimView,
    present=_claim,
    versioned=True,
    clause="6.3.4",
    summary=("登记向供应商追偿到账", "Book what the supplier paid back"),
)
def record_recovery(request: Request[RecoveryBody, NoQuery]) -> Any:
    """All or a part of what the supplier owes; the claim is closed when nothing is owed."""
    claim_id = request.path["claim_id"]
    return _service().payments.record_recovery(request.call, claim_id, request.body)


@api.post(
    "/fund-claims/{claim_id}/write-off",
    body=MemoBody,
    answer=ClaimView,
    present=_claim,
    versioned=True,
    clause="6.3.4",
    summary=("核销无法追偿的款项", "Write off what cannot be recovered"),
)
def write_off(request: Request[MemoBody, NoQuery]) -> Any:
    """What the supplier still owes is given up; the claim is closed."""
    claim_id = request.path["claim_id"]
    return _service().payments.write_off(request.call, claim_id, request.body)


@api.post(
    "/fund/contributions",
    body=ContributionBody,
    answer=ContributionView,
    status=201,
    clause="6.3.4",
    summary=("登记基金投入", "Book money that came into the fund"),
)
def contribute(request: Request[ContributionBody, NoQuery]) -> ContributionView:
    """Claims that wait for money are served with it, in order of filing."""
    return _service().payments.contribute(request.call, request.body)


@api.post(
    "/fund/contributions/{entry_id}/reversal",
    body=MemoBody,
    answer=ContributionView,
    status=201,
    clause="6.3.4",
    summary=("冲销误记的基金投入", "Take back a contribution that was booked wrongly"),
)
def reverse_contribution(request: Request[MemoBody, NoQuery]) -> ContributionView:
    """By an entry that mirrors it; possible while its money is free."""
    entry_id = request.path["entry_id"]
    return _service().payments.reverse_contribution(request.call, entry_id, request.body)


@api.get(
    "/fund",
    answer=FundView,
    present=FundView.of,
    clause="6.3.4",
    summary=("基金偿付能力", "Show where the fund stands"),
)
def show_fund(request: Request[NoBody, NoQuery]) -> Any:
    """Cash, what of it is set aside, what is free, what suppliers owe, who waits."""
    return _service().payments.figure(request.call)


# -- statements ------------------------------------------------------------------------------------


@api.post(
    "/fund/statements",
    body=StatementBody,
    answer=StatementView,
    status=202,
    clause="6.3.4",
    summary=("生成基金月度报表", "Ask for the statement of a month"),
)
def request_statement(request: Request[StatementBody, NoQuery]) -> StatementView:
    """It is made in the background; the same entries give the same file."""
    return _service().statements.request_statement(request.call, request.body.month)


@api.get(
    "/fund/statements/{month}",
    answer=StatementView,
    clause="6.3.4",
    summary=("下载基金月度报表", "Show the statement of a month with a link to its file"),
)
def show_statement(request: Request[NoBody, NoQuery]) -> StatementView:
    """The link works for five minutes."""
    return _service().statements.show(request.call, request.path["month"])
