"""Terms of guarantee, their restart, repairs, burden of proof (R1.16, R1.17)."""

from datetime import date, timedelta
from typing import Any

import pytest

from teleshop.care.domain.after_sales.defects import (
    History,
    Repair,
    guarantee,
    operator_proves,
    repair_days,
)
from tests.factories.purchases import china, line

pytestmark = pytest.mark.clause("2.4.2")

DELIVERED = china(date(2026, 8, 31))
DURABLE = line(durable=True)


def test_the_term_starts_with_the_later_of_delivery_and_installation() -> None:
    installed = line(durable=True, installed_at=china(date(2026, 9, 9)))
    assert guarantee(DURABLE, DELIVERED, DELIVERED).start == date(2026, 8, 31)
    assert guarantee(installed, DELIVERED, DELIVERED).start == date(2026, 9, 9)
    early = line(durable=True, installed_at=china(date(2026, 8, 1)))
    assert guarantee(early, DELIVERED, DELIVERED).start == date(2026, 8, 31)


def test_a_promised_term_is_never_shorter_than_that_of_the_law() -> None:
    def end(**changes: Any) -> date | None:
        return guarantee(line(**changes), DELIVERED, DELIVERED).term_end

    assert end() is None
    assert end(warranty_months=6) == date(2027, 2, 28)
    assert end(warranty_months=6, durable=True) == date(2027, 8, 31)
    assert end(warranty_months=36, durable=True) == date(2029, 8, 31)


def test_days_in_repair_do_not_count_and_an_exchange_starts_the_term_again() -> None:
    first = Repair(china(date(2026, 10, 1)), china(date(2026, 10, 10)))
    overlapping = Repair(china(date(2026, 10, 10)), china(date(2026, 10, 12)))
    history = History(repairs=(first, overlapping))
    now = china(date(2026, 12, 1))
    assert repair_days(history.repairs, now) == 12
    assert guarantee(DURABLE, DELIVERED, now, history).term_end == date(2027, 9, 12)
    exchanged = History(exchanged_at=china(date(2026, 11, 5)), repairs=history.repairs)
    terms = guarantee(DURABLE, DELIVERED, now, exchanged)
    assert (terms.start, terms.term_end) == (date(2026, 11, 5), date(2027, 11, 5))
    lasting = History(repairs=(Repair(china(date(2026, 11, 30))),))
    assert guarantee(DURABLE, DELIVERED, now, lasting).term_end == date(2027, 9, 2)


@pytest.mark.clause("6.3.2")
def test_the_operator_proves_for_six_calendar_months_and_for_durables_only() -> None:
    last = date(2027, 2, 28)
    in_time = china(last, 23, 59)
    assert operator_proves(DURABLE, DELIVERED, in_time) == last
    assert operator_proves(DURABLE, DELIVERED, in_time + timedelta(minutes=1)) is None
    assert operator_proves(line(), DELIVERED, in_time) is None
