"""Routes of the surveys context: programmes and samples of staff, surveys of customers, and what
everybody may see.

A token in a path is a secret: the pipeline logs route patterns and not paths, and no answer or
error repeats a token but the one that hands it out.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.surveys.schemas import (
    AnswersBody,
    AnswersQuery,
    AnswerView,
    FrameView,
    InvitationsQuery,
    InvitationView,
    LanguageQuery,
    LinkView,
    MembersQuery,
    MembersView,
    MySurveyView,
    OptOutBody,
    OptOutView,
    PeriodBody,
    ProgrammeBody,
    ProgrammeView,
    PublicationBody,
    PublicationsQuery,
    PublicationView,
    PublicSatisfactionView,
    QuestionSetView,
    RebuildView,
    ResultsQuery,
    ResultView,
    SampleBody,
    SampleCheckView,
    SamplesQuery,
    SampleView,
    StaffAnswersBody,
    SurveyView,
    TermsBody,
    ThanksView,
    TrendQuery,
    TrendsView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.surveys.service import Surveys

api = ApiBlueprint(__name__)


def _service() -> "Surveys":
    from teleshop.surveys.wiring import service

    return service()


def _programme(programme: Any) -> Answer:
    return Answer(ProgrammeView.of(programme), programme.version)


def _thanks(_: Any) -> ThanksView:
    return ThanksView()


def _opt_out(found: Any) -> OptOutView:
    return OptOutView(opted_out=found.opted_out, withdrawn=found.withdrawn)


def _link(link: Any) -> LinkView:
    return LinkView(
        invitation_id=link.invitation_id,
        token=link.token,
        path=f"/surveys/{link.token}",
        expires_at=link.expires_at,
    )


def _rebuilt(found: Any) -> RebuildView:
    return RebuildView(
        programme_id=found.programme_id,
        quarter=found.quarter,
        answers=found.answers,
        corrected=found.corrected,
    )


def _frame(found: Any) -> FrameView:
    return FrameView(quarter=found.quarter, customers=found.customers, closes_at=found.closes_at)


def _verification(found: Any) -> SampleCheckView:
    return SampleCheckView(
        sample_id=found.sample_id,
        frame_size=found.frame_size,
        frame_matches=found.frame_matches,
        sample_matches=found.sample_matches,
    )


def _listing(view: Any) -> Any:
    return lambda page: Listing.of(page.map(view.of))


def _cacheable() -> Mapping[str, str]:
    # The same for everybody: whoever asks, and with which token.
    return {"Cache-Control": "public, max-age=3600"}


# -- programmes ------------------------------------------------------------------------------------


@api.post(
    "/survey-programmes",
    body=ProgrammeBody,
    answer=ProgrammeView,
    present=_programme,
    status=201,
    location="/survey-programmes/{id}",
    clause="6.2.1",
    summary=("新建满意度调查项目", "Make a survey programme"),
)
def make_programme(request: Request[ProgrammeBody, NoQuery]) -> Any:
    """A draft; it asks nobody until it is published."""
    return _service().programmes.make_programme(request.call, request.body)


@api.get(
    "/survey-programmes",
    query=ListQuery,
    answer=Listing[ProgrammeView],
    present=_listing(ProgrammeView),
    clause="6.2.1",
    summary=("查询满意度调查项目", "List survey programmes"),
)
def list_programmes(request: Request[NoBody, ListQuery]) -> Any:
    """Newest first."""
    return _service().programmes.list_programmes(request.query.page)


@api.get(
    "/survey-programmes/{id}",
    answer=ProgrammeView,
    present=_programme,
    versioned=True,
    clause="6.2.1",
    summary=("查询一个满意度调查项目", "Read a survey programme"),
)
def get_programme(request: Request[NoBody, NoQuery]) -> Any:
    """With its draft; what is published is in its versions."""
    return _service().programmes.show(request.path["id"])


@api.put(
    "/survey-programmes/{id}/draft",
    body=TermsBody,
    answer=ProgrammeView,
    present=_programme,
    versioned=True,
    clause="6.2.1",
    summary=("修改调查项目草稿", "Replace the draft of a survey programme"),
)
def change_draft(request: Request[TermsBody, NoQuery]) -> Any:
    """Published versions stay as they are."""
    return _service().programmes.change_draft(request.call, request.path["id"], request.body)


@api.post(
    "/survey-programmes/{id}/publication",
    answer=ProgrammeView,
    present=_programme,
    clause="6.2.1",
    summary=("发布调查项目的新版本", "Publish the draft of a survey programme as a version"),
)
def publish_programme(request: Request[NoBody, NoQuery]) -> Any:
    """In force at once, and never changed."""
    return _service().programmes.publish_programme(request.call, request.path["id"])


@api.post(
    "/survey-programmes/{id}/closure",
    answer=ProgrammeView,
    present=_programme,
    clause="6.2.1",
    summary=("结束调查项目", "Close a survey programme"),
)
def close_programme(request: Request[NoBody, NoQuery]) -> Any:
    """Nobody is invited any more; who was may still answer."""
    return _service().programmes.close_programme(request.call, request.path["id"])


@api.get(
    "/survey-programmes/{id}/versions",
    query=ListQuery,
    answer=Listing[QuestionSetView],
    present=_listing(QuestionSetView),
    clause="6.2.1",
    summary=("查询调查项目的已发布版本", "List the published versions of a survey programme"),
)
def list_versions(request: Request[NoBody, ListQuery]) -> Any:
    """Newest first."""
    return _service().programmes.list_versions(request.path["id"], request.query.page)


# -- invitations and links -------------------------------------------------------------------------


@api.get(
    "/my-surveys",
    query=ListQuery,
    answer=Listing[MySurveyView],
    present=_listing(MySurveyView),
    clause="6.2.2",
    summary=("查询本人待答的调查", "List the caller's open surveys"),
)
def list_own(request: Request[NoBody, ListQuery]) -> Any:
    """Those that end first in front."""
    return _service().invitations.mine(request.call, request.query.page)


@api.get(
    "/survey-invitations",
    query=InvitationsQuery,
    answer=Listing[InvitationView],
    present=_listing(InvitationView),
    clause="6.2.2",
    summary=("查询调查邀请", "List the invitations of a survey programme"),
)
def list_invitations(request: Request[NoBody, InvitationsQuery]) -> Any:
    """Those that end first in front: whom to telephone or to visit."""
    query = request.query
    return _service().invitations.list_invitations(query.programme, query.state, query.page)


@api.get(
    "/survey-invitations/{id}",
    query=LanguageQuery,
    answer=InvitationView,
    clause="6.2.2",
    summary=("查询一份调查邀请及其题目", "Read an invitation with its questions"),
)
def get_invitation(request: Request[NoBody, LanguageQuery]) -> InvitationView:
    """For staff who ask the questions."""
    invitation, asked = _service().invitations.show(request.path["id"])
    return InvitationView.of(invitation, SurveyView.of(invitation, asked, request.query.language))


@api.post(
    "/survey-invitations/{id}/links",
    answer=LinkView,
    present=_link,
    status=201,
    clause="6.2.2",
    summary=("获取免登录答题链接", "Ask for a link to answer a survey without login"),
)
def issue_link(request: Request[NoBody, NoQuery]) -> Any:
    """Each link takes the place of the one before; the token is shown only here."""
    return _service().invitations.issue_link(request.call, request.path["id"])


@api.post(
    "/survey-invitations/{id}/answers",
    body=StaffAnswersBody,
    answer=ThanksView,
    present=_thanks,
    status=201,
    clause="6.2.2",
    summary=("录入电话或访谈答复", "Enter what was answered by telephone or in an interview"),
)
def answer_with_staff(request: Request[StaffAnswersBody, NoQuery]) -> Any:
    """One answer per invitation, in whichever way."""
    return _service().answers.answer_with_staff(request.call, request.path["id"], request.body)


@api.post(
    "/survey-opt-outs",
    body=OptOutBody,
    answer=OptOutView,
    present=_opt_out,
    clause="6.2.2",
    summary=("不再接收满意度调查", "Stop being asked to answer surveys"),
)
def opt_out(request: Request[OptOutBody, NoQuery]) -> Any:
    """Customers for themselves, staff for the customer they name; open invitations end."""
    return _service().invitations.opt_out(request.call, request.body.customer_id)


@api.post(
    "/survey-opt-ins",
    body=OptOutBody,
    answer=OptOutView,
    present=_opt_out,
    clause="6.2.2",
    summary=("恢复接收满意度调查", "Be asked to answer surveys again"),
)
def opt_in(request: Request[OptOutBody, NoQuery]) -> Any:
    """Takes an opt-out back."""
    return _service().invitations.opt_in(request.call, request.body.customer_id)


# -- without login, by the token of a link ---------------------------------------------------------


@api.get(
    "/surveys/{token}",
    query=LanguageQuery,
    answer=SurveyView,
    clause="6.2.2",
    summary=("查看调查题目（免登录）", "Read the questions of a survey, without login"),
)
def ask(request: Request[NoBody, LanguageQuery]) -> SurveyView:
    """In the language asked for; nothing tells who is asked."""
    invitation, asked = _service().answers.ask(request.call, request.path["token"])
    return SurveyView.of(invitation, asked, request.query.language)


@api.post(
    "/surveys/{token}/answers",
    body=AnswersBody,
    answer=ThanksView,
    present=_thanks,
    status=201,
    clause="6.2.2",
    summary=("提交调查答复（免登录）", "Answer a survey, without login"),
)
def answer_online(request: Request[AnswersBody, NoQuery]) -> Any:
    """Once; what comes after it is told so."""
    return _service().answers.answer_online(request.call, request.path["token"], request.body)


@api.post(
    "/surveys/{token}/opt-out",
    answer=OptOutView,
    present=_opt_out,
    clause="6.2.2",
    summary=("通过链接退订满意度调查", "Stop being asked, by the link of a survey"),
)
def opt_out_by_token(request: Request[NoBody, NoQuery]) -> Any:
    """As easy as answering."""
    return _service().invitations.opt_out_by_token(request.call, request.path["token"])


# -- answers and figures ---------------------------------------------------------------------------


@api.get(
    "/survey-answers",
    query=AnswersQuery,
    answer=Listing[AnswerView],
    present=_listing(AnswerView),
    clause="6.2.3",
    summary=("查询调查答复", "List the answers of a programme and quarter"),
)
def list_answers(request: Request[NoBody, AnswersQuery]) -> Any:
    """With remarks, newest first; anonymous ones without any link to a person."""
    query = request.query
    return _service().answers.list_answers(query.programme, query.quarter, query.page)


@api.get(
    "/survey-results",
    query=ResultsQuery,
    answer=Listing[ResultView],
    present=_listing(ResultView),
    clause="6.2.3",
    summary=("查询满意度指标", "List the figures of a programme and quarter"),
)
def list_results(request: Request[NoBody, ResultsQuery]) -> Any:
    """As they stand now, by group; small groups are shown to staff."""
    query = request.query
    return _service().results.list_results(query.programme, query.quarter, query.group, query.page)


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
    return _service().results.trend(
        query.programme, query.until, query.quarters, query.group, query.value
    )


@api.post(
    "/survey-results/rebuilds",
    body=PeriodBody,
    answer=RebuildView,
    present=_rebuilt,
    clause="6.2.3",
    summary=("按答复重算满意度指标", "Count the figures anew from the answers"),
)
def rebuild(request: Request[PeriodBody, NoQuery]) -> Any:
    """Corrects what differs and says how much that was."""
    body = request.body
    return _service().results.rebuild(request.call, body.programme_id, body.quarter)


# -- samples ---------------------------------------------------------------------------------------


@api.get(
    "/survey-frames/{quarter}",
    answer=FrameView,
    present=_frame,
    clause="6.2.1",
    summary=("查询季度抽样框的规模", "Read the size of the frame of a quarter"),
)
def get_frame(request: Request[NoBody, NoQuery]) -> Any:
    """What a sample would be drawn from, and from when on."""
    return _service().samples.frame(request.path["quarter"])


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
    return _service().samples.request_sample(
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
    present=_listing(SampleView),
    clause="6.2.1",
    summary=("查询季度样本", "List samples"),
)
def list_samples(request: Request[NoBody, SamplesQuery]) -> Any:
    """Newest first."""
    return _service().samples.list_samples(request.query.programme, request.query.page)


@api.get(
    "/survey-samples/{id}",
    answer=SampleView,
    present=SampleView.of,
    clause="6.2.1",
    summary=("查询一个季度样本", "Read a sample"),
)
def get_sample(request: Request[NoBody, NoQuery]) -> Any:
    """With the hash of its frame and the seed, by which it can be drawn again."""
    return _service().samples.show(request.path["id"])


@api.get(
    "/survey-samples/{id}/members",
    query=MembersQuery,
    answer=Listing[MembersView],
    present=_listing(MembersView),
    clause="6.2.1",
    summary=("查询样本的抽样框与中签名单", "List the frame of a sample, or those drawn from it"),
)
def list_members(request: Request[NoBody, MembersQuery]) -> Any:
    """In the order that hash and draw rest on, so that both can be repeated elsewhere."""
    query = request.query
    return _service().samples.list_members(request.path["id"], query.part, query.page)


@api.get(
    "/survey-samples/{id}/verification",
    answer=SampleCheckView,
    present=_verification,
    clause="6.2.1",
    summary=("复核样本的抽样", "Draw a sample again and compare"),
)
def verify_sample(request: Request[NoBody, NoQuery]) -> Any:
    """From the stored frame, by its seed."""
    return _service().samples.verify(request.path["id"])


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
    return _service().publications.publish_quarter(request.call, request.body)


@api.get(
    "/satisfaction-publications",
    query=PublicationsQuery,
    answer=Listing[PublicationView],
    present=_listing(PublicationView),
    clause="6.2.4",
    summary=("查询某季度的全部公布版本", "List all versions published of a quarter"),
)
def list_publications(request: Request[NoBody, PublicationsQuery]) -> Any:
    """Newest first."""
    return _service().publications.list_versions(request.query.quarter, request.query.page)


@api.get(
    "/public/satisfaction",
    query=ListQuery,
    answer=Listing[PublicSatisfactionView],
    present=_listing(PublicSatisfactionView),
    headers=_cacheable,
    clause="6.2.4",
    summary=("公开的满意度（免登录）", "Read the published satisfaction, without login"),
)
def public_satisfaction(request: Request[NoBody, ListQuery]) -> Any:
    """The latest version of each quarter, newest first; small groups are withheld."""
    return _service().publications.published(request.query.page)
