"""Programmes, invitations and answers in the state that a test needs, made as callers would."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.surveys.domain.answer import SurveyAnswer
from teleshop.surveys.domain.invitation import Invitation
from teleshop.surveys.domain.programme import Programme
from teleshop.surveys.schemas import (
    AnswersBody,
    ClosedCase,
    DeliveredOrder,
    ProgrammeBody,
    StaffAnswersBody,
    SurveyAnswered,
    SurveyInvited,
)
from teleshop.surveys.service import Invitations, Link
from teleshop.surveys.service.answers import event_of
from teleshop.surveys.tables import SurveyRepository
from teleshop.surveys.wiring import service

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
AFTER_QUARTER = datetime(2027, 1, 8, 4, 0, tzinfo=UTC)
"""The frame of 2026Q4 may be closed: seven days into the next quarter have passed."""
QUARTER = "2026Q4"
TOKEN = "Zm9yIHRlc3RzIG9ubHksIHRoaXJ0eS10d28gYnl0ZXM"
CUSTOMER = Actor("customer-1", frozenset({Role.CUSTOMER}))
OTHER_CUSTOMER = Actor("customer-2", frozenset({Role.CUSTOMER}))
MANAGER = Actor("maria", frozenset({Role.MANAGER}))
LEAD = Actor("leo", frozenset({Role.LEAD}))
AGENT = Actor("anna", frozenset({Role.AGENT}))
CASE = "cmp_01KASY2D7V3M7T1QZ9N3D6W8XR"
SUPPLIER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "goods",
        "kind": "rating",
        "dimension": "goods",
        "zh": "您对商品质量是否满意？",
        "en": "How satisfied are you with the goods?",
    },
    {
        "id": "service",
        "kind": "rating",
        "dimension": "service",
        "zh": "您对服务是否满意？",
        "en": "How satisfied are you with our service?",
    },
    {
        "id": "price",
        "kind": "rating",
        "dimension": "price",
        "zh": "您对价格是否满意？",
        "en": "How satisfied are you with the price?",
    },
    {
        "id": "recommend",
        "kind": "nps",
        "dimension": "overall",
        "zh": "您向亲友推荐我们的可能性有多大？",
        "en": "How likely are you to recommend us?",
        "required": False,
    },
    {
        "id": "heard",
        "kind": "choice",
        "dimension": "service",
        "zh": "问题是一次解决的吗？",
        "en": "Was it solved at once?",
        "required": False,
        "choices": [
            {"code": "at_once", "zh": "是", "en": "Yes"},
            {"code": "later", "zh": "否", "en": "No"},
        ],
    },
    {
        "id": "remark",
        "kind": "text",
        "dimension": "overall",
        "zh": "您还有什么建议？",
        "en": "Anything else?",
        "required": False,
    },
]


def call(actor: Actor = SYSTEM_ACTOR, now: datetime = NOW) -> Call:
    """A call at an instant."""
    return Call(actor, now, "request", "correlation")


def programme_form(kind: str = "after_case", **changes: Any) -> dict[str, Any]:
    """What a manager sends to make a programme."""
    return {
        "kind": kind,
        "name_zh": "服务满意度调查",
        "name_en": "How did we do?",
        "modes": ["online", "telephone", "interview"],
        "active_from": "2026-10-01",
        "questions": QUESTIONS,
        **changes,
    }


def drafted(kind: str = "after_case", **changes: Any) -> Programme:
    """A draft."""
    body = msgspec.convert(programme_form(kind, **changes), ProgrammeBody)
    return service().programmes.make_programme(call(LEAD), body)


def published(kind: str = "after_case", **changes: Any) -> Programme:
    """A programme whose first version is in force."""
    made = drafted(kind, **changes)
    return service().programmes.publish_programme(call(MANAGER), made.id)


def closed_case(**changes: Any) -> ClosedCase:
    """A closed complaint."""
    facts = {
        "case_id": CASE,
        "case_kind": "complaint",
        "customer_id": CUSTOMER.subject,
        "order_id": "order-1",
        "supplier_id": SUPPLIER_ID,
        "channel": "phone",
        "cause": "quality",
        **changes,
    }
    return msgspec.convert(facts, ClosedCase)


def delivered_order(**changes: Any) -> DeliveredOrder:
    """A delivered order."""
    facts = {
        "order_id": "order-1",
        "customer_id": CUSTOMER.subject,
        "delivered_at": "2026-11-22T04:00:00Z",
        "supplier_ids": [SUPPLIER_ID],
        **changes,
    }
    return msgspec.convert(facts, DeliveredOrder)


def invited(customer: str = CUSTOMER.subject, now: datetime = NOW, **facts: Any) -> Invitation:
    """An invitation after a case, of a programme that must be in force."""
    closed = closed_case(customer_id=customer, **facts)
    made = service().invitations.case_closed(call(now=now), closed)
    assert made is not None
    return made


def linked(invitation: Invitation, actor: Actor = CUSTOMER, token: str = TOKEN) -> Link:
    """A link with a token that tests know."""
    own = Invitations(SurveyRepository(), deadlines(), tokens=lambda: token)
    return own.issue_link(call(actor), invitation.id)


def answers(**scores: Any) -> dict[str, Any]:
    """What a customer sends: good on everything, unless told otherwise; None leaves out."""
    given = {"goods": 5, "service": 4, "price": 4, **scores}
    return {
        "answers": [
            {"question": name, _part(name): value}
            for name, value in given.items()
            if value is not None
        ]
    }


def _part(question: str) -> str:
    return {"heard": "choice", "remark": "text"}.get(question, "score")


def online(**scores: Any) -> AnswersBody:
    """The same for the service."""
    return msgspec.convert(answers(**scores), AnswersBody)


def by_telephone(**scores: Any) -> StaffAnswersBody:
    """The same as an agent enters it."""
    return msgspec.convert({"mode": "telephone", **answers(**scores)}, StaffAnswersBody)


def answered(invitation: Invitation, **scores: Any) -> SurveyAnswer:
    """An invitation answered by telephone; the stored answer."""

    def stored() -> dict[str, SurveyAnswer]:
        found = SurveyRepository().all_answers(invitation.programme_id, invitation.quarter)
        return {one.id: one for one in found}

    before = stored()
    service().answers.answer_with_staff(call(AGENT), invitation.id, by_telephone(**scores))
    (new,) = [one for id, one in stored().items() if id not in before]
    return new


def counted(answer: SurveyAnswer) -> None:
    """The answer is in the figures."""
    service().results.count_answer(call(), event_of(answer))


def told_invited(invitation: Invitation) -> SurveyInvited:
    """What others were told of an invitation."""
    return SurveyInvited(
        invitation_id=invitation.id,
        programme_id=invitation.programme_id,
        programme_kind=invitation.kind,
        quarter=invitation.quarter,
        customer_id=invitation.customer_id,
        sample_id=invitation.sample_id,
        modes=list(invitation.modes),
        expires_at=invitation.expires_at,
    )


def told_answered(answer: SurveyAnswer) -> SurveyAnswered:
    """What others were told of an answer."""
    return event_of(answer)


def later(days: int, moment: datetime = NOW) -> datetime:
    """Some days later."""
    return moment + timedelta(days=days)


def as_counted(answer: SurveyAnswer) -> SurveyAnswer:
    """The answer as it is once it counts."""
    return replace(answer, counted=True)
