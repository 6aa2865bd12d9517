"""Use cases of deadlines: owners register and end them within their own transaction; the sweep
tells what is due.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from teleshop.deadlines import domain
from teleshop.deadlines.domain import Deadline, DeadlineState, Owner, Step
from teleshop.deadlines.errors import (
    DeadlineEndedError,
    DeadlineNotFoundError,
    DeadlineNotPausableError,
)
from teleshop.deadlines.schemas import DeadlineApproaching, DeadlineReached
from teleshop.deadlines.tables import SHARDS, DeadlineRepository, DeadlineRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError, Refusal
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction

__all__ = ["Deadline", "DeadlineState", "Deadlines", "Owner", "SweepReport"]


@dataclass(frozen=True, slots=True)
class SweepReport:
    """``told`` counts deadlines whose events were stored, ``skipped`` those another sweep or
    change took first.

    ``lag`` is the age in seconds of the oldest thing found due: how late the sweep is.
    ``complete`` is False if the sweep stopped before its own time limit; the next one goes on.
    """

    told: int
    skipped: int
    lag: float
    complete: bool


class Deadlines:
    """The deadlines capability; stateless, one per process."""

    def __init__(self, repository: DeadlineRepository) -> None:
        self._repository = repository

    def register(
        self,
        tx: Transaction,
        *,
        id: str,
        owner: Owner,
        kind: str,
        due_at: datetime,
        warn_before: tuple[timedelta, ...] = (),
        pausable: bool = False,
        data: dict[str, Any] | None = None,
    ) -> Deadline:
        """Add a deadline to the transaction that makes it necessary.

        ``id`` names what it is for and is unique (``suppliers:sup_…:reverification:2027-05-23``):
        where it is taken, somebody took the same step first, and the race is lost.
        """
        made = domain.new_deadline(
            id=id,
            owner=owner,
            kind=kind,
            due_at=due_at,
            now=tx.call.now,
            warn_before=warn_before,
            pausable=pausable,
            data=data,
        )
        return tx.create(DeadlineRow, made, conflict=RacedError(), audited=False)

    def meet(self, tx: Transaction, id: str) -> Deadline:
        """What the deadline is for has happened; after it was reached this only notes the time."""
        return self._replace(tx, id, lambda known: domain.met(known, tx.call.now))

    def cancel(self, tx: Transaction, id: str) -> Deadline:
        """The deadline is not needed any more."""
        return self._replace(tx, id, domain.cancelled)

    def pause(self, tx: Transaction, id: str) -> Deadline:
        """Stop the clock; refuses with `deadline_not_pausable` where the kind runs without
        pause.
        """
        return self._replace(
            tx, id, lambda known: domain.paused(known, tx.call.now), DeadlineNotPausableError()
        )

    def resume(self, tx: Transaction, id: str) -> Deadline:
        """Let the clock run on with the time that was left."""
        return self._replace(
            tx, id, lambda known: domain.resumed(known, tx.call.now), DeadlineNotPausableError()
        )

    def move(
        self, tx: Transaction, id: str, due_at: datetime, warn_before: tuple[timedelta, ...] = ()
    ) -> Deadline:
        """Put an open deadline at another instant, with fresh warnings."""
        return self._replace(
            tx,
            id,
            lambda known: domain.moved(known, due_at, tx.call.now, warn_before),
            DeadlineEndedError(),
        )

    def find(self, id: str) -> Deadline | None:
        """One deadline."""
        return self._repository.find(id)

    def of_object(self, context: str, kind: str, id: str, page: PageRequest) -> Page[Deadline]:
        """All deadlines of one object, named by context, kind and id."""
        return self.of_owner(Owner(context, kind, id), page)

    def of_owner(self, owner: Owner, page: PageRequest) -> Page[Deadline]:
        """All deadlines of one object by due time."""
        return self._repository.of_owner(owner, page)

    def sweep(self, call: Call, *, more_time: Callable[[], bool] = lambda: True) -> SweepReport:
        """Tell what has come by ``call.now``: one query per shard, one transaction per deadline
        that is due.

        Running it twice, in parallel or after a crash tells nothing twice: the event's id and the
        deadline's version are conditions of its transaction. ``more_time`` says whether the
        caller's time limit allows another deadline.
        """
        with ThreadPoolExecutor(max_workers=SHARDS) as pool:
            parts = list(
                pool.map(
                    lambda shard: self._sweep_shard(call, str(shard), more_time), range(SHARDS)
                )
            )
        return SweepReport(
            told=sum(part.told for part in parts),
            skipped=sum(part.skipped for part in parts),
            lag=max(part.lag for part in parts),
            complete=all(part.complete for part in parts),
        )

    def _sweep_shard(self, call: Call, shard: str, more_time: Callable[[], bool]) -> SweepReport:
        told = skipped = 0
        lag = 0.0
        for deadline in self._repository.due(shard, call.now):
            if not more_time():
                return SweepReport(told, skipped, lag, complete=False)
            steps = domain.steps_due(deadline, call.now)
            if not steps:
                continue
            lag = max(lag, (call.now - steps[0].at).total_seconds())
            if self._tell(call, deadline, steps):
                told += 1
            else:
                skipped += 1
        return SweepReport(told, skipped, lag, complete=True)

    def _tell(self, call: Call, deadline: Deadline, steps: list[Step]) -> bool:
        tx = Transaction(call, "sweep", Subject("deadline", deadline.id))
        tx.save(
            DeadlineRow,
            deadline,
            domain.after_steps(deadline, steps, call.now),
            conflict=RacedError(),
        )
        for step in steps:
            tx.publish(
                _event(deadline, step, steps), id=f"{deadline.id}@{step.number}.{deadline.version}"
            )
        try:
            tx.commit(None)
        except RacedError:
            # The index is eventually consistent: another sweep told this one, or its owner has
            # just ended it.
            return False
        return True

    def _replace(
        self,
        tx: Transaction,
        id: str,
        change: Callable[[Deadline], Deadline | None],
        refusal: Refusal | None = None,
    ) -> Deadline:
        known = self._repository.find(id)
        if known is None:
            raise DeadlineNotFoundError
        after: Deadline | None = change(known)
        if after is None:
            raise refusal or DeadlineEndedError()
        if after == known:
            return known
        return tx.save(DeadlineRow, known, after, conflict=RacedError(), audited=False)


def _event(
    deadline: Deadline, step: Step, steps: list[Step]
) -> DeadlineApproaching | DeadlineReached:
    facts: dict[str, Any] = {
        "deadline_id": deadline.id,
        "owner_context": deadline.owner_context,
        "owner_kind": deadline.owner_kind,
        "owner_id": deadline.owner_id,
        "kind": deadline.kind,
        "due_at": deadline.due_at,
        "data": deadline.data,
    }
    if not step.warning:
        return DeadlineReached(**facts)
    late = any(not other.warning for other in steps)
    return DeadlineApproaching(**facts, warning=step.number, warning_at=step.at, late=late)
