"""Routes: what is done on a case of any kind; one address for all kinds, `/cases/{case_id}`."""

from typing import Any

from teleshop.care.routes.blueprint import api, services, to_case, to_link, to_messages
from teleshop.care.schemas.bodies import (
    AskBody,
    AssignmentBody,
    ClassificationBody,
    ClosureBody,
    HoldBody,
    LinkBody,
    MajorityBody,
    MergeBody,
    MessageBody,
    PromiseBody,
    ReasonBody,
    SaidBody,
    SplitBody,
    TicketAnswerBody,
    TicketForm,
    TransferBody,
)
from teleshop.care.schemas.views import CaseView, FileLinkView, MessageView
from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.web.request import Request


@api.post(
    "/cases/{case_id}/responses",
    body=SaidBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=("回应客户（一小时内）", "Respond to the customer (within an hour)"),
)
def respond_to_case(request: Request[SaidBody, NoQuery]) -> Any:
    """A person's words; an automatic receipt does not count."""
    return services().handling.respond_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/answers",
    body=SaidBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=("明确答复客户（24 小时内）", "Give the customer a clear answer (within 24 hours)"),
)
def answer_case(request: Request[SaidBody, NoQuery]) -> Any:
    """A clear answer also counts as a response."""
    return services().handling.answer_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/handling",
    body=SaidBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=(
        "登记重大投诉的处理结果（48 小时内）",
        "Report what was done about a major complaint (within 48 hours)",
    ),
)
def report_handling(request: Request[SaidBody, NoQuery]) -> Any:
    """For major complaints only."""
    return services().handling.report_handling(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/majority",
    body=MajorityBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=("升级为重大投诉", "Make a complaint a major one"),
)
def raise_case(request: Request[MajorityBody, NoQuery]) -> Any:
    """The 48 hours count from its arrival, not from now."""
    return services().handling.raise_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/classification",
    body=ClassificationBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.4",
    summary=("确认或更正原因分类", "Confirm or correct the cause"),
)
def classify_case(request: Request[ClassificationBody, NoQuery]) -> Any:
    """Whether it agrees with the suggestion is measured."""
    return services().handling.classify_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/messages",
    body=MessageBody,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    clause="6.1.3",
    summary=("留言", "Write a message"),
)
def write_message(request: Request[MessageBody, NoQuery]) -> Any:
    """Between staff and the customer or the supplier; it ends no clock."""
    return services().conversation.write_message(
        request.call, request.path["case_id"], request.body
    )


@api.get(
    "/cases/{case_id}/messages",
    query=ListQuery,
    answer=Listing[MessageView],
    present=to_messages,
    clause="6.1.4",
    summary=("查看留言", "List the messages of a case"),
)
def list_messages(request: Request[NoBody, ListQuery]) -> Any:
    """Those that the caller may read, in their order."""
    return services().conversation.list_messages(
        request.call, request.path["case_id"], request.query.page
    )


@api.post(
    "/cases/{case_id}/attachments/{document_id}/download-links",
    body=LinkBody,
    answer=FileLinkView,
    present=to_link,
    status=201,
    clause="6.4.1",
    summary=("申请附件下载链接", "Ask for a link to an attachment"),
)
def link_attachment(request: Request[LinkBody, NoQuery]) -> Any:
    """Of a message that the caller may read, whoever uploaded it; each link is recorded."""
    return services().conversation.link_attachment(
        request.call,
        request.path["case_id"],
        request.path["document_id"],
        request.body.seconds,
    )


@api.post(
    "/cases/{case_id}/notes",
    body=SaidBody,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    clause="6.1.4",
    summary=("添加内部备注", "Add a note among staff"),
)
def write_note(request: Request[SaidBody, NoQuery]) -> Any:
    """Never shown to customers or suppliers."""
    return services().conversation.write_note(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/assignment",
    body=AssignmentBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.2",
    summary=("领取或分派", "Take a case, or give it to somebody"),
)
def assign_case(request: Request[AssignmentBody, NoQuery]) -> Any:
    """Only to people on shift with valid training."""
    return services().assignment.give_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/release",
    body=ReasonBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.2",
    summary=("退回待分派", "Give a case back"),
)
def release_case(request: Request[ReasonBody, NoQuery]) -> Any:
    """Somebody else on duty gets it; no clock stops."""
    return services().assignment.release_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/transfers",
    body=TransferBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.2",
    summary=("转其他团队", "Hand a case to another team"),
)
def transfer_case(request: Request[TransferBody, NoQuery]) -> Any:
    """Somebody of it is found as for a new case; no clock stops."""
    return services().assignment.transfer_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/promises",
    body=PromiseBody,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    clause="6.1.3",
    summary=("登记对客户的承诺及期限", "Record what the customer was promised, and by when"),
)
def promise_customer(request: Request[PromiseBody, NoQuery]) -> Any:
    """The date becomes a clock."""
    return services().parties.promise_customer(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/promises/{promise}/fulfilment",
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=("登记承诺已兑现", "Record that a promise was kept"),
)
def keep_promise(request: Request[NoBody, NoQuery]) -> Any:
    """Ends its clock."""
    return services().parties.keep_promise(
        request.call, request.path["case_id"], request.path["promise"]
    )


