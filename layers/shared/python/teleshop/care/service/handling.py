"""Use cases: what is done about a case: responding, answering, raising, classifying, closing."""

from typing import Final

from teleshop.care.domain import actions
from teleshop.care.domain.case import CaseFile
from teleshop.care.domain.messages import Author, Purpose, Visibility
from teleshop.care.domain.shown import Shown
from teleshop.care.errors import OnlyWithdrawalError
from teleshop.care.schemas.bodies import (
    ClassificationBody,
    ClosureBody,
    HoldBody,
    MajorityBody,
    ReasonBody,
    SaidBody,
)
from teleshop.care.service.base import CaseService
from teleshop.care.service.words import Words, among_staff, last_message, to_customer
from teleshop.kernel.actor import Call

WITHDRAWN: Final = "withdrawn"


class Handling(CaseService):
    """Work on a case; stateless. Every method answers what the caller sees of the case after it."""

    def respond_case(self, call: Call, case_id: str, body: SaidBody) -> Shown:
        """A person responds to the customer: ends the clock of one hour (6.1.3)."""

        def decide(file: CaseFile) -> CaseFile:
            return actions.respond(
                file, message=last_message(file), now=call.now, by=call.actor.subject
            )

        words = to_customer(Purpose.RESPONSE, body.text, body.attachments)
        return self._change(call, case_id, "respond_case", decide, says=words)

    def answer_case(self, call: Call, case_id: str, body: SaidBody) -> Shown:
        """A clear answer to the customer: ends the clock of 24 hours (6.1.3)."""

        def decide(file: CaseFile) -> CaseFile:
            return actions.answer(
                file, message=last_message(file), now=call.now, by=call.actor.subject
            )

        words = to_customer(Purpose.ANSWER, body.text, body.attachments)
        return self._change(call, case_id, "answer_case", decide, says=words)

    def report_handling(self, call: Call, case_id: str, body: SaidBody) -> Shown:
        """What was done about a major complaint: ends the clock of 48 hours (6.1.3)."""

        def decide(file: CaseFile) -> CaseFile:
            return actions.handle(
                file, message=last_message(file), now=call.now, by=call.actor.subject
            )

        words = to_customer(Purpose.HANDLING, body.text, body.attachments)
        return self._change(call, case_id, "report_handling", decide, says=words)

    def raise_case(self, call: Call, case_id: str, body: MajorityBody) -> Shown:
        """Make a complaint a major one; the 48 hours count from its arrival."""

        def decide(file: CaseFile) -> CaseFile:
            return actions.raise_to_major(
                file, reasons=tuple(body.reasons), now=call.now, by=call.actor.subject
            )

        words = among_staff(Purpose.NOTE, body.text)
        return self._change(call, case_id, "raise_case", decide, says=words)

    def classify_case(self, call: Call, case_id: str, body: ClassificationBody) -> Shown:
        """Say what caused it; whether that agrees with what the text suggested is recorded (6.1.4).

        Refuses an unknown cause.
        """
        self._means.causes.check(body.cause)

        def decide(file: CaseFile) -> CaseFile:
            suggested = file.case.suggested_cause
            return actions.classify(
                file,
                cause=body.cause,
                agreed=None if suggested is None else suggested == body.cause,
                now=call.now,
                by=call.actor.subject,
            )

        return self._change(call, case_id, "classify_case", decide)

    def close_case(self, call: Call, case_id: str, body: ClosureBody) -> Shown:
        """Bring a case to its end; a customer may only withdraw it."""
        if not call.actor.is_staff and body.resolution != WITHDRAWN:
            raise OnlyWithdrawalError
        said = bool(body.text.strip())

        def decide(file: CaseFile) -> CaseFile:
            return actions.close(
                file,
                resolution=body.resolution,
                message=last_message(file) if said else None,
                now=call.now,
                by=call.actor.subject,
            )

        words = Words(
            author=Author.STAFF if call.actor.is_staff else Author.CUSTOMER,
            visibility=Visibility.CUSTOMER,
            purpose=Purpose.CLOSING,
            text=body.text,
        )
        return self._change(call, case_id, "close_case", decide, says=words if said else None)

    def reopen_case(self, call: Call, case_id: str, body: ReasonBody) -> Shown:
        """A closed case goes on, with new clocks; what was recorded stays."""

        def decide(file: CaseFile) -> CaseFile:
            return actions.reopen(
                file,
                reason=last_message(file),
                now=call.now,
                by=call.actor.subject,
                policies=self._policies(call, file),
                policy=self._desk.policy(call.now).version,
            )

        words = Words(
            author=Author.STAFF if call.actor.is_staff else Author.CUSTOMER,
            visibility=Visibility.CUSTOMER,
            purpose=Purpose.REOPENING,
            text=body.reason,
        )
        return self._change(call, case_id, "reopen_case", decide, says=words)

    def explain_breach(self, call: Call, case_id: str, clock_id: str, body: SaidBody) -> Shown:
        """Say why a clock ran out; the breach stays on record."""

        def decide(file: CaseFile) -> CaseFile:
            return actions.explain(
                file,
                clock=clock_id,
                message=last_message(file),
                now=call.now,
                by=call.actor.subject,
                policies=self._policies(call, file),
            )

        words = among_staff(Purpose.EXPLANATION, body.text, body.attachments, about=clock_id)
        return self._change(call, case_id, "explain_breach", decide, says=words)

    def hold_case(self, call: Call, case_id: str, body: HoldBody) -> Shown:
        """Set or lift a legal hold: a held case is kept beyond its time (6.1.4)."""

        def decide(file: CaseFile) -> CaseFile:
            act = actions.set_hold if body.held else actions.lift_hold
            return act(file, reason=last_message(file), now=call.now, by=call.actor.subject)

        words = among_staff(Purpose.NOTE, body.reason)
        return self._change(call, case_id, "hold_case", decide, says=words)
