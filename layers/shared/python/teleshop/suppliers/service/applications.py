"""Applications: drafted, sent in, taken back; and reading suppliers (standard 3.1.3 step one)."""

from dataclasses import dataclass, replace

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.findings import Finding, refusing
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.domain import supplier as rules
from teleshop.suppliers.domain.blacklist import normalise_name
from teleshop.suppliers.domain.records import (
    Claim,
    Listed,
    PastClaim,
    SupplierRecord,
    TimelineEntry,
)
from teleshop.suppliers.domain.standing import unmet_requirements
from teleshop.suppliers.domain.supplier import EDITABLE, Application, Contact, Supplier
from teleshop.suppliers.domain.verification import listing_obstacles
from teleshop.suppliers.errors import (
    DuplicateEntityError,
    RequirementsNotMetError,
    SupplierExistsError,
)
from teleshop.suppliers.schemas import (
    ApplicationBody,
    ApplicationChange,
    ContactForm,
    SupplierApplicationLapsed,
    SupplierApplicationSubmitted,
    SupplierApplicationWithdrawn,
    SuppliersQuery,
)
from teleshop.suppliers.service.base import Desk, rules_of
from teleshop.suppliers.service.clocks import draft_deadline
from teleshop.suppliers.tables import ClaimRow, PastClaimRow, SupplierRow


