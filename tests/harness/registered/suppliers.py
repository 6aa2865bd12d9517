"""Use cases of suppliers: every method that commits, from the draft to a supplier on board and off
it again.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from functions.documents.inspection import inspect_content
from teleshop.approvals.service import Decided
from teleshop.documents.wiring import service as documents
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.suppliers.domain.verification import next_verification
from teleshop.suppliers.schemas import (
    AcceptanceBody,
    AgreementBody,
    ApplicationBody,
    ApplicationChange,
    BlacklistBody,
    ClearanceBody,
    DocumentVerdict,
    InspectionBody,
    ReasonBody,
    VerificationBody,
)
from teleshop.suppliers.service import Suppliers
from teleshop.suppliers.wiring import service
from tests.factories import files, stages
from tests.factories.approvals import call as at
from tests.factories.documents import accepted, awaited, upload
from tests.factories.onboarding import OTHER_USCC, USCC
from tests.factories.stages import APPLICANT, INSPECTOR, LEGAL, MANAGER, Stage
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

DAY = timedelta(days=1)
REASON = ReasonBody(reason="资料核实中")
Do = Callable[[Suppliers, Call, Stage], object]


def midnight_after(year: int, month: int, day: int) -> datetime:
    """The instant at which a day in China is over."""
    return datetime(year, month, day, 16, tzinfo=UTC)


def use_case(
    covers: str,
    clause: str,
    prepare: Callable[[], Stage],
    do: Do,
    *,
    actor: Actor = SYSTEM_ACTOR,
    now: datetime = NOW,
    name: str = "",
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events."""

    def act(world: World, stage: Stage) -> object:
        call = world.call("act", actor=actor, now=now)
        return world.run(call, lambda: do(service(), call, stage))

    title = f"suppliers.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, clause, in_world(prepare), act, covers=(f"suppliers.{covers}",))


@cache
def in_world(prepare: Callable[[], Stage]) -> Callable[[World], Stage]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


# -- applications ---------------------------------------------------------------------------------


def nothing() -> Stage:
    """Nobody has applied."""
    return Stage("")


def start(own: Suppliers, call: Call, _: Stage) -> object:
    return own.applications.start_application(call, ApplicationBody(legal_name="甲"))


def amend(own: Suppliers, call: Call, stage: Stage) -> object:
    change = ApplicationChange(cooperation_intent="另一意向")
    return own.applications.amend_application(call, stage.id, change)


