"""The start and the end of a promotion, as its deadlines tell them.

Prices do not wait for this: a quote goes by the times on the sheet. What is done here is what the
law asks at these instants: a comparison must be true when it is first shown, and a price must go
back when the promotion is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.findings import Finding
from teleshop.kernel.transaction import Transaction
from teleshop.kernel.use_case import run
from teleshop.pricing.service import Channel as SheetChannel
from teleshop.pricing.service import Sheet
from teleshop.promotions.domain import promotion as rules
from teleshop.promotions.domain.checks import untrue
from teleshop.promotions.domain.content import ITEM_KINDS, Channel, Content, Pack
from teleshop.promotions.domain.promotion import (
    ATTACHED,
    USED_UP,
    Promotion,
    Shown,
    SoldMark,
    State,
)
from teleshop.promotions.schemas import (
    PromotionArticleSoldOut,
    PromotionComparisonFell,
    PromotionEnded,
    PromotionStarted,
    PromotionStopped,
)
from teleshop.promotions.service.base import Desk, clock_id, run_facts
from teleshop.promotions.service.reviews import comparisons_of
from teleshop.promotions.service.terms import terms_of, unreverted
from teleshop.promotions.tables import SoldRow

TICK: Final = timedelta(microseconds=1)


class Runs(Desk):
    """What the clock does with promotions."""

    def clock_reached(
        self, call: Call, promotion_id: str, kind: str, deadline_id: str
    ) -> Promotion | None:
        """Its start or its end has come; None if that was withdrawn or noted before."""
        promotion = self._repository.find(promotion_id)
        if promotion is None or clock_id(promotion, kind) != deadline_id:
            return None
        if kind == "start" and promotion.state is State.APPROVED and promotion.runs(call.now):
            return self._start(call, promotion)
        if kind == "end" and promotion.state in ATTACHED:
            return self._end(call, promotion)
        return None

    def price_changed(self, call: Call, sku: str, channel: Channel) -> None:
        """The marked price of an article changed: each promotion that runs on it is looked at as at
        its start, and stops where it may not go on; so far as this article is concerned.

        Each is a transaction of its own. A repetition finds those that were stopped off the sheet.
        """
        sheet = self._prices.sheets([sku]).get(sku)
        for term in sheet.terms_at(call.now, SheetChannel(channel)) if sheet else ():
            run(call, partial(self._look_again, call, term.promotion_id, sku, (channel,)))

    def supplier_changed(self, call: Call, sku: str) -> None:
        """What the supplier of an article charges or suggests is another: the same, in all
        channels. A comparison with what the manufacturer suggests is changed at once (R2.2).
        """
        sheet = self._prices.sheets([sku]).get(sku)
        for term in sheet.terms if sheet else ():
            run(call, partial(self._look_again, call, term.promotion_id, sku))

    def stock_used_up(self, call: Call, promotion_id: str, sku: str) -> Promotion | None:
        """All pieces that were stated for an article are sold: the promotion comes off its sheet
        and goes on for the others. With the last one it stops, and at once where nothing goes
        without the article: a part of a bundle, a gift. None if it does not run (any more), or not
        for that article.
        """
        before = self._repository.find(promotion_id)
        if before is None or not before.runs(call.now):
            return None
        if before.content.kind not in ITEM_KINDS:
            return self._stop(call, before, USED_UP, before.content.skus)
        if sku not in before.left:
            return None
        if before.left == (sku,):
            return self._stop(call, before, USED_UP, (sku,))
        tx = self._begin(call, "take_sold_article_off_promotion", before.id)
        stored = self._save(tx, before, rules.without(before, sku, call.now))
        mark = SoldMark(promotion_id=stored.id, sku=sku, at=call.now)
        tx.create(SoldRow, mark, conflict=RacedError(), audited=False)
        self._prices.detach_terms(tx, self._prices.sheets([sku]), before.id)
        tx.publish(
            PromotionArticleSoldOut(
                promotion_id=stored.id,
                requester=stored.requested_by,
                sku=sku,
                product_ids=stored.product_ids,
                left=stored.left,
            )
        )
        return tx.commit(stored)

    def _look_again(
        self, call: Call, promotion_id: str, sku: str, channels: tuple[Channel, ...] | None = None
    ) -> None:
        before = self._repository.find(promotion_id)
        if before is None or not before.runs(call.now):
            return
        policy = self._policy(before)
        content = before.content.part(sku, channels or before.content.channels, call.now + TICK)
        gathered = self._facts.look_up(content, before.id, call.now, policy)
        # What was replaced before has been judged when it held.
        goods = {key: each.since(call.now) for key, each in gathered.facts.goods.items()}
        facts = replace(gathered.facts, goods=goods)
        shown = before.comparisons
        if content.kind in ITEM_KINDS:
            shown = _suggested_now(shown, sku, comparisons_of(content, facts))
        faults = untrue(showing(content, shown), facts, policy, before.steps)
        if faults:
            fallen = (sku,) if content.items else before.content.skus
            self._stop(call, before, faults[0].code, fallen)
        elif shown != before.comparisons:
            tx = self._begin(call, "change_comparison", before.id)
            stored = self._save(tx, before, replace(before, comparisons=shown))
            self._show(tx, stored, gathered.sheets, (sku,))
            tx.commit(None)

    def _start(self, call: Call, before: Promotion) -> Promotion:
        """It runs. What it rests on is looked up again: where less may be claimed than was
        approved, less is shown; where its price is not lower any more, the value of its gift is
        another one, a price was raised without a recorded reason, others must approve it than did,
        or a supplier of its goods is suspended or gone, the promotion stops.
        """
        content, policy = before.content, self._policy(before)
        gathered = self._facts.at_start(content, before.id, call.now, policy)
        facts, sheets = gathered.facts, gathered.sheets
        shown = comparisons_of(content, facts) if content.kind in ITEM_KINDS else ()
        faults = untrue(showing(content, shown), facts, policy, before.steps)
        if faults:
            return self._stop(call, before, faults[0].code, _named(before, faults))
        lowered = _lowered(before.comparisons, shown)
        tx = self._begin(call, "start_promotion", before.id)
        stored = self._save(tx, before, rules.started(before, shown))
        tx.publish(PromotionStarted(**run_facts(stored)))
        if lowered:
            self._show(tx, stored, sheets, lowered)
        return tx.commit(stored)

    def _show(
        self, tx: Transaction, stored: Promotion, sheets: Mapping[str, Sheet], skus: tuple[str, ...]
    ) -> None:
        """Let the sheets of articles say what a promotion is compared with now, and tell it; what
        it has sold is on no sheet any more.
        """
        terms = terms_of(stored, stored.comparisons)
        skus = tuple(sku for sku in skus if sku in stored.left)
        bare = {
            sku: replace(
                sheets[sku],
                terms=tuple(each for each in sheets[sku].terms if each.promotion_id != stored.id),
            )
            for sku in skus
        }
        self._prices.attach_terms(tx, bare, {sku: terms[sku] for sku in bare})
        tx.publish(
            PromotionComparisonFell(
                promotion_id=stored.id, requester=stored.requested_by, skus=skus
            )
        )

    def _stop(self, call: Call, before: Promotion, code: str, fallen: tuple[str, ...]) -> Promotion:
        after = rules.stopped(before, SYSTEM_ACTOR.subject, code, call.now)
        tx = self._begin(call, "stop_promotion", before.id)
        stored = self._save(tx, before, after)
        self._detach(tx, before)
        self._stop_clocks(tx, before)
        tx.publish(
            PromotionStopped(**run_facts(stored), reason_code=code, begun=True, fallen=fallen)
        )
        return tx.commit(stored)

    def _end(self, call: Call, before: Promotion) -> Promotion:
        """It is over and comes off the sheets; whether each price went back is kept and told."""
        tx = self._begin(call, "end_promotion", before.id)
        sheets = self._detach(tx, before)
        left = unreverted(before.content, sheets, before.id)
        stored = self._save(tx, before, rules.over(before, left))
        tx.publish(
            PromotionEnded(
                **run_facts(stored),
                reverted=not left,
                unreverted=tuple(dict.fromkeys(each.sku for each in left)),
            )
        )
        return tx.commit(stored)


def showing(content: Content, shown: Iterable[Shown]) -> Content:
    """The plan with the comparisons that are really shown."""
    amounts = {each.sku: each.amount for each in shown}
    items = tuple(
        replace(
            item,
            comparison=replace(item.comparison, amount=amounts[item.sku])
            if item.comparison and item.sku in amounts
            else None,
        )
        for item in content.items
    )
    return replace(content, items=items)


def _suggested_now(shown: tuple[Shown, ...], sku: str, found: Iterable[Shown]) -> tuple[Shown, ...]:
    """What is shown, with what the manufacturer of an article suggests now, or without it."""
    now = {each.sku: each for each in found if each.pack == Pack.MANUFACTURER}
    return tuple(
        now.get(each.sku, each)
        for each in shown
        if each.sku != sku or each.pack != Pack.MANUFACTURER or each.sku in now
    )


def _named(promotion: Promotion, faults: Sequence[Finding]) -> tuple[str, ...]:
    """The articles that faults are about; all of them where a fault is about the whole."""
    content = promotion.content
    places = [fault.pointer.split("/") for fault in faults]
    if any(place[1] != "items" for place in places):
        return content.skus
    numbers = {int(place[2]) for place in places}
    return tuple(item.sku for number, item in enumerate(content.items) if number in numbers)


def _lowered(before: tuple[Shown, ...], now: tuple[Shown, ...]) -> tuple[str, ...]:
    """The articles for which another comparison is shown than was approved."""
    current = {each.sku: each.amount for each in now}
    return tuple(each.sku for each in before if current.get(each.sku) != each.amount)
