"""What follows by itself when a product is sent in and taken off, with the functions connected."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from teleshop.catalog.schemas.bodies import WithdrawalBody
from teleshop.catalog.wiring import service
from tests.factories import reviews as f
from tests.harness.aws import Cloud
from tests.harness.platform import Deliver, Platform, connected
from tests.harness.wiring import wiring


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The function that compares, and the outbox."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith("Outbox")]
    with connected(
        aws, replace(whole.only(*names, "CatalogOnProductSubmitted"), machines=[])
    ) as made:
        yield made


@pytest.mark.clause("2.2.4")
def test_what_was_taken_off_is_told_and_recognised_when_it_comes_back(platform: Platform) -> None:
    where = f.ground()
    first = f.submitted(where)
    platform.settle()
    body = WithdrawalBody(what="product")
    service().submissions.withdraw(f.call(where.seller, 2 * f.HOUR), first.id, body)
    platform.settle()
    (told,) = platform.events_of_type("ProductWithdrawn")
    assert told["data"] == {
        "product_id": first.id,
        "supplier_id": where.supplier_id,
        "by_platform": False,
    }
    again = f.submitted(where, after=3 * f.HOUR)
    platform.settle()
    remarks = f.revision_of(again.id).remarks
    assert {remark.code for remark in remarks} == {"relisted"}
    assert {remark.pointer for remark in remarks} == {
        "/name",
        "/variants/0/own_code",
        "/pictures/0",
    }


@pytest.mark.clause("2.2.1")
@pytest.mark.parametrize("deliver", ["twice", "reversed"])
def test_a_submission_is_compared_once_however_it_is_delivered(
    platform: Platform, deliver: Deliver
) -> None:
    platform.deliver = deliver
    where = f.ground()
    sent = f.submitted(where)
    platform.settle()
    assert f.revision_of(sent.id).version == 3
