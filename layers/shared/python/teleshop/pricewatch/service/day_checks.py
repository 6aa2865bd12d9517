"""Checking a whole day: started, gone through in steps, finished, shown."""

from datetime import date
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricewatch.domain import day_check as rules
from teleshop.pricewatch.domain.day_check import CheckPart, CheckState, Counted, DayCheck
from teleshop.pricewatch.errors import DayCheckNotFoundError
from teleshop.pricewatch.ports import Prices, Sales, SalesPage
from teleshop.pricewatch.schemas import DayCheckStep, PricesOfDayChecked
from teleshop.pricewatch.service.detectors import Detectors
from teleshop.pricewatch.tables import CheckPartRow, DayCheckRepository, DayCheckRow

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
    ) -> None:
        self._repository = repository
        self._detectors = detectors
        self._prices = prices
        self._sales = sales

    def start(self, call: Call, day: date) -> DayCheck:
        """Check a day that is over: for the first time, or anew after a check that is finished. One
        that runs goes on where it stopped.
        """
        rules.refuse_while_it_lasts(day, call.now)
        before = self._repository.find(day)
        tx = self._begin(call, "start_day_check", day)
        if before is not None and before.state is CheckState.RUNNING:
            parts = self._repository.parts(day, before.run)
            for part in parts:
                if not part.done:
                    self._go_on(tx, part)
            return tx.commit(before)
        check = rules.begun(before, day, call.actor.subject, call.now)
        if before is None:
            stored = tx.create(DayCheckRow, check, conflict=RacedError())
        else:
            stored = tx.save(DayCheckRow, before, check, conflict=RacedError())
        for shard in range(SHARDS):
            part = CheckPart(day=day, run=check.run, shard=shard)
            tx.create(CheckPartRow, part, conflict=RacedError(), audited=False)
            self._go_on(tx, part)
        return tx.commit(stored)

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
