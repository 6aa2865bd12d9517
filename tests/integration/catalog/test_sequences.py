"""Whatever is done to a product in whatever order, also by people who may not: what is on sale was
approved by qualified people, or changed in nothing that is material, and nothing stands against it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.approvals.schemas import DecisionBody
from teleshop.approvals.service import Process
from teleshop.approvals.wiring import service as approvals
from teleshop.catalog.domain.product import ProductState
from teleshop.catalog.domain.review import ItemFinding
from teleshop.catalog.domain.revision import ItemState, RevisionState
from teleshop.catalog.schemas.bodies import ContentChange
from teleshop.catalog.service import Decided
from teleshop.catalog.service.submissions import BY_RULE
from teleshop.catalog.wiring import service
from teleshop.kernel.actor import Actor, Call
from teleshop.kernel.errors import Refusal
from teleshop.suppliers.schemas import ReasonBody
from teleshop.suppliers.wiring import service as suppliers
from tests.factories import reviews as f
from tests.harness.aws import cloud

REASON = ReasonBody(reason="抽检")
ORIGINS = ("浙江永康", "广东阳江")
ACTIONS = (
    *("change", "submit", "ask", "ask", "pass", "pass", "fail", "approve", "approve", "return"),
    *("reject", "apply", "apply", "forge", "withdraw", "suspend", "restore", "restore"),
    *("hold", "release", "price", "judge", "judge", "go_through", "go_through"),
)
PEOPLE = (f.REVIEWER, f.REVIEWER, f.OTHER_REVIEWER)
"""The last one has no qualification."""
steps = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.sampled_from(PEOPLE)), min_size=8, max_size=20
)


class Life:
    """One product under test; each step comes a minute after the one before."""

    def __init__(self) -> None:
        self.minutes = 60
        f.qualified(f.REVIEWER)
        self.where = f.ground()
        self.product = f.submitted(self.where)
        self.priced = False

    def at(self, actor: Actor) -> Call:
        self.minutes += 1
        return f.call(actor, timedelta(minutes=self.minutes))

    @property
    def now(self) -> f.Submitted:
        """The open revision and its round, as they are now."""
        known = f.product_of(self.product.id)
        number = known.open_revision or known.revisions
        return f.Submitted(self.where, known.id, number, f.revision_of(known.id, number).round)

    def do(self, action: str, who: Actor) -> None:
        """One step; a refusal is an answer too."""
        act: Callable[[Actor], object] = getattr(self, f"_{action}")
        try:
            act(who)
        except Refusal:
            return

    def _go_through(self, _: Actor) -> None:
        """What mostly happens, so that lives get somewhere."""
        for action in ("submit", "ask", "pass", "approve", "apply", "price", "judge"):
            self.do(action, f.REVIEWER)

    def _change(self, _: Actor) -> None:
        origin = ORIGINS[self.minutes % 2]
        body = msgspec.convert({"origin": origin}, ContentChange)
        service().products.amend_content(self.at(self.where.seller), self.product.id, body)

    def _submit(self, _: Actor) -> None:
        service().submissions.submit_product(self.at(self.where.seller), self.product.id)

    def _ask(self, _: Actor) -> None:
        now = self.now
        if f.revision_of(now.id, now.revision).state is RevisionState.IN_REVIEW:
            f.asked(now)

    def _check(self, who: Actor, failed: tuple[str, ...]) -> None:
        items = f.revision_of(self.product.id, self.now.revision).items
        found = [
            ItemFinding(
                field=item.field,
                passed=item.field not in failed,
                reason="不符" if item.field in failed else "",
            )
            for item in items
            if item.state is not ItemState.PASSED
        ]
        service().check_lists.record(self.at(who), self.product.id, found)

    def _pass(self, who: Actor) -> None:
        self._check(who, ())

    def _fail(self, who: Actor) -> None:
        self._check(who, ("origin",))

    def _approval(self) -> Any:
        now = self.now
        case = Process("product_review", f"{now.id}.{now.revision}", now.round)
        return approvals().of_step(case, "product_review")

    def _decide(self, who: Actor, choice: str) -> None:
        known = self._approval()
        if known is not None:
            reasons = {} if choice == "approve" else {"reason": "见清单"}
            body = msgspec.convert({"decision": choice, **reasons}, DecisionBody)
            approvals().decide(self.at(who), known.id, body)

    def _approve(self, who: Actor) -> None:
        self._decide(who, "approve")

    def _return(self, who: Actor) -> None:
        self._decide(who, "return_for_change")

    def _reject(self, who: Actor) -> None:
        # Not the introduction: a life that ends before it began shows nothing.
        if f.product_of(self.product.id).live is not None:
            self._decide(who, "reject")

    def _apply(self, _: Actor) -> None:
        known = self._approval()
        if known is not None and not known.is_open:
            decided = Decided(known.state.value, known.decided_by, known.id)
            call = self.at(f.MANAGER)
            service().reviews.apply_outcome(call, self.now.told, decided)

    def _forge(self, who: Actor) -> None:
        """A machine that answers `approved` although nobody decided: only a list that passed as a
        whole can take effect.
        """
        revision = f.revision_of(self.product.id, self.now.revision)
        if all(item.state is ItemState.PASSED for item in revision.items):
            return
        decided = Decided("approved", who.subject)
        service().reviews.apply_outcome(self.at(who), self.now.told, decided)

    def _withdraw(self, _: Actor) -> None:
        known = self._approval()
        if known is not None:
            approvals().withdraw(self.at(self.where.seller), known.id)

    def _suspend(self, _: Actor) -> None:
        standing = suppliers().standing
        standing.suspend_supplier(self.at(f.MANAGER), self.where.supplier_id, REASON)
        self._judge(f.MANAGER)

    def _restore(self, _: Actor) -> None:
        standing = suppliers().standing
        standing.restore_supplier(self.at(f.MANAGER), self.where.supplier_id, REASON)
        self._judge(f.MANAGER)

    def _hold(self, _: Actor) -> None:
        service().standing.hold_product(self.at(f.COMPLIANCE), self.product.id, "抽检")

    def _release(self, _: Actor) -> None:
        service().standing.release_product(self.at(f.COMPLIANCE), self.product.id, "合格")

    def _price(self, _: Actor) -> None:
        if not self.priced:
            self.priced = True
            f.priced(self.product)

    def _judge(self, _: Actor) -> None:
        service().standing.judge_product(self.at(f.MANAGER), self.product.id)

    def check(self) -> None:
        """What must hold after every step."""
        known = f.product_of(self.product.id)
        if known.state is not ProductState.PUBLISHED:
            return
        assert known.live is not None
        live = f.revision_of(known.id, known.live)
        assert live.state is RevisionState.APPROVED
        assert known.obstacles == ()
        assert known.hold is None
        assert self.priced
        standing = suppliers().standing.for_listing(self.where.supplier_id, f.NOW + f.DAY)
        assert standing is not None
        assert standing.active
        if live.material is False:
            assert (live.approved_by, live.base is not None) == (BY_RULE, True)
            return
        assert live.approved_by == f.REVIEWER.subject
        assert {(item.state, item.reviewed_by) for item in live.items} == {
            (ItemState.PASSED, f.REVIEWER.subject)
        }


@pytest.mark.clause("2.2.5")
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_what_is_on_sale_was_approved_by_qualified_people_and_nothing_stands_against_it(
    done: list[tuple[str, Actor]],
) -> None:
    with cloud():
        life = Life()
        for action, who in done:
            life.do(action, who)
            life.check()


@pytest.mark.clause("2.2.5")
def test_such_a_life_gets_on_sale_and_through_a_change(aws: Any) -> None:
    life = Life()
    life.do("go_through", f.REVIEWER)
    assert f.product_of(life.product.id).state is ProductState.PUBLISHED
    for action in ("change", "forge", "go_through"):
        life.do(action, f.REVIEWER)
        life.check()
    assert f.product_of(life.product.id).live == 2
