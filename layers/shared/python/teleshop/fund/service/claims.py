"""Filing a claim, withdrawing it, adding evidence, assessing it, looking at it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from teleshop.deadlines.service import Deadlines
from teleshop.fund.domain import claim as rules
from teleshop.fund.domain.claim import CLAIM_PREFIX, Claim, ClaimState
from teleshop.fund.domain.entitlement import ClaimKind, Share, Wanted, entitlement, share_of
from teleshop.fund.domain.policy import POLICIES, FundPolicy, policy_on
from teleshop.fund.domain.purchase import Purchase, advanced_lines, claimed_lines
from teleshop.fund.domain.records import Damages, Twin
from teleshop.fund.errors import (
    AmountMissingError,
    ClaimOrderNotFoundError,
    GoodwillByStaffError,
    TwinClaimError,
    TwinDamagesError,
)
from teleshop.fund.ports import (
    AfterSalesAccounts,
    Decisions,
    Evidence,
    Purchases,
    ServiceCases,
)
from teleshop.fund.schemas import (
    AssessmentBody,
    ClaimBody,
    ClaimOpened,
    ClaimsQuery,
    EvidenceBody,
    FundInsufficient,
)
from teleshop.fund.service import books
from teleshop.fund.service.base import Desk, Shown, facts, place_of
from teleshop.fund.tables import ClaimRow, DamagesRow, FundRepository, TwinRow, WaitingRow
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError, Refusal
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page
from teleshop.kernel.transaction import Transaction
from teleshop.ledger.service import Ledger

ON_BEHALF: Final = frozenset({Role.AGENT, Role.LEAD, Role.SYSTEM})
"""These file claims for customers; the platform itself where it found out about goods."""


class Claims(Desk):
    """What customers, and agents for them, do with claims."""

    def __init__(
        self,
        repository: FundRepository,
        ledger: Ledger,
        deadlines: Deadlines,
        decisions: Decisions,
        policies: Sequence[FundPolicy] = POLICIES,
        *,
        purchases: Purchases,
        evidence: Evidence,
        cases: ServiceCases,
        after_sales: AfterSalesAccounts,
    ) -> None:
        super().__init__(repository, ledger, deadlines, decisions, policies)
        self._purchases = purchases
        self._evidence = evidence
        self._cases = cases
        self._after_sales = after_sales

    def open_claim(self, call: Call, body: ClaimBody) -> Shown:
        """File a claim; money is set aside at once, or it waits until there is some, behind those
        who wait already.

        Refuses an order or a case that is not the customer's, lines that cannot be claimed for or
        are claimed for already, what the rule of its kind refuses, and more than is due. The least
        amount of damages counts once for an order; what after-sales refunds is not advanced.
        """
        purchase = self._purchase(call.actor, body)
        policy = policy_on(china_date(call.now), self._policies)
        self._evidence.check(body.evidence, call.actor, purchase.customer_id)
        if body.case_id and not self._cases.is_of(body.case_id, purchase.customer_id):
            raise InvalidInputError(errors=[_CASE_UNKNOWN])
        wanted = self._wanted(purchase, body)
        numbers = tuple(line.number for line in wanted.lines)
        for key in rules.twin_keys(body.kind, purchase.order_id, numbers):
            if twin_id := self._repository.claimed_by(key):
                twin = TwinDamagesError if body.kind.damages else TwinClaimError
                raise twin(claim_id=twin_id)
        damages = self._damages(body.kind, purchase.order_id, wanted.lines[0].supplier_id)
        earlier = damages.shares if damages else ()
        claim = _new_claim(call, body, purchase, policy, wanted=wanted, earlier=earlier)
        tx = self._begin(call, "open_claim", claim.id)
        if not self._repository.waiting(1) and self._reserve(tx, claim):
            claim = rules.with_money(claim)
            self._ask_for_review(tx, claim)
        else:
            self._queue(tx, claim)
        tx.create(ClaimRow, claim, conflict=RacedError())
        for key in claim.twin_keys:
            mark = Twin(key=key, claim_id=claim.id)
            tx.create(TwinRow, mark, conflict=RacedError(), audited=False)
        if claim.kind.floored:
            _add_share(tx, claim, damages, share_of(claim.id, wanted, claim.entitlement.amount))
        self._start_decision_clock(tx, claim)
        tx.publish(ClaimOpened(**facts(claim), state=claim.state, decision_due=claim.decision_due))
        return tx.commit(Shown(claim, "staff" if claim.by_staff else "customer"))

    def advance_refund(
        self, call: Call, order_id: str, lines: Sequence[int], statement: str
    ) -> str | None:
        """A claim that the platform files for a customer: the refund of these lines, which the
        seller owes. Answers the claim, the same one if it was filed before; None where the rules
        refuse it, such as for a seller that is known (R1.20).
        """
        body = ClaimBody(
            kind=ClaimKind.REFUND_ADVANCE,
            order_id=order_id,
            lines=list(lines),
            statement=statement,
        )
        try:
            return self.open_claim(call, body).claim.id
        except TwinClaimError as twin:
            return str(twin.params["claim_id"])
        except Refusal:
            return None

    def _wanted(self, purchase: Purchase, body: ClaimBody) -> Wanted:
        lines = claimed_lines(purchase, tuple(body.lines))
        if body.kind is ClaimKind.REFUND_ADVANCE:
            account = self._after_sales.of_order(purchase.order_id)
            lines = advanced_lines(purchase, lines, account)
        return Wanted(
            kind=body.kind,
            lines=lines,
            seller_disclosed=purchase.seller_disclosed,
            loss=body.loss,
            has_evidence=bool(body.evidence),
            basis=body.basis,
            label_flaw_only=body.label_flaw_only,
        )

    def _purchase(self, actor: Actor, body: ClaimBody) -> Purchase:
        by_staff = actor.has(*ON_BEHALF)
        if body.kind is ClaimKind.GOODWILL and not by_staff:
            raise GoodwillByStaffError
        purchase = self._purchases.find(body.order_id)
        if purchase is None or not (by_staff or purchase.customer_id == actor.subject):
            raise ClaimOrderNotFoundError
        if body.kind is ClaimKind.GOODWILL and body.amount is None:
            raise AmountMissingError
        return purchase

    def _queue(self, tx: Transaction, claim: Claim) -> None:
        """Let the claim wait. The event, which comes after it stands in the queue, makes the queue
        move should money have come in meanwhile.
        """
        tx.create(WaitingRow, place_of(claim), conflict=RacedError(), audited=False)
        available = self._ledger.balance(books.BOOK, books.FREE)
        tx.publish(FundInsufficient(claim_id=claim.id, needed=claim.claimed, available=available))

    def withdraw_claim(self, call: Call, claim_id: str) -> Shown:
        """The customer takes the claim back, at any time before the money is sent."""
        shown = self._visible(call, claim_id)
        call.check_version(shown.claim.version)
        after = rules.withdrawn(shown.claim, call.now)
        tx = self._begin(call, "withdraw_claim", claim_id)
        return tx.commit(Shown(self._end(tx, shown.claim, after), shown.reader))

    def add_evidence(self, call: Call, claim_id: str, body: EvidenceBody) -> Shown:
        """What was missing is there: the claim is judged anew."""
        shown = self._visible(call, claim_id)
        before = shown.claim
        call.check_version(before.version)
        if not body.documents and not body.statement:
            raise InvalidInputError(errors=[_NOTHING_ADDED])
        self._evidence.check(body.documents, call.actor, before.customer_id)
        after = rules.resubmitted(
            before, tuple(body.documents), body.statement, self._policy(before), call.now
        )
        tx = self._begin(call, "add_evidence", claim_id)
        stored = self._save(tx, before, after)
        self._stop_clock(tx, before, met=True)
        self._start_decision_clock(tx, stored)
        self._ask_for_review(tx, stored)
        return tx.commit(Shown(stored, shown.reader))

    def assess_claim(self, call: Call, claim_id: str, body: AssessmentBody) -> Shown:
        """Staff find that another amount is due; whoever approves the claim approves that."""
        before = self._get(claim_id)
        call.check_version(before.version)
        after = rules.assessed(before, body.amount, body.reason, call.actor.subject, call.now)
        tx = self._begin(call, "assess_claim", claim_id)
        return tx.commit(Shown(self._save(tx, before, after), "staff"))

    # -- looking --

    def show(self, call: Call, claim_id: str) -> Shown:
        """One claim as the caller may see it."""
        return self._visible(call, claim_id)

    def list_claims(self, call: Call, query: ClaimsQuery) -> Page[Shown]:
        """Customers and suppliers get their own; staff those of a customer, a supplier or a
        state.
        """
        actor, page, found = call.actor, query.page, self._repository
        filters = (query.state, query.customer, query.supplier)
        if not actor.is_staff:
            if any(filters):
                raise InvalidInputError(errors=[_OWN_ONLY])
            if actor.has(Role.CUSTOMER):
                own = found.of_customer(actor.subject, page)
                return own.map(lambda claim: Shown(claim, "customer"))
            if actor.supplier_id is None:
                return Page([])
            about = found.of_supplier(actor.supplier_id, page)
            return about.map(lambda claim: Shown(claim, "supplier"))
        match filters:
            case ClaimState() as state, None, None:
                listed = found.of_state(state, page)
            case None, str() as customer, None:
                listed = found.of_customer(customer, page)
            case None, None, str() as supplier:
                listed = found.of_supplier(supplier, page)
            case _:
                raise InvalidInputError(errors=[_ONE_FILTER])
        return listed.map(lambda claim: Shown(claim, "staff"))


def _add_share(tx: Transaction, claim: Claim, before: Damages | None, share: Share) -> None:
    """Note what is claimed for the purchase: of two claims at once, one is counted anew."""
    if before is None:
        made = Damages(
            order_id=claim.order_id,
            supplier_id=claim.supplier_id,
            kind=claim.kind,
            shares=(share,),
        )
        tx.create(DamagesRow, made, conflict=RacedError(), audited=False)
    else:
        after = replace(before, shares=(*before.shares, share))
        tx.save(DamagesRow, before, after, conflict=RacedError(), audited=False)


def _new_claim(
    call: Call,
    body: ClaimBody,
    purchase: Purchase,
    policy: FundPolicy,
    *,
    wanted: Wanted,
    earlier: Sequence[Share],
) -> Claim:
    entitled = entitlement(wanted, policy, earlier)
    amount = entitled.payable if body.amount is None else body.amount
    rules.check_amount(amount, entitled)
    due = rules.end_of_days(call.now, policy.decision_days)
    numbers = tuple(line.number for line in wanted.lines)
    return Claim(
        id=new_id(CLAIM_PREFIX, call.now),
        kind=body.kind,
        customer_id=purchase.customer_id,
        supplier_id=wanted.lines[0].supplier_id,
        order_id=purchase.order_id,
        lines=numbers,
        currency=purchase.currency,
        paid_price=sum(bought.paid for bought in purchase.lines if bought.number in numbers),
        entitlement=entitled,
        claimed=amount,
        amount=amount,
        filed_by=call.actor.subject,
        by_staff=call.actor.has(*ON_BEHALF),
        opened_at=call.now,
        decision_due=due,
        state=ClaimState.WAITING,
        case_id=body.case_id,
        loss=body.loss,
        basis=body.basis,
        evidence=tuple(dict.fromkeys(body.evidence)),
        statement=body.statement or None,
    )


_NOTHING_ADDED = FieldError(
    "/documents",
    "nothing_added",
    "请补充证明材料（documents）或说明（statement）。",
    "Add `documents`, or a `statement`.",
    clause="6.3.4",
)
_CASE_UNKNOWN = FieldError(
    "/case_id",
    "case_unknown",
    "该客户没有此服务工单（case_id），请核对工单编号。",
    "The customer has no such case (`case_id`); check its identifier.",
    clause="6.3.4",
)
_OWN_ONLY = FieldError(
    "/state",
    "own_only",
    "您只能查看与自己有关的申请，请去掉查询条件。",
    "You see the claims that concern you; drop the filters.",
)
_ONE_FILTER = FieldError(
    "/state",
    "one_filter",
    "请在 state、customer、supplier 三个条件中填写且只填写一个。",
    "Give exactly one of state, customer and supplier.",
)
