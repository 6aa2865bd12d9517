"""Routes of invitations and answers: customers with and without a token, staff on their behalf.

A token in a path is a secret: the pipeline logs route patterns and not paths, and no answer or
error repeats a token but the one that hands it out.
"""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.surveys.schemas import (
    AnswersBody,
    InvitationsQuery,
    InvitationView,
    LanguageQuery,
    LinkView,
    MySurveyView,
    OptOutBody,
    OptOutView,
    StaffAnswersBody,
    SurveyView,
    ThanksView,
)
from teleshop.web.request import Request

if TYPE_CHECKING:
    pass
from teleshop.surveys.routes.blueprint import (
    api,
    listing_of,
    services,
    to_link,
    to_opt_out,
    to_thanks,
)


@api.get(
    "/my-surveys",
    query=ListQuery,
    answer=Listing[MySurveyView],
    present=listing_of(MySurveyView),
    clause="6.2.2",
    summary=("查询本人待答的调查", "List the caller's open surveys"),
)
def list_own(request: Request[NoBody, ListQuery]) -> Any:
    """Those that end first in front."""
    return services().invitations.mine(request.call, request.query.page)


@api.get(
    "/survey-invitations",
    query=InvitationsQuery,
    answer=Listing[InvitationView],
    present=listing_of(InvitationView),
    clause="6.2.2",
    summary=("查询调查邀请", "List the invitations of a survey programme"),
)
def list_invitations(request: Request[NoBody, InvitationsQuery]) -> Any:
    """Those that end first in front: whom to telephone or to visit."""
    query = request.query
    return services().invitations.list_invitations(query.programme, query.state, query.page)


@api.get(
    "/survey-invitations/{id}",
    query=LanguageQuery,
    answer=InvitationView,
    clause="6.2.2",
    summary=("查询一份调查邀请及其题目", "Read an invitation with its questions"),
)
def get_invitation(request: Request[NoBody, LanguageQuery]) -> InvitationView:
    """For staff who ask the questions."""
    invitation, asked = services().invitations.show(request.path["id"])
    return InvitationView.of(invitation, SurveyView.of(invitation, asked, request.query.language))


@api.post(
    "/survey-invitations/{id}/links",
    answer=LinkView,
    present=to_link,
    status=201,
    clause="6.2.2",
    summary=("获取免登录答题链接", "Ask for a link to answer a survey without login"),
)
def issue_link(request: Request[NoBody, NoQuery]) -> Any:
    """Each link takes the place of the one before; the token is shown only here."""
    return services().invitations.issue_link(request.call, request.path["id"])


@api.post(
    "/survey-invitations/{id}/answers",
    body=StaffAnswersBody,
    answer=ThanksView,
    present=to_thanks,
    status=201,
    clause="6.2.2",
    summary=("录入电话或访谈答复", "Enter what was answered by telephone or in an interview"),
)
def answer_with_staff(request: Request[StaffAnswersBody, NoQuery]) -> Any:
    """One answer per invitation, in whichever way."""
    return services().answers.answer_with_staff(request.call, request.path["id"], request.body)


@api.post(
    "/survey-opt-outs",
    body=OptOutBody,
    answer=OptOutView,
    present=to_opt_out,
    clause="6.2.2",
    summary=("不再接收满意度调查", "Stop being asked to answer surveys"),
)
def opt_out(request: Request[OptOutBody, NoQuery]) -> Any:
    """Customers for themselves, staff for the customer they name; open invitations end."""
    return services().invitations.opt_out(request.call, request.body.customer_id)


@api.post(
    "/survey-opt-ins",
    body=OptOutBody,
    answer=OptOutView,
    present=to_opt_out,
    clause="6.2.2",
    summary=("恢复接收满意度调查", "Be asked to answer surveys again"),
)
def opt_in(request: Request[OptOutBody, NoQuery]) -> Any:
    """Takes an opt-out back."""
    return services().invitations.opt_in(request.call, request.body.customer_id)


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
    invitation, asked = services().answers.ask(request.call, request.path["token"])
    return SurveyView.of(invitation, asked, request.query.language)


@api.post(
    "/surveys/{token}/answers",
    body=AnswersBody,
    answer=ThanksView,
    present=to_thanks,
    status=201,
    clause="6.2.2",
    summary=("提交调查答复（免登录）", "Answer a survey, without login"),
)
def answer_online(request: Request[AnswersBody, NoQuery]) -> Any:
    """Once; what comes after it is told so."""
    return services().answers.answer_online(request.call, request.path["token"], request.body)


@api.post(
    "/surveys/{token}/opt-out",
    answer=OptOutView,
    present=to_opt_out,
    clause="6.2.2",
    summary=("通过链接退订满意度调查", "Stop being asked, by the link of a survey"),
)
def opt_out_by_token(request: Request[NoBody, NoQuery]) -> Any:
    """As easy as answering."""
    return services().invitations.opt_out_by_token(request.call, request.path["token"])


# -- answers and figures ---------------------------------------------------------------------------
