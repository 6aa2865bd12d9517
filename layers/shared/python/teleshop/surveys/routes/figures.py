"""Routes of results, samples and publications."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.surveys.schemas import (
    AnswersQuery,
    AnswerView,
    FrameView,
    MembersQuery,
    MembersView,
    PeriodBody,
    PublicationBody,
    PublicationsQuery,
    PublicationView,
    PublicSatisfactionView,
    RebuildView,
    ResultsQuery,
    ResultView,
    SampleBody,
    SampleCheckView,
    SamplesQuery,
    SampleView,
    TrendQuery,
    TrendsView,
)
from teleshop.web.request import Request

if TYPE_CHECKING:
    pass
from teleshop.surveys.routes.blueprint import (
    api,
    cacheable,
    listing_of,
    services,
    to_check,
    to_frame,
    to_rebuild,
)


@api.get(
    "/survey-answers",
    query=AnswersQuery,
    answer=Listing[AnswerView],
    present=listing_of(AnswerView),
    clause="6.2.3",
    summary=("查询调查答复", "List the answers of a programme and quarter"),
)
def list_answers(request: Request[NoBody, AnswersQuery]) -> Any:
    """With remarks, newest first; anonymous ones without any link to a person."""
    query = request.query
    return services().answers.list_answers(query.programme, query.quarter, query.page)


@api.get(
    "/survey-results",
    query=ResultsQuery,
    answer=Listing[ResultView],
    present=listing_of(ResultView),
    clause="6.2.3",
    summary=("查询满意度指标", "List the figures of a programme and quarter"),
)
def list_results(request: Request[NoBody, ResultsQuery]) -> Any:
    """As they stand now, by group; small groups are shown to staff."""
    query = request.query
    return services().results.list_results(query.programme, query.quarter, query.group, query.page)


@api.get(
    "/survey-results/trend",
    query=TrendQuery,
    answer=TrendsView,
    present=TrendsView.of,
    clause="6.2.3",
    summary=("查询满意度季度走势", "Read the figures of a group through the quarters"),
)
def trend(request: Request[NoBody, TrendQuery]) -> Any:
    """With whether a change is more than chance."""
    query = request.query
    return services().results.trend(
        query.programme, query.until, query.quarters, query.group, query.value
    )


@api.post(
    "/survey-results/rebuilds",
    body=PeriodBody,
    answer=RebuildView,
    present=to_rebuild,
    clause="6.2.3",
    summary=("按答复重算满意度指标", "Count the figures anew from the answers"),
)
def rebuild(request: Request[PeriodBody, NoQuery]) -> Any:
    """Corrects what differs and says how much that was."""
    body = request.body
    return services().results.rebuild(request.call, body.programme_id, body.quarter)


# -- samples ---------------------------------------------------------------------------------------


@api.get(
    "/survey-frames/{quarter}",
    answer=FrameView,
    present=to_frame,
    clause="6.2.1",
    summary=("查询季度抽样框的规模", "Read the size of the frame of a quarter"),
)
def get_frame(request: Request[NoBody, NoQuery]) -> Any:
    """What a sample would be drawn from, and from when on."""
    return services().samples.frame(request.path["quarter"])


@api.post(
    "/survey-samples",
    body=SampleBody,
    answer=SampleView,
    present=SampleView.of,
    status=202,
    location="/survey-samples/{id}",
    clause="6.2.1",
    summary=("抽取季度样本", "Draw the sample of a quarter"),
)
def request_sample(request: Request[SampleBody, NoQuery]) -> Any:
    """Drawn and invited in the background; read the sample to see how far it is."""
    body = request.body
    return services().samples.request_sample(
        request.call,
        programme_id=body.programme_id,
        quarter=body.quarter,
        size=body.size,
        seed=body.seed,
    )


@api.get(
    "/survey-samples",
    query=SamplesQuery,
    answer=Listing[SampleView],
    present=listing_of(SampleView),
    clause="6.2.1",
    summary=("查询季度样本", "List samples"),
)
def list_samples(request: Request[NoBody, SamplesQuery]) -> Any:
    """Newest first."""
    return services().samples.list_samples(request.query.programme, request.query.page)


@api.get(
    "/survey-samples/{id}",
    answer=SampleView,
    present=SampleView.of,
    clause="6.2.1",
    summary=("查询一个季度样本", "Read a sample"),
)
def get_sample(request: Request[NoBody, NoQuery]) -> Any:
    """With the hash of its frame and the seed, by which it can be drawn again."""
    return services().samples.show(request.path["id"])


@api.get(
    "/survey-samples/{id}/members",
    query=MembersQuery,
    answer=Listing[MembersView],
    present=listing_of(MembersView),
    clause="6.2.1",
    summary=("查询样本的抽样框与中签名单", "List the frame of a sample, or those drawn from it"),
)
def list_members(request: Request[NoBody, MembersQuery]) -> Any:
    """In the order that hash and draw rest on, so that both can be repeated elsewhere."""
    query = request.query
    return services().samples.list_members(request.path["id"], query.part, query.page)


@api.get(
    "/survey-samples/{id}/verification",
    answer=SampleCheckView,
    present=to_check,
    clause="6.2.1",
    summary=("复核样本的抽样", "Draw a sample again and compare"),
)
def verify_sample(request: Request[NoBody, NoQuery]) -> Any:
    """From the stored frame, by its seed."""
    return services().samples.verify(request.path["id"])


# -- publications ----------------------------------------------------------------------------------


@api.post(
    "/satisfaction-publications",
    body=PublicationBody,
    answer=PublicationView,
    present=PublicationView.of,
    status=201,
    clause="6.2.4",
    summary=("公布季度满意度", "Publish the satisfaction of a quarter"),
)
def publish_quarter(request: Request[PublicationBody, NoQuery]) -> Any:
    """Freezes the figures; again it is a correction and needs a reason."""
    return services().publications.publish_quarter(request.call, request.body)


@api.get(
    "/satisfaction-publications",
    query=PublicationsQuery,
    answer=Listing[PublicationView],
    present=listing_of(PublicationView),
    clause="6.2.4",
    summary=("查询某季度的全部公布版本", "List all versions published of a quarter"),
)
def list_publications(request: Request[NoBody, PublicationsQuery]) -> Any:
    """Newest first."""
    return services().publications.list_versions(request.query.quarter, request.query.page)


@api.get(
    "/public/satisfaction",
    query=ListQuery,
    answer=Listing[PublicSatisfactionView],
    present=listing_of(PublicSatisfactionView),
    headers=cacheable,
    clause="6.2.4",
    summary=("公开的满意度（免登录）", "Read the published satisfaction, without login"),
)
def public_satisfaction(request: Request[NoBody, ListQuery]) -> Any:
    """The latest version of each quarter, newest first; small groups are withheld."""
    return services().publications.published(request.query.page)
