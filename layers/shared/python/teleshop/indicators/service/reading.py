"""Reading figures, and the events behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from teleshop.indicators.domain import (
    Counted,
    Figures,
    Indicator,
    Measure,
    indicators,
    kinds_of,
    total,
    veiled,
)
from teleshop.indicators.errors import (
    FiguresNotFoundError,
    MeasureNotFoundError,
    QuarterNotBegunError,
)
from teleshop.indicators.ports import Suppliers
from teleshop.indicators.tables import IndicatorsRepository
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.quarters import first_day, quarter_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSupplier:
    """A supplier's quarter: figures, what they mean, and of how many events they are."""

    supplier_id: str
    quarter: str
    figures: Figures
    indicators: tuple[Indicator, ...]
    events: int


class Indicators:
    """Figures of suppliers; stateless. What was never counted is 0, so an empty quarter is all
    zeros.
    """

    def __init__(self, repository: IndicatorsRepository, suppliers: Suppliers) -> None:
        self._repository = repository
        self._suppliers = suppliers

    # -- for other contexts --

    def of_quarter(self, supplier_id: str, quarter: str) -> Figures:
        """The figures of a supplier in a quarter; one query."""
        return total(
            one.figures for one in self._repository.of_quarter(supplier_id, quarter).values()
        )

    def of_days(self, supplier_id: str, first: date, last: date) -> Figures:
        """The figures of a supplier on the days from ``first`` to ``last`` (China), both included;
        one query.
        """
        found = self._repository.of_days(supplier_id, first, last)
        return total(one.figures for one in found.values())

    def collect(self, quarter: str, shard: int) -> Iterator[tuple[str, Figures]]:
        """Every supplier of whom something was counted in a quarter, of one of the 16 parts of the
        list (:data:`~teleshop.indicators.domain.counted.LIST_SHARDS`), in the order of their ids,
        with its figures; read page by page. The list may be a moment behind.
        """
        return self._repository.collect(quarter, shard)

    def active_on(self, day: date, shard: int, after: str | None, limit: int) -> Page[str]:
        """At most ``limit`` ids of suppliers of whom something was counted on a day (China), of one
        part of the list, behind the id ``after``; ``next`` is the ``after`` of the next page.
        """
        return self._repository.active_on(day, shard, after, limit)

    # -- for people --

    def show(self, call: Call, supplier_id: str, quarter: str | None) -> OfSupplier:
        """The figures and indicators of a quarter, of the running one if none is named; suppliers
        see their own.
        """
        check_known(call.actor, supplier_id, self._suppliers)
        quarter = begun(call, quarter)
        rows = self._repository.of_quarter(supplier_id, quarter).values()
        figures = total(one.figures for one in rows)
        return OfSupplier(
            supplier_id=supplier_id,
            quarter=quarter,
            figures=figures,
            indicators=indicators(figures),
            events=sum(one.events for one in rows),
        )

    def sources(
        self, call: Call, supplier_id: str, quarter: str | None, measure: str, page: PageRequest
    ) -> Page[Counted]:
        """The events behind one figure, by kind, the latest of each kind first; suppliers see their
        own, and of what customers answered no more than day and points.
        """
        check_known(call.actor, supplier_id, self._suppliers)
        quarter = begun(call, quarter)
        if measure not in set(Measure):
            raise MeasureNotFoundError(measure=measure)
        kinds = kinds_of(Measure(measure))
        found = self._repository.sources(supplier_id, quarter, kinds, page)
        return found if call.actor.is_staff else found.map(veiled)


def check_known(actor: Actor, supplier_id: str, suppliers: Suppliers) -> None:
    """Refuse a supplier that asks for another one, and anybody who asks for one that does not
    exist.
    """
    own = actor.has(Role.SUPPLIER) and actor.supplier_id == supplier_id
    if not own and not (actor.is_staff and suppliers.is_known(supplier_id)):
        raise FiguresNotFoundError


def begun(call: Call, quarter: str | None) -> str:
    """The quarter that is asked for, or the running one; refuse one that is still to come."""
    if quarter is None:
        return quarter_of(call.now)
    if first_day(quarter) > china_date(call.now):
        raise QuarterNotBegunError(quarter=quarter)
    return quarter
