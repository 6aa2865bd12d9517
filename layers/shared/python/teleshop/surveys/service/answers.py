"""Answers from all three ways, in one set: online by a link, by telephone, in an interview
(standard 6.2.2).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date, start_of_china_day
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.surveys.domain import invitation as rules
from teleshop.surveys.domain.answer import SurveyAnswer, new_answer
from teleshop.surveys.domain.invitation import Invitation
from teleshop.surveys.domain.programme import Mode, QuestionSet
from teleshop.surveys.domain.questions import Given, check_answers, low_score, scale_max
from teleshop.surveys.errors import ModeNotOfferedError
from teleshop.surveys.schemas import AnswersBody, LowScoreGiven, StaffAnswersBody, SurveyAnswered
from teleshop.surveys.service.base import ENDS, Desk, deadline_id, refuse_unless_open, subject_of
from teleshop.surveys.service.counting import add_answers
from teleshop.surveys.tables import AnswerRow, InvitationRow

RELEASED_AT_ONCE = 20
"""Each brings its row, its event and two counters at most: 81 writes of a transaction's 100."""


class Answers(Desk):
    """What customers say."""

    def ask(self, call: Call, token: str) -> tuple[Invitation, QuestionSet]:
        """The questions behind a link; says why there is nothing to answer."""
        found = self._by_token(token)
        refuse_unless_open(found, call.now)
        return found, self._version(found.programme_id, found.number)

    def answer_online(self, call: Call, token: str, body: AnswersBody) -> None:
        """Whoever holds the link answers, once."""
        self._answer(call, self._by_token(token), Mode.ONLINE, body, None)

    def answer_with_staff(self, call: Call, invitation_id: str, body: StaffAnswersBody) -> None:
        """What a customer told an agent or interviewer."""
        invitation = self._invitation(invitation_id)
        self._answer(call, invitation, Mode(body.mode), body, call.actor.subject)

    def _answer(
        self,
        call: Call,
        invitation: Invitation,
        mode: Mode,
        body: AnswersBody,
        entered_by: str | None,
    ) -> None:
        refuse_unless_open(invitation, call.now)
        if mode not in invitation.modes:
            raise ModeNotOfferedError(mode=mode, modes=", ".join(invitation.modes))
        asked = self._version(invitation.programme_id, invitation.number).questions
        given = [Given(one.question, one.score, one.choice, one.text) for one in body.answers]
        content, faults = check_answers(asked, given)
        if faults:
            raise InvalidInputError(errors=faults)
        low = low_score(asked, content.scores, self._policy.low_rating, self._policy.low_nps)
        # The id of an anonymous answer holds the day and chance, not the instant.
        today = start_of_china_day(china_date(call.now))
        answer = new_answer(
            new_id("sva", today if invitation.anonymous else call.now),
            invitation,
            asked,
            content,
            mode=mode,
            low=low is not None,
            now=call.now,
            entered_by=entered_by,
        )
        tx = Transaction(call, "answer_survey", subject_of(invitation))
        tx.save(InvitationRow, invitation, rules.answered(invitation), conflict=RacedError())
        self._deadlines.meet(tx, deadline_id(invitation.id, ENDS))
        tx.create(AnswerRow, answer, conflict=RacedError(), audited=not invitation.anonymous)
        if not invitation.anonymous:
            tx.publish(event_of(answer))
            if low is not None:
                question, score = low
                tx.publish(
                    LowScoreGiven(
                        invitation_id=invitation.id,
                        programme_id=invitation.programme_id,
                        customer_id=invitation.customer_id,
                        case_id=invitation.case_id,
                        order_id=invitation.order_id,
                        score=score,
                        scale_max=scale_max(question.kind),
                        dimension=question.dimension,
                    )
                )
        tx.commit(None)

    def release_anonymous(self, call: Call, *, more_time: Callable[[], bool] = lambda: True) -> int:
        """Count and tell the anonymous answers of earlier days, some at a time; answers how many.

        What is left when the time is over, or was told by a parallel run, is left to the next.
        """
        today = china_date(call.now)
        listed = self._repository.waiting(today)
        told = 0
        while more_time():
            batch = list(islice(listed, RELEASED_AT_ONCE))
            if not batch:
                break
            fresh = [
                self._repository.find_answer(one.programme_id, one.quarter, one.id) for one in batch
            ]
            told += self._release(call, [one for one in fresh if one and not one.released])
        return told

    def _release(self, call: Call, answers: Sequence[SurveyAnswer]) -> int:
        if not answers:
            return 0
        day = f"{china_date(call.now)}"
        tx = Transaction(call, "release_survey_answers", Subject("survey_answers", day))
        for answer in answers:
            released = replace(answer, released=True, counted=True)
            stored = tx.save(AnswerRow, answer, released, conflict=RacedError(), audited=False)
            tx.publish(event_of(stored))
        add_answers(tx, self._repository, answers)
        tx.note(answers=len(answers))
        try:
            tx.commit(None)
        except RacedError:
            return 0
        return len(answers)

    def list_answers(
        self, programme_id: str, quarter: str, page: PageRequest
    ) -> Page[SurveyAnswer]:
        """Answers with their remarks, newest first; anonymous ones from the day after on."""
        self._programme(programme_id)
        return self._repository.answers(programme_id, quarter, page)


def event_of(answer: SurveyAnswer) -> SurveyAnswered:
    """What others are told of an answer: no remark, and of an anonymous one no id but its own."""
    return SurveyAnswered(
        answer_id=answer.id,
        programme_id=answer.programme_id,
        programme_kind=answer.kind,
        quarter=answer.quarter,
        mode=answer.mode,
        anonymous=answer.anonymous,
        measures=dict(answer.measures),
        low=answer.low,
        customer_id=answer.customer_id,
        invitation_id=answer.invitation_id,
        case_id=answer.case_id,
        order_id=answer.order_id,
        supplier_id=answer.supplier_id,
        channel=answer.channel,
        cause=answer.cause,
    )
