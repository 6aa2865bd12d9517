"""Goods that are not in conformity (R1.15-R1.17): return, exchange or repair by time since
delivery, the term of the guarantee and its restart, and who has to prove.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from teleshop.care.domain.after_sales.decision import Reason, ReasonKind, Remedy
from teleshop.care.domain.after_sales.policy import (
    DEFAULT_POLICY,
    STATUTORY_DAYS,
    AfterSalesPolicy,
)
from teleshop.care.domain.after_sales.purchase import PurchasedLine
from teleshop.care.domain.after_sales.window import Timeliness, Window, timeliness, window_from
from teleshop.kernel.calendar import add_months
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.kernel.rules import rule

_CHECKED: Final = date(2026, 11, 24)
_LAW: Final = "消费者权益保护法"
_GUARANTEES: Final = "部分商品修理更换退货责任规定；消费者权益保护法实施条例"

IN_RETURN_DAYS: Final = ReasonKind(
    "in_return_days",
    "R1.15",
    "自收货之日起七日内（至 {until}）反映质量问题，可退货、换货或者修理。",
    "A fault reported within seven days of receipt (to {until}): return, exchange or repair.",
)
IN_EXCHANGE_DAYS: Final = ReasonKind(
    "in_exchange_days",
    "R1.17",
    "第八日至第十五日内（至 {until}）反映性能故障，可换货或者修理。",
    "A fault reported from day 8 to day 15 (to {until}): exchange or repair.",
)
IN_TERM: Final = ReasonKind(
    "in_term",
    "R1.17",
    "在“三包”有效期内（至 {until}），可免费修理。",
    "Within the term of the guarantee (to {until}): repair free of charge.",
)
REPAIRED_IN_VAIN: Final = ReasonKind(
    "repaired_in_vain",
    "R1.17-exchange",
    "在“三包”有效期内已修理 {count} 次仍不能正常使用，可换货。",
    "Repaired {count} times within the term and still failing: exchange.",
)
REPAIR_TOO_LONG: Final = ReasonKind(
    "repair_too_long",
    "R1.17-exchange",
    "修理已超过 {days} 日，可换货。",
    "The repair took more than {days} days: exchange.",
)
AFTER_TERM: Final = ReasonKind(
    "after_term",
    "R1.17",
    "已超过“三包”有效期（{until}），须由人工判断是否付费修理或者另有约定。",
    "The term of the guarantee ended on {until}: a person decides on a paid repair or other terms.",
)
NO_TERM: Final = ReasonKind(
    "no_term",
    "R1.15",
    "该商品没有“三包”有效期，七日后的质量问题由人工依法判断。",
    "The goods have no term of guarantee: a person decides on faults after seven days.",
)
OPERATOR_PROVES: Final = ReasonKind(
    "operator_proves",
    "R1.16",
    "自收货之日起六个月内（至 {until}）发现瑕疵，由经营者承担举证责任。",
    "A fault found within six months of receipt (to {until}): the operator has the burden of "
    "proof.",
)


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair of the goods; ``finished_at`` None while it lasts."""

    started_at: datetime
    finished_at: datetime | None = None
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What happened to a line since it was sold; ``exchanged_at`` is when the customer got the
    last replacement.
    """

    exchanged_at: datetime | None = None
    repairs: tuple[Repair, ...] = ()

    def since_exchange(self) -> tuple[Repair, ...]:
        """The repairs of the piece that the customer has now."""
        start = self.exchanged_at
        return tuple(each for each in self.repairs if start is None or each.started_at >= start)


NO_HISTORY: Final = History()


@dataclass(frozen=True, slots=True)
class Guarantee:
    """Days in China; ``exchange`` is the window for exchange, ``term_end`` None if there is no
    term.
    """

    start: date
    exchange: Window
    term_end: date | None


@rule(
    id="R1.17",
    clause="2.4.2",
    source=_GUARANTEES,
    article="9-14; 18",
    effective_from=date(2024, 7, 1),
    confidence="M",
    last_checked=_CHECKED,
)
def guarantee(
    line: PurchasedLine,
    delivered_at: datetime,
    now: datetime,
    history: History = NO_HISTORY,
    policy: AfterSalesPolicy = DEFAULT_POLICY,
) -> Guarantee:
    """The guarantee of a line: it starts with delivery or the end of installation, whichever is
    later, starts again with an exchange, and its term does not count days in repair.
    """
    starts = [delivered_at, *filter(None, (line.installed_at, history.exchanged_at))]
    start = china_date(max(starts))
    months = max(line.warranty_months, policy.durable_warranty_months if line.durable else 0)
    spent = repair_days(history.since_exchange(), now)
    return Guarantee(
        start=start,
        exchange=window_from(start, policy.exchange_days, policy),
        term_end=add_months(start, months) + timedelta(days=spent) if months else None,
    )


def repair_days(repairs: Iterable[Repair], now: datetime) -> int:
    """The days in China on which the goods were in repair, each counted once."""
    days: set[date] = set()
    for repair in repairs:
        day, last = china_date(repair.started_at), china_date(repair.finished_at or now)
        while day <= last:
            days.add(day)
            day += timedelta(days=1)
    return len(days)


@rule(
    id="R1.17-exchange",
    clause="2.4.2",
    source="部分商品修理更换退货责任规定",
    article="11, 13",
    effective_from=date(1995, 8, 25),
    confidence="M",
    last_checked=_CHECKED,
)
def exchange_after_repairs(
    line: int,
    repairs: Iterable[Repair],
    now: datetime,
    policy: AfterSalesPolicy = DEFAULT_POLICY,
) -> Reason | None:
    """Why goods that were repaired must now be exchanged: two repairs and still failing, or one
    that took more than thirty days; None if neither.
    """
    known = list(repairs)
    for repair in known:
        limit = china_date(repair.started_at) + timedelta(days=policy.longest_repair_days)
        if china_date(repair.finished_at or now) > limit:
            return REPAIR_TOO_LONG.of(line, days=policy.longest_repair_days)
    done = sum(repair.finished_at is not None for repair in known)
    if done >= policy.repairs_before_exchange:
        return REPAIRED_IN_VAIN.of(line, count=done)
    return None


@rule(
    id="R1.16",
    clause="6.3.2",
    source=_LAW,
    article="23",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def operator_proves(
    line: PurchasedLine,
    delivered_at: datetime,
    found_at: datetime,
    policy: AfterSalesPolicy = DEFAULT_POLICY,
) -> date | None:
    """The last day on which a fault found is for the operator to disprove, if ``found_at`` keeps
    it; None where the customer has to prove.
    """
    last = add_months(china_date(delivered_at), policy.burden_months)
    return last if line.durable and found_at < end_of_china_day(last) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformity:
    """What a customer may have for faulty goods: ``remedies`` as of right, or ``uncertain`` if a
    person has to decide; ``proof_by_operator`` says who has to show the fault.
    """

    remedies: tuple[Remedy, ...]
    reasons: tuple[Reason, ...]
    rules: tuple[str, ...]
    dates: dict[str, date]
    proof_by_operator: bool
    uncertain: bool = False


_ALL: Final = (Remedy.RETURN, Remedy.EXCHANGE, Remedy.REPAIR)


@rule(
    id="R1.15",
    clause="6.3.2",
    source=_LAW,
    article="24",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def conformity(
    line: PurchasedLine,
    delivered_at: datetime,
    notice_at: datetime,
    history: History = NO_HISTORY,
    policy: AfterSalesPolicy = DEFAULT_POLICY,
) -> Conformity:
    """The remedies for a fault that was reported at ``notice_at``."""
    terms = guarantee(line, delivered_at, notice_at, history, policy)
    returns = window_from(terms.start, STATUTORY_DAYS, policy)
    dates = returns.dates("fault_return") | {"guarantee_start": terms.start}
    if terms.term_end is not None:
        dates |= terms.exchange.dates("exchange") | {"guarantee_end": terms.term_end}
    proves = operator_proves(line, delivered_at, notice_at, policy)
    reasons: list[Reason] = []
    if proves is not None:
        dates["burden_of_proof_end"] = proves
        reasons.append(OPERATOR_PROVES.of(line.number, until=proves.isoformat()))
    vain = exchange_after_repairs(line.number, history.since_exchange(), notice_at, policy)
    remedies, why = _remedies(line.number, terms, returns, notice_at, vain)
    rules = ("R1.15", "R1.17", *([why.rule] if why.rule == "R1.17-exchange" else []))
    return Conformity(
        remedies=remedies,
        reasons=(why, *reasons),
        rules=(*rules, *(["R1.16"] if proves is not None else [])),
        dates=dates,
        proof_by_operator=proves is not None,
        uncertain=not remedies or _undecided(terms, returns, notice_at),
    )


def _undecided(terms: Guarantee, returns: Window, notice_at: datetime) -> bool:
    windows = (returns, *((terms.exchange,) if terms.term_end is not None else ()))
    return Timeliness.UNDECIDED in {timeliness(each, notice_at) for each in windows}


def _remedies(
    line: int, terms: Guarantee, returns: Window, notice_at: datetime, vain: Reason | None
) -> tuple[tuple[Remedy, ...], Reason]:
    if timeliness(returns, notice_at) is not Timeliness.LATE:
        return _ALL, IN_RETURN_DAYS.of(line, until=returns.latest_end.isoformat())
    if terms.term_end is None:
        return (), NO_TERM.of(line)
    if notice_at >= end_of_china_day(terms.term_end):
        return (), AFTER_TERM.of(line, until=terms.term_end.isoformat())
    if vain is not None:
        return (Remedy.EXCHANGE, Remedy.REPAIR), vain
    if timeliness(terms.exchange, notice_at) is not Timeliness.LATE:
        reason = IN_EXCHANGE_DAYS.of(line, until=terms.exchange.latest_end.isoformat())
        return (Remedy.EXCHANGE, Remedy.REPAIR), reason
    return (Remedy.REPAIR,), IN_TERM.of(line, until=terms.term_end.isoformat())
