"""After the end of each day: whoever was active on it, and whoever is warned or held, is judged,
page by page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.logs import logger
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.qualitygate.ports import DailyFigures
from teleshop.qualitygate.schemas import SuppliersToJudge
from teleshop.qualitygate.service.gates import Gates
from teleshop.qualitygate.tables import GateRepository

PAGE: Final = 50
ACTIVE: Final = "active"
WATCHED: Final = "watched"
OF_ITS_OWN: Final = "supplier"
"""The scope of a page that names its suppliers."""
_OF_A_SUPPLIER: Final = (ArithmeticError, LookupError, TypeError, ValueError)
"""What something that is wrong with one supplier raises. What the platform raises when it is out of
order is none of these: then the whole page is repeated.
"""
log = logger("qualitygate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was done of one page: so many suppliers, and what is left to do."""

    suppliers: int
    rest: tuple[SuppliersToJudge, ...]


class Nights:
    """Judges many suppliers; stateless."""

    def __init__(self, repository: GateRepository, figures: DailyFigures, gates: Gates) -> None:
        self._repository = repository
        self._figures = figures
        self._gates = gates

    def begin_night(self, call: Call, day: date) -> int:
        """Ask for the first page of every list; answers how many there are."""
        asked = [SuppliersToJudge(day=day, scope=WATCHED)]
        asked += [
            SuppliersToJudge(day=day, scope=ACTIVE, shard=shard)
            for shard in range(self._figures.shards)
        ]
        tx = self._begin(call, day)
        for page in asked:
            tx.publish(page)
        return tx.commit(len(asked))

    def judge_page(self, call: Call, page: SuppliersToJudge, limit: int = PAGE) -> Judged:
        """Judge the suppliers of a page, at most ``limit``, each in a transaction of its own, and
        ask for the page after.

        Cut off in the middle and repeated, it judges again what was judged, which changes nothing;
        the event that asks for the next page takes effect once. A supplier that cannot be judged
        keeps back no other one: it is asked for once more by an event of its own, and what goes
        wrong then is raised.
        """
        own = replace(call, request_key=None)
        if page.scope == OF_ITS_OWN:
            for supplier_id in page.suppliers:
                self._judge(own, supplier_id, page.day)
            return Judged(suppliers=len(page.suppliers), rest=())
        ids, after = self._next(page, limit)
        failed = [id for id in ids if not _succeeds(id, partial(self._judge, own, id, page.day))]
        rest = [SuppliersToJudge(day=page.day, scope=OF_ITS_OWN, suppliers=(id,)) for id in failed]
        if after is not None:
            following = SuppliersToJudge(
                day=page.day, scope=page.scope, shard=page.shard, after=after
            )
            rest.append(following)
        judged = Judged(suppliers=len(ids), rest=tuple(rest))
        if not rest:
            return judged
        tx = self._begin(call, page.day)
        for asked in rest:
            tx.publish(asked)
        return tx.commit(judged)

    def _next(self, page: SuppliersToJudge, limit: int) -> tuple[tuple[str, ...], str | None]:
        if page.scope == WATCHED:
            ids = tuple(self._repository.watched(page.after, limit))
            return ids, ids[-1] if len(ids) == limit else None
        found = self._figures.active_on(page.day, page.shard, page.after, limit)
        return found.ids, found.after

    def _judge(self, call: Call, supplier_id: str, day: date) -> None:
        run(call, lambda: self._gates.judge_supplier(call, supplier_id, day))

    @staticmethod
    def _begin(call: Call, day: date) -> Transaction:
        subject = Subject("quality_gate_night", day.isoformat())
        return Transaction(call, "judge_next_page", subject, derived=True)


def _succeeds(supplier_id: str, judge: Callable[[], object]) -> bool:
    """Judge one supplier; whether that did not fail for what is wrong with the supplier itself."""
    try:
        judge()
    except _OF_A_SUPPLIER:
        log.exception("supplier cannot be judged", extra={"supplier_id": supplier_id})
        return False
    return True
