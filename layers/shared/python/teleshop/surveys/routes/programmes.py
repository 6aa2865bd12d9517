"""Routes of programmes, for staff."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.surveys.schemas import (
    ProgrammeBody,
    ProgrammeView,
    QuestionSetView,
    TermsBody,
)
from teleshop.web.request import Request

if TYPE_CHECKING:
    pass
from teleshop.surveys.routes.blueprint import api, listing_of, services, to_programme


@api.post(
    "/survey-programmes",
    body=ProgrammeBody,
    answer=ProgrammeView,
    present=to_programme,
    status=201,
    location="/survey-programmes/{id}",
    clause="6.2.1",
    summary=("新建满意度调查项目", "Make a survey programme"),
)
def make_programme(request: Request[ProgrammeBody, NoQuery]) -> Any:
    """A draft; it asks nobody until it is published."""
    return services().programmes.make_programme(request.call, request.body)


@api.get(
    "/survey-programmes",
    query=ListQuery,
    answer=Listing[ProgrammeView],
    present=listing_of(ProgrammeView),
    clause="6.2.1",
    summary=("查询满意度调查项目", "List survey programmes"),
)
def list_programmes(request: Request[NoBody, ListQuery]) -> Any:
    """Newest first."""
    return services().programmes.list_programmes(request.query.page)


@api.get(
    "/survey-programmes/{id}",
    answer=ProgrammeView,
    present=to_programme,
    versioned=True,
    clause="6.2.1",
    summary=("查询一个满意度调查项目", "Read a survey programme"),
)
def get_programme(request: Request[NoBody, NoQuery]) -> Any:
    """With its draft; what is published is in its versions."""
    return services().programmes.show(request.path["id"])


@api.put(
    "/survey-programmes/{id}/draft",
    body=TermsBody,
    answer=ProgrammeView,
    present=to_programme,
    versioned=True,
    clause="6.2.1",
    summary=("修改调查项目草稿", "Replace the draft of a survey programme"),
)
def change_draft(request: Request[TermsBody, NoQuery]) -> Any:
    """Published versions stay as they are."""
    return services().programmes.change_draft(request.call, request.path["id"], request.body)


@api.post(
    "/survey-programmes/{id}/publication",
    answer=ProgrammeView,
    present=to_programme,
    clause="6.2.1",
    summary=("发布调查项目的新版本", "Publish the draft of a survey programme as a version"),
)
def publish_programme(request: Request[NoBody, NoQuery]) -> Any:
    """In force at once, and never changed."""
    return services().programmes.publish_programme(request.call, request.path["id"])


@api.post(
    "/survey-programmes/{id}/closure",
    answer=ProgrammeView,
    present=to_programme,
    clause="6.2.1",
    summary=("结束调查项目", "Close a survey programme"),
)
def close_programme(request: Request[NoBody, NoQuery]) -> Any:
    """Nobody is invited any more; who was may still answer."""
    return services().programmes.close_programme(request.call, request.path["id"])


@api.get(
    "/survey-programmes/{id}/versions",
    query=ListQuery,
    answer=Listing[QuestionSetView],
    present=listing_of(QuestionSetView),
    clause="6.2.1",
    summary=("查询调查项目的已发布版本", "List the published versions of a survey programme"),
)
def list_versions(request: Request[NoBody, ListQuery]) -> Any:
    """Newest first."""
    return services().programmes.list_versions(request.path["id"], request.query.page)


# -- invitations and links -------------------------------------------------------------------------
