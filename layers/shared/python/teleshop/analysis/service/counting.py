"""Counting: what events say of cases, clocks and orders moves counters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from teleshop.analysis.domain import (
    CaseRecord,
    CaseSeen,
    ClockFact,
    ClocksRecord,
    Sums,
    clock_sums,
    difference,
    sums_of,
    sums_of_order,
    with_facts,
    with_seen,
)
from teleshop.analysis.ports import Goods
from teleshop.analysis.tables import (
    AnalysisRepository,
    CaseClocksRow,
    CaseFiguresRow,
    FigureRow,
)
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction


class Counting:
    """Keeps the counters; stateless, one per process.

    Each method is one transaction that writes the record of the case and adds to its counters;
    events tell both again, so nothing of it is audited.
    Counters are added to where they lie and so never read; two events of one case wait for each
    other (RacedError, to be run again), those of two cases do not.
    """

    def __init__(self, repository: AnalysisRepository, goods: Goods) -> None:
        self._repository = repository
        self._goods = goods

    def count_case(self, call: Call, seen: CaseSeen, order_id: str | None = None) -> None:
        """Take over what an event says of a case; told late or again, it moves nothing wrongly.

        The category is that of the goods in ``order_id``, if the order is known by now.
        """
        before = self._repository.find_case(seen.case_id) or CaseRecord(id=seen.case_id)
        if order_id and seen.product_id and before.category is None:
            category = self._goods.category(order_id, seen.product_id)
            seen = replace(seen, category=category)
        after = with_seen(before, seen)
        if after == before:
            return
        tx = Transaction(call, "count_case", Subject("case_figures", seen.case_id), derived=True)
        if before.version == 0:
            first = replace(after, version=1)
            tx.create(CaseFiguresRow, first, conflict=RacedError(), audited=False)
        else:
            tx.save(CaseFiguresRow, before, after, conflict=RacedError(), audited=False)
        _add(tx, difference(sums_of(before), sums_of(after)))
        tx.commit(None)

    def count_clocks(self, call: Call, case_id: str, facts: Sequence[ClockFact]) -> None:
        """Take over what an event says of clocks of a case; each clock is counted once."""
        before = self._repository.find_clocks(case_id) or ClocksRecord(case_id=case_id)
        after = with_facts(before, facts)
        if after == before:
            return
        tx = Transaction(call, "count_clocks", Subject("case_figures", case_id), derived=True)
        if before.version == 0:
            first = replace(after, version=1)
            tx.create(CaseClocksRow, first, conflict=RacedError(), audited=False)
        else:
            tx.save(CaseClocksRow, before, after, conflict=RacedError(), audited=False)
        _add(tx, difference(clock_sums(before), clock_sums(after)))
        tx.commit(None)

    def count_order(self, call: Call, order_id: str, placed_at: datetime) -> None:
        """Count an order in the week in which it was placed; the event's own mark keeps it from
        being counted again.
        """
        tx = Transaction(call, "count_order", Subject("order_figures", order_id), derived=True)
        _add(tx, sums_of_order(order_id, placed_at))
        tx.commit(None)


def _add(tx: Transaction, moved: Sums) -> None:
    for figure, amounts in moved.items():
        tx.update_row(FigureRow.at(figure), FigureRow.adding(amounts), None, RacedError())
