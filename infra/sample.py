"""A small sample platform for ``make run``: suppliers at several steps, made over the API as their
people would make them.

Every name, number and file here is invented.
"""

import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from infra.tools.local_cloud import CloudError, Platform

SECONDS = 60.0
PAUSE = 0.1
CHINA = timedelta(hours=8)


@dataclass(frozen=True)
class Company:
    """Who applies; ``uscc`` has a valid check character and belongs to nobody known."""

    name: str
    uscc: str
    person: str
    phone: str


ACTIVE = Company("示例家居用品有限公司", "913301000000000196", "示例甲", "13900000001")
WAITING = Company("示例厨具有限公司", "913301000000000271", "示例乙", "13900000002")
DRAFTING = Company("示例食品有限公司", "91330100000000035U", "示例丙", "13900000003")


def load(platform: Platform) -> None:
    """Make one supplier on board, one that waits for its review, and one draft.

    :raises CloudError: the platform refuses something; the message says what.
    """
    with httpx.Client(timeout=30) as client:
        sample = Sample(platform, client)
        sample.on_board(ACTIVE)
        sample.submitted(WAITING)
        sample.drafted(DRAFTING)


@dataclass(frozen=True)
class Sample:
    """Acts for everybody, each with a token of its own."""

    platform: Platform
    client: httpx.Client
    tokens: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def on_board(self, company: Company) -> str:
        """Apply, and let the people of the platform decide; answers the supplier's id."""
        supplier = self.submitted(company)
        self.decide("reviewer", supplier, "review")
        self.awaited("the inspection", lambda: self.open_step("inspector", supplier))
        self.send(
            "inspector",
            f"/suppliers/{supplier}/inspection-reports",
            {
                "inspected_on": today(),
                "score": 88,
                "report_document": self.file("inspector", "inspection_report", supplier),
                "photo_documents": [self.file("inspector", "inspection_photo", supplier)],
            },
        )
        self.decide("inspector", supplier, "inspection")
        self.awaited("the agreement", lambda: self.open_step("signatory", supplier))
        agreement = self.send(
            "legal",
            f"/suppliers/{supplier}/agreements",
            {
                "document_id": self.file("legal", "agreement", supplier),
                "valid_from": today(),
                "valid_to": today(365),
            },
        )
        self.send(
            "supplier",
            f"/suppliers/{supplier}/agreements/{agreement['version']}/acceptance",
            {"sha256": agreement["sha256"]},
            subject=company.uscc,
        )
        self.decide("signatory", supplier, "agreement")
        self.awaited("the supplier on board", lambda: self.status(supplier) == "active")
        return supplier

    def submitted(self, company: Company) -> str:
        """A complete application that has passed the automatic check."""
        supplier = self.drafted(company)
        licence = {
            "type": "business_licence",
            "number": company.uscc,
            "issuer": "示例市市场监督管理局",
            "issued_on": "2024-03-01",
            "document_id": self.file("supplier", "qualification", subject=company.uscc),
        }
        self.send("supplier", f"/suppliers/{supplier}/documents", licence, subject=company.uscc)
        self.send("supplier", f"/supplier-applications/{supplier}/submission", subject=company.uscc)
        self.awaited("the automatic check", lambda: self.status(supplier) == "in_review")
        return supplier

    def drafted(self, company: Company) -> str:
        """A draft; answers the supplier's id."""
        application = {
            "legal_name": company.name,
            "uscc": company.uscc,
            "legal_representative": company.person,
            "registered_address": "浙江省示例市示例路 1 号",
            "contacts": [{"name": company.person, "phone": company.phone}],
            "categories": ["general_goods"],
            "cooperation_intent": "长期供货",
        }
        made = self.send("supplier", "/supplier-applications", application, subject=company.uscc)
        return str(made["id"])

    def decide(self, role: str, supplier: str, step: str) -> None:
        """Approve a step."""
        approval = self.awaited(step, lambda: self.open_step(role, supplier))
        self.send(role, f"/approvals/{approval}/decision", {"decision": "approve"})

    def open_step(self, role: str, supplier: str) -> str | None:
        """The approval on a supplier that waits in the role's inbox."""
        inbox = self.read(role, "/approvals?mine=true&limit=100")["items"]
        found = (item["id"] for item in inbox if item["subject"]["id"] == supplier)
        return next(found, None)

    def status(self, supplier: str) -> str:
        """Where a supplier stands."""
        return str(self.read("manager", f"/suppliers/{supplier}")["status"])

    def file(
        self, role: str, purpose: str, supplier: str | None = None, subject: str | None = None
    ) -> str:
        """Upload a file and wait for its check; answers its id."""
        photo = purpose == "inspection_photo"
        asked = {"purpose": purpose, "content_type": "image/png" if photo else "application/pdf"}
        if supplier is not None:
            asked["supplier_id"] = supplier
        offer = self.send(role, "/documents", asked, subject=subject)
        form = offer["upload"]
        answer = self.client.post(
            form["url"],
            data=form["fields"],
            files={"file": ("sample", picture() if photo else page())},
        )
        if answer.is_error:
            raise CloudError(f"the sample platform: storage answered {answer.status_code}")

        def checked() -> bool:
            document = self.read(role, f"/documents/{offer['id']}", subject)
            return bool(document["state"] == "accepted")

        self.awaited("the check of a file", checked)
        return str(offer["id"])

    def read(self, role: str, path: str, subject: str | None = None) -> Any:
        """GET."""
        return self._call("GET", role, path, None, subject)

    def send(self, role: str, path: str, body: Any = None, *, subject: str | None = None) -> Any:
        """POST."""
        return self._call("POST", role, path, body, subject)

    def _call(self, method: str, role: str, path: str, body: Any, subject: str | None) -> Any:
        if (role, subject) not in self.tokens:
            self.tokens[role, subject] = self.platform.token(role, subject=subject)
        answer = self.client.request(
            method,
            f"{self.platform.api_url}{path}",
            json=body,
            headers={
                "authorization": f"Bearer {self.tokens[role, subject]}",
                "accept-language": "en",
            },
        )
        if answer.is_error:
            raise CloudError(f"the sample platform: {method} {path}: {answer.text}")
        return answer.json()

    def awaited(self, what: str, condition: Callable[[], Any]) -> Any:
        """What ``condition`` answers as soon as that is true."""
        end = time.monotonic() + SECONDS
        while not (found := condition()):
            if time.monotonic() > end:
                raise CloudError(f"the sample platform: waited {SECONDS:.0f} s for {what}")
            time.sleep(PAUSE)
        return found


def today(later: int = 0) -> str:
    """The day in China so many days from now."""
    return (datetime.now(UTC) + CHINA + timedelta(days=later)).date().isoformat()


def page() -> bytes:
    """A PDF of one page."""
    text = b"BT /F1 18 Tf 72 720 Td (Sample document, no legal value) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(out))
    )


def picture(side: int = 64) -> bytes:
    """A PNG, a grey square."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    rows = (b"\x00" + b"\x99" * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
