"""The cooperation agreement: offered, accepted by its hash, countersigned (standard 3.1.3,
3.2.3).
"""

from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.suppliers.domain import agreement as rules
from teleshop.suppliers.domain.agreement import Signature, Terms
from teleshop.suppliers.domain.records import AgreementRecord
from teleshop.suppliers.domain.supplier import (
    COOPERATING,
    STATE_NAMES,
    Supplier,
    lift_suspension,
)
from teleshop.suppliers.errors import (
    AgreementNotFoundError,
    AgreementPendingError,
    DocumentNotUsableError,
    TransitionNotAllowedError,
)
from teleshop.suppliers.schemas import (
    AcceptanceBody,
    AgreementAccepted,
    AgreementBody,
    AgreementCountersigned,
    AgreementOffered,
)
from teleshop.suppliers.service.base import Desk
from teleshop.suppliers.service.onboarding import put_in_force
from teleshop.suppliers.tables import AgreementRow

PURPOSE: Final = "agreement"
REQUIREMENT: Final = "agreement_accepted"
STEP: Final = "agreement"
MAX_DIGITS: Final = 6


class Agreements(Desk):
    """Versions of the agreement of a supplier.

    The first one is countersigned by the decision at the end of the application; a renewal of a
    supplier on board has a use case of its own.
    """

    def offer_agreement(self, call: Call, supplier_id: str, body: AgreementBody) -> AgreementRecord:
        """Put a version before the supplier; an older one that is not signed is superseded."""
        supplier = self._at_agreement(call, supplier_id)
        file = self._file(supplier, body.document_id, PURPOSE)
        if file.content != "accepted" or file.sha256 is None:
            raise DocumentNotUsableError(document_id=body.document_id)
        versions = self._repository.agreements(supplier_id)
        last = versions[-1] if versions else None
        if last is not None and last.agreement().state == "accepted":
            raise AgreementPendingError(version=last.number)
        made = rules.offer_agreement(
            last.agreement() if last else None,
            Terms(
                document_id=file.id,
                sha256=file.sha256,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
            ),
            id=new_id("agr", call.now),
            supplier_id=supplier_id,
            offered=Signature(call.actor.subject, call.now),
        )
        record = AgreementRecord.of(made)
        tx = self._begin(call, "offer_agreement", supplier_id)
        if last is not None and last.agreement().state == "offered":
            gone = rules.supersede(last.agreement(), call.now)
            tx.save(AgreementRow, last, AgreementRecord.of(gone))
        tx.create(AgreementRow, record, conflict=RacedError())
        self._tell(tx, AgreementOffered(supplier_id=supplier_id, version=made.version))
        self._hold(tx, supplier)
        return tx.commit(record)

    def accept_agreement(
        self, call: Call, supplier_id: str, version: str, body: AcceptanceBody
    ) -> AgreementRecord:
        """The supplier accepts a version by the hash of its text; again is the same."""
        supplier = self._own_at_agreement(call, supplier_id)
        known = self._repository.find_agreement(supplier_id, _number(version))
        if known is None:
            raise AgreementNotFoundError
        after = rules.accept_agreement(
            known.agreement(), sha256=body.sha256, by=call.actor.subject, now=call.now
        )
        if after == known.agreement():
            return known
        tx = self._begin(call, "accept_agreement", supplier_id)
        stored = tx.save(AgreementRow, known, AgreementRecord.of(after))
        if supplier.state == "in_agreement":
            self._decisions.fulfil(tx, supplier_id, supplier.submissions, STEP, REQUIREMENT)
        self._tell(
            tx,
            AgreementAccepted(supplier_id=supplier_id, version=stored.number, sha256=stored.sha256),
        )
        self._hold(tx, supplier)
        return tx.commit(stored)

    def countersign_agreement(self, call: Call, supplier_id: str, version: str) -> AgreementRecord:
        """The platform signs the renewal of a supplier on board; a suspension because the last
        agreement had ended is lifted.
        """
        before = self._visible(call, supplier_id)
        if before.state not in COOPERATING:
            raise _not_now(before)
        versions = self._repository.agreements(supplier_id)
        number = _number(version)
        if not versions or versions[-1].number != number:
            raise AgreementNotFoundError
        signed = rules.countersign_agreement(
            versions[-1].agreement(), by=call.actor.subject, now=call.now
        )
        if signed == versions[-1].agreement():
            return versions[-1]
        tx = self._begin(call, "countersign_agreement", supplier_id)
        stored = put_in_force(tx, self._clocks, versions, signed)
        self._tell(tx, AgreementCountersigned(supplier_id=supplier_id, version=number))
        after = before
        if rules.is_in_force(signed, call.now):
            for reason in before.suspensions:
                if reason.kind == "agreement_expired":
                    after = lift_suspension(after, reason, call.now)
        if after != before:
            self._tell_standing(tx, before, self._save(tx, before, after))
        else:
            self._hold(tx, before)
        return tx.commit(stored)

    def list_agreements(self, call: Call, supplier_id: str) -> list[AgreementRecord]:
        """All versions, newest first."""
        self._visible(call, supplier_id)
        return self._repository.agreements(supplier_id)[::-1]

    def _at_agreement(self, call: Call, supplier_id: str) -> Supplier:
        supplier = self._visible(call, supplier_id)
        if supplier.state != "in_agreement" and supplier.state not in COOPERATING:
            raise _not_now(supplier)
        return supplier

    def _own_at_agreement(self, call: Call, supplier_id: str) -> Supplier:
        supplier = self._own(call, supplier_id)
        if supplier.state != "in_agreement" and supplier.state not in COOPERATING:
            raise _not_now(supplier)
        return supplier


def _number(version: str) -> int:
    """The number of a version as a path names it; no version has one that is no number."""
    if not (version.isascii() and version.isdigit() and len(version) <= MAX_DIGITS):
        raise AgreementNotFoundError
    return int(version)


def _not_now(supplier: Supplier) -> TransitionNotAllowedError:
    zh, en = STATE_NAMES[supplier.state]
    return TransitionNotAllowedError(
        state_zh=zh, state_en=en, action_zh="签署协议", action_en="sign an agreement"
    )
