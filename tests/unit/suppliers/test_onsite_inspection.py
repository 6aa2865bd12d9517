"""The report of the on-site inspection."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.suppliers.domain.inspection import UploadedFile, check_report, outcome
from teleshop.suppliers.domain.policy import SupplierPolicy
from tests.factories.suppliers import TODAY, report

pytestmark = pytest.mark.clause("3.1.3")

FILES = {
    "doc_report": UploadedFile("accepted", "application/pdf"),
    "doc_photo": UploadedFile("accepted", "image/png"),
    "doc_photo_2": UploadedFile("accepted", "image/jpeg"),
    "doc_unchecked": UploadedFile("checking", "image/png"),
}


def remarks(policy: SupplierPolicy | None = None, **changes: Any) -> list[tuple[str, str]]:
    found = check_report(report(**changes), FILES, TODAY, policy or SupplierPolicy())
    return [(finding.code, finding.pointer) for finding in found]


def test_a_complete_report_has_no_remark() -> None:
    assert remarks() == []


@pytest.mark.parametrize("score", [-1, 101, True])
def test_a_score_outside_of_zero_to_a_hundred_is_refused(score: int) -> None:
    assert remarks(score=score) == [("score_out_of_range", "/score")]


@pytest.mark.parametrize("score", [0, 100])
def test_both_ends_of_the_scale_are_scores(score: int) -> None:
    assert remarks(score=score) == []


@pytest.mark.parametrize("document", ["doc_photo", "doc_nowhere"])
def test_the_report_is_an_accepted_pdf(document: str) -> None:
    assert remarks(report_document=document) == [("report_file", "/report_document")]


def test_a_visit_has_photos_that_passed_their_check() -> None:
    assert remarks(photo_documents=()) == [("photos_missing", "/photo_documents")]
    assert remarks(photo_documents=("doc_photo", "doc_unchecked", "doc_report")) == [
        ("photo_file", "/photo_documents/1"),
        ("photo_file", "/photo_documents/2"),
    ]


def test_the_same_photo_twice_counts_once() -> None:
    two = SupplierPolicy(minimum_photos=2)
    assert remarks(two, photo_documents=("doc_photo", "doc_photo")) == [
        ("photos_missing", "/photo_documents")
    ]
    assert remarks(two, photo_documents=("doc_photo", "doc_photo_2")) == []


def test_a_visit_to_come_and_everything_else_are_said_at_once() -> None:
    assert remarks(
        score=200, inspected_on=TODAY + timedelta(days=1), report_document="", photo_documents=()
    ) == [
        ("score_out_of_range", "/score"),
        ("inspected_in_future", "/inspected_on"),
        ("report_file", "/report_document"),
        ("photos_missing", "/photo_documents"),
    ]


@pytest.mark.parametrize(
    ("needed", "score", "expected"),
    [(60, 59, "failed"), (60, 60, "passed"), (80, 79, "failed"), (0, 0, "passed")],
)
def test_the_threshold_is_a_setting_and_belongs_to_the_passing_scores(
    needed: int, score: int, expected: str
) -> None:
    assert outcome(report(score=score), SupplierPolicy(inspection_pass_score=needed)) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"inspection_pass_score": 101},
        {"minimum_photos": 0},
        {"reverification_months": 0},
        {"expiry_warning_days": ()},
        {"expiry_warning_days": (30, -1)},
    ],
)
def test_a_senseless_policy_is_refused_when_it_is_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        SupplierPolicy(**wrong)
