"""Price sheets for others: reading them, putting promotions on them, suspending them.

What changes a sheet is part of the transaction of the context that causes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Transaction
from teleshop.pricing.domain.records import PriceRecord, RecordKind
from teleshop.pricing.domain.sheet import ChannelSheet, Sheet
from teleshop.pricing.domain.terms import ITEM_KINDS, MAX_TERMS, Channel, Term
from teleshop.pricing.errors import SheetFullError, SkuNotFoundError, TermClashError
from teleshop.pricing.schemas import PriceReinstated, PriceSuspended
from teleshop.pricing.tables import ChannelSheetRow, PriceRow, PricingRepository, SheetRow

UNSTORED = 0
"""The version of a channel's sheet that nobody has written yet."""


class Sheets:
    """The price sheets; stateless."""

    def __init__(self, repository: PricingRepository) -> None:
        self._repository = repository

    # -- reading --

    def sheets(self, skus: Iterable[str]) -> dict[str, Sheet]:
        """The sheets that exist, by SKU, as they are stored now; one read for each hundred."""
        return self._repository.sheets(skus)

    def sheets_of_product(self, product_id: str) -> dict[str, Sheet]:
        """The sheets of the SKUs that a product has, by SKU; empty for one that was never
        approved. Two reads.
        """
        known = self._repository.product(product_id)
        return self._repository.sheets(known.skus) if known else {}

    def channel_sheets(self, channels: Iterable[Channel]) -> dict[Channel, ChannelSheet]:
        """The discounts of each of these channels; an empty sheet where there are none yet."""
        wanted = list(channels)
        found = self._repository.channel_sheets(wanted)
        return {
            channel: found.get(channel) or ChannelSheet(channel=channel, version=UNSTORED)
            for channel in wanted
        }

    # -- promotions --

    def attach_terms(
        self, tx: Transaction, before: Mapping[str, Sheet], terms: Mapping[str, Term]
    ) -> dict[str, Sheet]:
        """Put a promotion on the sheets of its SKUs: one write for each. ``before`` are the sheets
        that its checks have read; one that changed since lets the transaction fail as a race.

        Refuses a SKU without sheet, a promotion that is on a sheet already, and a full sheet.
        """
        stored = {}
        for sku, term in terms.items():
            sheet = before.get(sku)
            if sheet is None:
                raise SkuNotFoundError
            after = replace(sheet, terms=_with_term(sheet.terms, term))
            stored[sku] = tx.save(SheetRow, sheet, after, conflict=RacedError())
        return stored

    def detach_terms(
        self, tx: Transaction, before: Mapping[str, Sheet], promotion_id: str
    ) -> dict[str, Sheet]:
        """Take a promotion off these sheets; sheets without it stay as they are.

        One write for each sheet, and a second one where the promotion had begun and set the price
        of a piece: the history keeps it, until ``tx.call.now`` or its own end.
        """
        stored = {}
        now = tx.call.now
        for sku, sheet in before.items():
            gone = [term for term in sheet.terms if term.promotion_id == promotion_id]
            if not gone:
                continue
            kept = tuple(term for term in sheet.terms if term.promotion_id != promotion_id)
            after = replace(sheet, terms=kept)
            stored[sku] = tx.save(SheetRow, sheet, after, conflict=RacedError())
            for term in gone:
                if term.kind in ITEM_KINDS and term.starts_at < now:
                    record = promotion_record(sheet, term, now)
                    tx.create(PriceRow, record, conflict=RacedError(), audited=False)
        return stored

    def attach_channel_term(
        self, tx: Transaction, before: Mapping[Channel, ChannelSheet], term: Term
    ) -> None:
        """Put a discount of a category or of everything on the sheets of its channels."""
        for channel in term.channels:
            sheet = before[channel]
            self._save_channel(tx, sheet, replace(sheet, terms=_with_term(sheet.terms, term)))

    def detach_channel_term(
        self, tx: Transaction, before: Mapping[Channel, ChannelSheet], promotion_id: str
    ) -> None:
        """Take such a discount off these sheets; those without it stay as they are."""
        for sheet in before.values():
            kept = tuple(term for term in sheet.terms if term.promotion_id != promotion_id)
            if kept != sheet.terms:
                self._save_channel(tx, sheet, replace(sheet, terms=kept))

    @staticmethod
    def _save_channel(tx: Transaction, before: ChannelSheet, after: ChannelSheet) -> None:
        if before.version == UNSTORED:
            tx.create(ChannelSheetRow, replace(after, version=1), conflict=RacedError())
        else:
            tx.save(ChannelSheetRow, before, after, conflict=RacedError())

    # -- violations --

    def suspend(self, tx: Transaction, sku: str, violation_id: str) -> Sheet:
        """The SKU has no price while the violation is open; again is the same."""
        sheet = self._get(sku)
        if violation_id in sheet.holds:
            return sheet
        after = replace(sheet, holds=(*sheet.holds, violation_id))
        tx.publish(PriceSuspended(sku=sku, product_id=sheet.product_id, violation_id=violation_id))
        return tx.save(SheetRow, sheet, after, conflict=RacedError())

    def reinstate(self, tx: Transaction, sku: str, violation_id: str) -> Sheet:
        """The violation is settled; the price holds again once none is open. Again is the same."""
        sheet = self._get(sku)
        if violation_id not in sheet.holds:
            return sheet
        kept = tuple(hold for hold in sheet.holds if hold != violation_id)
        if not kept:
            tx.publish(PriceReinstated(sku=sku, product_id=sheet.product_id))
        return tx.save(SheetRow, sheet, replace(sheet, holds=kept), conflict=RacedError())

    def _get(self, sku: str) -> Sheet:
        sheet = self._repository.sheet(sku)
        if sheet is None:
            raise SkuNotFoundError
        return sheet


def _with_term(terms: Sequence[Term], term: Term) -> tuple[Term, ...]:
    if any(known.promotion_id == term.promotion_id for known in terms):
        raise TermClashError(promotion_id=term.promotion_id)
    if len(terms) >= MAX_TERMS:
        raise SheetFullError(count=len(terms))
    return (*terms, term)


def promotion_record(sheet: Sheet, term: Term, now: datetime) -> PriceRecord:
    """The row of the history for a promotion that set the price of a piece until ``now``."""
    return PriceRecord(
        id=term.promotion_id,
        kind=RecordKind.PROMOTION,
        sku=sheet.sku,
        product_id=sheet.product_id,
        channels=term.channels,
        effective_from=term.starts_at,
        effective_to=min(term.ends_at, now),
        recorded_at=now,
        amount=term.amount,
        rate=term.rate,
        promotion_id=term.promotion_id,
    )
