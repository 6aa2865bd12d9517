"""What suppliers see of orders: kept up to date by what happens to orders, and listed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from teleshop.invoices.domain.supply import Changes, SupplierLine, changes, supplier_lines
from teleshop.invoices.ports import Sales
from teleshop.invoices.schemas import LinesQuery
from teleshop.invoices.tables import SHARDS, LineRow, SupplyRepository
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.paging import Page
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run

LINES_AT_ONCE: Final = 90
"""Lines that one transaction takes, beside its journal."""


@dataclass(frozen=True, slots=True)
class OrdersOfProduct:
    """A page of the orders that have a product: where the next one begins is ``shard`` and
    ``after``; there is none if ``shard`` is None.
    """

    order_ids: tuple[str, ...]
    shard: int | None
    after: str | None = None


class Supplies:
    """The lines of orders for their suppliers; stateless."""

    def __init__(self, repository: SupplyRepository, sales: Sales) -> None:
        self._repository = repository
        self._sales = sales

    def follow_order(self, call: Call, order_id: str) -> int:
        """Let the lines on record show the order as it stands; answers how many were written.

        The order is read anew whatever happened to it, so that events may come twice and in any
        order. An order of more lines than one transaction takes is written in several: each makes
        its own lines right, and whoever repeats goes on where it ended.
        """
        written, left = 0, True
        while left:
            step, left = run(call, partial(self._follow, call, order_id))
            written += step
        return written

    def _follow(self, call: Call, order_id: str) -> tuple[int, bool]:
        """How many lines one transaction wrote, and whether there are more to write."""
        # What is on record is read before the order: whoever reads more of the order and writes in
        # between has changed the rows that are compared here, and then nothing is written. Versions
        # alone would not tell, since a reported order's is not raised by what comes back of it.
        known = self._repository.of_order(order_id)
        order = self._sales.ordered(order_id)
        if order is None:
            return 0, False
        every = list(_each(changes(known, supplier_lines(order))))
        step = every[:LINES_AT_ONCE]
        if not step:
            return 0, False
        # The lines can be made again from the order, whose own changes are in the audit.
        tx = Transaction(call, "follow_order", Subject("order", order_id), derived=True)
        for before, after in step:
            _write(tx, before, after)
        return tx.commit((len(step), len(every) > len(step)))

    def list_lines(self, call: Call, query: LinesQuery) -> Page[SupplierLine]:
        """A supplier's own lines, or those of the supplier that staff names; newest first."""
        supplier_id = supplier_for(call.actor, query.supplier, "/supplier")
        return self._repository.of_supplier(supplier_id, query.state, query.since, query.page)

    def orders_of_product(
        self, product_id: str, shard: int, after: str | None, limit: int
    ) -> OrdersOfProduct:
        """A page of the orders that have, or had, lines of a product, for other contexts: begin
        with shard 0 and no ``after``. An order may come twice; a page may be empty and not be the
        last. The index follows what happened within moments.
        """
        found, last = self._repository.orders_of_product(product_id, shard, after, limit)
        if last is not None:
            return OrdersOfProduct(found, shard, last)
        following = shard + 1
        return OrdersOfProduct(found, following if following < SHARDS else None)


def _each(found: Changes) -> Iterator[tuple[SupplierLine | None, SupplierLine | None]]:
    """Every change, with what was and what is."""
    yield from ((None, line) for line in found.created)
    yield from found.replaced
    yield from ((line, None) for line in found.removed)


def _write(tx: Transaction, before: SupplierLine | None, after: SupplierLine | None) -> None:
    raced = RacedError()
    if before is None and after is not None:
        tx.create(LineRow, after, conflict=raced, audited=False)
    elif before is not None and after is not None:
        kept = replace(after, version=before.version)
        tx.save(LineRow, before, kept, conflict=raced, audited=False)
    elif before is not None:
        gone = LineRow.version == before.version
        tx.delete_row(LineRow.from_entity(before), gone, raced)


def supplier_for(actor: Actor, named: str | None, pointer: str) -> str:
    """Whose lines the actor may see: its own supplier's; staff names one."""
    if actor.is_staff:
        if named is None:
            raise InvalidInputError(errors=[_supplier_needed(pointer)])
        return named
    own = actor.supplier_id if actor.has(Role.SUPPLIER) else None
    if own is None or named not in (None, own):
        raise InvalidInputError(errors=[_own_supplier(pointer)])
    return own


def _supplier_needed(pointer: str) -> FieldError:
    return FieldError(
        pointer,
        "supplier_needed",
        "请指明供应商编号。",
        "Name the supplier whose order lines you want.",
        clause="3.2.5",
    )


def _own_supplier(pointer: str) -> FieldError:
    return FieldError(
        pointer,
        "own_supplier_only",
        "只能查看本供应商的订单；请去掉该条件。如您的账号未关联供应商，请联系管理员。",
        "You see the lines of your own supplier only; leave this out. If your account names no "
        "supplier, turn to an administrator.",
        clause="3.2.5",
    )