def submit(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.applications.submit_application(call, stage.id)


def withdraw(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.applications.withdraw_application(call, stage.id)


def lapse(own: Suppliers, call: Call, stage: Stage) -> object:
    deadline = f"suppliers:{stage.id}:draft:0"
    return own.applications.lapse_draft(call, stage.id, deadline)


APPLICATIONS = (
    use_case("Applications.start_application", "3.2.1", nothing, start, actor=APPLICANT),
    use_case("Applications.amend_application", "3.2.1", stages.drafted, amend, actor=APPLICANT),
    use_case(
        "Applications.submit_application", "3.2.1", stages.documented, submit, actor=APPLICANT
    ),
    use_case(
        "Applications.withdraw_application",
        "3.2.1",
        stages.in_inspection,
        withdraw,
        actor=APPLICANT,
    ),
    use_case("Applications.lapse_draft", "3.2.1", stages.drafted, lapse, now=NOW + 90 * DAY),
)


# -- documents ------------------------------------------------------------------------------------


def with_file() -> Stage:
    """A draft, and an accepted file that is on no one's record."""
    return replace(stages.drafted(), extra=accepted(APPLICANT).id)


def add(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.qualifications.add_document(call, stage.id, stages.licence(stage.extra))


def remove(own: Suppliers, call: Call, stage: Stage) -> None:
    own.qualifications.remove_document(call, stage.id, stage.licence)


def checked_meanwhile() -> Stage:
    """A document was put on file while its content was being checked; the check has ended."""
    stage = stages.drafted()
    wanted = awaited(APPLICANT).document
    reported = upload(wanted, files.pdf())
    documents().start_check(at(after=timedelta(minutes=1)), wanted.id, reported.version)
    body = stages.licence(wanted.id)
    service().qualifications.add_document(at(APPLICANT), stage.id, body)
    documents().check_upload(at(after=timedelta(minutes=2)), reported, inspect_content)
    return replace(stage, extra=wanted.id)


def take_over(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.qualifications.file_checked(call, stage.extra)


QUALIFICATIONS = (
    use_case("Qualifications.add_document", "3.1.2", with_file, add, actor=APPLICANT),
    use_case("Qualifications.remove_document", "3.1.2", stages.documented, remove, actor=APPLICANT),
    use_case("Qualifications.file_checked", "3.1.2", checked_meanwhile, take_over),
)


# -- steps of the workflow ------------------------------------------------------------------------


def check(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.onboarding.check_application(call, stage.id, 1)


def outcome(step: str, decided: Decided) -> Do:
    """A decision taking effect."""

    def do(own: Suppliers, call: Call, stage: Stage) -> object:
        return own.onboarding.apply_outcome(call, stage.id, 1, step, decided)  # type: ignore[arg-type]  # a literal

    return do


def fail(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.onboarding.report_failure(call, stage.id, 1, "States.Runtime")


def stalled() -> Stage:
    """The workflow has failed."""
    stage = stages.in_review()
    service().onboarding.report_failure(at(), stage.id, 1, "States.Runtime")
    return stage


def restart(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.onboarding.restart(call, stage.id)


def signed() -> Stage:
    """All is there but the last decision."""
    return stages.signed(stages.offered(stages.in_agreement()))


def reported(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.visits.report_inspection(call, stage.id, INSPECTIONS[stage.id])


INSPECTIONS: dict[str, InspectionBody] = {}
"""The report of each stage by supplier: its files are uploaded when the stage is made."""


def visited() -> Stage:
    """The inspector is back, the files are uploaded."""
    stage = stages.in_inspection()
    INSPECTIONS[stage.id] = stages.inspection(stage)
    return stage


OUTCOME = "Onboarding.apply_outcome"
WORKFLOW = (
    use_case("Onboarding.check_application", "3.1.3", stages.submitted, check),
    use_case(
        OUTCOME, "3.2.2", stages.in_review, outcome("review", stages.APPROVED), name="reviewed"
    ),
    use_case(
        OUTCOME, "3.2.2", stages.in_review, outcome("review", Decided("returned")), name="returned"
    ),
    use_case(
        OUTCOME, "3.2.2", stages.in_review, outcome("review", Decided("rejected")), name="rejected"
    ),
    use_case(
        OUTCOME, "3.1.3", stages.in_review, outcome("review", Decided("timed_out")), name="lapsed"
    ),
    use_case(OUTCOME, "3.2.3", signed, outcome("agreement", stages.APPROVED), name="activated"),
    use_case("Onboarding.report_failure", "3.1.3", stages.in_review, fail),
    use_case("Onboarding.restart", "3.1.3", stalled, restart, actor=MANAGER),
    use_case("Visits.report_inspection", "3.1.3", visited, reported, actor=INSPECTOR),
)


# -- agreements -----------------------------------------------------------------------------------

TERMS: dict[str, AgreementBody] = {}
"""As :data:`INSPECTIONS`."""


def drawn_up() -> Stage:
    """The text of the agreement is uploaded."""
    stage = stages.in_agreement()
    TERMS[stage.id] = stages.terms(stage)
    return stage


def offer(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.agreements.offer_agreement(call, stage.id, TERMS[stage.id])


def before_supplier() -> Stage:
    """A version waits for the supplier."""
    return stages.offered(stages.in_agreement())


def accept(own: Suppliers, call: Call, stage: Stage) -> object:
    body = AcceptanceBody(sha256=stage.sha256)
    return own.agreements.accept_agreement(call, stage.id, "1", body)


def renewed() -> Stage:
    """On board, and the supplier has accepted the next version."""
    return stages.signed(stages.offered(stages.active()), "2")


def countersign(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.agreements.countersign_agreement(call, stage.id, "2")


AGREEMENTS = (
    use_case("Agreements.offer_agreement", "3.2.3", drawn_up, offer, actor=LEGAL),
    use_case("Agreements.accept_agreement", "3.2.3", before_supplier, accept, actor=APPLICANT),
    use_case(
        "Agreements.countersign_agreement", "3.2.3", renewed, countersign, actor=stages.SIGNATORY
    ),
)


# -- on board -------------------------------------------------------------------------------------


def verify(own: Suppliers, call: Call, stage: Stage) -> object:
    verdict = DocumentVerdict(qualification_id=stage.licence, result="confirmed")
    body = VerificationBody(verified_on=(NOW + 30 * DAY).date(), findings=[verdict])
    return own.visits.record_verification(call, stage.id, body)


def suspend(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.standing.suspend_supplier(call, stage.id, REASON)


def on_hold() -> Stage:
    """On board and on hold."""
    stage = stages.active()
    service().standing.suspend_supplier(at(MANAGER), stage.id, REASON)
    return stage


def restore(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.standing.restore_supplier(call, stage.id, REASON)


def terminate(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.standing.terminate_supplier(call, stage.id, REASON)


def warn(own: Suppliers, call: Call, stage: Stage) -> None:
    data = {"qualification_id": stage.licence}
    own.standing.expiry_approaches(call, stage.id, "document", data)


def expire(own: Suppliers, call: Call, stage: Stage) -> None:
    data = {"qualification_id": stage.licence}
    own.standing.document_expired(call, stage.id, data)


def agreement_ends(own: Suppliers, call: Call, stage: Stage) -> None:
    own.standing.agreement_expired(call, stage.id, {"version": 1})


def overdue(own: Suppliers, call: Call, stage: Stage) -> None:
    due = next_verification(stages.TODAY)
    own.standing.verification_overdue(call, stage.id, {"due": due.isoformat()})


ENDED = midnight_after(2027, 3, 31)
STANDING = (
    use_case(
        "Visits.record_verification",
        "3.2.4",
        stages.active,
        verify,
        actor=stages.REVIEWER,
        now=NOW + 30 * DAY,
    ),
    use_case("Standing.suspend_supplier", "3.2.4", stages.active, suspend, actor=MANAGER),
    use_case("Standing.restore_supplier", "3.2.4", on_hold, restore, actor=MANAGER),
    use_case("Standing.terminate_supplier", "3.2.4", stages.active, terminate, actor=MANAGER),
    use_case("Standing.expiry_approaches", "2.1.2", stages.active, warn, now=ENDED - 7 * DAY),
    use_case("Standing.document_expired", "2.1.2", stages.active, expire, now=ENDED),
    use_case(
        "Standing.agreement_expired",
        "3.2.4",
        stages.active,
        agreement_ends,
        now=midnight_after(2027, 11, 22),
    ),
    use_case(
        "Standing.verification_overdue",
        "3.2.4",
        stages.active,
        overdue,
        now=midnight_after(2027, 5, 23),
    ),
)


# -- blacklist ------------------------------------------------------------------------------------

ENTITY = BlacklistBody(kind="entity", reason="虚假资质", uscc=USCC)


def list_entity(own: Suppliers, call: Call, _: Stage) -> object:
    return own.blacklist.add_entry(call, ENTITY)


def entered(body: BlacklistBody) -> Callable[[], Stage]:
    """On board, and on the list."""

    def prepare() -> Stage:
        stage = stages.active()
        return replace(stage, extra=service().blacklist.add_entry(at(MANAGER), body).id)

    return prepare


def end(own: Suppliers, call: Call, stage: Stage) -> object:
    return own.blacklist.end_entry(call, stage.extra)


def clear(own: Suppliers, call: Call, stage: Stage) -> object:
    body = ClearanceBody(uscc=OTHER_USCC, reason="同名不同人")
    return own.blacklist.clear_namesake(call, stage.extra, body)


def begins(own: Suppliers, call: Call, stage: Stage) -> None:
    own.blacklist.entry_begins(call, stage.extra)


def ends(own: Suppliers, call: Call, stage: Stage) -> None:
    own.blacklist.entry_ends(call, stage.extra)


LATER = BlacklistBody(kind="entity", reason="虚假资质", uscc=USCC, since=NOW + DAY)
FOR_A_DAY = BlacklistBody(kind="entity", reason="虚假资质", uscc=USCC, until=NOW + DAY)
PERSON = BlacklistBody(kind="person", reason="失信", name="王五")
BLACKLIST = (
    use_case("Blacklist.add_entry", "2.1.5", stages.active, list_entity, actor=MANAGER),
    use_case("Blacklist.end_entry", "2.1.5", entered(ENTITY), end, actor=MANAGER),
    use_case("Blacklist.clear_namesake", "2.1.5", entered(PERSON), clear, actor=MANAGER),
    use_case("Blacklist.entry_begins", "2.1.5", entered(LATER), begins, now=NOW + DAY),
    use_case("Blacklist.entry_ends", "2.1.5", entered(FOR_A_DAY), ends, now=NOW + DAY),
)

USE_CASES = (
    *APPLICATIONS,
    *QUALIFICATIONS,
    *WORKFLOW,
    *AGREEMENTS,
    *STANDING,
    *BLACKLIST,
)
