"""Promotions for everybody and for other contexts."""

from datetime import datetime

from teleshop.kernel.actor import Call
from teleshop.kernel.paging import Page
from teleshop.pricing.service import BASES, Prices, Sheet
from teleshop.pricing.service import Channel as SheetChannel
from teleshop.promotions.domain.content import ITEM_KINDS
from teleshop.promotions.domain.promotion import USED_UP, Promotion, State
from teleshop.promotions.errors import PromotionNotFoundError
from teleshop.promotions.schemas import PublicPromotionsQuery
from teleshop.promotions.schemas.views import PublicPrice, PublicPromotion
from teleshop.promotions.tables import PromotionRepository


class PublicPromotions:
    """What everybody may see; stateless."""

    def __init__(self, repository: PromotionRepository, prices: Prices) -> None:
        self._repository = repository
        self._prices = prices

    def list_running(self, call: Call, query: PublicPromotionsQuery) -> Page[PublicPromotion]:
        """What runs now, latest first; one that has just ended is left out of its page."""
        page = self._repository.of_state(State.RUNNING, query.page)
        running = [each for each in page.items if each.runs(call.now)]
        sheets = self._sheets(running)
        return Page([_public(each, sheets, call.now) for each in running], page.next)

    def show(self, call: Call, promotion_id: str) -> PublicPromotion:
        """One that has begun, also after its end: what was promised stays on record."""
        promotion = self._repository.find(promotion_id)
        if promotion is None or not (promotion.runs(call.now) or promotion.started_at is not None):
            raise PromotionNotFoundError
        return _public(promotion, self._sheets([promotion]), call.now)

    def _sheets(self, promotions: list[Promotion]) -> dict[str, Sheet]:
        skus = dict.fromkeys(sku for each in promotions for sku in each.content.skus)
        return self._prices.sheets(skus) if skus else {}

    # -- for other contexts --

    def find_stored(self, promotion_id: str) -> Promotion | None:
        """A promotion as it is stored now."""
        return self._repository.find(promotion_id)

    def running(self, at: datetime) -> list[Promotion]:
        """Those whose prices hold at ``at``, exact: also one whose start has not been noted yet."""
        found = (
            *self._repository.begun(State.RUNNING, at),
            *self._repository.begun(State.APPROVED, at),
        )
        return [each for each in found if each.runs(at)]

    def sold_between(self, since: datetime, until: datetime) -> list[Promotion]:
        """Those that have come off the sheets of articles from ``since`` until before ``until``."""
        marks = self._repository.sold(since, until)
        return self._repository.find_many(mark.promotion_id for mark in marks)

    def ended_between(self, since: datetime, until: datetime) -> list[Promotion]:
        """Those that ended or were stopped after having begun, by time of their end."""
        found = (
            *self._repository.between(State.ENDED, since, until),
            *self._repository.between(State.STOPPED, since, until),
        )
        begun = [each for each in found if each.started_at is not None]
        return sorted(begun, key=lambda each: (each.order, each.id))


def _public(promotion: Promotion, sheets: dict[str, Sheet], now: datetime) -> PublicPromotion:
    """A promotion with the prices of ``now``."""
    content = promotion.content
    runs = promotion.runs(now)
    used_up = promotion.end_reason == USED_UP
    items = {item.sku: item for item in content.items} if content.kind in ITEM_KINDS else {}
    prices = []
    for sku in content.skus:
        for channel in content.channels:
            sheet, item = sheets.get(sku), items.get(sku)
            marked = sheet.price_at(now, SheetChannel(channel)) if sheet else None
            price = None
            sold = used_up or sku not in promotion.left
            if runs and not sold and item is not None and marked is not None:
                wanted = content.price_of(item, marked)
                price = wanted if wanted is not None and wanted < marked else marked
            prices.append(
                PublicPrice(sku=sku, channel=channel, list_price=marked, price=price, sold_out=sold)
            )
    return PublicPromotion(
        promotion=promotion, prices=prices, runs=runs, sold_out=used_up, bases=BASES
    )
