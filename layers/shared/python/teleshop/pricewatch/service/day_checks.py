"""Checking a whole day: started, gone through in steps, finished, shown."""

from datetime import date
from typing import Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricewatch.domain import day_check as rules
from teleshop.pricewatch.domain.day_check import CheckPart, CheckState, Counted, DayCheck
from teleshop.pricewatch.domain.policy import DEFAULT_POLICY, WatchPolicy
from teleshop.pricewatch.errors import DayCheckNotFoundError
from teleshop.pricewatch.ports import Prices, Sales, SalesPage
from teleshop.pricewatch.schemas import DayCheckFailed, DayCheckStep, PricesOfDayChecked
from teleshop.pricewatch.service.detectors import Detectors
from teleshop.pricewatch.tables import CheckPartRow, DayCheckRepository, DayCheckRow

CONTEXT: Final = "pricewatch"
DAY_CHECK: Final = "day_check"
"""The kind of what a clock is of, and of the clock."""
SHARDS: Final = 16
"""So many lists the orders of a day are spread over."""


class DayChecks:
    """The checks of days; stateless."""

    def __init__(
        self,
        repository: DayCheckRepository,
        *,
        detectors: Detectors,
        prices: Prices,
        sales: Sales,
        deadlines: Deadlines,
        policy: WatchPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._within = policy.day_check_within
        self._detectors = detectors
        self._prices = prices
        self._sales = sales

    def start(self, call: Call, day: date) -> DayCheck:
        """Check a day that is over: for the first time, or anew after a check that is finished. One
        that runs, or failed, goes on where it stopped.
        """
        rules.refuse_while_it_lasts(day, call.now)
        before = self._repository.find(day)
        tx = self._begin(call, "start_day_check", day)
        if before is not None and before.state is not CheckState.FINISHED:
            return tx.commit(self._resume(tx, before))
        check = rules.begun(before, day, call.actor.subject, call.now, self._within)
        if before is None:
            stored = tx.create(DayCheckRow, check, conflict=RacedError())
        else:
            stored = tx.save(DayCheckRow, before, check, conflict=RacedError())
        for shard in range(SHARDS):
            part = CheckPart(day=day, run=check.run, shard=shard)
            tx.create(CheckPartRow, part, conflict=RacedError(), audited=False)
            self._go_on(tx, part)
        self._start_clock(tx, stored)
        return tx.commit(stored)

    def _resume(self, tx: Transaction, before: DayCheck) -> DayCheck:
        """Ask for the next step of every part that is not done. One that failed gets a new time."""
        for part in self._repository.parts(before.day, before.run):
            if not part.done:
                self._go_on(tx, part)
        if before.state is CheckState.RUNNING:
            return before
        after = rules.resumed(before, tx.call.now, self._within)
        stored = tx.save(DayCheckRow, before, after, conflict=RacedError())
        self._start_clock(tx, stored)
        return stored

    def give_up(self, call: Call, day: date, deadline_id: str) -> DayCheck | None:
        """The time of a check is over, and orders were not compared: that is on record and told.
        None if it is finished, or has another time. Steps that come later still count.
        """
        before = self._repository.find(day)
        if before is None or before.state is not CheckState.RUNNING:
            return None
        if clock_of(before) != deadline_id:
            return None
        tx = self._begin(call, "give_up_day_check", day)
        stored = tx.save(DayCheckRow, before, rules.failed(before), conflict=RacedError())
        tx.publish(DayCheckFailed(day=day, run=stored.run))
        return tx.commit(stored)

    def _start_clock(self, tx: Transaction, check: DayCheck) -> None:
        if check.due_at is None:
            return
        self._deadlines.register(
            tx,
            id=clock_of(check),
            owner=Owner(CONTEXT, DAY_CHECK, check.day.isoformat()),
            kind=DAY_CHECK,
            due_at=check.due_at,
        )

    def start_once(self, call: Call, day: date) -> DayCheck | None:
        """The nightly start; None if the day was checked already."""
        known = self._repository.find(day)
        if known is not None and known.state is CheckState.FINISHED:
            return None
        return self.start(call, day)

    def take_step(self, call: Call, day: date, number: int, shard: int, step: int) -> CheckPart:
        """Compare one page of the orders of a shard, in run ``number``. A step that was taken, or
        that belongs to an earlier run, changes nothing.
        """
        part = self._repository.part(day, number, shard)
        if part is None:
            raise DayCheckNotFoundError
        if not part.awaits(step):
            return part
        page = self._sales.of_day(day, shard, part.cursor)
        after = part.after(self._compare(call, page), page.next)
        tx = self._begin(call, "check_orders_of_day", day)
        stored = tx.save(CheckPartRow, part, after, conflict=RacedError())
        if not stored.done:
            self._go_on(tx, stored)
        return tx.commit(stored)

    def conclude(self, call: Call, day: date) -> DayCheck | None:
        """Put the result on record once every part is done; None before that, and afterwards."""
        check = self._repository.find(day)
        if check is None or check.state is CheckState.FINISHED:
            return None
        parts = self._repository.parts(day, check.run)
        if not all(part.done for part in parts):
            return None
        after = rules.finished(check, parts, call.now)
        tx = self._begin(call, "finish_day_check", day)
        stored = tx.save(DayCheckRow, check, after, conflict=RacedError())
        if check.due_at is not None:
            self._deadlines.meet(tx, clock_of(check))
        counted = stored.counted
        tx.publish(
            PricesOfDayChecked(
                day=day,
                run=stored.run,
                orders=counted.orders,
                lines=counted.lines,
                differing_orders=counted.differing_orders,
                differing_lines=counted.differing_lines,
                violations=counted.violations,
            )
        )
        return tx.commit(stored)

    def _compare(self, call: Call, page: SalesPage) -> Counted:
        """Compare the orders of a page; the violations are put on record one by one, and again is
        the same.
        """
        book = self._prices.book(page.sales)
        total = Counted()
        for sale in page.sales:
            known = any(line.sku in book.articles for line in sale.lines)
            published = book.published(sale) if known else None
            found = self._detectors.judge(sale, published, book) if published else []
            self._detectors.put_on_record(call, found, book.articles)
            total = total.plus(rules.compared(sale, published, found))
        return total

    # -- reading --

    def show(self, day: str) -> DayCheck:
        """The last check of a day (``2026-11-27``), with what a running one has counted so far."""
        try:
            check = self._repository.find(date.fromisoformat(day))
        except ValueError:
            check = None
        if check is None:
            raise DayCheckNotFoundError
        if check.state is CheckState.FINISHED:
            return check
        return rules.counted_so_far(check, self._repository.parts(check.day, check.run))

    def list_checks(self, month: str, page: PageRequest) -> Page[DayCheck]:
        """The checks of the days of a month, the latest day first."""
        return self._repository.of_month(month, page)

    @staticmethod
    def _begin(call: Call, action: str, day: date) -> Transaction:
        return Transaction(call, action, Subject("day_check", day.isoformat()))

    @staticmethod
    def _go_on(tx: Transaction, part: CheckPart) -> None:
        tx.publish(DayCheckStep(day=part.day, run=part.run, shard=part.shard, step=part.steps))


def clock_of(check: DayCheck) -> str:
    """The clock of one turn of a check."""
    return f"{CONTEXT}:{DAY_CHECK}:{check.day.isoformat()}:{check.turn}"
