"""Use cases of the scorecard policy: somebody proposes a version, another person decides, and it
holds from the beginning of a quarter that suppliers can prepare for.

Each step of the review is driven by the state of the version: a step that was taken answers `end`
and changes nothing.
"""

from dataclasses import replace
from typing import Final

from teleshop.approvals.service import Decided
from teleshop.assessment.domain.faults import policy_faults, quarter_faults
from teleshop.assessment.domain.policy import ScorecardPolicy, policy_of
from teleshop.assessment.domain.versions import (
    PROCESS,
    ROUND,
    STEP,
    PolicyHead,
    PolicyState,
    PolicyVersion,
    ReasonCode,
    approved,
    as_published,
    ended,
    stale_reason,
)
from teleshop.assessment.errors.policies import ScorecardPolicyNotFoundError
from teleshop.assessment.policy_ports import PolicyDecisions, PolicyReview, PolicyWorkflow
from teleshop.assessment.schemas.policies import (
    ScorecardPolicyBody,
    ScorecardPolicyDecided,
    ScorecardPolicyProposed,
)
from teleshop.assessment.tables.policies import (
    PolicyHeadRow,
    PolicyRepository,
    PolicyVersionRow,
)
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction

END: Final = "end"


class ScorecardPolicies:
    """The scorecard policy; stateless."""

    def __init__(self, repository: PolicyRepository, decisions: PolicyDecisions) -> None:
        self._repository = repository
        self._decisions = decisions

    # -- looking ------------------------------------------------------------------------------

    def in_force(self, quarter: str) -> ScorecardPolicy:
        """What suppliers are scored by in a quarter: one query."""
        return policy_of(quarter, self._repository.approved())

    def list_policies(self, call: Call, page: PageRequest) -> Page[PolicyVersion]:
        """The versions, newest first. Suppliers see those that were approved, so their pages may be
        shorter.
        """
        found = self._repository.versions(page)
        if call.actor.supplier_id is None:
            return found
        shown = [as_published(one) for one in found.items if one.state is PolicyState.APPROVED]
        return Page(shown, found.next)

    def show_policy(self, call: Call, number: int) -> PolicyVersion:
        """One version. Suppliers see those that hold, held or will hold, and not how they came
        about.
        """
        found = self._get(number)
        if call.actor.supplier_id is None:
            return found
        if found.state is not PolicyState.APPROVED:
            raise ScorecardPolicyNotFoundError(version=number)
        return as_published(found)

    # -- proposing ----------------------------------------------------------------------------

    def propose_policy(self, call: Call, body: ScorecardPolicyBody) -> PolicyVersion:
        """A new version, based on the one approved last.

        Refuses, each at its field, what makes no sense and a quarter that is too near.
        """
        known = self._repository.head()
        head = known or PolicyHead()
        number = head.latest + 1
        policy = body.applied_to(self._get(head.approved).policy, number)
        faults = quarter_faults(policy.effective_quarter, call.now, head.effective_quarter)
        faults += policy_faults(policy)
        if faults:
            raise InvalidInputError(errors=faults)
        made = PolicyVersion(
            number=number,
            policy=policy,
            reason=body.reason,
            based_on=head.approved,
            proposed_by=call.actor.subject,
            proposed_at=call.now,
        )
        tx = _begin(call, "propose_scorecard_policy", number)
        after = replace(head, latest=number)
        if known is None:
            tx.create(PolicyHeadRow, after, conflict=RacedError(), audited=False)
        else:
            tx.save(PolicyHeadRow, known, after, conflict=RacedError(), audited=False)
        tx.create(PolicyVersionRow, made, conflict=RacedError())
        tx.publish(
            ScorecardPolicyProposed(
                policy=number,
                effective_quarter=policy.effective_quarter,
                requester=call.actor.subject,
                round=ROUND,
            )
        )
        return tx.commit(made)

    # -- the review ---------------------------------------------------------------------------

    def start_review(self, call: Call, workflow: PolicyWorkflow, name: str, number: int) -> None:
        """Start a run of the state machine, unless the version was decided meanwhile."""
        found = self._get(number)
        if found.state is not PolicyState.PROPOSED:
            return
        review = PolicyReview(
            policy=str(number),
            round=ROUND,
            requester=found.proposed_by or "",
            role=STEP.role,
            escalation=STEP.escalation,
            timeout=f"P{STEP.days}D",
        )
        workflow.start(name, review, call.now)

    def apply_outcome(self, call: Call, number: int, decided: Decided) -> str:
        """What was decided takes effect."""
        before = self._get(number)
        if before.state is not PolicyState.PROPOSED:
            return END
        match decided.outcome:
            case "approved":
                return self._approve(call, before, decided)
            case "rejected":
                return self._end(call, before, PolicyState.REFUSED, decided)
            case "returned":
                return self._end(call, before, PolicyState.RETURNED, decided)
            case "withdrawn":
                lapsed = replace(decided, reason_code=ReasonCode.WITHDRAWN)
                return self._end(call, before, PolicyState.LAPSED, lapsed)
            case "timed_out":
                lapsed = replace(decided, reason_code=ReasonCode.TIMED_OUT)
                return self._end(call, before, PolicyState.LAPSED, lapsed)

    def report_failure(self, call: Call, number: int) -> str:
        """The review failed for a technical reason: the version lapses, and can be proposed
        again.
        """
        before = self._get(number)
        if before.state is not PolicyState.PROPOSED:
            return END
        lapsed = Decided("timed_out", reason_code=ReasonCode.REVIEW_FAILED)
        return self._end(call, before, PolicyState.LAPSED, lapsed, withdrawn=True)

    def _approve(self, call: Call, before: PolicyVersion, decided: Decided) -> str:
        head = self._repository.head()
        if head is None:
            raise RacedError
        stale = stale_reason(before, head, call.now)
        if stale:
            # What was approved is not what would happen now: whoever proposed it looks again.
            returned = replace(decided, reason_code=stale)
            return self._end(call, before, PolicyState.RETURNED, returned)
        tx = _begin(call, "approve_scorecard_policy", before.number)
        after = tx.save(PolicyVersionRow, before, approved(before, decided.decided_by, call.now))
        tx.save(
            PolicyHeadRow,
            head,
            replace(
                head,
                approved=before.number,
                effective_quarter=before.policy.effective_quarter,
            ),
            conflict=RacedError(),
            audited=False,
        )
        _tell_decided(tx, after)
        return tx.commit(END)

    def _end(
        self,
        call: Call,
        before: PolicyVersion,
        state: PolicyState,
        decided: Decided,
        *,
        withdrawn: bool = False,
    ) -> str:
        tx = _begin(call, "end_scorecard_policy", before.number)
        after = ended(before, state, decided.decided_by, decided.reason_code, call.now)
        _tell_decided(tx, tx.save(PolicyVersionRow, before, after))
        if withdrawn:
            self._decisions.withdraw(tx, before.number, ROUND)
        return tx.commit(END)

    def _get(self, number: int) -> PolicyVersion:
        found = self._repository.find(number)
        if found is None:
            raise ScorecardPolicyNotFoundError(version=number)
        return found


def _begin(call: Call, action: str, number: int) -> Transaction:
    return Transaction(call, action, Subject(PROCESS, str(number)))


def _tell_decided(tx: Transaction, version: PolicyVersion) -> None:
    tx.publish(
        ScorecardPolicyDecided(
            policy=version.number,
            effective_quarter=version.policy.effective_quarter,
            requester=version.proposed_by or "",
            outcome=version.state.value,
            reason_code=version.reason_code,
        )
    )
