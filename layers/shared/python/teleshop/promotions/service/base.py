"""What the use cases of promotions share: finding, sheets, clocks, events."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from teleshop.deadlines.service import Deadlines, DeadlineState, Owner
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.service import Channel as SheetChannel
from teleshop.pricing.service import Prices, Sheet
from teleshop.promotions.domain.policy import POLICIES, PromotionPolicy, policy_on
from teleshop.promotions.domain.promotion import Promotion, Shown
from teleshop.promotions.errors import PromotionNotFoundError
from teleshop.promotions.ports import Decisions
from teleshop.promotions.schemas import PromotionDecided, PromotionReviewRequested
from teleshop.promotions.service.facts import FactFinder
from teleshop.promotions.service.terms import channel_term, terms_of
from teleshop.promotions.tables import PromotionRepository, PromotionRow


class Desk:
    """Base of the services of promotions; stateless."""

    def __init__(
        self,
        repository: PromotionRepository,
        prices: Prices,
        facts: FactFinder,
        *,
        deadlines: Deadlines,
        decisions: Decisions,
        policies: Sequence[PromotionPolicy] = POLICIES,
    ) -> None:
        self._repository = repository
        self._prices = prices
        self._facts = facts
        self._deadlines = deadlines
        self._decisions = decisions
        self._policies = policies

    def _policy(self, promotion: Promotion) -> PromotionPolicy:
        """The policy of the day on which it was planned."""
        return policy_on(china_date(promotion.requested_at), self._policies)

    def _get(self, promotion_id: str) -> Promotion:
        promotion = self._repository.find(promotion_id)
        if promotion is None:
            raise PromotionNotFoundError
        return promotion

    @staticmethod
    def _begin(call: Call, action: str, promotion_id: str) -> Transaction:
        return Transaction(call, action, Subject("promotion", promotion_id))

    @staticmethod
    def _save(tx: Transaction, before: Promotion, after: Promotion) -> Promotion:
        return tx.save(PromotionRow, before, after)

    # -- sheets --

    def _attach(
        self,
        tx: Transaction,
        promotion: Promotion,
        sheets: Mapping[str, Sheet],
        comparisons: Iterable[Shown],
    ) -> None:
        """Put it on the sheets that its checks have read."""
        if promotion.content.on_channel_sheets:
            channels = [SheetChannel(channel) for channel in promotion.content.channels]
            before = self._prices.channel_sheets(channels)
            self._prices.attach_channel_term(tx, before, channel_term(promotion))
        else:
            self._prices.attach_terms(tx, sheets, terms_of(promotion, comparisons))

    def _detach(self, tx: Transaction, promotion: Promotion) -> dict[str, Sheet]:
        """Take it off its sheets; answers the sheets of its articles as they were."""
        if promotion.content.on_channel_sheets:
            channels = [SheetChannel(channel) for channel in promotion.content.channels]
            before = self._prices.channel_sheets(channels)
            self._prices.detach_channel_term(tx, before, promotion.id)
            return {}
        sheets = self._prices.sheets(promotion.content.skus)
        self._prices.detach_terms(tx, sheets, promotion.id)
        return sheets

    # -- clocks --

    def _start_clocks(self, tx: Transaction, promotion: Promotion) -> None:
        content = promotion.content
        for kind, due_at in (("start", content.starts_at), ("end", content.ends_at)):
            self._deadlines.register(
                tx,
                id=clock_id(promotion, kind),
                owner=Owner("promotions", "promotion", promotion.id),
                kind=kind,
                due_at=due_at,
            )

    def _stop_clocks(self, tx: Transaction, promotion: Promotion) -> None:
        """End the clocks that still run; one that was reached has ended by itself."""
        for kind in ("start", "end"):
            known = self._deadlines.find(clock_id(promotion, kind))
            if known is not None and known.state is DeadlineState.OPEN:
                self._deadlines.cancel(tx, known.id)

    # -- telling --

    @staticmethod
    def _ask_for_review(tx: Transaction, promotion: Promotion) -> None:
        tx.publish(PromotionReviewRequested(promotion_id=promotion.id, round=promotion.round))

    @staticmethod
    def _tell_decided(
        tx: Transaction, promotion: Promotion, outcome: str, codes: tuple[str, ...] = ()
    ) -> None:
        tx.publish(
            PromotionDecided(
                promotion_id=promotion.id,
                outcome=outcome,
                requester=promotion.requested_by,
                codes=codes,
            )
        )


def clock_id(promotion: Promotion, kind: str) -> str:
    """The deadline of one approval of a promotion."""
    return f"promotions:{promotion.id}:{kind}:{promotion.round}"


def run_facts(promotion: Promotion) -> dict[str, Any]:
    """What its beginning and its end tell."""
    content = promotion.content
    return {
        "promotion_id": promotion.id,
        "kind": content.kind.value,
        "requester": promotion.requested_by,
        "skus": content.skus,
        "product_ids": promotion.product_ids,
        "channels": tuple(channel.value for channel in content.channels),
        "starts_at": content.starts_at,
        "ends_at": content.ends_at,
    }
