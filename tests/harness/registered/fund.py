"""Use cases of the protection fund: every method that commits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

from functions.fund.workbook import render
from teleshop.approvals.service import Decided
from teleshop.fund.schemas import (
    AssessmentBody,
    ContributionBody,
    EvidenceBody,
    MemoBody,
    PayoutBody,
    RecoveryBody,
    RefusalBody,
)
from teleshop.fund.service import Fund
from teleshop.fund.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from tests.factories import fund as f
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

DAY = timedelta(days=1)
CLAUSE = "6.3.4"
Do = Callable[[Fund, Call, str], object]


def use_case(
    covers: str,
    prepare: Callable[[], str],
    do: Do,
    *,
    actor: Actor = SYSTEM_ACTOR,
    now: timedelta = 3 * DAY,
    name: str = "",
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events."""

    def act(world: World, prepared: str) -> object:
        call = world.call("act", actor=actor, now=NOW + now)
        return world.run(call, lambda: do(service(), call, prepared))

    title = f"fund.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, CLAUSE, in_world(prepare), act, covers=(f"fund.{covers}",))


@cache
def in_world(prepare: Callable[[], str]) -> Callable[[World], str]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


def ready() -> str:
    """An order, and money."""
    f.contributed()
    return f.ordered()


def poor() -> str:
    """An order, and no money."""
    return f.ordered()


def waiting() -> str:
    """A claim waited for money, and then money came."""
    f.ordered()
    claim_id = f.opened().claim.id
    f.contributed()
    return claim_id


def returned() -> str:
    """More evidence is wanted."""
    return f.decided(f.in_review(), f.RETURNED)


def stalled() -> str:
    """Nobody decided in time."""
    return f.decided(f.in_review(), f.TIMED_OUT)


def contribution() -> str:
    """Money came in; answers its entry."""
    return f.contributed().entry_id


def booked() -> str:
    """A month with entries."""
    f.paid()
    return "2026-11"


def open_claim(own: Fund, call: Call, _: str) -> object:
    return own.claims.open_claim(call, f.body(statement="与宣传不符"))


def advance_refund(own: Fund, call: Call, order_id: str) -> object:
    bare = replace(call, request_key=None)
    return own.claims.advance_refund(bare, order_id, [1], "平台代为申请")


def withdraw(own: Fund, call: Call, claim_id: str) -> object:
    return own.claims.withdraw_claim(call, claim_id)


def add_evidence(own: Fund, call: Call, claim_id: str) -> object:
    return own.claims.add_evidence(call, claim_id, EvidenceBody(statement="照片已补充"))


def assess(own: Fund, call: Call, claim_id: str) -> object:
    body = AssessmentBody(amount=500_00, reason="部分成立")
    return own.claims.assess_claim(call, claim_id, body)


def reserve_next(own: Fund, call: Call, _: str) -> object:
    return own.reviews.reserve_next(call)


def refuse_waiting(own: Fund, call: Call, claim_id: str) -> object:
    body = RefusalBody(reason="订单与申请不符", reason_code="not_proven")
    return own.reviews.refuse_waiting(call, claim_id, body)


def outcome(decided: Decided) -> Do:
    """What was decided takes effect."""
    return lambda own, call, claim_id: own.reviews.apply_outcome(call, claim_id, 1, decided)


def fail(own: Fund, call: Call, claim_id: str) -> object:
    return own.reviews.report_failure(call, claim_id, 1, "States.Timeout")


def restart(own: Fund, call: Call, claim_id: str) -> object:
    return own.reviews.restart_review(call, claim_id)


def ran_out(kind: str) -> Do:
    """A clock ran out."""

    def act(own: Fund, call: Call, claim_id: str) -> object:
        deadline_id = f"fund:{claim_id}:{kind}:1"
        return own.reviews.clock_ran_out(call, claim_id, kind, deadline_id, call.now)

    return act


def contribute(own: Fund, call: Call, _: str) -> object:
    return own.payments.contribute(call, ContributionBody(amount=1_00, reference="bank-2"))


def reverse(own: Fund, call: Call, entry_id: str) -> object:
    memo = MemoBody(reason_code="typing_error")
    return own.payments.reverse_contribution(call, entry_id, memo)


def pay(own: Fund, call: Call, claim_id: str) -> object:
    return own.payments.pay_claim(call, claim_id, PayoutBody(reference="pay-1"))


def recover(own: Fund, call: Call, claim_id: str) -> object:
    body = RecoveryBody(amount=f.FRAUD, reference="rec-1")
    return own.payments.record_recovery(call, claim_id, body)


def write_off(own: Fund, call: Call, claim_id: str) -> object:
    return own.payments.write_off(call, claim_id, MemoBody(reason_code="insolvent"))


def request(own: Fund, call: Call, month: str) -> object:
    return own.statements.request_statement(call, month)


def make(own: Fund, call: Call, month: str) -> object:
    return own.statements.make_statement(call, render, month)


USE_CASES = (
    use_case("Claims.open_claim", ready, open_claim, actor=f.BUYER),
    use_case("Claims.open_claim", poor, open_claim, actor=f.BUYER, name="waiting"),
    use_case("Claims.advance_refund", ready, advance_refund),
    use_case("Claims.withdraw_claim", f.in_review, withdraw, actor=f.BUYER),
    use_case("Claims.withdraw_claim", waiting, withdraw, actor=f.BUYER, name="waiting"),
    use_case("Claims.add_evidence", returned, add_evidence, actor=f.BUYER),
    use_case("Claims.assess_claim", f.in_review, assess, actor=f.LEAD),
    use_case("Reviews.reserve_next", waiting, reserve_next),
    use_case("Reviews.refuse_waiting", waiting, refuse_waiting, actor=f.FINANCE),
    use_case("Reviews.apply_outcome", f.in_review, outcome(f.APPROVED), name="approved"),
    use_case("Reviews.apply_outcome", f.in_review, outcome(f.REJECTED), name="rejected"),
    use_case("Reviews.apply_outcome", f.in_review, outcome(f.RETURNED), name="returned"),
    use_case("Reviews.apply_outcome", f.in_review, outcome(f.TIMED_OUT), name="timed_out"),
    use_case("Reviews.report_failure", f.in_review, fail),
    use_case("Reviews.restart_review", stalled, restart, actor=f.MANAGER),
    use_case("Reviews.clock_ran_out", f.in_review, ran_out("decision"), name="decision"),
    use_case("Reviews.clock_ran_out", returned, ran_out("evidence"), name="evidence"),
    use_case("Payments.contribute", contribution, contribute, actor=f.FINANCE),
    use_case("Payments.reverse_contribution", contribution, reverse, actor=f.FINANCE),
    use_case("Payments.pay_claim", f.approved, pay, actor=f.FINANCE),
    use_case("Payments.record_recovery", f.paid, recover, actor=f.FINANCE),
    use_case("Payments.write_off", f.paid, write_off, actor=f.MANAGER),
    use_case("Statements.request_statement", booked, request, actor=f.FINANCE, now=30 * DAY),
    use_case("Statements.make_statement", booked, make, now=30 * DAY),
)
