"""Use cases: the orders that a violation affects are found page by page, and each customer is
helped. Every order is a transaction of its own and an event of its own; all of it may be repeated.
"""

import dataclasses
from dataclasses import dataclass
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError, Refusal
from teleshop.kernel.logs import logger
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.violations.affected_ports import (
    Claims,
    Cooperation,
    OrdersOfGoods,
    Purchases,
    Returns,
)
from teleshop.violations.domain import affected as rules
from teleshop.violations.domain.affected import (
    Affected,
    Bought,
    Concern,
    Help,
    Place,
    Search,
    Standing,
    Verdict,
)
from teleshop.violations.domain.case import FALLEN
from teleshop.violations.errors import CaseNotFoundError
from teleshop.violations.schemas.affected import (
    AffectedCounts,
    AffectedCustomerHelped,
    AffectedOrdersToFind,
    AffectedQuery,
    OrderAffected,
)
from teleshop.violations.service.again import Again
from teleshop.violations.tables import CaseRepository
from teleshop.violations.tables.affected import (
    AffectedRepository,
    AffectedRow,
    CountRow,
    Pointer,
    PointerRow,
    SearchRow,
)

PAGE: Final = 40
"""So many orders are found in one step; the next step is an event of its own."""
TEXT: Final = (
    "您购买的商品经平台查实存在违规（如假冒、与所售不符），已为您开通退货退款：无须举证，运费由平台"
    "承担，请按退货地址寄回；如您希望保留商品，可撤回本申请。您还可以依法主张惩罚性赔偿，"
    "请通过“权益保障基金”提交申请。 / The platform found that goods you bought are not what they "
    "were sold as. A return with full refund is open for you: no proof is needed and the way back "
    "is paid for. To keep the goods, withdraw it. Damages by law can be claimed at the fund."
)
STATEMENT: Final = "平台查实该商品存在违规，代顾客申请先行赔付。"
_OF_AN_ORDER: Final = (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError)
"""What something that is wrong with one order raises."""
log = logger("violations")


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpMeans:
    """The ports, connected."""

    goods: OrdersOfGoods
    purchases: Purchases
    returns: Returns
    claims: Claims
    cooperation: Cooperation


