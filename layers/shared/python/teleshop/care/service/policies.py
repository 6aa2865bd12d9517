"""Use cases of the service policy: somebody proposes a version, sees whom it affects, another
person activates it, and when its time has come every open case is counted anew by it.

Closed cases keep their record; a clock that ran out stays breached.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from teleshop.care.domain import actions
from teleshop.care.domain.case import Case, CaseKind
from teleshop.care.domain.impact import Affected, impact
from teleshop.care.domain.policy import (
    AHEAD_AT_MOST,
    NOTICE,
    Policies,
    PolicyHead,
    PolicyState,
    PolicyVersion,
    activated,
    policy_faults,
)
from teleshop.care.errors import (
    CaseClosedError,
    CaseMergedError,
    PolicyDecidedError,
    PolicyNotFoundError,
    PolicyOutdatedError,
    PolicyStartError,
    SameProposerError,
)
from teleshop.care.schemas.policies import (
    PolicyEventData,
    ServicePolicyActivated,
    ServicePolicyApplied,
    ServicePolicyBody,
    ServicePolicyProposed,
    ServicePolicyRolledOut,
)
from teleshop.care.service.desk import CONTEXT, Desk, subject_of
from teleshop.care.tables import CaseRepository
from teleshop.care.tables.policies import (
    PolicyHeadRow,
    PolicyRepository,
    PolicyRolloutRow,
    PolicyVersionRow,
)
from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Call, RequestKey
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run

SERVICE_POLICY: Final = "service_policy"
"""The owner kind and kind of the deadline at which a version comes into force."""
COLLECTIONS: Final = tuple(dict.fromkeys(kind.collection for kind in CaseKind))
PAGE: Final = 25
"""Cases that one step of a roll-out counts anew, one transaction each."""


@dataclass(frozen=True, slots=True)
class PolicyMeans:
    """What these use cases work with."""

    desk: Desk
    cases: CaseRepository
    policies: PolicyRepository
    deadlines: Deadlines


class ServicePolicies:
    """The service policy; stateless."""

    def __init__(self, means: PolicyMeans) -> None:
        self._desk = means.desk
        self._cases = means.cases
        self._policies = means.policies
        self._deadlines = means.deadlines

    # -- versions -----------------------------------------------------------------------------

    def list_policies(self, page: PageRequest) -> Page[PolicyVersion]:
        """Every version, newest first."""
        return self._policies.versions(page)

    def propose_policy(self, call: Call, body: ServicePolicyBody) -> PolicyVersion:
        """A new version, based on the one activated last.

        Refuses, each at its field, what exceeds the standard's limits or makes no sense.
        """
        known = self._policies.head()
        head = known or PolicyHead()
        base = self._get(head.activated)
        number = head.latest + 1
        policy = body.applied_to(base.policy, number)
        faults = policy_faults(policy)
        if faults:
            raise InvalidInputError(errors=faults)
        tx = Transaction(call, "propose_policy", _subject(number))
        after = replace(head, latest=number)
        if known is None:
            tx.create(PolicyHeadRow, after, conflict=RacedError(), audited=False)
        else:
            tx.save(PolicyHeadRow, known, after, conflict=RacedError(), audited=False)
        made = PolicyVersion(
            number=number,
            policy=policy,
            reason=body.reason,
            based_on=head.activated,
            proposed_by=call.actor.subject,
            proposed_at=call.now,
        )
        tx.create(PolicyVersionRow, made, conflict=RacedError())
        tx.publish(ServicePolicyProposed(policy=number))
        return tx.commit(made)

    def activate_policy(
        self, call: Call, number: int, effective_from: datetime | None = None
    ) -> PolicyVersion:
        """A proposal will come into force; by another person than proposed it.

        Absent ``effective_from`` is as soon as possible. Refuses a version that was activated
        before, or that was proposed before the one activated last.
        """
        # The head first: an activation that comes between the two reads makes the write fail.
        head = self._policies.head()
        found = self._get(number)
        call.check_version(found.version)
        if head is None or found.state is not PolicyState.PROPOSED:
            raise PolicyDecidedError(version=number)
        if found.proposed_by == call.actor.subject:
            raise SameProposerError
        if found.based_on != head.activated:
            raise PolicyOutdatedError(version=number, current=head.activated)
        earliest = max(call.now + NOTICE, head.effective_from)
        latest = call.now + AHEAD_AT_MOST
        start = effective_from or earliest
        if not earliest <= start <= max(latest, earliest):
            raise PolicyStartError(earliest=earliest.isoformat(), latest=latest.isoformat())
        tx = Transaction(call, "activate_policy", _subject(number))
        after = activated(found, start, now=call.now, by=call.actor.subject)
        stored = tx.save(PolicyVersionRow, found, after)
        tx.save(
            PolicyHeadRow,
            head,
            replace(head, activated=number, effective_from=start),
            conflict=RacedError(),
            audited=False,
        )
        self._deadlines.register(
            tx,
            id=f"care:{SERVICE_POLICY}:{number}",
            owner=Owner(CONTEXT, SERVICE_POLICY, str(number)),
            kind=SERVICE_POLICY,
            due_at=start,
        )
        tx.publish(ServicePolicyActivated(policy=number, effective_from=start))
        return tx.commit(stored)

    def impact_of_policy(
        self, call: Call, number: int, collection: str, page: PageRequest
    ) -> Page[Affected]:
        """Whom a version would affect if it came into force now: one page of the open cases of a
        collection, also those that it leaves alone.
        """
        version = self._get(number)
        found = self._cases.due(collection, page)
        return found.map(lambda case: self._impact(call, case, version))

    def _impact(self, call: Call, case: Case, version: PolicyVersion) -> Affected:
        file = self._cases.find(case.id)
        if file is None:
            return Affected(case_id=case.id)
        policies = self._with(call, version, file.case)
        return impact(file, version=version.number, now=call.now, policies=policies)

    def _with(self, call: Call, version: PolicyVersion, case: Case) -> Policies:
        known = self._desk.policies(call.now, needed=case.policy)
        return {**known, version.number: version.policy}

    # -- coming into force --------------------------------------------------------------------

    def roll_out_policy(self, call: Call, step: ServicePolicyRolledOut, key: RequestKey) -> None:
        """Count one page of open cases anew, and tell where it goes on; ``key`` names this step.

        One transaction for each case, so a repetition skips what is done. The list is ordered by
        what is due, which changes under the reader: passes are repeated until one finds nothing to
        change, so none is missed. Cases only come under later versions, never back.
        """
        page = self._cases.due(step.collection, PageRequest(PAGE, step.cursor))
        for case in page.items:
            if case.policy < step.policy:
                self._come_under(call, case.id, step.policy)
        last = replace(call, request_key=key)
        try:
            run(last, lambda: self._tell(last, step, page.next))
        except RepeatedRequestError:
            # A repetition of this step: the one before it has told how to go on.
            return

    def _come_under(self, call: Call, case_id: str, version: int) -> None:
        def change() -> None:
            before = self._desk.load(case_id)
            if before.case.policy >= version:
                return
            policies = self._desk.policies(call.now, needed=version)
            after = actions.change_policy(
                before, version=version, now=call.now, by=call.actor.subject, policies=policies
            )
            tx = Transaction(call, "apply_policy", subject_of(case_id))
            self._desk.store(tx, before, after)
            tx.update_row(
                PolicyRolloutRow.at(version), PolicyRolloutRow.one_more(), None, RacedError()
            )
            tx.commit(None)

        try:
            run(call, change)
        except (CaseClosedError, CaseMergedError):
            # It ended a moment ago and keeps its record.
            return

    def _tell(self, call: Call, step: ServicePolicyRolledOut, cursor: str | None) -> None:
        tx = Transaction(call, "roll_out_policy", _subject(step.policy))
        tx.publish(self._what_follows(step, cursor))
        tx.commit(None)

    def _what_follows(self, step: ServicePolicyRolledOut, cursor: str | None) -> PolicyEventData:
        """The next page, the next collection, another pass, or the end.

        Whether a pass changed anything is read from what its transactions counted, so a step that
        was interrupted and repeated knows it too.
        """
        collection, before, passes = step.collection, step.before, step.passes
        if cursor is None:
            following = COLLECTIONS[COLLECTIONS.index(collection) + 1 :]
            if not following:
                cases, passes = self._policies.rolled_out(step.policy), passes + 1
                if cases == before:
                    return ServicePolicyApplied(policy=step.policy, cases=cases, passes=passes)
                before = cases
            collection = (*following, COLLECTIONS[0])[0]
        return ServicePolicyRolledOut(
            policy=step.policy, collection=collection, cursor=cursor, before=before, passes=passes
        )

    def _get(self, number: int) -> PolicyVersion:
        found = self._policies.find(number)
        if found is None:
            raise PolicyNotFoundError(version=number)
        return found


def first_step(number: int) -> ServicePolicyRolledOut:
    """Where the roll-out of a version begins."""
    return ServicePolicyRolledOut(policy=number, collection=COLLECTIONS[0])


def _subject(number: int) -> Subject:
    return Subject(SERVICE_POLICY, str(number))
