"""What the rules say to a request of a customer, line by line: approve, refuse, or let a person
decide. Faults are never refused by rule alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from teleshop.care.domain.after_sales.decision import (
    Decision,
    Duty,
    Ground,
    Outcome,
    Party,
    Reason,
    ReasonKind,
    Remedy,
    merged_rules,
)
from teleshop.care.domain.after_sales.defects import NO_HISTORY, Conformity, History, conformity
from teleshop.care.domain.after_sales.delay import delay_line
from teleshop.care.domain.after_sales.exclusions import Entitlement, entitlement
from teleshop.care.domain.after_sales.freight import freight_side
from teleshop.care.domain.after_sales.policy import DEFAULT_POLICY, AfterSalesPolicy
from teleshop.care.domain.after_sales.purchase import Purchase, PurchasedLine
from teleshop.care.domain.after_sales.window import Timeliness, Window, return_window, timeliness
from teleshop.kernel.clock import china_date

IN_WINDOW: Final = ReasonKind(
    "in_window",
    "R1.3",
    "退货通知在期限内（至 {until}）发出，可无理由退货。",
    "The notice was sent in time (to {until}): return without reason.",
)
NOT_YET_DELIVERED: Final = ReasonKind(
    "not_yet_delivered",
    "R1.3",
    "商品尚未签收，退货期限尚未开始，通知有效。",
    "The goods are not signed for yet, so the window has not begun and the notice counts.",
)
WINDOW_OVER: Final = ReasonKind(
    "window_over",
    "R1.2",
    "退货通知于 {sent} 发出，已超过期限（至 {until}）；如存在质量问题，请改选质量原因。",
    "The notice was sent on {sent}, after the last day {until}; if the goods are faulty, state "
    "that ground.",
)
CALENDAR_UNCONFIRMED: Final = ReasonKind(
    "calendar_unconfirmed",
    "R10.1",
    "该年节假日安排尚未公布：期限至 {earliest} 或者至多延至 {latest}，须由人工判断。",
    "The year's holidays are not published: the last day is {earliest}, or at the latest {latest}; "
    "a person decides.",
)
FAULT_TO_BE_SHOWN: Final = ReasonKind(
    "fault_to_be_shown",
    "R1.15",
    "须由人工核对顾客提供的质量问题凭证。",
    "A person looks at what shows the fault.",
)
OTHER_REMEDY: Final = ReasonKind(
    "other_remedy",
    "R1.15",
    "所选方式不在当前法定范围内，是否符合解除合同等条件由人工判断。",
    "The remedy asked for is not one of right at this time; a person decides, also on conditions "
    "for rescission.",
)
EXCHANGE_BY_AGREEMENT: Final = ReasonKind(
    "exchange_by_agreement",
    "R1.1",
    "无理由换货须经协商，由人工处理。",
    "An exchange without reason is a matter of agreement: a person decides.",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pieces of one line; ``sealed`` is what the customer says of an original seal."""

    line: int
    quantity: int
    sealed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a customer wants; ``notice_at`` is when the notice was sent (the time of a call)."""

    remedy: Remedy
    ground: Ground
    notice_at: datetime
    wanted: tuple[Wanted, ...]
    history: Mapping[int, History] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The decision on the whole and on each line by its number."""

    decision: Decision
    lines: Mapping[int, Decision]


def assess(
    purchase: Purchase, request: Request, policy: AfterSalesPolicy = DEFAULT_POLICY
) -> Assessment:
    """What the rules say; KeyError for a line that the purchase does not have."""
    lines = {
        wanted.line: assess_line(purchase, request, wanted, policy) for wanted in request.wanted
    }
    return Assessment(combined(lines.values()), lines)


def assess_line(
    purchase: Purchase,
    request: Request,
    wanted: Wanted,
    policy: AfterSalesPolicy = DEFAULT_POLICY,
) -> Decision:
    """What the rules say to one line."""
    line = purchase.line(wanted.line)
    if line is None:
        raise KeyError(wanted.line)
    right = entitlement(purchase, line, sealed=wanted.sealed, policy=policy)
    window = return_window(
        purchase.delivered_at, right.promised_days, statutory=right.statutory, policy=policy
    )
    free = _without_reason(line.number, right, window, request)
    if request.ground.is_fault:
        return _faulty(purchase, line, request, free, policy)
    if request.remedy is Remedy.RETURN:
        return free
    return Decision(
        outcome=Outcome.REFER,
        rules=free.rules,
        reasons=(EXCHANGE_BY_AGREEMENT.of(line.number), *free.reasons),
        dates=free.dates,
        freight=freight_side(request.ground),
        duty=_to_decide(request),
    )


