"""The goods of a quote by SKU, with what the promotions of single pieces make of their prices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from teleshop.kernel.money import share_half_up
from teleshop.pricing.domain.quoting.records import QuoteLine
from teleshop.pricing.domain.quoting.refusals import (
    MAX_LINES,
    MAX_QUANTITY,
    QuoteRefusedError,
    faults_of,
)
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.domain.terms import (
    ITEM_KINDS,
    WHOLE,
    Channel,
    CustomerKind,
    Term,
    TermKind,
)


@dataclass(frozen=True, slots=True)
class Purchase:
    """The circumstances that decide which promotions hold."""

    at: datetime
    channel: Channel
    customer_kind: CustomerKind
    slot_id: str | None
    codes: frozenset[str]

    def may_use(self, term: Term) -> bool:
        """Whether a promotion runs now and here, and is for this customer."""
        return (
            term.starts_at <= self.at < term.ends_at
            and self.channel in term.channels
            and (term.code is None or term.code in self.codes)
            and (not term.customer_kinds or self.customer_kind in term.customer_kinds)
        )


class Change(NamedTuple):
    """What a promotion took off the goods of one SKU."""

    term: Term
    saved: int


@dataclass(slots=True)
class Basket:
    """Parallel lists by the index of the SKU, in order of SKU.

    ``marked`` and ``units`` are the price of a piece before and after the promotions of single
    pieces, ``amounts`` what all ``pieces`` cost so far. ``offers`` are the promotions that bear on
    several pieces, by id.
    """

    skus: list[str]
    pieces: list[int]
    sheets: list[Sheet] = field(default_factory=list)
    marked: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    item_terms: list[Term | None] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)
    changes: list[list[Change]] = field(default_factory=list)
    offers: dict[str, Term] = field(default_factory=dict)
    index: dict[str, int] = field(default_factory=dict)

    def change(self, index: int, term: Term, saved: int) -> None:
        """Take something off the goods of one SKU."""
        if saved:
            self.amounts[index] -= saved
            self.changes[index].append(Change(term, saved))


def filled(lines: Sequence[QuoteLine], purchase: Purchase, sheets: Mapping[str, Sheet]) -> Basket:
    """The basket of the lines; refuses with every fault of them."""
    counted: dict[str, int] = {}
    for line in lines:
        # A quantity below 1 must not be hidden by another line of the same SKU.
        more = line.quantity if line.quantity > 0 else MAX_QUANTITY + 1
        counted[line.sku] = counted.get(line.sku, 0) + more
    skus = sorted(counted)
    basket = Basket(skus, [counted[sku] for sku in skus])
    basket.index = {sku: index for index, sku in enumerate(skus)}
    fit = 0 < len(lines) <= MAX_LINES and max(basket.pieces) <= MAX_QUANTITY
    for sku in skus if fit else ():
        sheet = sheets.get(sku)
        price = sheet.price_at(purchase.at, purchase.channel) if sheet else None
        if sheet is None or price is None or not sheet.on_sale:
            fit = False
            break
        _add(basket, sheet, price, purchase)
    if not fit:
        raise QuoteRefusedError(errors=faults_of(lines, purchase.at, purchase.channel, sheets))
    return basket


def _add(basket: Basket, sheet: Sheet, price: int, purchase: Purchase) -> None:
    index = len(basket.sheets)
    unit, chosen = _piece(sheet.terms, price, purchase, basket.offers)
    pieces = basket.pieces[index]
    basket.sheets.append(sheet)
    basket.marked.append(price)
    basket.units.append(unit)
    basket.item_terms.append(chosen)
    basket.amounts.append(unit * pieces)
    basket.changes.append([Change(chosen, (price - unit) * pieces)] if chosen else [])


def _piece(
    terms: Iterable[Term], marked: int, purchase: Purchase, offers: dict[str, Term]
) -> tuple[int, Term | None]:
    """The lowest price of a piece and the promotion behind it; others go to ``offers``."""
    unit, chosen = marked, None
    for term in terms:
        if not purchase.may_use(term):
            continue
        if term.kind not in ITEM_KINDS:
            offers[term.promotion_id] = term
            continue
        price = item_price(term, marked, purchase.slot_id)
        if price is not None and (
            price < unit
            or (chosen is not None and price == unit and term.promotion_id < chosen.promotion_id)
        ):
            unit, chosen = price, term
    return unit, chosen


def item_price(term: Term, marked: int, slot_id: str | None) -> int | None:
    """What a promotion makes of the marked price of a piece, a fen at least; None where it does not
    apply.
    """
    if term.kind is TermKind.PERCENT_OFF:
        rate = term.rate
        return None if rate is None else max(share_half_up(marked, WHOLE - rate, WHOLE), 1)
    if term.kind is TermKind.ON_AIR and (term.slot_id is None or term.slot_id != slot_id):
        return None
    return term.amount
