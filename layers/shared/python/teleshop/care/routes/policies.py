"""Routes: the limits of clocks, proposed, examined and activated."""

from typing import TYPE_CHECKING, Any

from teleshop.care.routes.blueprint import api
from teleshop.care.schemas.policies import (
    ActivationBody,
    ImpactQuery,
    ImpactView,
    ServicePolicyBody,
    ServicePolicyView,
)
from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.care.service.policies import ServicePolicies


def policies() -> "ServicePolicies":
    """The service policy of this process; imported at the first request."""
    from teleshop.care.wiring import policies as found

    return found()


def to_policy(found: Any) -> Answer:
    """One version, with its own version for `If-Match`."""
    return Answer(ServicePolicyView.of(found), found.version)


def to_policies(page: Any) -> Listing[ServicePolicyView]:
    """One page of versions."""
    return Listing.of(page.map(ServicePolicyView.of))


@api.post(
    "/service-policies",
    body=ServicePolicyBody,
    answer=ServicePolicyView,
    present=to_policy,
    status=201,
    versioned=True,
    clause="6.1.3",
    summary=("提出新的服务时限规则", "Propose a new version of the service policy"),
)
def propose_service_policy(request: Request[ServicePolicyBody, NoQuery]) -> Any:
    """The standard's limits can be shortened, never lengthened."""
    return policies().propose_policy(request.call, request.body)


@api.get(
    "/service-policies",
    query=ListQuery,
    answer=Listing[ServicePolicyView],
    present=to_policies,
    clause="6.1.3",
    summary=("查询服务时限规则的版本", "List the versions of the service policy"),
)
def list_service_policies(request: Request[NoBody, ListQuery]) -> Any:
    """Newest first."""
    return policies().list_policies(request.query.page)


@api.get(
    "/service-policies/{version}/impact",
    query=ImpactQuery,
    answer=ImpactView,
    clause="6.1.3",
    summary=("预览规则变更影响的未结服务单", "Preview which open cases a version would affect"),
)
def show_policy_impact(request: Request[NoBody, ImpactQuery]) -> Any:
    """One page of open cases at a time; nothing is changed."""
    number, query = _number(request.path["version"]), request.query
    page = policies().impact_of_policy(request.call, number, query.collection, query.page)
    return ImpactView.of(number, query.collection, page.items, page.next)


@api.post(
    "/service-policies/{version}/activation",
    body=ActivationBody,
    answer=ServicePolicyView,
    present=to_policy,
    versioned=True,
    clause="6.1.3",
    summary=("启用规则版本（非提出人）", "Activate a version, by another person than proposed it"),
)
def activate_service_policy(request: Request[ActivationBody, NoQuery]) -> Any:
    """Open cases are counted anew when it comes into force; closed ones keep their record."""
    number = _number(request.path["version"])
    return policies().activate_policy(request.call, number, request.body.effective_from)


def _number(text: str) -> int:
    """The number in an address; 0, which no version has, for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0  # noqa: PLR2004 - six digits
