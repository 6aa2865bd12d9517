"""Price sheets, promotions on them, and whole shops for quotes, by hand and by hypothesis."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from teleshop.pricing.domain.quote import Quote, QuoteLine, quote
from teleshop.pricing.domain.sheet import ChannelSheet, PriceEntry, Sheet
from teleshop.pricing.domain.terms import Channel, CustomerKind, Part, Scope, Term, TermKind

AT = datetime(2026, 11, 11, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
SKUS = ("sku_a", "sku_b", "sku_c", "sku_d")


def entry(amount: int, **changes: Any) -> PriceEntry:
    """A price that has long been in force."""
    known = PriceEntry(
        id=f"prc_{amount}",
        channel=Channel.TV,
        amount=amount,
        effective_from=AT - 1_000 * HOUR,
        recorded_at=AT - 1_000 * HOUR,
        change_id="pch_1",
    )
    return replace(known, **changes)


def sheet(sku: str = "sku_a", amount: int = 10_000, *terms: Term, **changes: Any) -> Sheet:
    """A SKU at a price, with promotions."""
    known = Sheet(
        sku=sku,
        product_id=f"prd_{sku}",
        supplier_id="sup_1",
        category_id="cat_pots",
        path=("cat_home", "cat_pots"),
        title=sku,
        entries=(entry(amount),),
        terms=terms,
        on_sale=True,
    )
    return replace(known, **changes)


def term(kind: TermKind = TermKind.FIXED_PRICE, **changes: Any) -> Term:
    """A promotion that runs for an hour around ``AT``."""
    known = Term(
        promotion_id="prm_1",
        kind=kind,
        channels=(Channel.TV,),
        starts_at=AT - HOUR,
        ends_at=AT + HOUR,
    )
    return replace(known, **changes)


def quoted(
    lines: Iterable[tuple[str, int]],
    *sheets: Sheet,
    channel_terms: tuple[Term, ...] = (),
    at: datetime = AT,
    channel: Channel = Channel.TV,
    customer_kind: CustomerKind = CustomerKind.STANDARD,
    **how: Any,
) -> Quote:
    """The quote of lines, given as SKU and quantity."""
    return quote(
        [QuoteLine(sku, quantity) for sku, quantity in lines],
        customer_kind,
        at,
        channel,
        sheets={known.sku: known for known in sheets},
        channel_sheet=ChannelSheet(channel=channel, terms=channel_terms),
        **how,
    )


@dataclass(frozen=True)
class Shop:
    """What a quote is asked of: prices by SKU, promotions by id, and what is bought."""

    prices: dict[str, int]
    promotions: tuple[Term, ...]
    lines: tuple[tuple[str, int], ...]
    customer_kind: CustomerKind
    slot_id: str | None
    codes: tuple[str, ...]

    def sheets(self) -> dict[str, Sheet]:
        """The sheets with the promotions on them; categories differ by the first two SKUs."""
        return {
            sku: sheet(
                sku,
                amount,
                *(each for each in self.promotions if sku in each.skus),
                path=("cat_home", "cat_pots" if sku in SKUS[:2] else "cat_pans"),
            )
            for sku, amount in self.prices.items()
        }

    def channel_sheet(self) -> ChannelSheet:
        """The sheet of the channel with what counts categories or everything."""
        terms = tuple(each for each in self.promotions if each.scope is not Scope.SKUS)
        return ChannelSheet(channel=Channel.TV, terms=terms)

    def quote(self) -> Quote:
        """What is bought there costs this."""
        return quote(
            [QuoteLine(sku, quantity) for sku, quantity in self.lines],
            self.customer_kind,
            AT,
            Channel.TV,
            sheets=self.sheets(),
            channel_sheet=self.channel_sheet(),
            slot_id=self.slot_id,
            codes=self.codes,
        )


_some_skus = st.lists(st.sampled_from(SKUS), min_size=1, max_size=4, unique=True).map(tuple)
# Amounts are small, so that ties, prices of nothing and discounts above the price are met often.
_amount = st.integers(min_value=0, max_value=60)


@st.composite
def _promotion(draw: st.DrawFn, promotion_id: str) -> Term:
    kind = draw(st.sampled_from(TermKind))
    skus = draw(_some_skus)
    scope = Scope.SKUS
    more: dict[str, Any] = {}
    if kind in (TermKind.FIXED_PRICE, TermKind.ON_AIR):
        more = {"amount": draw(_amount), "slot_id": draw(st.sampled_from((None, "slot_1")))}
    elif kind is TermKind.PERCENT_OFF:
        more = {"rate": draw(st.integers(min_value=1, max_value=10_000))}
    elif kind is TermKind.BUNDLE:
        parts = tuple(Part(sku=sku, quantity=draw(st.integers(1, 2))) for sku in skus)
        more = {"amount": draw(st.integers(0, 120)), "parts": parts}
    elif kind is TermKind.GIFT:
        more = {
            "gift_sku": "sku_gift",
            "gift_name": "杯",
            "threshold_quantity": draw(st.integers(1, 3)),
        }
    else:
        scope = draw(st.sampled_from(Scope))
        threshold = draw(st.integers(min_value=1, max_value=150))
        more = {
            "scope": scope,
            "category_id": draw(st.sampled_from(("cat_home", "cat_pots", "cat_pans"))),
            "threshold": threshold,
            "off": draw(st.integers(min_value=1, max_value=threshold)),
            "repeats": draw(st.booleans()),
        }
    return term(
        kind,
        promotion_id=promotion_id,
        skus=skus if scope is Scope.SKUS else (),
        code=draw(st.sampled_from((None, None, None, "CODE", "OTHER"))),
        customer_kinds=draw(st.sampled_from(((), (), (), (CustomerKind.MEMBER,)))),
        **more,
    )


@st.composite
def shops(draw: st.DrawFn, *, most_promotions: int = 6) -> Shop:
    """Shops with few SKUs and many promotions that want the same goods."""
    ids = draw(
        st.lists(st.integers(1, 9), min_size=0, max_size=most_promotions, unique=True).map(
            lambda numbers: [f"prm_{number}" for number in numbers]
        )
    )
    return Shop(
        prices={sku: draw(_amount) for sku in SKUS},
        promotions=tuple(draw(_promotion(promotion_id)) for promotion_id in ids),
        lines=tuple(
            draw(
                st.lists(
                    st.tuples(st.sampled_from(SKUS), st.integers(1, 4)), min_size=1, max_size=6
                )
            )
        ),
        customer_kind=draw(st.sampled_from((CustomerKind.STANDARD, CustomerKind.MEMBER))),
        slot_id=draw(st.sampled_from((None, "slot_1"))),
        codes=draw(st.sampled_from(((), ("CODE",), ("CODE", "OTHER")))),
    )
