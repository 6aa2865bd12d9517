"""What keeps an active supplier active: re-verification (R6.2), moments of expiry (R7.1),
listing of products.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from teleshop.kernel.calendar import add_months
from teleshop.kernel.clock import china_date, end_of_china_day, start_of_china_day
from teleshop.kernel.findings import Finding
from teleshop.kernel.rules import rule
from teleshop.suppliers.domain import findings as f
from teleshop.suppliers.domain.agreement import Agreement, is_in_force
from teleshop.suppliers.domain.policy import DEFAULT_POLICY, SupplierPolicy
from teleshop.suppliers.domain.supplier import (
    HOLD_NAMES,
    HOLD_REMEDIES,
    STATE_NAMES,
    SUSPENSION_NAMES,
    Supplier,
)


@dataclass(frozen=True, slots=True)
class ExpirySchedule:
    """When to warn and when something lapses; instants in UTC, warnings as (days left, instant),
    earliest first.
    """

    lapses_at: datetime
    warnings: tuple[tuple[int, datetime], ...]


def expiry_schedule(
    valid_to: date | None, now: datetime, policy: SupplierPolicy = DEFAULT_POLICY
) -> ExpirySchedule | None:
    """The moments of a validity whose last day is ``valid_to``; None if it has no end.

    It lapses when that day is over in China. The warning of n days comes with the start of the
    day that is n days before the last one; warnings whose moment has passed at ``now`` are left
    out.
    """
    if valid_to is None or valid_to.year == date.max.year:
        return None
    moments: list[tuple[int, datetime]] = []
    if not has_lapsed(valid_to, now):
        for days in sorted(set(policy.expiry_warning_days), reverse=True):
            moment = start_of_china_day(valid_to - timedelta(days=days))
            if moment > now:
                moments.append((days, moment))
    return ExpirySchedule(end_of_china_day(valid_to), tuple(moments))


def has_lapsed(valid_to: date | None, now: datetime) -> bool:
    """Whether the last day of validity is over in China at that instant; never without end."""
    return valid_to is not None and china_date(now) > valid_to


@rule(
    id="R6.2",
    clause="3.2.4",
    source="网络交易监督管理办法",
    article="24",
    effective_from=date(2021, 5, 1),
    confidence="H",
    last_checked=date(2026, 11, 23),
)
def next_verification(last_verified_on: date, policy: SupplierPolicy = DEFAULT_POLICY) -> date:
    """The last day for the next verification: the same day six months on, or that month's last
    day.
    """
    return add_months(last_verified_on, policy.reverification_months)


def verification_overdue_from(
    last_verified_on: date, policy: SupplierPolicy = DEFAULT_POLICY
) -> datetime:
    """The first instant (UTC) at which the verification is overdue: the end of its last day in
    China.
    """
    return end_of_china_day(next_verification(last_verified_on, policy))


def listing_obstacles(
    supplier: Supplier,
    agreements: Iterable[Agreement],
    now: datetime,
    policy: SupplierPolicy = DEFAULT_POLICY,
) -> list[Finding]:
    """Everything that stops the supplier from listing a new product at ``now``; empty if it may.

    Decided from dates as well as from the state, so that a late sweep lets nothing through.
    """
    found: list[Finding] = []
    if supplier.state != "active":
        found.append(_not_active(supplier))
    found += [
        f.SUPPLIER_ON_HOLD.at(
            "/supplier_id",
            reason_zh=HOLD_NAMES[kind][0],
            reason_en=HOLD_NAMES[kind][1],
            remedy_zh=HOLD_REMEDIES[kind][0],
            remedy_en=HOLD_REMEDIES[kind][1],
        )
        for kind in sorted({reason.kind for reason in supplier.holds})
    ]
    own = (agreement for agreement in agreements if agreement.supplier_id == supplier.id)
    if not any(is_in_force(agreement, now) for agreement in own):
        found.append(f.AGREEMENT_NOT_IN_FORCE.at("/supplier_id"))
    last = supplier.last_verified_on
    if last is not None and now >= verification_overdue_from(last, policy):
        due = next_verification(last, policy)
        found.append(f.REVERIFICATION_OVERDUE.at("/supplier_id", due=due.isoformat()))
    return found


def _not_active(supplier: Supplier) -> Finding:
    """That it is not active, and which kinds of reasons suspended it."""
    zh, en = STATE_NAMES[supplier.state]
    whys = [
        SUSPENSION_NAMES[kind] for kind in sorted({reason.kind for reason in supplier.suspensions})
    ]
    suspended = supplier.state == "suspended" and whys
    return f.SUPPLIER_NOT_ACTIVE.at(
        "/supplier_id",
        state_zh=zh,
        state_en=en,
        why_zh=f"（{'、'.join(why for why, _ in whys)}）" if suspended else "",
        why_en=f" ({', '.join(why for _, why in whys)})" if suspended else "",
    )
