"""The ports of this context, connected to the contexts that serve them."""

from collections.abc import Sequence
from datetime import datetime

from teleshop.analysis.service import Causes
from teleshop.care.ports import FileLink, OnDuty, Sale, SoldLine, Suggested
from teleshop.documents.service import Documents, DocumentState
from teleshop.kernel.actor import Call
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Transaction
from teleshop.orders.service import Orders
from teleshop.roster.service import Duty, Roster, Staff

ATTACHMENT = "case_attachment"
PER_CENT = 100


class OrderSales:
    """Sales from the orders context."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def find(self, order_id: str) -> Sale | None:
        """The order as far as a case refers to it."""
        order = self._orders.find(order_id)
        if order is None:
            return None
        lines = tuple(
            SoldLine(line.number, line.product_id, line.supplier_id) for line in order.lines
        )
        return Sale(order.id, order.customer_id, order.slot_id, lines)


class TaxonomyCodes:
    """Causes from the analysis context."""

    def __init__(self, causes: Causes) -> None:
        self._causes = causes

    def suggest(self, text: str) -> Suggested | None:
        """What the text suggests."""
        found = self._causes.suggest(text)
        if found is None:
            return None
        return Suggested(found.code, round(found.confidence * PER_CENT))

    def check(self, code: str) -> None:
        """Refuse an unknown code."""
        self._causes.require(code)


class RosterDuty:
    """People on shift from the roster context."""

    def __init__(self, roster: Roster, staff: Staff) -> None:
        self._roster = roster
        self._staff = staff

    def on_duty(self, now: datetime) -> Sequence[OnDuty]:
        """Who may take a case now, least loaded first."""
        return [_on_duty(duty) for duty in self._roster.on_duty(now)]

    def take(self, tx: Transaction, subject: str, *, skill: str | None = None) -> OnDuty:
        """Count one case more."""
        return _on_duty(self._roster.take(tx, subject, skill=skill))

    def give_back(self, tx: Transaction, subject: str) -> None:
        """Count one case less."""
        self._roster.give_back(tx, subject)

    def team_of(self, subject: str) -> str | None:
        """The team that somebody belongs to."""
        return self._roster.team_of(subject)

    def has_team(self, team: str) -> bool:
        """Whether anybody belongs to a team."""
        return bool(self._staff.list_members(team, PageRequest(limit=1)).items)


def _on_duty(duty: Duty) -> OnDuty:
    return OnDuty(duty.subject, duty.team, frozenset(duty.skills))


class UploadedFiles:
    """Files from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def is_usable(self, document_id: str, subjects: frozenset[str]) -> bool:
        """Whether one of ``subjects`` uploaded it as an attachment and it was not refused."""
        document = self._documents.find(document_id)
        return (
            document is not None
            and document.purpose == ATTACHMENT
            and (document.owner.id in subjects or document.created_by in subjects)
            and document.state in (DocumentState.ACCEPTED, DocumentState.CHECKING)
        )

    def link(self, call: Call, document_id: str, seconds: int, *, case_id: str) -> FileLink:
        """A link to a file that a case shows to the caller."""
        return self._documents.share_download_link(
            call, document_id, seconds, shown_in=f"case#{case_id}"
        )