@dataclass(frozen=True, slots=True)
class Checked:
    """A supplier with the findings of a check made just now."""

    supplier: Supplier
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A supplier with all that stops it from listing new products."""

    supplier: Supplier
    obstacles: tuple[Finding, ...]


class Applications(Desk):
    """From the draft to its submission, and back."""

    def start_application(self, call: Call, body: ApplicationBody) -> Supplier:
        """A draft that belongs to the caller; it lapses if it is not sent in within 90 days."""
        application = Application(
            legal_name=body.legal_name,
            uscc=body.uscc,
            legal_representative=body.legal_representative,
            registered_address=body.registered_address,
            contacts=_contacts(body.contacts),
            categories=tuple(dict.fromkeys(body.categories)),
            cooperation_intent=body.cooperation_intent,
        )
        made = rules.start_application(
            new_id("sup", call.now), application, call.now, call.actor.subject
        )
        tx = self._begin(call, "start_application", made.id)
        tx.create(SupplierRow, SupplierRecord.of(made), conflict=SupplierExistsError())
        self._clocks.watch_draft(tx, made)
        return tx.commit(made)

    def amend_application(self, call: Call, supplier_id: str, body: ApplicationChange) -> Supplier:
        """Change a draft or a returned application; what ``body`` leaves out stays."""
        before = self._own(call, supplier_id)
        known = before.application
        given = {
            name: getattr(body, name)
            for name in (
                "legal_name",
                "uscc",
                "legal_representative",
                "registered_address",
                "cooperation_intent",
            )
            if getattr(body, name) is not None
        }
        application = replace(
            known,
            **given,
            contacts=known.contacts if body.contacts is None else _contacts(body.contacts),
            categories=(
                known.categories
                if body.categories is None
                else tuple(dict.fromkeys(body.categories))
            ),
        )
        after = rules.amend_application(before, application)
        tx = self._begin(call, "amend_application", supplier_id)
        return tx.commit(self._save(tx, before, after))

    def submit_application(self, call: Call, supplier_id: str) -> Checked:
        """Send the application in, for the first time or again after it was returned.

        Refuses with every finding at once; answers the warnings. The code is held against others
        from here on.
        """
        before = self._own(call, supplier_id)
        after = rules.submit(before, call.now)
        found = self._check(before, self._documents(supplier_id), call.now)
        against = refusing(found)
        if against:
            raise RequirementsNotMetError(errors=against)
        tx = self._begin(call, "submit_application", supplier_id)
        # The supplier first: a twin that was faster then shows as a race, not as its own claim.
        stored = self._save(tx, before, after)
        self._claim(tx, before, after)
        self._deadlines.meet(tx, draft_deadline(before))
        self._tell(
            tx,
            SupplierApplicationSubmitted(
                supplier_id=supplier_id,
                round=stored.submissions,
                requester=call.actor.subject,
                categories=stored.application.categories,
                warnings=tuple(sorted({finding.code for finding in found})),
            ),
        )
        return tx.commit(Checked(stored, tuple(found)))

    def _claim(self, tx: Transaction, before: Supplier, after: Supplier) -> None:
        code = after.claimed_uscc or ""
        if before.claimed_uscc == code:
            return
        if before.claimed_uscc is not None:
            self._release_claim(tx, before)
        tx.create(ClaimRow, Claim(code, after.id), conflict=DuplicateEntityError(), audited=False)
        past = PastClaim(code, after.id, tx.call.now)
        tx.put_row(PastClaimRow.from_entity(past), None, RacedError())

    def withdraw_application(self, call: Call, supplier_id: str) -> Supplier:
        """Take the application back, whatever step it is at; nothing is decided on it any more."""
        before = self._own(call, supplier_id)
        after = rules.move(before, "withdraw", call.now)
        tx = self._begin(call, "withdraw_application", supplier_id)
        if before.state in EDITABLE:
            self._deadlines.cancel(tx, draft_deadline(before))
        else:
            self._decisions.withdraw(tx, supplier_id, before.submissions)
        self._release_claim(tx, before)
        stored = self._save(tx, before, after)
        self._tell(
            tx, SupplierApplicationWithdrawn(supplier_id=supplier_id, round=before.submissions)
        )
        return tx.commit(stored)

    def lapse_draft(self, call: Call, supplier_id: str, deadline_id: str) -> Supplier | None:
        """A draft, or a returned application, that nobody sent in; None if somebody did."""
        record = self._repository.find(supplier_id)
        before = record.supplier() if record else None
        if before is None or before.state not in EDITABLE or draft_deadline(before) != deadline_id:
            return None
        after = rules.move(before, "lapse", call.now)
        tx = self._begin(call, "lapse_draft", supplier_id)
        self._release_claim(tx, before)
        stored = self._save(tx, before, after)
        self._tell(
            tx,
            SupplierApplicationLapsed(
                supplier_id=supplier_id, round=before.submissions, step=before.state
            ),
        )
        return tx.commit(stored)

    # -- reading --------------------------------------------------------------------------------

    def show(self, call: Call, supplier_id: str) -> Shown:
        """A supplier as the caller may see it, with what stops it from listing products."""
        supplier = self._visible(call, supplier_id)
        return Shown(supplier, tuple(self.obstacles(call, supplier)))

    def obstacles(self, call: Call, supplier: Supplier) -> list[Finding]:
        """Everything that stops the supplier from listing a new product at this instant, decided
        from dates as well as states (standard 3.2.4).
        """
        agreements = [record.agreement() for record in self._repository.agreements(supplier.id)]
        documents = rules_of(self._repository.documents(supplier.id))
        return [
            *listing_obstacles(supplier, agreements, call.now, self._policy),
            *unmet_requirements(supplier, documents, self._yardstick(call.now), call.now),
        ]

    def list_suppliers(self, query: SuppliersQuery) -> Page[Listed]:
        """One page of suppliers by exactly one of status, name prefix and due re-verification."""
        filters = (query.status, query.name_prefix, query.reverification_due_before)
        if sum(value is not None for value in filters) != 1:
            raise InvalidInputError(errors=[_ONE_FILTER])
        if query.status is not None:
            return self._repository.of_state(query.status, query.page)
        if query.reverification_due_before is not None:
            return self._repository.reverification_due_before(
                query.reverification_due_before, query.page
            )
        prefix = normalise_name(query.name_prefix or "")
        return self._repository.named(prefix, query.page) if prefix else Page([])

    def timeline(self, call: Call, supplier_id: str, page: PageRequest) -> Page[TimelineEntry]:
        """What happened to a supplier, newest first; notes are for staff only."""
        self._visible(call, supplier_id)
        found = self._repository.timeline(supplier_id, page)
        if call.actor.is_staff:
            return found
        return found.map(lambda entry: replace(entry, note=""))


def _contacts(forms: list[ContactForm]) -> tuple[Contact, ...]:
    return tuple(Contact(form.name, form.phone, form.email) for form in forms)


_ONE_FILTER = FieldError(
    "/status",
    "one_filter",
    "请在 status、name_prefix、reverification_due_before 中选择且仅选择一个条件。",
    "Give exactly one of status, name_prefix and reverification_due_before.",
)
