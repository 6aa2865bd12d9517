"""Routes: the scorecard policy, proposed, looked at and tried on past quarters."""

from typing import TYPE_CHECKING, Any

from teleshop.assessment.errors.policies import ScorecardPolicyNotFoundError
from teleshop.assessment.routes.blueprint import api
from teleshop.assessment.schemas.policies import (
    BackTestBody,
    BackTestView,
    QuarterComparisonView,
    ScorecardPolicyBody,
    ScorecardPolicyView,
)
from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.assessment.service.policies import ScorecardPolicies

MOST_DIGITS = 6
MOST_SHOWN = 20
"""So much of an address that names no version is repeated in the refusal."""


def policies() -> "ScorecardPolicies":
    """The scorecard policy of this process; imported at the first request."""
    from teleshop.assessment.wiring import policies as found

    return found()


def to_policy(found: Any) -> Answer:
    """One version, with its own version for `If-None-Match`."""
    return Answer(ScorecardPolicyView.of(found), found.version)


def to_policies(page: Any) -> Listing[ScorecardPolicyView]:
    """One page of versions."""
    return Listing.of(page.map(ScorecardPolicyView.of))


@api.post(
    "/scorecard-policies",
    body=ScorecardPolicyBody,
    answer=ScorecardPolicyView,
    present=to_policy,
    status=201,
    versioned=True,
    location="/scorecard-policies/{version}",
    clause="3.3.1",
    summary=("提出新的供应商考核政策", "Propose a new version of the scorecard policy"),
)
def propose_scorecard_policy(request: Request[ScorecardPolicyBody, NoQuery]) -> Any:
    """Another manager decides on it as an approval of the process `scorecard_policy`."""
    return policies().propose_policy(request.call, request.body)


@api.get(
    "/scorecard-policies",
    query=ListQuery,
    answer=Listing[ScorecardPolicyView],
    present=to_policies,
    clause="3.3.1",
    summary=("查询供应商考核政策的版本", "List the versions of the scorecard policy"),
)
def list_scorecard_policies(request: Request[NoBody, ListQuery]) -> Any:
    """Newest first; the default, version 0, is the last one. Suppliers see what was approved."""
    return policies().list_policies(request.call, request.query.page)


@api.get(
    "/scorecard-policies/{version}",
    answer=ScorecardPolicyView,
    present=to_policy,
    versioned=True,
    clause="3.3.1",
    summary=("查询一个考核政策版本", "Show a version of the scorecard policy"),
)
def show_scorecard_policy(request: Request[NoBody, NoQuery]) -> Any:
    """Suppliers see those that were approved."""
    return policies().show_policy(request.call, _number(request.path["version"]))


@api.post(
    "/scorecard-policies/{version}/back-tests",
    body=BackTestBody,
    answer=BackTestView,
    clause="3.3.1",
    summary=("以历史季度试算考核政策", "Try a version on past quarters: who would move"),
)
def back_test_scorecard_policy(request: Request[BackTestBody, NoQuery]) -> Any:
    """Nothing is changed. Quarters are scored by their frozen figures."""
    from teleshop.assessment.wiring import back_tests

    number = _number(request.path["version"])
    found = back_tests().try_policy(number, request.body.quarters)
    return BackTestView(
        version=number, quarters=[QuarterComparisonView.of(quarter) for quarter in found]
    )


def _number(text: str) -> int:
    """The number in an address; 0 is the default. What is no number is refused as it was asked."""
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    shown = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
    raise ScorecardPolicyNotFoundError(version=shown)
