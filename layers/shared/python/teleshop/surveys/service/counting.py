"""Counting into the figures, as part of a transaction.

Whatever comes in numbers (members of a sample, anonymous answers of a day) is counted by the
transaction that brings it, many at a time; only single answers and invitations are counted by
events, so that a burst does not make hundreds of functions change one counter at once.
"""

from collections.abc import Sequence
from dataclasses import replace

from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Transaction
from teleshop.surveys.domain import statistics as rules
from teleshop.surveys.domain.answer import SurveyAnswer
from teleshop.surveys.domain.statistics import ALL, Counter
from teleshop.surveys.tables import CounterRow, SurveyRepository


def add_answers(
    tx: Transaction, repository: SurveyRepository, answers: Sequence[SurveyAnswer]
) -> None:
    """Count answers that were not counted."""
    known: dict[tuple[str, str, str, str], tuple[Counter | None, Counter]] = {}
    for answer in answers:
        for group, value in rules.groups_of(answer):
            key = (answer.programme_id, answer.quarter, group, value)
            if key not in known:
                before = repository.find_counter(*key)
                known[key] = (before, before or rules.empty(*key))
            before, so_far = known[key]
            known[key] = (before, rules.counted(so_far, answer))
    for before, after in known.values():
        put_counter(tx, before, after)


def add_invitations(
    tx: Transaction, repository: SurveyRepository, programme_id: str, quarter: str, number: int
) -> None:
    """Count invitations."""
    if not number:
        return
    before = repository.find_counter(programme_id, quarter, ALL, ALL)
    known = before or rules.empty(programme_id, quarter, ALL, ALL)
    put_counter(tx, before, replace(known, invited=known.invited + number))


def put_counter(
    tx: Transaction, before: Counter | None, after: Counter, *, audited: bool = False
) -> None:
    """Store a counter, new or as it changed from ``before``."""
    if before is None:
        tx.create(CounterRow, after, conflict=RacedError(), audited=audited)
    else:
        tx.save(CounterRow, before, after, conflict=RacedError(), audited=audited)
