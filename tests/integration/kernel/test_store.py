"""Rows turn into domain objects and back; personal fields are sealed, whatever way they are
stored.
"""

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, date
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse, HTTPHeaders
from botocore.exceptions import ReadTimeoutError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from moto.core.botocore_stubber import MockRawResponse
from pynamodb.exceptions import PynamoDBException

from teleshop.kernel.actor import RequestKey, StoredAnswer
from teleshop.kernel.errors import BusyError, InvalidInputError
from teleshop.kernel.idempotency import find_answer
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.personal import SealBrokenError
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import changes
from tests.harness.parcels import Contact, Parcel, ParcelRow, Stamp, StampRow, parcel
from tests.harness.wire import Attempt, Send, throttled, wire


def test_an_entity_reads_back_equal(aws: Any) -> None:
    ParcelRow.from_entity(parcel()).save()
    found = ParcelRow.get("parcel#p1", "parcel").to_entity()
    assert found == parcel()
    assert found.sent_at.tzinfo is UTC
    assert isinstance(found.weight, int)


def test_what_is_none_is_not_stored(aws: Any) -> None:
    ParcelRow.from_entity(parcel(due=None, note=None)).save()
    (stored,) = aws.items("SuppliersTable")
    assert "due" not in stored
    assert "note" not in stored
    assert ParcelRow.find("parcel#p1", "parcel") == parcel(due=None)


@pytest.mark.clause("6.4.1", "8.2.1")
def test_a_personal_value_is_stored_only_sealed(aws: Any) -> None:
    ParcelRow.from_entity(parcel()).save()
    (stored,) = aws.items("SuppliersTable")
    assert isinstance(stored["contact"], bytes)
    for value in stored.values():
        assert "13800138000" not in str(value)
        assert "王小明" not in str(value)
    assert b"13800138000" not in stored["contact"]


@pytest.mark.clause("8.2.1")
def test_a_personal_value_copied_to_another_row_does_not_open(aws: Any) -> None:
    ParcelRow.from_entity(parcel("p1")).save()
    ParcelRow.from_entity(parcel("p2", contact=Contact("b", "2"))).save()
    victim, thief = ParcelRow.get("parcel#p1", "parcel"), ParcelRow.get("parcel#p2", "parcel")
    thief.contact = victim.contact
    thief.save()
    with pytest.raises(SealBrokenError):
        ParcelRow.find("parcel#p2", "parcel")


def test_a_personal_value_is_not_shown_by_accident() -> None:
    assert "王" not in repr(parcel())
    assert "138" not in repr(parcel())


def test_many_rows_are_found_by_key_and_those_that_are_not_there_are_left_out(aws: Any) -> None:
    for number in range(103):
        ParcelRow.from_entity(parcel(f"p{number}")).save()
    keys = [(f"parcel#p{number}", "parcel") for number in (*range(103), 500, 0)]
    calls: list[str] = []

    def count(attempt: Attempt, send: Send) -> AWSResponse:
        calls.append(attempt.operation)
        return send()

    with wire(count):
        found = ParcelRow.find_many(keys)
    assert found[("parcel#p7", "parcel")] == parcel("p7")
    assert len(found) == 103
    assert calls == ["BatchGetItem", "BatchGetItem"]
    assert ParcelRow.find_many([]) == {}


def test_two_kinds_of_rows_share_a_table(aws: Any) -> None:
    ParcelRow.from_entity(parcel()).save()
    StampRow.from_entity(Stamp("s1", 5)).save()
    assert StampRow.find("stamp#s1", "stamp") == Stamp("s1", 5)
    assert ParcelRow.find("parcel#p1", "parcel") == parcel()
    assert ParcelRow.find("parcel#none", "parcel") is None


@given(weight=st.integers(-(10**30), 10**30), note=st.text(min_size=1, max_size=50))
@hypothesis_settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_numbers_of_any_size_and_any_text_survive(aws: Any, weight: int, note: str) -> None:
    made = parcel(weight=weight, note=note)
    ParcelRow.from_entity(made).save()
    assert ParcelRow.find("parcel#p1", "parcel") == made


