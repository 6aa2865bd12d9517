"""A promotion as the price sheets keep it, and what the sheets tell the checks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from teleshop.pricing.service import MAX_TERMS, Sheet, Term
from teleshop.pricing.service import Channel as SheetChannel
from teleshop.promotions.domain.content import ITEM_KINDS, Channel, Content, Item, reduced
from teleshop.promotions.domain.facts import Goods, PricePoint, Rival
from teleshop.promotions.domain.promotion import Promotion, Shown, Unreverted


def terms_of(promotion: Promotion, comparisons: Iterable[Shown]) -> dict[str, Term]:
    """What goes on the sheet of each article."""
    content = promotion.content
    shown = {each.sku: each for each in comparisons}
    items = {item.sku: item for item in content.items}
    return {sku: _term(promotion, items.get(sku), shown.get(sku)) for sku in content.skus}


def channel_term(promotion: Promotion) -> Term:
    """What goes on the sheets of the channels, for a discount on a category or on everything."""
    return _term(promotion, None, None)


def _term(promotion: Promotion, item: Item | None, shown: Shown | None) -> Term:
    content = promotion.content
    facts: dict[str, Any] = {
        "promotion_id": promotion.id,
        "kind": content.kind,
        "channels": content.channels,
        "starts_at": content.starts_at,
        "ends_at": content.ends_at,
        "amount": item.amount if item else None,
        "rate": content.rate,
        "slot_id": content.slot.id if content.slot else None,
        "skus": content.skus,
        "stock": content.stock,
        "customer_kinds": content.customer_kinds,
        "code": content.code,
        "conditions_zh": content.conditions_zh,
        "conditions_en": content.conditions_en,
    }
    if content.threshold is not None:
        facts |= msgspec.to_builtins(content.threshold)
    if content.bundle is not None:
        facts |= msgspec.to_builtins(content.bundle)
    if content.gift is not None:
        facts |= {
            "gift_sku": content.gift.sku,
            "gift_name": content.gift.name,
            "gift_value": content.gift.value,
            "quantity": content.gift.quantity,
            "threshold_quantity": content.gift.with_each,
        }
    if shown is not None:
        reference = msgspec.to_builtins(shown)
        facts["reference"] = {name: reference[name] for name in reference if name != "sku"}
    return msgspec.convert(msgspec.to_builtins(facts), Term)


def goods_of(sheet: Sheet, promotion_id: str | None) -> Goods:
    """An article for the checks of a promotion, which is no rival of itself."""
    others = [term for term in sheet.terms if term.promotion_id != promotion_id]
    return Goods(
        sku=sheet.sku,
        product_id=sheet.product_id,
        cost=sheet.cost,
        sellable=not sheet.holds and not sheet.left,
        full=len(others) >= MAX_TERMS,
        prices={
            channel: tuple(
                PricePoint(since=entry.effective_from, amount=entry.amount)
                for entry in sorted(sheet.entries, key=lambda each: (each.effective_from, each.id))
                if entry.channel is SheetChannel(channel)
            )
            for channel in Channel
        },
        rivals=tuple(
            Rival(
                promotion_id=term.promotion_id,
                channels=frozenset(Channel(channel) for channel in term.channels),
                starts_at=term.starts_at,
                ends_at=term.ends_at,
            )
            for term in others
            if term.kind in {kind.value for kind in ITEM_KINDS}
        ),
    )


def unreverted(
    content: Content, sheets: Mapping[str, Sheet], promotion_id: str
) -> tuple[Unreverted, ...]:
    """The articles whose price at the promotion's end is not above the promotional one: the marked
    price was lowered to it, or another promotion goes on with it.
    """
    if content.kind not in ITEM_KINDS:
        return ()
    found = []
    for item in content.items:
        sheet = sheets.get(item.sku)
        for channel in content.channels if sheet else ():
            last = _marked(sheet, channel, content.ends_at, before=True)
            promotional = content.price_of(item, last) if last is not None else item.amount
            price = _price_after(sheet, channel, content.ends_at, promotion_id)
            if promotional is not None and price is not None and price <= promotional:
                found.append(
                    Unreverted(sku=item.sku, channel=channel, promotional=promotional, price=price)
                )
    return tuple(found)


def _marked(sheet: Sheet | None, channel: Channel, at: datetime, *, before: bool) -> int | None:
    """The marked price at an instant, or just before it, also while it is suspended."""
    known = [
        entry
        for entry in (sheet.entries if sheet else ())
        if entry.channel is SheetChannel(channel)
        and (entry.effective_from < at or (not before and entry.effective_from == at))
    ]
    newest = max(known, key=lambda entry: (entry.effective_from, entry.id), default=None)
    return newest.amount if newest else None


def _price_after(
    sheet: Sheet | None, channel: Channel, at: datetime, promotion_id: str
) -> int | None:
    """What a piece costs anybody at an instant without the promotion, with others that run."""
    marked = _marked(sheet, channel, at, before=False)
    if sheet is None or marked is None:
        return None
    prices = [marked]
    for term in sheet.terms_at(at, SheetChannel(channel)):
        if term.promotion_id == promotion_id or term.code or term.slot_id or term.customer_kinds:
            continue
        if term.kind in {kind.value for kind in ITEM_KINDS}:
            prices.append(_of_term(term, marked))
    return min(prices)


def _of_term(term: Term, marked: int) -> int:
    if term.rate is not None:
        return reduced(marked, term.rate)
    return term.amount if term.amount is not None else marked
