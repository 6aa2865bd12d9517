"""Looking at orders and promotions (standard 4.3.4, 4.4.1): a detector may look at the same thing
any number of times; what it finds is put on record once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.handlers import once
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.pricewatch.domain import promotions as on_promotions
from teleshop.pricewatch.domain import sales as on_sales
from teleshop.pricewatch.domain.policy import DEFAULT_POLICY, WatchPolicy
from teleshop.pricewatch.domain.promotions import Promoted
from teleshop.pricewatch.domain.sales import Charge, Published, Sale
from teleshop.pricewatch.domain.violation import Found, Violation
from teleshop.pricewatch.ports import Article, Prices, Promotions, Sales
from teleshop.pricewatch.schemas import PromotionToInspect
from teleshop.pricewatch.service.violations import Violations
from teleshop.pricewatch.tables import ChargeRow, WatchRepository

T = TypeVar("T")
EVENTS_AT_ONCE: Final = 90
"""Events that one transaction takes, beside its journal."""


class Detectors:
    """What runs on events and every day; stateless."""

    def __init__(
        self,
        repository: WatchRepository,
        *,
        violations: Violations,
        prices: Prices,
        promotions: Promotions,
        sales: Sales,
        policy: WatchPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._violations = violations
        self._prices = prices
        self._promotions = promotions
        self._sales = sales
        self._policy = policy

    def inspect_order(self, call: Call, order_id: str) -> list[Violation]:
        """Compare what was charged with what was published and with what others were charged;
        answers the violations that were not on record yet.
        """
        sale = self._sales.find(order_id)
        if sale is None or not sale.lines:
            return []
        articles = self._prices.articles(line.sku for line in sale.lines)
        if not articles:
            # Goods that were never sold through this platform's price list: nothing to compare.
            return []
        published = self._prices.published(sale, call.now)
        found = [
            *on_sales.wrongly_charged(sale, published),
            *on_sales.fee_above_marked(sale),
            *self._compare(call, sale, published),
        ]
        return self._put_on_record(call, found, articles)

    def _compare(self, call: Call, sale: Sale, published: Published) -> Iterator[Found]:
        charge = on_sales.charge_of(sale, published)
        if charge is not None:
            known = run(call, lambda: self._remember(call, charge))
            yield from on_sales.unequal(known, charge)

    def _remember(self, call: Call, charge: Charge) -> Charge:
        """What was paid first under these conditions: that is what others are compared with. What
        was remembered of an order that was corrected since is corrected too.
        """
        known = self._repository.known_charge(charge)
        if known is not None and (known.order_id != charge.order_id or known.paid == charge.paid):
            return known
        tx = Transaction(call, "remember_charge", Subject("order", charge.order_id))
        if known is None:
            tx.create(ChargeRow, charge, conflict=RacedError(), audited=False)
        else:
            tx.save(ChargeRow, known, charge, conflict=RacedError(), audited=False)
        return tx.commit(charge)

    def inspect_promotion(self, call: Call, promotion_id: str) -> list[Violation]:
        """Compare a promotion with the prices before it, with the deals behind its reference price
        and with the other promotions of its articles.
        """
        promoted = list(self._promotions.promoted(promotion_id))
        articles = self._prices.articles(one.sku for one in promoted)
        found = [fact for one in promoted for fact in self._look_at(call, one)]
        return self._put_on_record(call, found, articles)

    def _look_at(self, call: Call, one: Promoted) -> Iterator[Found]:
        since = one.starts_at - self._policy.raise_window
        until = min(one.ends_at, call.now)
        history = self._prices.history(one.sku, one.channel, since, max(until, one.starts_at))
        yield from on_promotions.raised_then_discounted(one, history, self._policy)
        if one.reference is not None:
            claimable = self._prices.claimable(one)
            yield from on_promotions.reference_without_deals(one, claimable)
        window = timedelta(days=self._policy.promoted_window)
        others = self._promotions.of_article(one.sku, one.channel, call.now - window)
        yield from on_promotions.endless(others, china_date(call.now), self._policy)

    def inspect_end(self, call: Call, promotion_id: str) -> list[Violation]:
        """After a promotion's end its prices must have gone back."""
        left = list(self._promotions.unreverted(promotion_id))
        articles = self._prices.articles(one.sku for one, _ in left)
        found = [on_promotions.not_reverted(one, price) for one, price in left]
        return self._put_on_record(call, found, articles)

    def ask_for_inspection(self, call: Call) -> int:
        """Have every promotion that runs looked at: the deals behind it may have changed. Each by
        an event of its own, so that their number is no matter; answers it.
        """
        running = sorted(self._promotions.running(call.now))
        day = china_date(call.now).isoformat()
        for promotion_ids in batched(running, EVENTS_AT_ONCE):
            key = once("pricewatch.daily", f"{day}:{promotion_ids[0]}")
            asked = replace(call, request_key=key)
            try:
                run(asked, partial(self._ask, asked, promotion_ids))
            except RepeatedRequestError:
                continue
        return len(running)

    @staticmethod
    def _ask(call: Call, promotion_ids: Sequence[str]) -> None:
        tx = Transaction(call, "ask_for_inspection", Subject("promotion", promotion_ids[0]))
        for promotion_id in promotion_ids:
            tx.publish(PromotionToInspect(promotion_id=promotion_id))
        tx.commit(None)

    def _put_on_record(
        self, call: Call, found: Iterable[Found], articles: dict[str, Article]
    ) -> list[Violation]:
        """Each in a transaction of its own: as many as an order has lines would be too many for
        one, and each stands by itself.
        """
        known = [(fact, articles[fact.sku]) for fact in found if fact.sku in articles]
        made = [run(call, partial(self._violations.open_violation, call, *one)) for one in known]
        return [violation for violation in made if violation is not None]


def batched(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The things in parts of ``size``."""
    for start in range(0, len(things), size):
        yield things[start : start + size]