class AffectedOrders:
    """Stateless, one per process."""

    def __init__(
        self,
        cases: CaseRepository,
        repository: AffectedRepository,
        means: HelpMeans,
        again: Again,
    ) -> None:
        self._cases = cases
        self._repository = repository
        self._means = means
        self._again = again

    # -- finding ------------------------------------------------------------------------------

    def begin(self, call: Call, case_id: str) -> Search | None:
        """A violation was decided: its orders are searched for, if it concerns goods that customers
        have; None if it does not. Beginning again changes nothing.
        """
        known = self._repository.search(case_id)
        case = self._cases.find(case_id) if known is None else None
        if case is None or not rules.affects_customers(case):
            return known
        search = Search(
            case_id=case_id,
            supplier_id=case.supplier_id,
            products=rules.concerned_products(case),
            begun_at=call.now,
        )
        tx = Transaction(call, "begin_affected_orders", Subject("violation_case", case_id))
        tx.create(SearchRow, search, conflict=RacedError())
        _ask_for(tx, search, Place())
        return tx.commit(search)

    def search_again(self, call: Call, case_id: str) -> Search | None:
        """The decision took effect: orders that came in while goods went off sale, or that were not
        in the index yet, are found too, and those for which nothing could be done are dealt with
        again. What was done is let be.
        """
        search = self._repository.search(case_id)
        if search is None:
            return self.begin(call, case_id)
        case = self._cases.find(case_id)
        if case is None or case.state in FALLEN or search.stopped_at is not None:
            return search
        products = rules.concerned_products(case) or search.products
        again = dataclasses.replace(search, products=products, begun_at=call.now, found_all_at=None)
        tx = Transaction(call, "search_affected_orders_again", Subject("violation_case", case_id))
        _ask_for(tx, again, Place())
        return tx.commit(tx.save(SearchRow, search, again))

    def stop(self, call: Call, case_id: str) -> Search | None:
        """The case fell: nobody is offered anything any more. What customers were given stays
        theirs.
        """
        search = self._repository.search(case_id)
        if search is None or search.stopped_at is not None:
            return search
        tx = Transaction(call, "stop_affected_orders", Subject("violation_case", case_id))
        return tx.commit(
            tx.save(SearchRow, search, dataclasses.replace(search, stopped_at=call.now))
        )

    def find_page(self, call: Call, case_id: str, place: Place, limit: int = PAGE) -> Place | None:
        """Put the next orders on record, each in a transaction of its own that asks for its help,
        and ask for the page after; None when it is done. Of orders that an earlier search put on
        record those that wait or failed are asked for again.
        """
        search = self._repository.search(case_id)
        if search is None or search.stopped_at is not None or search.found_all_at is not None:
            return None
        if place.product >= len(search.products):
            return None
        product_id = search.products[place.product]
        page = self._means.goods.page(product_id, place.shard, place.after, limit)
        known = self._repository.known(case_id, page.order_ids) if page.order_ids else {}
        own = dataclasses.replace(call, request_key=None)
        for order_id in page.order_ids:
            if order_id not in known:
                _enter(own, search, order_id)
        waiting = [
            order
            for order in known.values()
            if order.standing in rules.OPEN
            # This very search has asked for what it found, if it does this page once more.
            and (order.standing is not Standing.FOUND or order.found_at < search.begun_at)
        ]
        following = None
        if page.shard is not None:
            following = Place(product=place.product, shard=page.shard, after=page.after)
        elif place.product + 1 < len(search.products):
            following = Place(product=place.product + 1)
        tx = Transaction(call, "find_affected_orders", Subject("violation_case", case_id))
        for order in waiting:
            tx.publish(_affected(order))
        if following is None:
            tx.save(SearchRow, search, dataclasses.replace(search, found_all_at=call.now))
        else:
            _ask_for(tx, search, following)
        return tx.commit(following)

    # -- helping ------------------------------------------------------------------------------

    def help_customer(self, call: Call, case_id: str, order_id: str) -> Affected | None:
        """Do for the customer of one order what is due by the order as it stands; an order that was
        dealt with stays as it is.

        What goes wrong with the order itself is noted on it, shown on the case, and asked for again
        after a while; a refusal ends there, anything else is raised as well and so tried again.
        """
        order = self._repository.find(case_id, order_id)
        search = self._repository.search(case_id)
        if order is None or search is None or order.standing not in rules.OPEN:
            return order
        if search.stopped_at is not None:
            return order
        try:
            return self._help(call, search, order)
        except Refusal as refused:
            return self._failed(call, order, refused.code)
        except _OF_AN_ORDER as failed:
            log.exception("order cannot be dealt with", extra={"order_id": order_id})
            self._failed(call, order, type(failed).__name__)
            raise

    def _help(self, call: Call, search: Search, order: Affected) -> Affected:
        bought = self._means.purchases.find(order.order_id)
        if bought is None:
            return self._failed(call, order, "order_unknown")
        concern = self._concern(search)
        verdict = rules.judged(concern, bought)
        if verdict.help is Help.CANCEL:
            try:
                by_platform = self._means.purchases.withdraw(call, order.order_id)
            except Refusal as refused:
                # It went to the warehouse a moment ago.
                log.info("order not stopped", extra={"why": refused.code})
                verdict = rules.not_stopped(concern, bought, verdict.lines)
            else:
                if not by_platform:
                    # Its customer, or somebody else, cancelled it a moment ago.
                    verdict = Verdict(Help.NOTHING, rules.CANCELLED)
                    return self._keep(call, order, bought, verdict, Standing.NOT_NEEDED)
                return self._keep(call, order, bought, verdict, Standing.CALLED_OFF)
        return self._carried_out(call, order, bought, verdict)

    def _carried_out(
        self, call: Call, order: Affected, bought: Bought, verdict: Verdict
    ) -> Affected:
        if verdict.help is Help.NOTHING:
            standing = rules.standing_of(verdict)
            key = order.order_id if standing is Standing.UNDER_WAY else None
            return self._keep(call, order, bought, verdict, standing, key=key)
        if verdict.help is Help.WAIT:
            waits = Standing.WAITING
            return self._keep(call, order, bought, verdict, waits, key=order.order_id)
        if verdict.help is Help.CLAIM:
            lines = verdict.lines
            claim_id = self._means.claims.open(call, order.order_id, lines, STATEMENT)
            if claim_id is not None:
                made = {"key": claim_id, "help_id": claim_id}
                return self._keep(call, order, bought, verdict, Standing.CLAIMED, **made)
        return self._return(call, order, bought, verdict)

    def _concern(self, search: Search) -> Concern:
        return Concern(
            case_id=search.case_id,
            supplier_id=search.supplier_id,
            products=frozenset(search.products),
            gone=self._means.cooperation.is_over(search.supplier_id),
        )

    def _return(self, call: Call, order: Affected, bought: Bought, verdict: Verdict) -> Affected:
        """A return, opened in the transaction that notes it."""
        tx = _begin(call, "offer_return", order)
        case_id = self._means.returns.offer(tx, order.order_id, verdict.lines, TEXT)
        if case_id is None:
            # Asked for by the customer between two reads.
            taken = Verdict(Help.NOTHING, rules.ASKED_FOR, verdict.lines)
            key = order.order_id
            return self._stored(tx, order, bought, taken, Standing.UNDER_WAY, key=key)
        return self._stored(
            tx, order, bought, verdict, Standing.OFFERED, key=case_id, help_id=case_id
        )

    def _keep(
        self,
        call: Call,
        order: Affected,
        bought: Bought,
        verdict: Verdict,
        standing: Standing,
        *,
        key: str | None = None,
        help_id: str | None = None,
    ) -> Affected:
        tx = _begin(call, "help_customer", order)
        return self._stored(tx, order, bought, verdict, standing, key=key, help_id=help_id)

    def _stored(
        self,
        tx: Transaction,
        order: Affected,
        bought: Bought,
        verdict: Verdict,
        standing: Standing,
        *,
        key: str | None = None,
        help_id: str | None = None,
    ) -> Affected:
        """Store what was done for a customer, who is told of it; ``key`` leads back to the order
        once that ends.
        """
        if order.standing is standing:
            return order
        after = rules.helped(
            order,
            standing,
            verdict.why,
            tx.call.now,
            customer_id=bought.customer_id,
            lines=verdict.lines,
            help_id=help_id,
        )
        if key is not None:
            pointer = PointerRow.from_entity(Pointer(key, order.case_id, order.order_id))
            tx.put_row(pointer, None, RacedError())
        if standing is not Standing.NOT_NEEDED:
            tx.publish(
                AffectedCustomerHelped(
                    case_id=order.case_id,
                    supplier_id=order.supplier_id,
                    customer_id=bought.customer_id,
                    order_id=order.order_id,
                    help=TOLD_AS[standing],
                    help_id=help_id,
                )
            )
        return tx.commit(_moved(tx, order, after))

    def ask_again(self, call: Call, case_id: str) -> int:
        """Ask for the help of orders that could not be dealt with, a page of them; answers how many
        these are.
        """
        search = self._repository.search(case_id)
        if search is None or search.stopped_at is not None:
            return 0
        page = PageRequest(limit=PAGE)
        failed = self._repository.of_standing(case_id, Standing.FAILED, page).items
        if not failed:
            return 0
        tx = Transaction(call, "ask_for_help_again", Subject("violation_case", case_id))
        for order in failed:
            tx.publish(_affected(order))
        return tx.commit(len(failed))

    def _failed(self, call: Call, order: Affected, why: str) -> Affected:
        self._again.ask(call, order.case_id, order.found_at)
        if (order.standing, order.why) == (Standing.FAILED, why):
            return order
        tx = _begin(call, "note_failed_help", order)
        return tx.commit(_moved(tx, order, rules.helped(order, Standing.FAILED, why, call.now)))

    # -- what becomes of it -------------------------------------------------------------------

    def follow_help(self, call: Call, help_id: str, *, paid: bool, why: str) -> int:
        """A return or a claim came to its end; answers for how many orders that counts. Those of
        others than the platform count for none.
        """
        changed = 0
        for pointer in self._repository.pointed(help_id):
            changed += run(call, lambda: self._end(call, pointer, paid=paid, why=why))  # noqa: B023 - run at once
        return changed

    def _end(self, call: Call, pointer: Pointer, *, paid: bool, why: str) -> int:
        order = self._repository.find(pointer.case_id, pointer.order_id)
        if order is None:
            return 0
        after = rules.ended(order, paid=paid, why=why, now=call.now)
        if after == order:
            return 0
        tx = _begin(call, "end_help", order)
        _moved(tx, order, after)
        return tx.commit(1)

    def follow_order(self, call: Call, order_id: str) -> int:
        """An order that had to wait was delivered, refused or cancelled, or what was asked for of
        it came to its end: it is dealt with again, once for each case that it waits for; answers
        how many these are.
        """
        waiting = [
            order
            for pointer in self._repository.pointed(order_id)
            if (order := self._repository.find(pointer.case_id, order_id)) is not None
            and order.standing in {Standing.WAITING, Standing.UNDER_WAY}
        ]
        if not waiting:
            return 0
        tx = Transaction(call, "look_again", Subject("order", order_id))
        for order in waiting:
            tx.publish(_affected(order))
        return tx.commit(len(waiting))

    # -- looking ------------------------------------------------------------------------------

    def list_orders(self, call: Call, case_id: str, query: AffectedQuery) -> Page[Affected]:
        """The affected orders of a case, for staff."""
        if not call.actor.is_staff or self._cases.find(case_id) is None:
            raise CaseNotFoundError
        if query.standing is not None:
            return self._repository.of_standing(case_id, query.standing, query.page)
        return self._repository.of_case(case_id, query.page)

    def counts(self, case_id: str) -> AffectedCounts | None:
        """The counts on a case; None while it is not decided, or if no customer has its goods."""
        search = self._repository.search(case_id)
        if search is None:
            return None
        return AffectedCounts.of(self._repository.counts(case_id), search)


