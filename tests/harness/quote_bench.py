"""What a quote of 50 lines costs in time, beside the same arithmetic written straight.

:func:`plain_quote` computes the same amounts per SKU for promotions that do not compete for goods,
and nothing else: no checks, no choice, no explanation.
"""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from teleshop.kernel.money import Money
from teleshop.pricing.domain.quote import QuoteLine, quote
from teleshop.pricing.domain.sheet import ChannelSheet, Sheet
from teleshop.pricing.domain.terms import Channel, CustomerKind, Part, Scope, Term, TermKind
from tests.factories.quotes import AT, entry, sheet, term

LINES = 50
ROUNDS = 30


def plain_quote(  # noqa: PLR0912 - straight on purpose: calls would be part of what is measured
    lines: Sequence[QuoteLine],
    at: datetime,
    channel: Channel,
    sheets: Mapping[str, Sheet],
    channel_sheet: ChannelSheet,
) -> dict[str, int]:
    """What the goods of each SKU cost a standard customer without codes and without a slot."""
    pieces: dict[str, int] = {}
    for line in lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    marked: dict[str, int] = {}
    unit: dict[str, int] = {}
    offers: dict[str, Term] = {}
    for sku in sorted(pieces):
        known = sheets[sku]
        price, newest = 0, None
        for held in known.entries:
            if (
                held.channel is channel
                and held.effective_from <= at
                and (newest is None or held.effective_from > newest)
            ):
                price, newest = held.amount, held.effective_from
        lowest = price
        for each in known.terms:
            if each.starts_at <= at < each.ends_at and channel in each.channels:
                if each.kind is TermKind.PERCENT_OFF:
                    reduced = (price * (10_000 - (each.rate or 0)) * 2 + 10_000) // 20_000
                    lowest = min(lowest, reduced)
                elif each.kind is TermKind.FIXED_PRICE:
                    lowest = min(lowest, each.amount or 0)
                else:
                    offers[each.promotion_id] = each
        marked[sku], unit[sku] = price, lowest
    amounts = {sku: unit[sku] * count for sku, count in pieces.items()}
    for each in offers.values():
        if each.kind is TermKind.BUNDLE:
            parts = each.parts
            times = min(pieces.get(part.sku, 0) // part.quantity for part in parts)
            before = [unit[part.sku] * part.quantity * times for part in parts if times]
            after = (each.amount or 0) * times
            if after < sum(before):
                shares = Money(after).allocate(before)
                for part, paid, share in zip(parts, before, shares, strict=True):
                    amounts[part.sku] += share.amount - paid
    for each in channel_sheet.terms:
        if each.starts_at <= at < each.ends_at and each.scope is Scope.EVERYTHING:
            counted = sum(marked[sku] * count for sku, count in pieces.items())
            if counted >= (each.threshold or 0):
                times = counted // (each.threshold or 1) if each.repeats else 1
                goods = sorted(amounts)
                before = [amounts[sku] for sku in goods]
                off = min(times * (each.off or 0), sum(before))
                for sku, share in zip(goods, Money(off).allocate(before), strict=True):
                    amounts[sku] -= share.amount
    return amounts


@dataclass(frozen=True)
class Case:
    """A basket of many lines with what promotions are usual on it."""

    lines: list[QuoteLine]
    sheets: dict[str, Sheet]
    channel_sheet: ChannelSheet

    def plain(self) -> dict[str, int]:
        """The amounts, straight."""
        return plain_quote(self.lines, AT, Channel.TV, self.sheets, self.channel_sheet)

    def full(self) -> dict[str, int]:
        """The amounts by the quote."""
        found = quote(
            self.lines,
            CustomerKind.STANDARD,
            AT,
            Channel.TV,
            sheets=self.sheets,
            channel_sheet=self.channel_sheet,
        )
        return {line.sku: line.amount for line in found.lines}


def usual_case(lines: int = LINES) -> Case:
    """Each SKU with a price per channel and one scheduled; every second one reduced, two bundles, a
    gift, and one discount on everything.
    """
    sheets = {}
    for number in range(lines):
        sku = f"sku_{number:03}"
        kind = TermKind.FIXED_PRICE if number % 4 else TermKind.PERCENT_OFF
        own = [term(kind, promotion_id=f"prm_i{number}", rate=1_250, amount=1_999 + number)]
        terms = own if number % 2 == 0 else []
        entries = tuple(
            entry(2_099 + 37 * number, channel=channel, effective_from=since)
            for channel in Channel
            for since in (AT.replace(month=9), AT.replace(month=12))
        )
        sheets[sku] = sheet(sku, 0, *terms, _gift(lines), entries=entries)
    for first, second in (("sku_001", "sku_003"), ("sku_005", "sku_007")):
        parts = (Part(sku=first, quantity=1), Part(sku=second, quantity=1))
        bundle = term(
            TermKind.BUNDLE,
            promotion_id=f"prm_b{first}",
            amount=3_456,
            skus=(first, second),
            parts=parts,
        )
        for sku in (first, second):
            known = sheets[sku]
            sheets[sku] = sheet(sku, 0, *known.terms, bundle, entries=known.entries)
    everything = term(
        TermKind.THRESHOLD,
        promotion_id="prm_t",
        scope=Scope.EVERYTHING,
        threshold=30_000,
        off=2_000,
        repeats=True,
    )
    return Case(
        lines=[QuoteLine(sku, 1 + number % 3) for number, sku in enumerate(sheets)],
        sheets=sheets,
        channel_sheet=ChannelSheet(channel=Channel.TV, terms=(everything,)),
    )


def _gift(lines: int) -> Term:
    return term(
        TermKind.GIFT,
        promotion_id="prm_g",
        skus=tuple(f"sku_{number:03}" for number in range(lines)),
        gift_sku="sku_gift",
        gift_name="保温杯",
        threshold_quantity=10,
    )


def microseconds(work: Callable[[], object]) -> float:
    """The time of one run: the best of many, without the collector of garbage."""
    gc.disable()
    try:
        return min(_timed(work) for _ in range(ROUNDS))
    finally:
        gc.enable()


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    for _ in range(10):
        work()
    return (perf_counter() - started) * 100_000


@dataclass(frozen=True)
class QuoteCost:
    """Microseconds of a quote and of the same arithmetic written straight."""

    full: float
    plain: float

    @property
    def ratio(self) -> float:
        """How many times the plain arithmetic a quote costs."""
        return self.full / self.plain


def quote_cost(lines: int = LINES) -> QuoteCost:
    """Measure a quote of so many lines."""
    case = usual_case(lines)
    return QuoteCost(full=microseconds(case.full), plain=microseconds(case.plain))
