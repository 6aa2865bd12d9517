"""What the use cases of this context share."""

import secrets
from collections.abc import Callable
from datetime import datetime

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.signing import keyed_hash
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.surveys.domain import invitation as rules
from teleshop.surveys.domain.invitation import (
    TOKEN_BYTES,
    TOKEN_PURPOSE,
    Cause,
    Invitation,
    InvitationState,
)
from teleshop.surveys.domain.policy import DEFAULT_POLICY, SurveyPolicy
from teleshop.surveys.domain.programme import ActiveProgramme, Programme, QuestionSet
from teleshop.surveys.errors import (
    InvitationNotFoundError,
    ProgrammeNotFoundError,
    SurveyAnsweredError,
    SurveyEndedError,
    SurveyNotFoundError,
)
from teleshop.surveys.schemas import SurveyInvited
from teleshop.surveys.tables import InvitationRow, SurveyRepository

OPENS = "survey_opens"
ENDS = "survey_ends"
MAX_TOKEN = 64


def new_token() -> str:
    """A secret of 32 random bytes, as text for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return keyed_hash(TOKEN_PURPOSE, token)


class Desk:
    """Base of the services of this context; stateless."""

    def __init__(
        self,
        repository: SurveyRepository,
        deadlines: Deadlines,
        policy: SurveyPolicy = DEFAULT_POLICY,
        tokens: Callable[[], str] = new_token,
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._policy = policy
        self._tokens = tokens

    # -- finding --

    def _programme(self, programme_id: str) -> Programme:
        found = self._repository.find_programme(programme_id)
        if found is None:
            raise ProgrammeNotFoundError
        return found

    def _version(self, programme_id: str, number: int) -> QuestionSet:
        found = self._repository.find_version(programme_id, number)
        if found is None:
            raise ProgrammeNotFoundError
        return found

    def _invitation(self, invitation_id: str) -> Invitation:
        found = self._repository.find_invitation(invitation_id)
        if found is None:
            raise InvitationNotFoundError
        return found

    def _by_token(self, token: str) -> Invitation:
        """The invitation whose token in force this is; one that was replaced is unknown."""
        if len(token) > MAX_TOKEN:
            raise SurveyNotFoundError
        holder = self._repository.find_holder(token_hash(token))
        if holder is None:
            raise SurveyNotFoundError
        return self._invitation(holder.invitation_id)

    # -- inviting --

    def _invite(
        self,
        tx: Transaction,
        active: ActiveProgramme,
        about: Cause,
        *,
        quarter: str | None = None,
        sample_id: str | None = None,
        audited: bool = True,
    ) -> Invitation:
        """Add an invitation to a transaction: told now, or when its day has come."""
        made = rules.new_invitation(
            new_id("svi", tx.call.now),
            active,
            about,
            tx.call.now,
            quarter=quarter,
            sample_id=sample_id,
        )
        tx.create(InvitationRow, made, conflict=RacedError(), audited=audited)
        if made.is_open:
            self._tell_opened(tx, made)
        else:
            self._deadlines.register(
                tx,
                id=deadline_id(made.id, OPENS),
                owner=_owner(made.id),
                kind=OPENS,
                due_at=made.opens_at,
            )
        return made

    def _tell_opened(self, tx: Transaction, invitation: Invitation) -> None:
        self._deadlines.register(
            tx,
            id=deadline_id(invitation.id, ENDS),
            owner=_owner(invitation.id),
            kind=ENDS,
            due_at=invitation.expires_at,
        )
        tx.publish(
            SurveyInvited(
                invitation_id=invitation.id,
                programme_id=invitation.programme_id,
                programme_kind=invitation.kind,
                quarter=invitation.quarter,
                customer_id=invitation.customer_id,
                case_id=invitation.case_id,
                order_id=invitation.order_id,
                sample_id=invitation.sample_id,
                modes=list(invitation.modes),
                expires_at=invitation.expires_at,
            ),
            subject=subject_of(invitation),
        )


def subject_of(invitation: Invitation) -> Subject:
    """What audit entries and events of an invitation are filed under."""
    return Subject("survey_invitation", invitation.id)


def deadline_id(invitation_id: str, kind: str) -> str:
    """``surveys:svi_…:survey_ends``."""
    return f"surveys:{invitation_id}:{kind}"


def _owner(invitation_id: str) -> Owner:
    return Owner("surveys", "invitation", invitation_id)


def refuse_unless_open(invitation: Invitation, now: datetime) -> None:
    """Say why an invitation takes no answer, unless it does."""
    if invitation.state is InvitationState.ANSWERED:
        raise SurveyAnsweredError
    if not invitation.takes(now):
        raise SurveyEndedError
