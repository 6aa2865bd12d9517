"""Days that are over are anchored once, in a bucket where nothing is put over them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.audit.anchors import AnchorStore
from teleshop.audit.domain import Anchor
from teleshop.audit.errors import AnchorConflictError, AuditDayNotFoundError
from teleshop.audit.wiring import service
from teleshop.kernel.settings import settings
from tests.factories.audit import DAY, HOUR, NOON, at, chain, write
from tests.harness.platform import Platform

TODAY = date(2026, 11, 23)
MIDNIGHT = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
"""Five minutes past midnight in China."""
pytestmark = pytest.mark.clause("9.1.4")


def keys(aws: Any) -> list[str]:
    found = aws.client("s3").list_objects_v2(Bucket=settings().bucket_audit)
    return [item["Key"] for item in found.get("Contents", [])]


def test_a_day_is_anchored_after_it_is_over(aws: Any) -> None:
    write(3)
    audit = chain(aws)
    report = audit.anchor(at(MIDNIGHT))
    assert (report.days, report.hour) == ((TODAY,), False)
    assert keys(aws) == ["anchors/2026/11/23.json"]
    got = aws.client("s3").get_object(Bucket=settings().bucket_audit, Key=keys(aws)[0])
    anchor = msgspec.json.decode(got["Body"].read())
    assert (anchor["day"], anchor["count"]) == ("2026-11-23", 3)
    assert got["ObjectLockMode"] == "GOVERNANCE"
    assert audit.day_status(TODAY).anchored


def test_anchoring_again_changes_nothing(aws: Any) -> None:
    write(1)
    audit = chain(aws)
    audit.anchor(at(MIDNIGHT))
    assert audit.anchor(at(MIDNIGHT)).days == ()
    assert len(keys(aws)) == 1


def test_the_running_day_is_anchored_once_an_hour(aws: Any) -> None:
    write(2)
    audit = chain(aws)
    assert audit.anchor(at(NOON)).hour
    write(1, now=NOON + timedelta(minutes=1))
    chain(aws)
    assert not audit.anchor(at(NOON)).hour
    assert audit.anchor(at(NOON + HOUR)).hour
    assert keys(aws) == ["anchors/2026/11/23/12.json", "anchors/2026/11/23/13.json"]
    assert [anchor.count for anchor in AnchorStore(settings().bucket_audit).of_day(TODAY)] == [2, 3]


def test_days_that_a_failed_run_left_are_anchored_by_the_next(aws: Any) -> None:
    write(1)
    audit = chain(aws)
    report = audit.anchor(at(MIDNIGHT + 3 * DAY))
    assert report.days == (TODAY, TODAY + DAY, TODAY + 2 * DAY, TODAY + 3 * DAY)


def test_what_the_stream_missed_is_chained_before_the_day_is_anchored(aws: Any) -> None:
    write(1)
    chain(aws)
    write(1, now=NOON + HOUR)
    assert service().anchor(at(MIDNIGHT)).swept == 1
    assert service().verify(TODAY, TODAY + DAY, MIDNIGHT).broken is None


def test_an_anchor_that_says_something_else_is_never_replaced(aws: Any) -> None:
    store = AnchorStore(settings().bucket_audit)
    store.put(Anchor(TODAY, 1, "a", "b", NOON))
    with pytest.raises(AnchorConflictError):
        store.put(Anchor(TODAY, 2, "a", "c", NOON))
    assert store.find(TODAY) == Anchor(TODAY, 1, "a", "b", NOON)


def test_nothing_is_anchored_before_anything_is_chained(aws: Any) -> None:
    report = service().anchor(at())
    assert (report.days, report.hour, keys(aws)) == ((), False, [])
    with pytest.raises(AuditDayNotFoundError):
        service().day_status(TODAY)


def test_the_schedules_and_the_stream_are_connected(platform: Platform, aws: Any) -> None:
    write(2, now=datetime.now(UTC) - timedelta(minutes=5))
    platform.settle()
    assert service().sweep(at(datetime.now(UTC))) == 0
    tomorrow = datetime.now(UTC) + DAY
    platform.run_schedules(tomorrow, "AuditSweep")
    platform.run_schedules(tomorrow, "AuditAnchor")
    assert len(keys(aws)) == 1
