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
from teleshop.pricewatch.domain.sales import Charge, Closure, Published, Sale
from teleshop.pricewatch.domain.violation import Found, Violation
from teleshop.pricewatch.ports import Article, Book, Prices, Promotions, Sales
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
        book = self._prices.book([sale])
        if not book.articles:
            # Goods that were never sold through this platform's price list: nothing to compare.
            return []
        published = book.published(sale)
        found = [*self.judge(sale, published, book), *self._compare(call, sale, published)]
        return self.put_on_record(call, found, book.articles)

    def judge(self, sale: Sale, published: Published, book: Book) -> list[Found]:
        """What is wrong with a sale by itself: its prices, its freight, and, where it was taken
        here, that it was sold at all and without its gifts.
        """
        found = [*on_sales.wrongly_charged(sale, published), *on_sales.wrong_freight(sale)]
        if sale.is_exact:
            closures = self._closures(sale, book)
            found += on_sales.sold_without_price(sale, closures, self._policy.reading)
            found += on_sales.missing_gifts(sale, published)
        return found

    def _closures(self, sale: Sale, book: Book) -> Iterator[Closure]:
        """What stands now against selling its goods; read only for what is not simply on sale."""
        for sku in dict.fromkeys(line.sku for line in sale.lines):
            article = book.articles.get(sku)
            if article is None:
                continue
            for violation_id in article.holds:
                hold = self._violations.find(violation_id)
                # What a sale brought about itself does not stand against it.
                if hold is not None and hold.order_id != sale.order_id:
                    yield Closure(sku=sku, what="suspended", source=hold.id, since=hold.found_at)
            since = None if article.on_sale else self._prices.off_sale_since(article.product_id)
            if since is not None:
                product_id = article.product_id
                yield Closure(sku=sku, what="off_sale", source=product_id, since=since)

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
        return self.put_on_record(call, found, articles)

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
        return self.put_on_record(call, found, articles)

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

    def put_on_record(
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
