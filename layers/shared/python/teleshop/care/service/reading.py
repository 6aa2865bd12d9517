"""Use cases: showing cases and listing them."""

from collections.abc import Callable, Iterable

from teleshop.care.domain.case import Case, CaseKind
from teleshop.care.domain.shown import Audience, Shown, audience_of
from teleshop.care.schemas.bodies import CasesQuery
from teleshop.care.service.base import CaseService, Means
from teleshop.care.service.desk import OVERSEERS
from teleshop.care.tables.after_sales import AfterSalesRepository
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import FieldError, ForbiddenError, InvalidInputError
from teleshop.kernel.paging import Page

ME = "me"
NONE = "none"
Listed = tuple[Case, Audience]


class Reading(CaseService):
    """Reads; stateless."""

    def __init__(self, means: Means, requests: AfterSalesRepository) -> None:
        super().__init__(means)
        self._requests = requests

    def show_case(self, call: Call, collection: str, case_id: str) -> Shown:
        """A case of a collection that the caller may know of, with its clocks as they stand now."""
        kinds = [kind for kind in CaseKind if kind.collection == collection]
        file = self._desk.load(case_id, kinds=kinds)
        self._desk.check_visible(call.actor, file.case)
        return self._shown(call, file)

    def list_cases(self, call: Call, collection: str, query: CasesQuery) -> Page[Listed]:
        """One of the views of a collection; refuses (422) unless exactly one is asked for.

        Customers may list their own, suppliers those about their goods; agents what they or their
        team have, what waits, and what a customer or order has; finance the after-sales cases whose
        refund it has to pay or to confirm; leads and oversight everything.
        """
        chosen = [
            name
            for name in ("customer", "agent", "team", "supplier", "order", "waiting", "at_risk")
            if getattr(query, name)
        ]
        if len(chosen) != 1:
            raise InvalidInputError(errors=[_CHOOSE_ONE])
        (name,) = chosen
        views: dict[str, Callable[[Actor, str, CasesQuery], Page[Case]]] = {
            "customer": self._of_customer,
            "agent": self._of_agent,
            "team": self._of_team,
            "supplier": self._of_supplier,
            "order": self._of_order,
            "waiting": self._waiting,
            "at_risk": self._at_risk,
        }
        actor = call.actor
        page = views[name](actor, collection, query)
        return page.map(lambda case: (case, audience_of(actor, case)))

    def _of_customer(self, actor: Actor, collection: str, query: CasesQuery) -> Page[Case]:
        asked = query.customer or ME
        if not actor.is_staff and (asked not in (ME, actor.subject) or not is_customer(actor)):
            raise ForbiddenError
        subject = actor.subject if asked == ME else asked
        found = self._means.repository.of_customer(subject, collection, query.page)
        return self._visible(actor, found)

    def _of_agent(self, actor: Actor, collection: str, query: CasesQuery) -> Page[Case]:
        asked = query.agent or ME
        own = asked in (ME, actor.subject)
        if not actor.is_staff or not (own or actor.has(*OVERSEERS)):
            raise ForbiddenError
        subject = actor.subject if own else asked
        return self._means.repository.of_agent(subject, collection, query.page)

    def _of_team(self, actor: Actor, collection: str, query: CasesQuery) -> Page[Case]:
        team = None if query.team == NONE else query.team
        if not actor.is_staff:
            raise ForbiddenError
        if not actor.has(*OVERSEERS) and team not in (None, self._own_team(actor)):
            raise ForbiddenError
        found = self._means.repository.of_team(team, collection, query.page)
        return found if actor.has(Role.AGENT, *OVERSEERS) else self._visible(actor, found)

    def _of_supplier(self, actor: Actor, collection: str, query: CasesQuery) -> Page[Case]:
        asked = query.supplier or ME
        own = asked in (ME, actor.supplier_id) and actor.has(Role.SUPPLIER)
        if not own and not actor.is_staff:
            raise ForbiddenError
        supplier_id = actor.supplier_id if own else asked
        if supplier_id is None:
            return Page([])
        found = self._means.repository.of_supplier(supplier_id, collection, query.page)
        return found if own else self._visible(actor, found)

    def _of_order(self, actor: Actor, collection: str, query: CasesQuery) -> Page[Case]:
        found = self._means.repository.of_order(query.order or "", collection, query.page)
        return self._visible(actor, found)

    def _waiting(self, actor: Actor, collection: str, query: CasesQuery) -> Page[Case]:
        if not actor.is_staff:
            raise ForbiddenError
        found = self._means.repository.waiting(collection, query.page)
        return self._visible(actor, found)

    def _at_risk(self, actor: Actor, collection: str, query: CasesQuery) -> Page[Case]:
        if not actor.is_staff:
            raise ForbiddenError
        return self._visible(actor, self._means.repository.due(collection, query.page))

    def _visible(self, actor: Actor, found: Page[Case]) -> Page[Case]:
        """The page without what the caller may not know of; it may so show fewer than its limit."""
        shown = {case.id for case in self._desk.visible_to(actor, found.items)}
        if actor.has(Role.FINANCE):
            shown |= self._for_finance(case for case in found.items if case.id not in shown)
        return Page([case for case in found.items if case.id in shown], found.next)

    def _for_finance(self, cases: Iterable[Case]) -> set[str]:
        """The ids of those of ``cases`` whose refund people of finance pay or confirm."""
        ids = [case.id for case in cases if case.kind.is_after_sales]
        found = self._requests.find_many(ids)
        return {id for id, request in found.items() if request.waits_for_finance}

    def _own_team(self, actor: Actor) -> str | None:
        return self._means.roster.team_of(actor.subject)


def is_customer(actor: Actor) -> bool:
    """Whether somebody acts as a customer."""
    return actor.has(Role.CUSTOMER)


_CHOOSE_ONE = FieldError(
    "",
    "choose_one",
    "请在 customer、agent、team、supplier、order、waiting=true、at_risk=true 中恰好选择一个。",
    "Give exactly one of customer, agent, team, supplier, order, waiting=true and at_risk=true.",
)
