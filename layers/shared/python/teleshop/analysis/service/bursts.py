"""Bursts of complaints."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from teleshop.analysis.domain import (
    DEFAULT_POLICY,
    AnalysisPolicy,
    Arrived,
    Burst,
    BurstSetting,
    Scope,
    ScopeState,
    Span,
    arrive,
)
from teleshop.analysis.errors import BurstNotFoundError
from teleshop.analysis.schemas import ComplaintBurst
from teleshop.analysis.tables import AnalysisRepository, BurstRow, ScopeRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint that reached the platform, and what it is about."""

    case_id: str
    arrived_at: datetime
    about: Mapping[Scope, str]


class Bursts:
    """Finds bursts as complaints come in; stateless, one per process."""

    def __init__(
        self, repository: AnalysisRepository, policy: AnalysisPolicy = DEFAULT_POLICY
    ) -> None:
        self._repository = repository
        self._policy = policy

    def note_complaint(self, call: Call, complaint: Complaint) -> None:
        """Take a complaint over: it joins a burst, makes one, or waits for others.

        Costs one batch read, a read per burst that it joins, and one transaction of at most three
        things, three bursts and three events, however many complaints there are. Two complaints
        about one thing at the same moment wait for each other (RacedError, to be run again), which
        one thing takes about twenty times a second. A burst that names a hundred cases is only
        counted up where it lies, at most once a minute moved on: hundreds a second.
        """
        about = {scope: id for scope, id in complaint.about.items() if scope in self._policy.bursts}
        if not about:
            return
        known = self._repository.find_scopes(list(about.items()))
        tx = Transaction(call, "note_complaint", Subject("complaint", complaint.case_id))
        changed = [
            self._note(tx, complaint, known.get(scope) or ScopeState(scope=scope, scope_id=id))
            for scope, id in about.items()
        ]
        if any(changed):
            tx.commit(None)

    def _note(self, tx: Transaction, complaint: Complaint, before: ScopeState) -> bool:
        """Take a complaint over for one thing that it is about; answers whether that changes
        anything.
        """
        setting = self._policy.bursts[before.scope]
        at = complaint.arrived_at
        if self._counted_up(tx, before, at):
            return True
        done = arrive(before, complaint.case_id, at, setting, new_id("bst", tx.call.now))
        if done.state == before:
            return False
        _save(tx, before, done.state)
        if done.span is not None:
            self._keep(tx, done, done.span, setting)
        return True

    def _counted_up(self, tx: Transaction, state: ScopeState, at: datetime) -> bool:
        """Count a complaint into a burst that has named its cases; answers whether there is one."""
        span = next((span for span in state.spans if span.covers(at)), None)
        burst = self._repository.find_burst(span.burst) if span is not None else None
        if burst is None or not burst.names_all:
            return False
        tx.update_row(
            BurstRow.at(burst.id), [BurstRow.count.add(1)], BurstRow.pk.exists(), RacedError()
        )
        return True

    def _keep(self, tx: Transaction, done: Arrived, span: Span, setting: BurstSetting) -> None:
        """Store the burst that cases joined, and tell of a new one."""
        if not done.new:
            burst = self._repository.find_burst(span.burst)
            if burst is None:
                # Both are written in one transaction: read again what is stored now.
                raise RacedError
            joined = burst.joined_by(span, done.case_ids)
            # Added and not set: meanwhile others may be counted up.
            actions = [BurstRow.count.add(joined.count - burst.count), *BurstRow.joined(joined)]
            condition = BurstRow.version == burst.version
            tx.update_row(BurstRow.at(burst.id), actions, condition, RacedError())
            return
        burst = Burst(
            id=span.burst,
            scope=done.state.scope,
            scope_id=done.state.scope_id,
            started_at=span.started_at,
            last_at=span.last_at,
            raised_at=tx.call.now,
            count=0,
            case_ids=(),
            threshold=setting.threshold,
            window_minutes=setting.window // MINUTE,
        ).joined_by(span, done.case_ids)
        tx.create(BurstRow, burst, conflict=RacedError())
        tx.publish(ComplaintBurst.of(burst), subject=Subject("burst", burst.id))

    def get_burst(self, burst_id: str) -> Burst:
        """A burst; refuses `burst_not_found`."""
        burst = self._repository.find_burst(burst_id)
        if burst is None:
            raise BurstNotFoundError
        return burst

    def list_bursts(self, page: PageRequest) -> Page[Burst]:
        """Bursts, the latest first."""
        return self._repository.bursts(page)


def _save(tx: Transaction, before: ScopeState, after: ScopeState) -> None:
    if before.version == 0:
        first = replace(after, version=1)
        tx.create(ScopeRow, first, conflict=RacedError(), audited=False)
    else:
        tx.save(ScopeRow, before, after, conflict=RacedError(), audited=False)
