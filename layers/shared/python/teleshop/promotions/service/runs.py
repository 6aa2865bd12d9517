"""The start and the end of a promotion, as its deadlines tell them.

Prices do not wait for this: a quote goes by the times on the sheet. What is done here is what the
law asks at these instants: a comparison must be true when it is first shown, and a price must go
back when the promotion is over.
"""

from dataclasses import replace

from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.promotions.domain import promotion as rules
from teleshop.promotions.domain.checks import below_reference, lower_than_marked
from teleshop.promotions.domain.content import ITEM_KINDS
from teleshop.promotions.domain.facts import Facts
from teleshop.promotions.domain.promotion import ATTACHED, Promotion, Shown, State
from teleshop.promotions.schemas import (
    PromotionComparisonFell,
    PromotionEnded,
    PromotionStarted,
    PromotionStopped,
)
from teleshop.promotions.service.base import Desk, clock_id, run_facts
from teleshop.promotions.service.reviews import comparisons_of
from teleshop.promotions.service.terms import goods_of, terms_of, unreverted


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

    def _start(self, call: Call, before: Promotion) -> Promotion:
        """It runs. What it is compared with is looked up again: where less may be claimed than was
        approved, less is shown; where the price is not below it any more, the promotion stops.
        """
        content = before.content
        sheets = self._prices.sheets(content.skus)
        goods = {sku: goods_of(sheet, before.id) for sku, sheet in sheets.items()}
        facts = Facts(goods=goods, references=self._facts.references(content, goods, call.now))
        shown = comparisons_of(content, facts) if content.kind in ITEM_KINDS else ()
        fallen = _not_lower(before, facts, shown)
        if fallen:
            return self._stop(call, before, fallen)
        lowered = _lowered(before.comparisons, shown)
        tx = self._begin(call, "start_promotion", before.id)
        stored = self._save(tx, before, rules.started(before, shown))
        tx.publish(PromotionStarted(**run_facts(stored)))
        if lowered:
            terms = terms_of(stored, shown)
            bare = {
                sku: replace(
                    sheet,
                    terms=tuple(each for each in sheet.terms if each.promotion_id != before.id),
                )
                for sku, sheet in sheets.items()
                if sku in lowered
            }
            self._prices.attach_terms(tx, bare, {sku: terms[sku] for sku in bare})
            tx.publish(
                PromotionComparisonFell(
                    promotion_id=before.id, requester=before.requested_by, skus=lowered
                )
            )
        return tx.commit(stored)

    def _stop(self, call: Call, before: Promotion, fallen: tuple[str, ...]) -> Promotion:
        after = rules.stopped(before, SYSTEM_ACTOR.subject, "reference_fell", call.now)
        tx = self._begin(call, "stop_promotion", before.id)
        stored = self._save(tx, before, after)
        self._detach(tx, before)
        self._stop_clocks(tx, before)
        tx.publish(
            PromotionStopped(
                **run_facts(stored), reason_code="reference_fell", begun=True, fallen=fallen
            )
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


def _not_lower(promotion: Promotion, facts: Facts, shown: tuple[Shown, ...]) -> tuple[str, ...]:
    """The articles whose promotional price is not below what it would have to be below."""
    content = promotion.content
    # Against what would be shown now, not against what was claimed.
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
    now = replace(content, items=items)
    faults = [*below_reference(now, facts), *lower_than_marked(now, facts)]
    if any(fault.pointer == "/rate" for fault in faults):
        return content.skus
    places = {fault.pointer.split("/")[2] for fault in faults}
    return tuple(item.sku for number, item in enumerate(items) if str(number) in places)


def _lowered(before: tuple[Shown, ...], now: tuple[Shown, ...]) -> tuple[str, ...]:
    """The articles for which another comparison is shown than was approved."""
    current = {each.sku: each.amount for each in now}
    return tuple(each.sku for each in before if current.get(each.sku) != each.amount)
