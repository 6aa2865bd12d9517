"""Inviting customers, links to answer by, and the wish not to be asked (standard 2.4.4, 6.2.2).

The token of a link is shown to who asked for it and stored nowhere: in no event, message, audit
entry or log. A message about an invitation leads to the application, where the customer, logged in,
gets a link; or staff ask for one to send it by other means. Each new link takes the place of the
one before.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from teleshop.kernel.actor import Call, Role
from teleshop.kernel.clock import china_date, parse_instant
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.quarters import quarter_of
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.surveys.domain import invitation as rules
from teleshop.surveys.domain.invitation import (
    Cause,
    Contact,
    Invitation,
    InvitationState,
    TokenHolder,
)
from teleshop.surveys.domain.programme import (
    ActiveProgramme,
    Mode,
    ProgrammeKind,
    ProgrammeState,
    QuestionSet,
)
from teleshop.surveys.domain.sample import FrameMember
from teleshop.surveys.errors import (
    CustomerUnnamedError,
    InvitationNotFoundError,
    ModeNotOfferedError,
)
from teleshop.surveys.schemas import ClosedCase, DeliveredOrder
from teleshop.surveys.service.base import (
    ENDS,
    Desk,
    deadline_id,
    refuse_unless_open,
    subject_of,
    token_hash,
)
from teleshop.surveys.tables import ContactRow, FrameRow, InvitationRow, TokenRow

MANY_OPEN = 20


@dataclass(frozen=True, slots=True)
class Link:
    """What answers an invitation without login; ``token`` is a secret."""

    invitation_id: str
    token: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Link({self.invitation_id!r})"


@dataclass(frozen=True, slots=True)
class OptOut:
    """Whether a customer wants to be asked; ``withdrawn`` counts invitations taken back."""

    opted_out: bool
    withdrawn: int = 0


class Invitations(Desk):
    """Who is asked."""

    # -- what follows from events --

    def case_closed(self, call: Call, closed: ClosedCase) -> Invitation | None:
        """Offer a survey to the customer of a closed case; None if nobody is to be asked."""
        if closed.customer_id is None:
            return None
        chosen = next(
            (
                active
                for active in self._repository.active(ProgrammeKind.AFTER_CASE)
                if active.terms.is_active(call.now) and active.terms.asks_about(closed.case_kind)
            ),
            None,
        )
        contact = self._repository.find_contact(closed.customer_id) if chosen else None
        if chosen is None or not rules.may_invite(contact, call.now, self._policy.fatigue):
            return None
        about = Cause(
            customer_id=closed.customer_id,
            case_id=closed.case_id,
            order_id=closed.order_id,
            supplier_id=closed.supplier_id,
            channel=closed.channel,
            cause=closed.cause,
        )
        tx = Transaction(call, "offer_survey_after_case", Subject("case", closed.case_id))
        return tx.commit(self._ask(tx, chosen, about, contact))

    def order_delivered(self, call: Call, delivered: DeliveredOrder) -> Invitation | None:
        """Take the customer into the frame of the quarter of the delivery, and offer a survey;
        None if nobody is to be asked.
        """
        customer = delivered.customer_id
        delivered_at = parse_instant(delivered.delivered_at)
        quarter = quarter_of(delivered_at)
        member = self._repository.find_member(quarter, customer)
        active = self._repository.active(ProgrammeKind.AFTER_DELIVERY)
        chosen = next((one for one in active if one.terms.is_active(call.now)), None)
        contact = self._repository.find_contact(customer) if chosen else None
        if not rules.may_invite(contact, call.now, self._policy.fatigue):
            chosen = None
        if member is not None and chosen is None:
            return None
        tx = Transaction(call, "note_delivery", Subject("order", delivered.order_id))
        if member is None:
            made = FrameMember(
                quarter=quarter, customer_id=customer, delivered_on=china_date(delivered_at)
            )
            tx.create(FrameRow, made, conflict=RacedError(), audited=False)
        if chosen is None:
            return tx.commit(None)
        only = delivered.supplier_ids[0] if len(delivered.supplier_ids) == 1 else None
        about = Cause(customer_id=customer, order_id=delivered.order_id, supplier_id=only)
        return tx.commit(self._ask(tx, chosen, about, contact))

    def _ask(
        self, tx: Transaction, active: ActiveProgramme, about: Cause, contact: Contact | None
    ) -> Invitation:
        now = tx.call.now
        if contact is None:
            made = Contact(customer_id=about.customer_id, invited_at=now)
            tx.create(ContactRow, made, conflict=RacedError(), audited=False)
        else:
            asked = replace(contact, invited_at=now)
            tx.save(ContactRow, contact, asked, conflict=RacedError(), audited=False)
        return self._invite(tx, active, about)

    def open_invitation(self, call: Call, invitation_id: str) -> Invitation | None:
        """The days between cause and invitation are over; None if it is not scheduled any more.

        Nobody is asked who does not want it by now, or whose programme was closed meanwhile.
        """
        before = self._repository.find_invitation(invitation_id)
        if before is None or before.state is not InvitationState.SCHEDULED:
            return None
        contact = self._repository.find_contact(before.customer_id)
        programme = self._programme(before.programme_id)
        tx = Transaction(call, "open_survey", subject_of(before))
        if (contact and contact.opted_out_at) or programme.state is ProgrammeState.CLOSED:
            return tx.commit(tx.save(InvitationRow, before, rules.withdrawn(before)))
        after = tx.save(InvitationRow, before, rules.opened(before))
        self._tell_opened(tx, after)
        return tx.commit(after)

    def lapse_invitation(self, call: Call, invitation_id: str) -> Invitation | None:
        """Its time is over without an answer; None if it ended before."""
        before = self._repository.find_invitation(invitation_id)
        if before is None or not before.is_open:
            return None
        tx = Transaction(call, "lapse_survey", subject_of(before))
        return tx.commit(tx.save(InvitationRow, before, rules.lapsed(before)))

    # -- links --

    def issue_link(self, call: Call, invitation_id: str) -> Link:
        """A link for the customer himself, or for staff to send to him; links before it end."""
        before = self._seen(call, invitation_id)
        refuse_unless_open(before, call.now)
        if Mode.ONLINE not in before.modes:
            raise ModeNotOfferedError(mode=Mode.ONLINE, modes=", ".join(before.modes))
        token = self._tokens()
        hashed = token_hash(token)
        tx = Transaction(call, "issue_survey_link", subject_of(before))
        tx.save(InvitationRow, before, rules.with_token(before, hashed), conflict=RacedError())
        if before.token_hash is not None:
            old = TokenHolder(token_hash=before.token_hash, invitation_id=before.id)
            tx.delete(TokenRow, old, conflict=RacedError())
        holder = TokenHolder(token_hash=hashed, invitation_id=before.id)
        tx.create(TokenRow, holder, conflict=RacedError(), audited=False)
        return tx.commit(Link(before.id, token, before.expires_at))

    # -- the wish not to be asked --

    def opt_out(self, call: Call, customer_id: str | None) -> OptOut:
        """A customer for himself, or staff for the customer they name; again is the same."""
        return self._opt_out(call, _whose(call, customer_id))

    def opt_out_by_token(self, call: Call, token: str) -> OptOut:
        """Whoever holds the link, whether or not it can still be answered."""
        return self._opt_out(call, self._by_token(token).customer_id)

    def _opt_out(self, call: Call, customer_id: str) -> OptOut:
        contact = self._repository.find_contact(customer_id)
        listed = self._repository.open_of(customer_id, PageRequest(MANY_OPEN)).items
        fresh = [self._repository.find_invitation(one.id) for one in listed]
        waiting = [one for one in fresh if one is not None and one.is_open]
        if contact is not None and contact.opted_out_at is not None and not waiting:
            return OptOut(opted_out=True)
        tx = Transaction(call, "opt_out_of_surveys", Subject("customer", customer_id))
        if contact is None:
            made = Contact(customer_id=customer_id, opted_out_at=call.now)
            tx.create(ContactRow, made, conflict=RacedError())
        elif contact.opted_out_at is None:
            out = replace(contact, opted_out_at=call.now)
            tx.save(ContactRow, contact, out, conflict=RacedError())
        for one in waiting:
            tx.save(InvitationRow, one, rules.withdrawn(one), conflict=RacedError())
            self._deadlines.cancel(tx, deadline_id(one.id, ENDS))
        return tx.commit(OptOut(opted_out=True, withdrawn=len(waiting)))

    def opt_in(self, call: Call, customer_id: str | None) -> OptOut:
        """The customer may be asked again; what was withdrawn stays so."""
        whose = _whose(call, customer_id)
        contact = self._repository.find_contact(whose)
        if contact is None or contact.opted_out_at is None:
            return OptOut(opted_out=False)
        tx = Transaction(call, "opt_in_to_surveys", Subject("customer", whose))
        tx.save(ContactRow, contact, replace(contact, opted_out_at=None), conflict=RacedError())
        return tx.commit(OptOut(opted_out=False))

    # -- lists --

    def mine(self, call: Call, page: PageRequest) -> Page[Invitation]:
        """Open surveys of the caller, those that end first in front."""
        return self._repository.open_of(call.actor.subject, page)

    def list_invitations(
        self, programme_id: str, state: InvitationState, page: PageRequest
    ) -> Page[Invitation]:
        """Invitations of a programme in one state: whom to telephone."""
        return self._repository.invitations(programme_id, state, page)

    def show(self, invitation_id: str) -> tuple[Invitation, QuestionSet]:
        """One invitation with its questions, for staff."""
        found = self._invitation(invitation_id)
        return found, self._version(found.programme_id, found.number)

    def _seen(self, call: Call, invitation_id: str) -> Invitation:
        found = self._invitation(invitation_id)
        if not call.actor.is_staff and found.customer_id != call.actor.subject:
            raise InvitationNotFoundError
        return found


def _whose(call: Call, named: str | None) -> str:
    if call.actor.has(Role.CUSTOMER) and not call.actor.is_staff:
        return call.actor.subject
    if named is None:
        raise CustomerUnnamedError
    return named