@pytest.mark.parametrize("weight", [1.5, "1", True, None])
def test_a_whole_number_takes_nothing_else(weight: Any) -> None:
    with pytest.raises(TypeError, match="whole number"):
        ParcelRow.weight.serialize(weight)


def test_changes_name_what_changed_and_hide_what_is_personal() -> None:
    before = parcel()
    after = dataclasses.replace(
        before,
        state="sent",
        due=date(2026, 12, 1),
        contact=Contact("a", "1"),
        phone_hash="other",
        version=2,
    )
    assert changes(ParcelRow, before, after) == {
        "state": {"before": "packed", "after": "sent"},
        "due": {"before": "2026-11-30", "after": "2026-12-01"},
        "contact": {"changed": True},
        "phone_hash": {"changed": True},
    }


def test_changes_of_a_new_and_of_a_removed_object() -> None:
    made, removed = changes(StampRow, None, Stamp("s", 1)), changes(StampRow, Stamp("s", 1), None)
    assert made["value"] == {"before": None, "after": 1}
    assert removed["value"] == {"before": 1, "after": None}


def fill(count: int) -> list[str]:
    for number in range(count):
        row = ParcelRow.from_entity(parcel(f"{number:03d}"))
        row.pk, row.sk = "parcels", f"{number:03d}"
        row.save()
    return [f"{number:03d}" for number in range(count)]


@pytest.mark.parametrize(("newest_first", "limit"), [(False, 3), (True, 3), (False, 10), (True, 7)])
def test_pages_together_are_the_list_in_order_and_each_once(
    aws: Any, newest_first: bool, limit: int
) -> None:
    expected = fill(10)
    found: list[str] = []
    cursor = None
    for _ in range(20):
        page = query_page(
            ParcelRow,
            ParcelRow,
            "parcels",
            PageRequest(limit, cursor),
            scope="parcels",
            newest_first=newest_first,
        )
        assert len(page.items) <= limit
        found += [item.id for item in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == (expected[::-1] if newest_first else expected)


def test_a_cursor_of_one_owner_does_not_read_another(aws: Any) -> None:
    fill(3)
    page = query_page(ParcelRow, ParcelRow, "parcels", PageRequest(1), scope="s")
    with pytest.raises(InvalidInputError):
        query_page(ParcelRow, ParcelRow, "others", PageRequest(1, page.next), scope="s")
    with pytest.raises(InvalidInputError):
        query_page(ParcelRow, ParcelRow, "parcels", PageRequest(1, page.next), scope="t")


def test_every_field_of_an_entity_has_an_attribute() -> None:
    names = {field.name for field in dataclasses.fields(Parcel)}
    assert names <= set(ParcelRow.get_attributes())


@pytest.mark.parametrize("read", ["find", "page", "answer"])
@pytest.mark.parametrize("failure", ["throttled", "silent", "forbidden"])
def test_a_read_that_fails_for_load_asks_to_be_repeated(aws: Any, read: str, failure: str) -> None:
    key = RequestKey("o", "k", "f", lambda _: StoredAnswer(204, ""))
    reads: dict[str, Callable[[], object]] = {
        "find": lambda: ParcelRow.find("parcel#p1", "parcel"),
        "page": lambda: query_page(ParcelRow, ParcelRow, "parcels", PageRequest(1), scope="s"),
        "answer": lambda: find_answer(key),
    }

    def seam(attempt: Attempt, _: Send) -> AWSResponse:
        if failure == "silent":
            raise ReadTimeoutError(endpoint_url=attempt.url)
        if failure == "throttled":
            return throttled(attempt)
        body = json.dumps({"__type": "AccessDeniedException", "message": "no"})
        return AWSResponse(attempt.url, 400, HTTPHeaders(), MockRawResponse(body))

    expected = PynamoDBException if failure == "forbidden" else BusyError
    with wire(seam), pytest.raises(expected):
        reads[read]()
