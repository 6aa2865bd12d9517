"""The story of a supplier that comes on board, told over HTTP: the same in process and on the local
cloud.

A :class:`Site` says how to be somebody, how a file travels to storage, and how to wait for what
happens by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from teleshop.kernel.clock import china_date
from teleshop.suppliers.domain.registration import organisation_code_check_character
from tests.factories import files

USCC = "91330100799653052A"
OTHER_USCC = "91440300708461136T"


class Answer(Protocol):
    """What came back."""

    @property
    def status(self) -> int: ...
    @property
    def json(self) -> Any: ...
    @property
    def headers(self) -> Any: ...


class Person(Protocol):
    """Somebody with a token."""

    def get(self, path: str) -> Answer: ...
    def post(self, path: str, json: Any = None) -> Answer: ...
    def patch(self, path: str, json: Any = None, *, headers: Any = None) -> Answer: ...
    def delete(self, path: str) -> Answer: ...


class Site(Protocol):
    """Where the story is told."""

    def person(self, role: str, subject: str) -> Person: ...
    def upload(self, form: dict[str, Any], content: bytes) -> int:
        """Send a file by its form; answers the HTTP status of storage."""

    def wait(self, for_what: str, condition: Callable[[], Any]) -> Any:
        """What ``condition`` answers as soon as that is true."""


def uscc_number(number: int) -> str:
    """A valid code of its own for every number below a hundred million."""
    from stdnum.cn.uscc import calc_check_digit

    first_eight = f"{number:08d}"
    body = f"91330100{first_eight}{organisation_code_check_character(first_eight)}"
    return f"{body}{calc_check_digit(body)}"


def today() -> date:
    """The day in China by the machine's clock, which storage goes by."""
    return china_date(datetime.now(UTC))


def application(**changes: Any) -> dict[str, Any]:
    """A complete application for general goods."""
    return {
        "legal_name": "杭州示例商贸有限公司",
        "uscc": USCC,
        "legal_representative": "张三",
        "registered_address": "浙江省杭州市示例路 1 号",
        "contacts": [{"name": "李四", "phone": "13800000000", "email": "li@example.com"}],
        "categories": ["general_goods"],
        "cooperation_intent": "家居用品，长期合作",
    } | changes


def licence(document_id: str, **changes: Any) -> dict[str, Any]:
    """A business licence with the unified code."""
    return {
        "type": "business_licence",
        "number": USCC,
        "issuer": "杭州市市场监督管理局",
        "issued_on": "2024-11-24",
        "document_id": document_id,
    } | changes


def said(answer: Answer, status: int) -> Any:
    """The content of an answer that must have that status."""
    assert answer.status == status, f"{answer.status}: {answer.json}"
    return answer.json