@api.post(
    "/cases/{case_id}/supplier-requests",
    body=AskBody,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    clause="6.1.3",
    summary=("向供应商问询", "Ask the supplier"),
)
def ask_supplier(request: Request[AskBody, NoQuery]) -> Any:
    """Its clock runs inside the customer's; the supplier sees nothing of the customer."""
    return services().parties.ask_supplier(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/carrier-requests",
    body=AskBody,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    clause="6.1.3",
    summary=("向承运商问询", "Ask a carrier"),
)
def ask_carrier(request: Request[AskBody, NoQuery]) -> Any:
    """Its clock runs inside the customer's."""
    return services().parties.ask_carrier(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/requests/{request}/answer",
    body=SaidBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=("答复问询", "Answer a request"),
)
def answer_request(request: Request[SaidBody, NoQuery]) -> Any:
    """By the supplier that was asked, or entered by staff."""
    return services().parties.answer_request(
        request.call, request.path["case_id"], request.path["request"], request.body
    )


@api.post(
    "/cases/{case_id}/tickets",
    body=TicketForm,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    clause="6.1.3",
    summary=("登记主管机关工单", "Record a ticket of an authority"),
)
def add_ticket(request: Request[TicketForm, NoQuery]) -> Any:
    """With a clock of its own."""
    return services().parties.add_ticket(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/tickets/{ticket}/answer",
    body=TicketAnswerBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=("登记对工单的答复", "Record the answer to a ticket"),
)
def answer_ticket(request: Request[TicketAnswerBody, NoQuery]) -> Any:
    """Ends its clock."""
    return services().parties.answer_ticket(
        request.call, request.path["case_id"], request.path["ticket"], request.body
    )


@api.post(
    "/cases/{case_id}/merges",
    body=MergeBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=("并入重复的服务单", "Take over a duplicate"),
)
def merge_cases(request: Request[MergeBody, NoQuery]) -> Any:
    """What either owed the customer, this one owes, from the earlier time."""
    return services().relations.merge_cases(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/splits",
    body=SplitBody,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    clause="6.1.3",
    summary=("拆分出新的服务单", "Make part of it a case of its own"),
)
def split_case(request: Request[SplitBody, NoQuery]) -> Any:
    """Such as a report to authorities beside a complaint; answers the new case."""
    return services().relations.split_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/closure",
    body=ClosureBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.4",
    summary=("结案；客户可撤回", "Close a case; customers may withdraw theirs"),
)
def close_case(request: Request[ClosureBody, NoQuery]) -> Any:
    """Kept for three years at least."""
    return services().handling.close_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/reopening",
    body=ReasonBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=("重新打开", "Reopen a case"),
)
def reopen_case(request: Request[ReasonBody, NoQuery]) -> Any:
    """New clocks run; what was recorded stays."""
    return services().handling.reopen_case(request.call, request.path["case_id"], request.body)


@api.post(
    "/cases/{case_id}/clocks/{clock}/explanation",
    body=SaidBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.3",
    summary=("说明超时原因", "Explain why a clock ran out"),
)
def explain_breach(request: Request[SaidBody, NoQuery]) -> Any:
    """The breach stays on record."""
    return services().handling.explain_breach(
        request.call, request.path["case_id"], request.path["clock"], request.body
    )


@api.post(
    "/cases/{case_id}/legal-hold",
    body=HoldBody,
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.4",
    summary=("设置或解除保全", "Set or lift a legal hold"),
)
def hold_case(request: Request[HoldBody, NoQuery]) -> Any:
    """A held case is kept beyond its time."""
    return services().handling.hold_case(request.call, request.path["case_id"], request.body)
