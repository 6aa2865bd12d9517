"""Agreements: versions, acceptance by hash, countersignature."""

from datetime import date, datetime, timedelta

import pytest

from teleshop.kernel.clock import CHINA
from teleshop.suppliers.domain.agreement import (
    accept_agreement,
    countersign_agreement,
    is_in_force,
    supersede,
)
from teleshop.suppliers.domain.refusals import (
    AgreementChangedError,
    AgreementNotOpenError,
    AgreementValidityError,
    FileHashError,
    SameSignatoryError,
)
from tests.factories.suppliers import NOW, SHA256, TODAY, countersigned, offered

pytestmark = pytest.mark.clause("3.2.3")

LATER = NOW + timedelta(hours=1)
OVER = datetime(2027, 11, 23, 0, 0, tzinfo=CHINA)


def test_versions_count_up_from_one() -> None:
    first = offered()
    assert (first.version, offered(first).version) == (1, 2)


def test_a_version_goes_from_offered_over_accepted_to_countersigned() -> None:
    first = offered()
    accepted = accept_agreement(first, sha256=SHA256.upper(), by="supplier-1", now=NOW)
    signed = countersign_agreement(accepted, by="manager-1", now=LATER)
    assert [one.state for one in (first, accepted, signed)] == [
        "offered",
        "accepted",
        "countersigned",
    ]
    assert supersede(signed, LATER).state == "superseded"


@pytest.mark.parametrize(
    ("start", "end"),
    [(TODAY, date(2026, 11, 22)), (date(2027, 1, 2), date(2027, 1, 1))],
)
def test_a_period_that_is_over_or_reversed_is_not_offered(start: date, end: date) -> None:
    with pytest.raises(AgreementValidityError):
        offered(valid_from=start, valid_to=end)


@pytest.mark.parametrize("text", ["", "ab" * 31, "g" * 64, "ab" * 33])
def test_what_is_no_sha_256_is_refused(text: str) -> None:
    with pytest.raises(FileHashError):
        offered(sha256=text)
    with pytest.raises(FileHashError):
        accept_agreement(offered(), sha256=text, by="supplier-1", now=NOW)


def test_another_text_than_the_offered_one_is_not_accepted() -> None:
    with pytest.raises(AgreementChangedError):
        accept_agreement(offered(), sha256="cd" * 32, by="supplier-1", now=NOW)


def test_a_superseded_or_ended_version_is_not_signed() -> None:
    replaced = supersede(offered(), NOW)
    assert supersede(replaced, LATER) is replaced
    with pytest.raises(AgreementNotOpenError):
        accept_agreement(replaced, sha256=SHA256, by="supplier-1", now=LATER)
    with pytest.raises(AgreementNotOpenError):
        accept_agreement(offered(), sha256=SHA256, by="supplier-1", now=OVER)
    accepted = accept_agreement(offered(), sha256=SHA256, by="supplier-1", now=NOW)
    with pytest.raises(AgreementNotOpenError):
        countersign_agreement(accepted, by="manager-1", now=OVER)


def test_an_agreement_can_be_signed_on_its_last_day() -> None:
    last_moment = OVER - timedelta(microseconds=1)
    accepted = accept_agreement(offered(), sha256=SHA256, by="supplier-1", now=last_moment)
    signed = countersign_agreement(accepted, by="manager-1", now=last_moment)
    assert is_in_force(signed, last_moment)


def test_a_refused_signature_names_the_state_in_both_languages() -> None:
    with pytest.raises(AgreementNotOpenError) as refused:
        countersign_agreement(offered(), by="manager-1", now=NOW)
    assert "待供应商接受" in refused.value.detail("zh")
    assert "waiting for the supplier's acceptance" in refused.value.detail("en")


def test_the_platform_signs_only_what_the_supplier_accepted() -> None:
    with pytest.raises(AgreementNotOpenError):
        countersign_agreement(offered(), by="manager-1", now=NOW)


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize("by", ["legal-1", "supplier-1"])
def test_nobody_countersigns_what_they_offered_or_accepted(by: str) -> None:
    accepted = accept_agreement(offered(), sha256=SHA256, by="supplier-1", now=NOW)
    with pytest.raises(SameSignatoryError):
        countersign_agreement(accepted, by=by, now=LATER)


def test_signing_again_changes_nothing_and_a_second_person_is_refused() -> None:
    accepted = accept_agreement(offered(), sha256=SHA256, by="supplier-1", now=NOW)
    assert accept_agreement(accepted, sha256=SHA256, by="supplier-1", now=LATER) is accepted
    with pytest.raises(AgreementNotOpenError):
        accept_agreement(accepted, sha256=SHA256, by="supplier-2", now=LATER)
    signed = countersigned()
    assert countersign_agreement(signed, by="manager-1", now=OVER) is signed
    with pytest.raises(AgreementNotOpenError):
        countersign_agreement(signed, by="manager-2", now=LATER)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 11, 22, 23, 59, 59, tzinfo=CHINA), False),
        (datetime(2026, 11, 23, 0, 0, tzinfo=CHINA), True),
        (datetime(2027, 11, 22, 23, 59, 59, tzinfo=CHINA), True),
        (OVER, False),
    ],
)
def test_an_agreement_binds_from_its_first_to_its_last_day_in_china(
    instant: datetime, expected: bool
) -> None:
    assert is_in_force(countersigned(), instant) is expected
    assert not is_in_force(offered(), instant)
