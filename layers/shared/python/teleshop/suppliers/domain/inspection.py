"""The on-site inspection (实地考察): a score from 0 to 100, a report and photos."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from teleshop.kernel.findings import Finding
from teleshop.suppliers.domain import findings as f
from teleshop.suppliers.domain.policy import DEFAULT_POLICY, MAX_SCORE, SupplierPolicy
from teleshop.suppliers.domain.qualifications import ContentState

Outcome = Literal["passed", "failed"]


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """What is known of a file that a report names: the result of its check and its content type."""

    content: ContentState
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionReport:
    """The inspector's record; ``inspector`` is the token's subject, documents are named by id."""

    id: str
    supplier_id: str
    inspector: str
    inspected_on: date
    score: int
    report_document: str
    photo_documents: tuple[str, ...]
    remarks: str = field(default="", repr=False)


def check_report(
    report: InspectionReport,
    files_by_id: Mapping[str, UploadedFile],
    today: date,
    policy: SupplierPolicy = DEFAULT_POLICY,
) -> list[Finding]:
    """All faults of a report; an id that ``files_by_id`` lacks counts as a file that is not
    there.
    """
    found: list[Finding] = []
    # bool is an int in Python; a score of True is a mistake of the sender.
    if isinstance(report.score, bool) or not 0 <= report.score <= MAX_SCORE:
        found.append(f.SCORE_OUT_OF_RANGE.at("/score"))
    if report.inspected_on > today:
        found.append(f.INSPECTED_IN_FUTURE.at("/inspected_on"))
    if not _usable(files_by_id.get(report.report_document), "application/pdf"):
        found.append(f.REPORT_FILE.at("/report_document"))
    for index, photo in enumerate(report.photo_documents):
        if not _usable(files_by_id.get(photo), "image/"):
            found.append(f.PHOTO_FILE.at(f"/photo_documents/{index}"))
    if len(set(report.photo_documents)) < policy.minimum_photos:
        found.append(f.PHOTOS_MISSING.at("/photo_documents", minimum=policy.minimum_photos))
    return found


def outcome(report: InspectionReport, policy: SupplierPolicy = DEFAULT_POLICY) -> Outcome:
    """Passed from the threshold on, which belongs to the passing scores."""
    return "passed" if report.score >= policy.inspection_pass_score else "failed"


def _usable(file: UploadedFile | None, content_type: str) -> bool:
    return (
        file is not None
        and file.content == "accepted"
        and file.content_type.startswith(content_type)
    )