TOLD_AS: Final = {
    Standing.OFFERED: "return",
    Standing.CLAIMED: "claim",
    Standing.CALLED_OFF: "called_off",
    Standing.UNDER_WAY: "under_way",
    Standing.WAITING: "waiting",
}


def _begin(call: Call, action: str, order: Affected) -> Transaction:
    return Transaction(call, action, Subject("order", order.order_id))


def _affected(order: Affected) -> OrderAffected:
    return OrderAffected(
        case_id=order.case_id, supplier_id=order.supplier_id, order_id=order.order_id
    )


def _ask_for(tx: Transaction, search: Search, place: Place) -> None:
    tx.publish(
        AffectedOrdersToFind(
            case_id=search.case_id,
            supplier_id=search.supplier_id,
            product=place.product,
            shard=place.shard,
            after=place.after,
        )
    )


def _enter(call: Call, search: Search, order_id: str) -> None:
    """Put one order on record; what somebody else put there meanwhile is the same."""
    order = Affected(
        case_id=search.case_id,
        order_id=order_id,
        supplier_id=search.supplier_id,
        found_at=call.now,
        changed_at=call.now,
    )
    # It can be found again from what is on record of orders: no entry in the audit.
    tx = Transaction(call, "enter_affected_order", Subject("order", order_id), derived=True)
    tx.create(AffectedRow, order, conflict=RacedError(), audited=False)
    actions = CountRow.moving(None, order.standing)
    tx.update_row(CountRow.at(order.case_id, order_id), actions, None, RacedError())
    tx.publish(_affected(order))
    try:
        tx.commit(None)
    except RacedError:
        return


def _moved(tx: Transaction, before: Affected, after: Affected) -> Affected:
    """Save an order with the counts that its standing changes."""
    stored = tx.save(AffectedRow, before, after, conflict=RacedError())
    if after.standing is not before.standing:
        actions = CountRow.moving(before.standing, after.standing)
        row = CountRow.at(before.case_id, before.order_id)
        tx.update_row(row, actions, None, RacedError())
    return stored
