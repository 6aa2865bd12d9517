"""Figures as they grow: counted once per answer, and counted anew where somebody doubts them
(standard 6.2.3).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.quarters import last
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.surveys.domain import statistics as rules
from teleshop.surveys.domain.answer import SurveyAnswer
from teleshop.surveys.domain.statistics import Counter
from teleshop.surveys.schemas import SurveyAnswered, SurveyInvited
from teleshop.surveys.service.base import Desk
from teleshop.surveys.service.counting import add_answers, add_invitations, put_counter
from teleshop.surveys.tables import AnswerRow

CORRECTED_AT_ONCE = 40
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What counting all answers anew found."""

    programme_id: str
    quarter: str
    answers: int
    corrected: int


class Results(Desk):
    """What is counted."""

    def count_invitation(self, call: Call, told: SurveyInvited) -> None:
        """One more was asked; members of a sample were counted when they were invited."""
        if told.sample_id is not None:
            return
        tx = _begin(call, "count_survey_invitation", told.programme_id, told.quarter)
        add_invitations(tx, self._repository, told.programme_id, told.quarter, 1)
        tx.commit(None)

    def count_answer(self, call: Call, told: SurveyAnswered) -> None:
        """One more has answered; nothing if it is counted already."""
        answer = self._repository.find_answer(told.programme_id, told.quarter, told.answer_id)
        if answer is None or answer.counted:
            return
        tx = _begin(call, "count_survey_answer", told.programme_id, told.quarter)
        add_answers(tx, self._repository, [answer])
        counted = replace(answer, counted=True)
        tx.save(AnswerRow, answer, counted, conflict=RacedError(), audited=False)
        tx.commit(None)

    def rebuild(self, call: Call, programme_id: str, quarter: str) -> Rebuilt:
        """Count all answers anew and correct what differs; invitations stay as counted.

        A counter that changes meanwhile makes its correction fail and the whole run again, since
        its answers may have been read before.
        """
        self._programme(programme_id)
        # The counters first: an answer that is counted after this changes one of them.
        known = {
            (one.group, one.value): one
            for one in self._repository.all_counters(programme_id, quarter)
        }
        answers = [
            one for one in self._repository.all_answers(programme_id, quarter) if one.counted
        ]
        wrong = list(_differences(known, recounted(programme_id, quarter, answers)))
        for start in range(0, len(wrong), CORRECTED_AT_ONCE):
            part = wrong[start : start + CORRECTED_AT_ONCE]
            last = start + CORRECTED_AT_ONCE >= len(wrong)
            # The request counts as done with its last part.
            own = call if last else replace(call, request_key=None)
            tx = _begin(own, "rebuild_survey_results", programme_id, quarter)
            for before, after in part:
                put_counter(tx, before, after, audited=True)
            tx.commit(Rebuilt(programme_id, quarter, len(answers), len(wrong)))
        return Rebuilt(programme_id, quarter, len(answers), len(wrong))

    def list_results(
        self, programme_id: str, quarter: str, group: str, page: PageRequest
    ) -> Page[Counter]:
        """Figures by one kind of group, small groups too: for staff."""
        self._programme(programme_id)
        return self._repository.counters(programme_id, quarter, group, page)

    def trend(
        self, programme_id: str, until: str, count: int, group: str, value: str
    ) -> list[Counter]:
        """One group through ``count`` quarters up to ``until``, oldest first; quarters without
        answers are empty.
        """
        self._programme(programme_id)
        return [
            self._repository.find_counter(programme_id, quarter, group, value)
            or rules.empty(programme_id, quarter, group, value)
            for quarter in last(until, count)
        ]


def recounted(
    programme_id: str, quarter: str, answers: Iterable[SurveyAnswer]
) -> dict[Key, Counter]:
    """All counters that the answers make, without invitations."""
    found: dict[Key, Counter] = {}
    for answer in answers:
        for group, value in rules.groups_of(answer):
            known = found.get((group, value)) or rules.empty(programme_id, quarter, group, value)
            found[group, value] = rules.counted(known, answer)
    return found


def _differences(
    known: dict[Key, Counter], right: dict[Key, Counter]
) -> Iterable[tuple[Counter | None, Counter]]:
    for key in sorted(known.keys() | right.keys()):
        before, after = known.get(key), right.get(key)
        if before is None and after is not None:
            yield None, after
        elif before is not None:
            made = after or rules.empty(before.programme_id, before.quarter, *key)
            made = replace(made, invited=before.invited, version=before.version)
            if made != before:
                yield before, made


def _begin(call: Call, action: str, programme_id: str, quarter: str) -> Transaction:
    return Transaction(call, action, Subject("survey_results", f"{programme_id}.{quarter}"))
