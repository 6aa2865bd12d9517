"""Taking stock for orders, giving it back, letting it go: parts of other contexts' transactions.

    levels = reservations.levels(wanted, quotas)
    plan = reservations.plan(levels, wanted, quotas, seed=order_id)
    holdings = reservations.take(tx, plan)      # keep them with the order
    tx.commit(…)                                # ShardRacedError: levels(…, consistent=True), again

A refusal by :meth:`Reservations.plan` is final and exact; whoever meets one tells it by
:meth:`teleshop.stock.service.telling.Telling.tell_short` before the customer hears it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.transaction import Transaction
from teleshop.stock.domain import planning
from teleshop.stock.domain.levels import Head, Levels, nothing_of
from teleshop.stock.domain.movement import Movement, MovementKind, shipped_pieces
from teleshop.stock.domain.planning import STOCK, Holding, Plan, QuotaWanted, Wanted
from teleshop.stock.domain.policy import MAX_KEPT
from teleshop.stock.errors import ShardRacedError
from teleshop.stock.schemas import ReturnedPieces, SoldOutPiecesReturned
from teleshop.stock.service.base import unmark
from teleshop.stock.tables import (
    MOVEMENT_PREFIX,
    MovementRow,
    ShardRow,
    StockRepository,
)


class Reservations:
    """What orders do with stock; stateless."""

    def __init__(self, repository: StockRepository) -> None:
        self._repository = repository

    # -- before the transaction --

    def levels(
        self,
        wanted: Sequence[Wanted],
        quotas: Sequence[QuotaWanted] = (),
        *,
        consistent: bool = False,
    ) -> Levels:
        """What is there of what is wanted: two reads however many lines (one more for each further
        hundred rows). What looks short is read once more, all its rows at one instant, so that
        nobody is refused by a figure that is old or was read while it moved. What is marked as sold
        out costs a second look at its head and no row.

        ``consistent`` is for planning anew after :class:`ShardRacedError`, which this may raise
        too: too much was under way to say whether something is left.
        """
        limits = {key: quota.limit for key, quota in planning.merged(quotas).items()}
        heads = self._heads([one.sku for one in wanted], consistent=consistent)
        gone = {sku for sku, head in heads.items() if head.sold_out_at is not None}
        left = [head for sku, head in heads.items() if sku not in gone]
        found = self._repository.levels(left, limits.items(), consistent=consistent)
        found = Levels(
            skus={**found.skus, **{sku: nothing_of(heads[sku]) for sku in gone}},
            quotas=found.quotas,
        )
        short = [one.sku for one in planning.shortages(found, wanted) if one.sku not in gone]
        over = [(one.promotion_id, one.sku) for one in planning.used_up(found, quotas)]
        if not short and not over:
            return found
        found = self.at_one_instant(found, short)
        return replace(
            found,
            quotas={
                **found.quotas,
                **{key: self._repository.quota_snapshot(key, limits[key]) for key in over},
            },
        )

    def at_one_instant(self, levels: Levels, skus: Sequence[str]) -> Levels:
        """The levels with all rows of these articles as they are at one instant: for whoever finds
        them short by more than :meth:`levels` was told, before anybody is refused.
        """
        fresh = self._repository.find_heads(skus) if skus else {}
        exact = {sku: self._repository.snapshot(head) for sku, head in fresh.items()}
        return replace(levels, skus={**levels.skus, **exact})

    def _heads(self, skus: Sequence[str], *, consistent: bool) -> dict[str, Head]:
        """The heads of articles; a mark of being sold out counts only as it is stored now."""
        found = self._repository.find_heads(dict.fromkeys(skus), consistent=consistent)
        marked = [sku for sku, head in found.items() if head.sold_out_at is not None]
        if marked and not consistent:
            found |= self._repository.find_heads(marked)
        return found

    def plan(
        self,
        levels: Levels,
        wanted: Sequence[Wanted],
        quotas: Sequence[QuotaWanted] = (),
        *,
        seed: str,
        warehouses: Sequence[str] = (),
    ) -> Plan:
        """What to take from which rows: see :func:`teleshop.stock.domain.planning.plan`."""
        return planning.plan(levels, wanted, quotas, seed=seed, warehouses=warehouses)

    # -- in the transaction --

    def take(self, tx: Transaction, plan: Plan) -> tuple[Holding, ...]:
        """Reserve what was planned; one write for each row. If somebody was first at a row,
        committing raises :class:`ShardRacedError`: read levels and plan anew.
        """
        for part in plan.parts:
            actions, condition = ShardRow.taking(part)
            tx.update_row(ShardRow.holding(part.holding), actions, condition, ShardRacedError())
        return plan.holdings

    def give_back(self, tx: Transaction, holdings: Iterable[Holding]) -> None:
        """What was held can be sold again; tells it where the article was sold out. One read, one
        write for each row.

        The marks of being sold out go in the same transaction, two writes each. Where so many
        articles are sold out that they do not fit into it, one event has them taken away a moment
        later (:meth:`teleshop.stock.service.telling.Telling.tell_returned`): whatever was planned
        can be given back.
        """
        held = _by_row(holdings)
        pieces: dict[str, int] = {}
        for holding in held:
            if holding.kind == STOCK:
                pieces[holding.sku] = pieces.get(holding.sku, 0) + holding.quantity
        heads = self._repository.find_heads(pieces) if pieces else {}
        for holding in held:
            head = heads.get(holding.sku)
            actions, condition = ShardRow.giving_back(holding, head.epoch if head else 0)
            tx.update_row(ShardRow.holding(holding), actions, condition, ShardRacedError())
        marked = {sku: head for sku, head in heads.items() if head.sold_out_at is not None}
        if planning.writes_to_keep(held) + 2 * len(marked) > MAX_KEPT:
            back = tuple(
                ReturnedPieces(sku=sku, quantity=pieces[sku], epoch=head.epoch)
                for sku, head in marked.items()
            )
            tx.publish(SoldOutPiecesReturned(articles=back))
            return
        for sku, head in marked.items():
            unmark(tx, sku, head.epoch, pieces[sku])

    def ship(self, tx: Transaction, holdings: Iterable[Holding]) -> None:
        """What was held leaves the house: an entry of the book for each article and warehouse, with
        the subject of ``tx`` as its reference. What a promotion sold stays sold.
        """
        held = [holding for holding in _by_row(holdings) if holding.kind == STOCK]
        for holding in held:
            actions, condition = ShardRow.shipping(holding)
            tx.update_row(ShardRow.holding(holding), actions, condition, ShardRacedError())
        for (sku, warehouse), quantity in shipped_pieces(held).items():
            made = Movement(
                id=new_id(MOVEMENT_PREFIX, tx.call.now),
                sku=sku,
                warehouse=warehouse,
                kind=MovementKind.SHIPMENT,
                quantity=-quantity,
                at=tx.call.now,
                by=tx.call.actor.subject,
                reference=tx.subject.id,
            )
            tx.create(MovementRow, made, conflict=RacedError(), audited=False)


def _by_row(holdings: Iterable[Holding]) -> list[Holding]:
    """The same with one holding for each row: a transaction writes a row once."""
    found: dict[tuple[str, str, str, int], Holding] = {}
    for holding in holdings:
        key = (holding.kind, holding.sku, holding.place, holding.shard)
        known = found.get(key)
        found[key] = (
            holding if known is None else replace(known, quantity=known.quantity + holding.quantity)
        )
    return list(found.values())