def combined(decisions: Iterable[Decision]) -> Decision:
    """One decision on several lines: approved or refused only if all are; of dates with the same
    name the earliest.
    """
    each = list(decisions)
    outcomes = {decision.outcome for decision in each}
    dates: dict[str, date] = {}
    for decision in each:
        for name, day in decision.dates.items():
            dates[name] = min(day, dates.get(name, day))
    outcome = outcomes.pop() if len(outcomes) == 1 else Outcome.REFER
    duties = [decision.duty for decision in each if decision.duty is not None]
    sides = {decision.freight for decision in each}
    return Decision(
        outcome=outcome,
        rules=merged_rules(*(decision.rules for decision in each)),
        reasons=tuple(reason for decision in each for reason in decision.reasons),
        dates=dates,
        remedies=tuple(
            remedy for remedy in Remedy if all(remedy in decision.remedies for decision in each)
        ),
        freight=sides.pop() if len(sides) == 1 else None,
        duty=min(duties, key=lambda duty: duty.due_at, default=None),
    )


def _without_reason(
    number: int, right: Entitlement, window: Window | None, request: Request
) -> Decision:
    dates = window.dates() if window else {}
    if not right.exists:
        outcome = Outcome.REFER if right.uncertain else Outcome.REFUSE
        duty = _to_decide(request) if right.uncertain else None
        return Decision(outcome=outcome, rules=right.rules, reasons=right.reasons, duty=duty)
    rules = (*right.rules, "R1.2", "R1.3")
    side = freight_side(Ground.NO_REASON)
    if window is None:
        early = (*right.reasons, NOT_YET_DELIVERED.of(number))
        return Decision(
            outcome=Outcome.APPROVE,
            rules=(*rules, "R1.12"),
            reasons=early,
            remedies=(Remedy.RETURN,),
            freight=side,
        )
    match timeliness(window, request.notice_at):
        case Timeliness.IN_TIME:
            until = window.earliest_end.isoformat()
            return Decision(
                outcome=Outcome.APPROVE,
                rules=(*rules, "R1.12"),
                reasons=(*right.reasons, IN_WINDOW.of(number, until=until)),
                dates=dates,
                remedies=(Remedy.RETURN,),
                freight=side,
            )
        case Timeliness.LATE:
            late = WINDOW_OVER.of(
                number,
                sent=china_date(request.notice_at).isoformat(),
                until=window.latest_end.isoformat(),
            )
            return Decision(
                outcome=Outcome.REFUSE, rules=rules, reasons=(*right.reasons, late), dates=dates
            )
    unsure = CALENDAR_UNCONFIRMED.of(
        number, earliest=window.earliest_end.isoformat(), latest=window.latest_end.isoformat()
    )
    return Decision(
        outcome=Outcome.REFER,
        rules=(*rules, "R10.1"),
        reasons=(*right.reasons, unsure),
        dates=dates,
        freight=side,
        duty=_to_decide(request),
    )


def _faulty(
    purchase: Purchase,
    line: PurchasedLine,
    request: Request,
    free: Decision,
    policy: AfterSalesPolicy,
) -> Decision:
    side = freight_side(request.ground)
    if purchase.delivered_at is None:
        unseen = FAULT_TO_BE_SHOWN.of(line.number)
        return Decision(
            outcome=Outcome.REFER,
            rules=("R1.15", "R1.12"),
            reasons=(unseen,),
            freight=side,
            duty=_to_decide(request),
        )
    history = request.history.get(line.number, NO_HISTORY)
    found = conformity(line, purchase.delivered_at, request.notice_at, history, policy)
    returnable = request.remedy is Remedy.RETURN and free.outcome is Outcome.APPROVE
    outcome, reasons = _outcome(line, request, found, free if returnable else None)
    return Decision(
        outcome=outcome,
        rules=merged_rules(free.rules if returnable else (), found.rules, ("R1.12",)),
        reasons=reasons,
        dates=found.dates | (free.dates if returnable else {}),
        remedies=_joined(found.remedies, free.remedies if returnable else ()),
        freight=side,
        duty=_to_decide(request) if outcome is Outcome.REFER else None,
    )


def _outcome(
    line: PurchasedLine, request: Request, found: Conformity, free: Decision | None
) -> tuple[Outcome, tuple[Reason, ...]]:
    if free is not None:
        # The goods may come back in any case; the inspection shows who bears the freight.
        return Outcome.APPROVE, (*found.reasons, *free.reasons)
    if found.uncertain or request.remedy not in found.remedies:
        return Outcome.REFER, (*found.reasons, OTHER_REMEDY.of(line.number))
    if found.proof_by_operator:
        return Outcome.APPROVE, found.reasons
    return Outcome.REFER, (*found.reasons, FAULT_TO_BE_SHOWN.of(line.number))


def _joined(first: tuple[Remedy, ...], second: tuple[Remedy, ...]) -> tuple[Remedy, ...]:
    return tuple(remedy for remedy in Remedy if remedy in {*first, *second})


def _to_decide(request: Request) -> Duty:
    return Duty("decide", Party.OPERATOR, delay_line(request.notice_at))
