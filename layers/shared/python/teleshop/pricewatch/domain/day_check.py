"""The check of a day (standard 4.3.4): every order that was entered on a China day is compared with
what was published when it was placed. That it was done, and over how many orders, is on record.

The orders of a day lie in shards. Each shard is gone through in steps, one page of orders after the
other, beside the others; what a step has counted and where the next one begins is stored with it,
so that a step that comes twice counts once and a check that broke off goes on where it stopped.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from teleshop.kernel.clock import china_date
from teleshop.pricewatch.domain.sales import Published, Sale
from teleshop.pricewatch.domain.violation import Found
from teleshop.pricewatch.errors import DayNotOverError


class CheckState(StrEnum):
    """Whether all orders of the day were looked at."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    """Not finished in its time: started again it goes on where it stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """``lines`` are those that were compared, gifts left out; of ``strange`` ones there is no price
    list to compare with. ``differing`` orders and lines have something wrong, by violations that
    are on record.
    """

    orders: int = 0
    lines: int = 0
    strange: int = 0
    differing_orders: int = 0
    differing_lines: int = 0
    violations: int = 0

    def plus(self, more: "Counted") -> "Counted":
        """Both together."""
        return Counted(
            orders=self.orders + more.orders,
            lines=self.lines + more.lines,
            strange=self.strange + more.strange,
            differing_orders=self.differing_orders + more.differing_orders,
            differing_lines=self.differing_lines + more.differing_lines,
            violations=self.violations + more.violations,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCheck:
    """The check of a ``day``; made again it has a higher ``run``. ``counted`` is there once it is
    finished. ``due_at`` is by when it has to be, ``turn`` how often this day got such a time.
    """

    day: date
    run: int
    state: CheckState
    started_at: datetime
    started_by: str
    finished_at: datetime | None = None
    counted: Counted = Counted()
    due_at: datetime | None = None
    turn: int = 1
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPart:
    """One shard of a run. ``steps`` are done; the next one begins at ``cursor``."""

    day: date
    run: int
    shard: int
    steps: int = 0
    cursor: str | None = None
    done: bool = False
    counted: Counted = Counted()
    version: int = 1

    def awaits(self, step: int) -> bool:
        """Whether a step is the next one."""
        return not self.done and self.steps == step

    def after(self, counted: Counted, cursor: str | None) -> "CheckPart":
        """With one more step; without ``cursor`` it was the last."""
        return replace(
            self,
            steps=self.steps + 1,
            cursor=cursor,
            done=cursor is None,
            counted=self.counted.plus(counted),
        )


def refuse_while_it_lasts(day: date, now: datetime) -> None:
    """A day that is not over in China has orders to come."""
    if day >= china_date(now):
        raise DayNotOverError(day=day.isoformat())


def begun(
    before: DayCheck | None, day: date, by: str, now: datetime, within: timedelta
) -> DayCheck:
    """A first run, or another one after a run that is finished."""
    return DayCheck(
        day=day,
        run=before.run + 1 if before else 1,
        state=CheckState.RUNNING,
        started_at=now,
        started_by=by,
        due_at=now + within,
        turn=before.turn + 1 if before else 1,
        version=before.version if before else 1,
    )


def resumed(check: DayCheck, now: datetime, within: timedelta) -> DayCheck:
    """A run that failed goes on, with a new time to be finished."""
    return replace(check, state=CheckState.RUNNING, due_at=now + within, turn=check.turn + 1)


def failed(check: DayCheck) -> DayCheck:
    """Its time is over and orders are left."""
    return replace(check, state=CheckState.FAILED)


def finished(check: DayCheck, parts: Sequence[CheckPart], now: datetime) -> DayCheck:
    """With what its parts have counted."""
    return replace(check, state=CheckState.FINISHED, finished_at=now, counted=sum_of(parts))


def counted_so_far(check: DayCheck, parts: Iterable[CheckPart]) -> DayCheck:
    """A running check with what its parts have counted."""
    return replace(check, counted=sum_of(parts))


def sum_of(parts: Iterable[CheckPart]) -> Counted:
    """What the parts have counted so far."""
    total = Counted()
    for part in parts:
        total = total.plus(part.counted)
    return total


def compared(sale: Sale, published: Published | None, found: Collection[Found]) -> Counted:
    """What the comparison of one order says; ``published`` None where none of its goods are on the
    price list.
    """
    lines = [line for line in sale.lines if published and line.number in published.lines]
    wrong = {fact.sku for fact in found}
    return Counted(
        orders=1,
        lines=len(lines),
        strange=len(sale.lines) - len(lines),
        differing_orders=int(bool(found)),
        differing_lines=sum(1 for line in lines if line.sku in wrong),
        violations=len(found),
    )
