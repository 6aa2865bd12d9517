"""What was agreed changes only with a reason; what becomes known later does not need one."""

from dataclasses import replace
from typing import Any

import pytest

from teleshop.orders.domain import changed_facts, needs_reason
from tests.factories.orders import DAY, NOW, line, order


@pytest.mark.parametrize(
    "changes",
    [
        {"delivered_at": NOW},
        {"carrier_id": "yto", "warehouse": None, "seller_disclosed": False},
        {"lines": (replace(line(), installed_at=NOW), order().lines[1])},
    ],
)
def test_what_becomes_known_needs_no_reason(changes: dict[str, Any]) -> None:
    before = order(delivered_at=None)
    after = replace(before, **changes)
    assert changed_facts(before, after) == tuple(sorted(changes, key=list(before.__slots__).index))
    assert needs_reason(before, after) == ()


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(
    "changes",
    [
        {"paid": 1},
        {"customer_id": "somebody-else"},
        {"placed_at": NOW},
        {"delivered_at": NOW},
        {"delivered_at": None},
        {"promised_on": None},
        {"lines": (line(),)},
        {"lines": (line(sku="other"), order().lines[1])},
        {"lines": order().lines[::-1]},
    ],
)
def test_what_was_agreed_or_known_needs_one(changes: dict[str, Any]) -> None:
    assert needs_reason(order(), order(**changes)) == tuple(changes)


def test_an_installation_once_known_stays() -> None:
    installed = order(lines=(line(installed_at=NOW), order().lines[1]))
    assert needs_reason(installed, order()) == ("lines",)


def test_the_time_of_the_report_is_no_content() -> None:
    assert changed_facts(order(), order(reported_at=NOW - DAY, version=7)) == ()