@dataclass
class Story:
    """One applicant and the people of the platform; ``id`` is set once there is a draft.

    Stories that share a cloud need a code and a name of their own.
    """

    site: Site
    applicant_subject: str = "applicant"
    uscc: str = USCC
    legal_name: str = "杭州示例商贸有限公司"
    id: str = ""
    documents: dict[str, str] = field(default_factory=dict)

    @property
    def applicant(self) -> Person:
        """Who applies."""
        return self.site.person("supplier", self.applicant_subject)

    def staff(self, role: str, subject: str | None = None) -> Person:
        """Somebody of the platform."""
        return self.site.person(role, subject or role)

    # -- files ----------------------------------------------------------------------------------

    def uploaded(
        self,
        person: Person,
        purpose: str,
        content: bytes,
        content_type: str = "application/pdf",
        supplier_id: str | None = None,
    ) -> dict[str, Any]:
        """A file sent and checked, whatever the check found."""
        asked = {"purpose": purpose, "content_type": content_type}
        if supplier_id:
            asked["supplier_id"] = supplier_id
        offer = said(person.post("/documents", asked), 201)
        assert self.site.upload(offer["upload"], content) in {200, 201, 204}

        def checked() -> Any:
            document = said(person.get(f"/documents/{offer['id']}"), 200)
            return document if document["state"] in {"accepted", "rejected"} else None

        document: dict[str, Any] = self.site.wait("the check of a file", checked)
        return document

    def file(self, person: Person, purpose: str, supplier_id: str | None = None) -> str:
        """The id of an accepted file: a real PDF, or a real PNG as a photo."""
        photo = purpose == "inspection_photo"
        content = files.image("PNG") if photo else files.pdf()
        kind = "image/png" if photo else "application/pdf"
        document = self.uploaded(person, purpose, content, kind, supplier_id)
        assert document["state"] == "accepted", document
        return str(document["id"])

    # -- the applicant --------------------------------------------------------------------------

    def draft(self, **changes: Any) -> dict[str, Any]:
        """A draft with the changes."""
        own = {"uscc": self.uscc, "legal_name": self.legal_name}
        body = application(**(own | changes))
        drafted: dict[str, Any] = said(self.applicant.post("/supplier-applications", body), 201)
        self.id = drafted["id"]
        return drafted

    def attach(self, **changes: Any) -> dict[str, Any]:
        """A business licence with its file put on file."""
        who = self.applicant
        body = licence(self.file(who, "qualification"), number=self.uscc) | changes
        attached: dict[str, Any] = said(who.post(f"/suppliers/{self.id}/documents", body), 201)
        self.documents[attached["type"]] = attached["id"]
        return attached

    def submit(self) -> Answer:
        """The application sent in."""
        return self.applicant.post(f"/supplier-applications/{self.id}/submission")

    def status(self) -> str:
        """Where the application stands."""
        return str(said(self.applicant.get(f"/suppliers/{self.id}"), 200)["status"])

    def reaches(self, status: str) -> None:
        """Wait until the application stands there."""

        def there() -> bool:
            return self.status() == status

        self.site.wait(f"the supplier to be {status}", there)

    # -- the platform ---------------------------------------------------------------------------

    def approval(self, role: str, step: str) -> dict[str, Any]:
        """The open approval of a step, as the role's inbox shows it."""

        def found() -> Any:
            inbox = said(self.staff(role).get("/approvals?mine=true&limit=100"), 200)["items"]
            return next(
                (
                    item
                    for item in inbox
                    if item["subject"]["id"] == self.id and item["step"] == step
                ),
                None,
            )

        item: dict[str, Any] = self.site.wait(f"the approval of {step}", found)
        return item

    def decide(
        self, role: str, step: str, decision: str = "approve", person: Person | None = None
    ) -> Answer:
        """A decision on a step."""
        approval = self.approval(role, step)
        body: dict[str, Any] = {"decision": decision}
        if decision != "approve":
            body["reason"] = "资料需要补充"
        who = person or self.staff(role)
        return who.post(f"/approvals/{approval['id']}/decision", body)

    def inspect(self, score: int = 85) -> Answer:
        """The report of a visit, with a PDF and a PNG."""
        inspector = self.staff("inspector")
        self.approval("inspector", "inspection")
        body = {
            "inspected_on": today().isoformat(),
            "score": score,
            "report_document": self.file(inspector, "inspection_report", self.id),
            "photo_documents": [self.file(inspector, "inspection_photo", self.id)],
            "remarks": "现场整洁",
        }
        return inspector.post(f"/suppliers/{self.id}/inspection-reports", body)

    def offer(self, days: int = 365) -> dict[str, Any]:
        """A version of the agreement, uploaded and offered by legal."""
        legal = self.staff("legal")
        body = {
            "document_id": self.file(legal, "agreement", self.id),
            "valid_from": today().isoformat(),
            "valid_to": (today() + timedelta(days=days)).isoformat(),
        }
        offered: dict[str, Any] = said(legal.post(f"/suppliers/{self.id}/agreements", body), 201)
        return offered

    def accept(self, agreement: dict[str, Any]) -> Answer:
        """The supplier accepts a version by its hash."""
        path = f"/suppliers/{self.id}/agreements/{agreement['version']}/acceptance"
        return self.applicant.post(path, {"sha256": agreement["sha256"]})

    # -- the whole of it ------------------------------------------------------------------------

    def until_review(self, **changes: Any) -> "Story":
        """Submitted and in review."""
        self.draft(**changes)
        self.attach()
        said(self.submit(), 200)
        self.reaches("in_review")
        return self

    def until_inspection(self, **changes: Any) -> "Story":
        """Through the review."""
        self.until_review(**changes)
        said(self.decide("reviewer", "review"), 200)
        self.reaches("in_inspection")
        return self

    def until_agreement(self, **changes: Any) -> "Story":
        """Through the inspection."""
        self.until_inspection(**changes)
        said(self.inspect(), 201)
        said(self.decide("inspector", "inspection"), 200)
        self.reaches("in_agreement")
        return self

    def until_active(self, **changes: Any) -> "Story":
        """On board."""
        self.until_agreement(**changes)
        agreement = self.offer()
        self.approval("signatory", "agreement")
        said(self.accept(agreement), 200)
        said(self.decide("signatory", "agreement"), 200)
        self.reaches("active")
        return self
