"""The price that a promotional price may be compared with (划线价, rules R2.1, R2.2, R2.13).

Each pack is one law: what it counts, over which days, and what happens where there is nothing to
count. Every answer carries the rows that prove it. What has not happened yet never counts: no
scheduled price, no promotion that is to come.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from teleshop.kernel.clock import china_date, start_of_china_day
from teleshop.kernel.rules import rule
from teleshop.pricing.domain.deals import DealDay
from teleshop.pricing.domain.quoting.basket import item_price
from teleshop.pricing.domain.records import PriceRecord, RecordKind
from teleshop.pricing.domain.terms import Channel, Reference, Term, TermKind

LABEL: Final = "厂商建议零售价"
"""How a price of the manufacturer must be labelled (R2.2); every public view of one says so."""
BASES: Final = {
    "lowest_deal": ("促销前七日内最低成交价", "lowest price really paid in the seven days before"),
    "last_deal": ("促销前最后一次成交价", "last price really paid before"),
    "lowest_price": ("促销前三十日内最低价", "lowest price of the thirty days before"),
    "manufacturer": (LABEL, "price suggested by the manufacturer"),
}
"""What the public is told that a price is compared with, by its basis: Chinese and English."""
CN_DAYS: Final = 7
EU_DAYS: Final = 30
_CHECKED: Final = date(2026, 11, 27)


class Pack(StrEnum):
    """The rules by which a reference price is found."""

    CN = "cn_lowest_deal_7d"
    EU = "eu_lowest_price_30d"
    MANUFACTURER = "manufacturer_suggested"


RULES: Final = {Pack.CN: "R2.1", Pack.EU: "R2.13", Pack.MANUFACTURER: "R2.2"}

Code = Literal["NO_BASIS", "DOCUMENT_MISSING"]
"""Why there is no reference price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRow:
    """One thing that was counted: the lowest ``deal`` of a day (``day``; the order is internal), a
    ``price`` or a ``promotion`` (from ``since`` until before ``until``, None while it holds), or
    what the ``manufacturer`` suggests.
    """

    kind: Literal["deal", "price", "promotion", "manufacturer"]
    amount: int
    source: str
    day: date | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceAnswer:
    """``reference`` is the most that may be claimed, None with a ``code`` that says why; ``rows``
    prove it. ``provisional``: some of the time that counts is still to come, so that the answer may
    fall until the promotion starts.
    """

    pack: Pack
    reference: Reference | None
    rows: tuple[ProofRow, ...] = ()
    code: Code | None = None
    provisional: bool = False

    @property
    def rule(self) -> str:
        """The rule that it rests on."""
        return RULES[self.pack]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Whether a comparison may be shown: ``most`` is the highest price that may be struck out."""

    allowed: bool
    most: int | None
    code: str | None = None


def cn_window(starts_at: datetime) -> tuple[date, date]:
    """The first and the last of the seven China days before the day on which it starts."""
    start = china_date(starts_at)
    return start - timedelta(days=CN_DAYS), start - timedelta(days=1)


def eu_window(starts_at: datetime) -> datetime:
    """The first instant of the thirty days before the start."""
    return starts_at - timedelta(days=EU_DAYS)


@rule(
    id="R2.1",
    clause="4.3.3",
    source="明码标价和禁止价格欺诈规定 市场监管总局令56",
    article="16",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def cn_reference(
    starts_at: datetime, now: datetime, deals: Iterable[DealDay], last: DealDay | None
) -> ReferenceAnswer:
    """The lowest deal of the seven China days before the day of the start; without a sale in these,
    the last deal before them; without any, nothing may be claimed.

    ``deals`` are the lowest of each day, in one channel; days outside are not counted. The day of
    the start itself is not one of those before it.
    """
    first, final = cn_window(starts_at)
    counted = sorted(
        (deal for deal in deals if deal.amount is not None and first <= deal.day <= final),
        key=lambda deal: deal.day,
    )
    provisional = now < start_of_china_day(china_date(starts_at))
    basis = "lowest_deal"
    if not counted and last is not None and last.amount is not None and last.day < first:
        counted, basis = [last], "last_deal"
    if not counted:
        return ReferenceAnswer(
            pack=Pack.CN, reference=None, code="NO_BASIS", provisional=provisional
        )
    rows = tuple(_deal_row(deal) for deal in counted)
    since = first if basis == "lowest_deal" else counted[0].day
    return ReferenceAnswer(
        pack=Pack.CN,
        reference=Reference(
            amount=min(row.amount for row in rows),
            pack=Pack.CN,
            basis=basis,
            since=start_of_china_day(since),
            until=start_of_china_day(china_date(starts_at)),
        ),
        rows=rows,
        provisional=provisional,
    )


def _deal_row(deal: DealDay) -> ProofRow:
    return ProofRow(kind="deal", amount=deal.amount or 0, source=deal.order_id or "", day=deal.day)


@rule(
    id="R2.13",
    clause="4.3.3",
    source="Directive 98/6/EC (Directive (EU) 2019/2161)",
    article="6a",
    effective_from=date(2022, 5, 28),
    confidence="H",
    last_checked=_CHECKED,
)
def eu_reference(
    starts_at: datetime,
    now: datetime,
    channel: Channel,
    prices: Sequence[PriceRecord],
    promotions: Sequence[PriceRecord] = (),
) -> ReferenceAnswer:
    """The lowest price of the thirty days before the start: of the one in force when they began and
    of those inside, promotions included. What begins after ``now`` does not count.

    ``prices`` and ``promotions`` are of one SKU; those of other channels are left out. Without any
    price before the start, nothing may be claimed.
    """
    opens, closes = eu_window(starts_at), min(starts_at, now)
    marked = [
        row
        for row in _price_rows(prices, channel, closes)
        if row.until is None or row.until > opens
    ]
    rows = [*marked, *_promotion_rows(promotions, marked, channel, opens, closes)]
    provisional = now < starts_at
    if not rows:
        return ReferenceAnswer(
            pack=Pack.EU, reference=None, code="NO_BASIS", provisional=provisional
        )
    rows.sort(key=lambda row: (row.since or opens, row.source))
    return ReferenceAnswer(
        pack=Pack.EU,
        reference=Reference(
            amount=min(row.amount for row in rows),
            pack=Pack.EU,
            basis="lowest_price",
            since=opens,
            until=starts_at,
        ),
        rows=tuple(rows),
        provisional=provisional,
    )


def _price_rows(
    prices: Iterable[PriceRecord], channel: Channel, closes: datetime
) -> list[ProofRow]:
    """The prices of a channel that began before ``closes``, each until the next one."""
    begun = sorted(
        (
            price
            for price in prices
            if price.kind is RecordKind.PRICE
            and channel in price.channels
            and price.effective_from < closes
        ),
        key=lambda price: (price.effective_from, price.id),
    )
    ends: list[datetime | None] = [price.effective_from for price in begun[1:]]
    return [
        ProofRow(
            kind="price",
            amount=price.amount or 0,
            source=price.id,
            since=price.effective_from,
            until=until,
        )
        for price, until in zip(begun, [*ends, None], strict=False)
        if until is None or until > price.effective_from
    ]


def _promotion_rows(
    promotions: Iterable[PriceRecord],
    marked: Sequence[ProofRow],
    channel: Channel,
    opens: datetime,
    closes: datetime,
) -> Iterable[ProofRow]:
    """Promotions that ran between ``opens`` and ``closes``, at the lowest price that they made."""
    for promotion in promotions:
        since, until = promotion.effective_from, promotion.effective_to
        begins = max(since, opens)
        ends = closes if until is None else min(until, closes)
        if channel not in promotion.channels or begins >= ends:
            continue
        amount = promotion.amount
        if promotion.rate is not None:
            amount = _lowest_of_rate(promotion, marked, begins, ends)
        if amount is not None:
            yield ProofRow(
                kind="promotion", amount=amount, source=promotion.id, since=since, until=until
            )


def _lowest_of_rate(
    promotion: PriceRecord, marked: Iterable[ProofRow], begins: datetime, ends: datetime
) -> int | None:
    """The lowest price that a discount made of the prices in force between two instants."""
    term = Term(
        promotion_id=promotion.id,
        kind=TermKind.PERCENT_OFF,
        channels=promotion.channels,
        starts_at=begins,
        ends_at=ends,
        rate=promotion.rate,
    )
    made = [
        item_price(term, row.amount, None)
        for row in marked
        if (row.since is None or row.since < ends) and (row.until is None or row.until > begins)
    ]
    return min((amount for amount in made if amount is not None), default=None)


@rule(
    id="R2.2",
    clause="4.3.3",
    source="明码标价和禁止价格欺诈规定 市场监管总局令56",
    article="16",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def manufacturer_reference(
    starts_at: datetime, suggested: int | None, document_id: str | None
) -> ReferenceAnswer:
    """The manufacturer's suggested price: with its document on file, and exactly what the
    manufacturer suggests today, since it changes at once when that does. Its label is no matter of
    the plan: it is added wherever the price is shown.
    """
    code: Code | None = None
    if suggested is None:
        code = "NO_BASIS"
    elif not document_id:
        code = "DOCUMENT_MISSING"
    if code or suggested is None:
        return ReferenceAnswer(pack=Pack.MANUFACTURER, reference=None, code=code)
    return ReferenceAnswer(
        pack=Pack.MANUFACTURER,
        reference=Reference(
            amount=suggested,
            pack=Pack.MANUFACTURER,
            basis="manufacturer",
            since=starts_at,
            until=starts_at,
            document_id=document_id,
        ),
        rows=(ProofRow(kind="manufacturer", amount=suggested, source=document_id or ""),),
    )


def claim_of(answer: ReferenceAnswer, price: int | None = None, shown: int | None = None) -> Claim:
    """What may be claimed when selling at ``price``; with ``shown``, whether that may be struck
    out.

    A comparison needs a reference above the price. What the manufacturer suggests must be shown
    exactly; any other reference may be shown lower than it is, never higher.
    """
    reference = answer.reference
    if reference is None:
        return Claim(allowed=False, most=None, code=answer.code)
    most = reference.amount
    if price is not None and price >= most:
        return Claim(allowed=False, most=most, code="NOT_BELOW_REFERENCE")
    if shown is not None and shown > most:
        return Claim(allowed=False, most=most, code="ABOVE_REFERENCE")
    if shown is not None and shown != most and answer.pack is Pack.MANUFACTURER:
        return Claim(allowed=False, most=most, code="SUGGESTED_CHANGED")
    return Claim(allowed=True, most=most)
