"""The clocks of after-sales cases. Every stage has one, so none can lie still.

| clock | from | to | limit |
|---|---|---|---|
| `decision` | request | decision | own choice |
| `decision_line` | request | decision | 15 days after the day (R1.11) |
| `return_parcel` | approval | parcel sent, or goods there | own choice; the customer's move |
| `arrival` | parcel sent | goods there | own choice; the carrier's move |
| `inspection` | goods there | inspected | own choice |
| `refund` | goods there (return) | refunded, or nothing accepted | 7 days after the day (R1.10) |
| `refund_line` | goods there (return) | the same | 15 days after the day (R1.11) |
| `replacement` | goods there (exchange) | replacement sent, or nothing accepted | own choice |
| `remedy_line` | goods there (exchange, repair) | replaced, repair begun | 15 days (R1.11) |
| `repair` | goods there, or repair begun | repair over, or nothing accepted | 30 days (R1.17) |
| `after_repair` | a repair in vain | another repair or a replacement | own choice |
| `send_back` | inspected, something refused | sent back | own choice |
| `close` | the end of the request | the case is closed | own choice |

Events say by a fact (`refund`, `replacement`, `remedy`, `repair`, `after`) which clock they end: an
inspection that accepts nothing carries the same "1" as the receipt, one that accepts something "0".
"""

from datetime import datetime, timedelta
from typing import Final

from teleshop.care.domain.after_sales.delay import (
    delay_line,
    refund_due_at,
    remedy_delay_line,
)
from teleshop.care.domain.after_sales.policy import DEFAULT_POLICY
from teleshop.care.domain.clocks import ClockSpec, Party, after
from teleshop.care.domain.events import CaseEvent, EventKind
from teleshop.care.domain.policy import Policy
from teleshop.kernel.clock import china_date, end_of_china_day

RETURN: Final = frozenset({"return"})
EXCHANGE: Final = frozenset({"exchange"})
REPAIR: Final = frozenset({"repair"})
AFTER_SALES: Final = RETURN | EXCHANGE | REPAIR
_OPENING: Final = frozenset({EventKind.RECEIVED})
_DECIDED: Final = frozenset({EventKind.DECIDED})
_CAME: Final = frozenset({EventKind.GOODS_RECEIVED})
_REFUNDED: Final = frozenset({EventKind.REFUNDED, EventKind.INSPECTED})
_REPLACED: Final = frozenset({EventKind.REPLACED, EventKind.INSPECTED})
_REMEDIED: Final = frozenset({EventKind.REPLACED, EventKind.REPAIR_STARTED, EventKind.INSPECTED})
_REPAIRED: Final = frozenset({EventKind.REPAIR_FINISHED, EventKind.REPLACED, EventKind.INSPECTED})


def _delayed(_: Policy, __: CaseEvent, start: datetime) -> datetime:
    return delay_line(start)


def _remedy(_: Policy, __: CaseEvent, start: datetime) -> datetime:
    return remedy_delay_line(start)


def _refund(_: Policy, __: CaseEvent, start: datetime) -> datetime:
    return refund_due_at(start)


def _days(days: int) -> timedelta:
    return timedelta(days=days)


def _repair(_: Policy, __: CaseEvent, start: datetime) -> datetime:
    return end_of_china_day(china_date(start) + _days(DEFAULT_POLICY.longest_repair_days))


def _closing(starts: set[EventKind], if_fact: tuple[str, str] | None = None) -> ClockSpec:
    return ClockSpec(
        "close",
        frozenset(starts),
        frozenset({EventKind.CLOSED}),
        after(lambda policy: policy.close),
        AFTER_SALES,
        if_fact=if_fact,
    )


AFTER_SALES_SPECS: Final[tuple[ClockSpec, ...]] = (
    ClockSpec(
        "decision",
        _OPENING,
        _DECIDED,
        after(lambda policy: policy.decision),
        AFTER_SALES,
        from_arrival=True,
    ),
    ClockSpec("decision_line", _OPENING, _DECIDED, _delayed, AFTER_SALES, from_arrival=True),
    ClockSpec(
        "return_parcel",
        _DECIDED,
        frozenset({EventKind.PARCEL_SENT, EventKind.GOODS_RECEIVED, EventKind.REPAIR_STARTED}),
        after(lambda _: _days(DEFAULT_POLICY.return_days)),
        AFTER_SALES,
        if_fact=("outcome", "approved"),
        owed_by=Party.CUSTOMER,
    ),
    ClockSpec(
        "arrival",
        frozenset({EventKind.PARCEL_SENT}),
        _CAME,
        after(lambda _: _days(DEFAULT_POLICY.arrival_days)),
        AFTER_SALES,
        owed_by=Party.CARRIER,
    ),
    ClockSpec(
        "inspection",
        _CAME,
        frozenset({EventKind.INSPECTED}),
        after(lambda policy: policy.inspection),
        AFTER_SALES,
    ),
    ClockSpec("refund", _CAME, _REFUNDED, _refund, RETURN, paired_by="refund"),
    ClockSpec("refund_line", _CAME, _REFUNDED, _delayed, RETURN, paired_by="refund"),
    ClockSpec(
        "replacement",
        _CAME,
        _REPLACED,
        after(lambda policy: policy.replacement),
        EXCHANGE,
        paired_by="replacement",
    ),
    ClockSpec("remedy_line", _CAME, _REMEDIED, _remedy, EXCHANGE | REPAIR, paired_by="remedy"),
    ClockSpec(
        "repair",
        _CAME | {EventKind.REPAIR_STARTED},
        _REPAIRED,
        _repair,
        REPAIR,
        paired_by="repair",
    ),
    ClockSpec(
        "after_repair",
        frozenset({EventKind.REPAIR_FINISHED}),
        frozenset({EventKind.REPAIR_STARTED, EventKind.REPLACED}),
        after(lambda policy: policy.replacement),
        REPAIR,
        paired_by="after",
        if_fact=("outcome", "failed"),
    ),
    ClockSpec(
        "send_back",
        frozenset({EventKind.INSPECTED}),
        frozenset({EventKind.SENT_BACK}),
        after(lambda policy: policy.replacement),
        AFTER_SALES,
        if_fact=("goods_back", "owed"),
    ),
    # A request that is over closes its case at once, unless something else is owed (an answer to an
    # authority, a promise); once that is done, this clock is what is left.
    _closing({EventKind.REFUNDED, EventKind.REPLACED, EventKind.SENT_BACK}),
    _closing({EventKind.DECIDED}, ("outcome", "refused")),
    _closing({EventKind.INSPECTED}, ("settled", "yes")),
    _closing({EventKind.REPAIR_FINISHED}, ("outcome", "repaired")),
)
