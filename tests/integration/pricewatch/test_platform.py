"""Price watch on the platform in one process: orders and promotions are looked at by themselves,
clocks tell, records are made.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types

from teleshop.kernel.settings import settings
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricewatch.domain.violation import ViolationState
from teleshop.pricewatch.wiring import service
from teleshop.promotions.schemas import PromotionEnded, PromotionStarted
from teleshop.promotions.schemas.events import PromotionRun
from tests.factories import pricewatch as w
from tests.factories import pricing as f
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.registered.pricewatch import ACCEPTED, COMPLIANCE, MONTH, NONE, REJECTED
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("4.4.2")
TOLD = ("merchandiser", "manager", "compliance")
TAKING_PART = ("Deadlines", "Outbox", "Notifications")
WATCHING = (
    "PricewatchCheckDay",
    "PricewatchCheckYesterday",
    "PricewatchDaily",
    "PricewatchOnDeadlineApproaching",
    "PricewatchOnDeadlineReached",
    "PricewatchOnOrder",
    "PricewatchOnPromotion",
    "PricewatchRecord",
)


def started() -> str:
    """A promotion that is compared with a price of which there was no deal."""
    return w.promoted(149_00, 189_00)


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in a violation, connected."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    with connected(aws, replace(whole.only(*WATCHING, *names), machines=[])) as made:
        yield made


def test_an_overcharged_order_is_found_by_itself_and_its_price_suspended(
    platform: Platform, aws: Cloud
) -> None:
    w.priced()
    w.reported(w.bought(unit_price=209_00))
    platform.settle()
    found = platform.events_of_type("PriceViolationFound")
    kinds = {event["data"]["kind"] for event in found}
    assert kinds == {"charged_not_published"}
    assert platform.events_of_type("PriceSuspended")
    stored = str(aws.items("NotificationsTable"))
    assert [role for role in TOLD if role in stored] == list(TOLD)


@pytest.mark.clause("4.3.4")
def test_an_order_that_was_taken_here_is_looked_at_by_itself(platform: Platform) -> None:
    w.priced()
    w.taken(1)
    w.taken(2, 209_00)
    platform.settle()
    (found,) = platform.events_of_type("PriceViolationFound")
    assert found["data"]["order_id"] == f"ord_{2:026d}"


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_the_prices_of_a_day_are_checked_after_its_midnight_in_china(
    platform: Platform, deliver: Literal["once", "twice", "reversed"]
) -> None:
    w.priced()
    for number in range(5):
        w.taken(number)
    w.taken(9, 209_00)
    platform.settle()
    platform.deliver = deliver
    platform.run_schedules(at=f.NOW.replace(hour=16, minute=30))
    platform.settle()
    checked = {
        event["id"]: event["data"] for event in platform.events_of_type("PricesOfDayChecked")
    }
    (result,) = checked.values()
    assert (result["day"], result["orders"], result["lines"]) == ("2026-11-23", 6, 6)
    assert (result["differing_orders"], result["violations"]) == (1, 1)
    # It had been found when the order was placed.
    assert len(platform.events_of_type("PriceViolationFound")) == 1
    assert service().day_checks.show("2026-11-23").state == "finished"


@pytest.mark.clause("4.4.3")
def test_a_correction_that_does_not_come_is_overdue_at_its_minute_and_told(
    platform: Platform,
) -> None:
    violation_id = w.opened()
    platform.settle()
    due = w.stored(violation_id).due_at
    platform.run_schedules(at=due - timedelta(hours=6, minutes=1))
    platform.settle()
    assert not platform.events_of_type("PriceCorrectionDue")
    platform.run_schedules(at=due - timedelta(minutes=1))
    platform.settle()
    assert platform.events_of_type("PriceCorrectionDue")
    assert not w.stored(violation_id).overdue
    platform.run_schedules(at=due)
    platform.settle()
    assert w.stored(violation_id).overdue
    assert platform.events_of_type("PriceCorrectionOverdue")


@pytest.mark.clause("4.4.3")
def test_a_corrected_violation_has_no_clock_and_a_rejected_one_has_another(
    platform: Platform,
) -> None:
    violation_id = w.corrected()
    frame = f.call(COMPLIANCE, timedelta(hours=2))
    service().violations.verify(frame, violation_id, REJECTED)
    again = w.stored(violation_id)
    platform.run_schedules(at=again.due_at)
    platform.settle()
    assert w.stored(violation_id).overdue
    frame = f.call(f.MERCHANDISER, timedelta(hours=60))
    service().violations.correct(frame, violation_id, w.CORRECTION)
    frame = f.call(COMPLIANCE, timedelta(hours=61))
    service().violations.verify(frame, violation_id, ACCEPTED)
    platform.run_schedules(at=again.due_at + timedelta(days=30))
    platform.settle()
    ended = w.stored(violation_id)
    assert (ended.state, ended.overdue) == (ViolationState.CLOSED, True)
    assert platform.events_of_type("PriceReinstated")


def test_a_dismissed_violation_lets_the_price_hold_again(platform: Platform) -> None:
    violation_id = w.corrected()
    service().violations.dismiss(f.call(COMPLIANCE, f.DAY), violation_id, NONE)
    platform.settle()
    assert platform.events_of_type("PriceReinstated")
    (ended,) = platform.events_of_type("PriceViolationEnded")
    assert ended["data"]["outcome"] == "dismissed"


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_what_runs_is_looked_at_every_night_and_found_once(
    platform: Platform, deliver: Literal["once", "twice", "reversed"]
) -> None:
    platform.deliver = deliver
    w.promoted(149_00, 189_00)
    night = f.NOW.replace(hour=17, minute=0)
    for day in range(2):
        platform.run_schedules(at=night + day * timedelta(hours=1))
        platform.settle()
    found = {event["id"] for event in platform.events_of_type("PriceViolationFound")}
    assert len(found) == 1


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(
    ("kind", "prepare"), [(PromotionStarted, started), (PromotionEnded, w.left_behind)]
)
def test_a_promotion_is_looked_at_when_it_starts_and_when_it_ends(
    platform: Platform, kind: type[PromotionRun], prepare: Callable[[], str]
) -> None:
    promotion_id = prepare()
    facts: dict[str, Any] = {
        "promotion_id": promotion_id,
        "kind": "fixed_price",
        "requester": "mei",
        "skus": (f.SKU,),
        "product_ids": (f.PRODUCT,),
        "channels": ("tv",),
        "starts_at": f.NOW,
        "ends_at": f.NOW + f.DAY,
    }
    if kind is PromotionEnded:
        facts["reverted"] = False
    tx = Transaction(f.call(), "tell", Subject("promotion", promotion_id))
    tx.publish(kind(**facts))
    tx.commit(None)
    platform.settle()
    assert platform.events_of_type("PriceViolationFound")


@pytest.mark.clause("4.4.4")
def test_the_record_of_a_month_is_made_as_csv_and_xlsx(platform: Platform, aws: Cloud) -> None:
    w.opened()
    service().records.request_record(f.call(f.AUDITOR), MONTH)
    platform.settle()
    assert platform.events_of_type("ViolationRecordMade")
    record = service().records.show(f.call(f.AUDITOR), MONTH)
    assert record.violations == 1
    stored = {key.rpartition(".")[2]: content for key, content in files(aws).items()}
    rows = list(csv.reader(io.StringIO(stored["csv"].decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[1:]] == [w.found().violation_id]
    (sheet,) = load_workbook(io.BytesIO(stored["xlsx"])).worksheets
    assert sheet["A3"].value == w.found().violation_id


def files(aws: Cloud) -> dict[str, bytes]:
    s3, bucket = aws.client("s3"), settings().bucket_documents
    listed = s3.list_objects_v2(Bucket=bucket, Prefix="price-violations/")["Contents"]
    return {
        item["Key"]: s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read() for item in listed
    }
