"""Survey programmes: drafted, published in versions, closed (standard 6.2.1)."""

from dataclasses import replace

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.surveys.domain import programme as rules
from teleshop.surveys.domain.programme import (
    ActiveProgramme,
    Programme,
    ProgrammeState,
    QuestionSet,
    Terms,
)
from teleshop.surveys.domain.questions import Choice, Question
from teleshop.surveys.errors import NothingToPublishError, ProgrammeClosedError
from teleshop.surveys.schemas import ProgrammeBody, TermsBody
from teleshop.surveys.service.base import Desk
from teleshop.surveys.tables import ActiveRow, ProgrammeRow, QuestionSetRow


class Programmes(Desk):
    """What managers and leads prepare."""

    def make_programme(self, call: Call, body: ProgrammeBody) -> Programme:
        """A new programme with its first draft; the questions may be incomplete until it is
        published, the terms may not contradict themselves.
        """
        terms, questions = _draft(body)
        _refuse(rules.faults_of_terms(body.kind, terms))
        made = Programme(
            id=new_id("svp", call.now),
            kind=body.kind,
            terms=terms,
            questions=questions,
            created_by=call.actor.subject,
            created_at=call.now,
        )
        tx = _begin(call, "make_survey_programme", made.id)
        return tx.commit(tx.create(ProgrammeRow, made, conflict=RacedError()))

    def change_draft(self, call: Call, programme_id: str, body: TermsBody) -> Programme:
        """Another draft; versions that are published stay as they are."""
        before = self._changeable(call, programme_id)
        terms, questions = _draft(body)
        _refuse(rules.faults_of_terms(before.kind, terms))
        after = rules.with_draft(before, terms, questions)
        if after == before:
            return before
        tx = _begin(call, "change_survey_draft", programme_id)
        return tx.commit(tx.save(ProgrammeRow, before, after))

    def publish_programme(self, call: Call, programme_id: str) -> Programme:
        """The draft becomes the next version and is in force at once; who is invited from now on
        answers it, who was invited before answers the version of then.
        """
        before = self._changeable(call, programme_id)
        _refuse(rules.publishable(before))
        if before.published:
            known = self._version(programme_id, before.published)
            if (known.terms, known.questions) == (before.terms, before.questions):
                raise NothingToPublishError(number=known.number)
        made = rules.next_version(before, call.actor.subject, call.now)
        active = ActiveProgramme(
            programme_id=programme_id, kind=before.kind, number=made.number, terms=made.terms
        )
        tx = _begin(call, "publish_survey_programme", programme_id)
        tx.create(QuestionSetRow, made, conflict=RacedError())
        in_force = self._repository.find_active(before.kind, programme_id)
        if in_force is None:
            tx.create(ActiveRow, active, conflict=RacedError(), audited=False)
        else:
            tx.save(ActiveRow, in_force, active, conflict=RacedError(), audited=False)
        after = replace(before, published=made.number, state=ProgrammeState.PUBLISHED)
        return tx.commit(tx.save(ProgrammeRow, before, after))

    def close_programme(self, call: Call, programme_id: str) -> Programme:
        """Nobody is invited any more; again is the same."""
        before = self._programme(programme_id)
        if before.state is ProgrammeState.CLOSED:
            return before
        call.check_version(before.version)
        tx = _begin(call, "close_survey_programme", programme_id)
        in_force = self._repository.find_active(before.kind, programme_id)
        if in_force is not None:
            tx.delete(ActiveRow, in_force, conflict=RacedError())
        after = replace(before, state=ProgrammeState.CLOSED)
        return tx.commit(tx.save(ProgrammeRow, before, after))

    def show(self, programme_id: str) -> Programme:
        """One programme with its draft."""
        return self._programme(programme_id)

    def list_programmes(self, page: PageRequest) -> Page[Programme]:
        """All programmes, newest first."""
        return self._repository.list_programmes(page)

    def list_versions(self, programme_id: str, page: PageRequest) -> Page[QuestionSet]:
        """The published versions of a programme, newest first."""
        self._programme(programme_id)
        return self._repository.versions(programme_id, page)

    def _changeable(self, call: Call, programme_id: str) -> Programme:
        found = self._programme(programme_id)
        if found.state is ProgrammeState.CLOSED:
            raise ProgrammeClosedError
        call.check_version(found.version)
        return found


def _begin(call: Call, action: str, programme_id: str) -> Transaction:
    return Transaction(call, action, Subject("survey_programme", programme_id))


def _refuse(faults: list[FieldError]) -> None:
    if faults:
        raise InvalidInputError(errors=faults)


def _draft(body: TermsBody) -> tuple[Terms, tuple[Question, ...]]:
    terms = Terms(
        name_zh=body.name_zh,
        name_en=body.name_en,
        modes=tuple(body.modes),
        active_from=body.active_from,
        active_to=body.active_to,
        anonymous=body.anonymous,
        delay_days=body.delay_days,
        answer_days=body.answer_days,
        case_kinds=tuple(body.case_kinds),
        sample_size=body.sample_size,
    )
    questions = tuple(
        Question(
            id=form.id,
            kind=form.kind,
            dimension=form.dimension,
            zh=form.zh,
            en=form.en,
            required=form.required,
            choices=tuple(Choice(one.code, one.zh, one.en) for one in form.choices),
        )
        for form in body.questions
    )
    return terms, questions
