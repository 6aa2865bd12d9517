"""How ordered measures are carried out and taken back.

Goods are taken off sale by a hold as soon as that is ordered. A take-down cannot be undone, so it
is made final only once nobody can appeal any more; until then it is a hold. What one measure held
and another one still holds stays off sale. Each product is a step of its own.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.violations.domain.case import Case, CaseState, ViolationType
from teleshop.violations.domain.measures import (
    ON_PRODUCTS,
    Measure,
    MeasureKind,
    MeasureOutcome,
    MeasureState,
)
from teleshop.violations.errors import HadAPartError, NothingSuspendedError


class Action(StrEnum):
    """What is to be done about a measure now."""

    HOLD = "hold"
    """Take its goods off sale."""
    WITHDRAW = "withdraw"
    """Take its goods down for good."""
    RELEASE = "release"
    """Let its goods go on sale again, unless something else holds them."""
    CARRY_OUT = "carry_out"
    TAKE_BACK = "take_back"


class StepState(StrEnum):
    """How far a product is. `gone`: it had ended by itself, so nothing was to be done."""

    HELD = "held"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    GONE = "gone"
    FAILED = "failed"


REACHED: Final = {
    Action.HOLD: frozenset({StepState.HELD, StepState.WITHDRAWN, StepState.GONE}),
    Action.WITHDRAW: frozenset({StepState.WITHDRAWN, StepState.GONE}),
    Action.RELEASE: frozenset({StepState.RELEASED, StepState.GONE}),
}
"""A step that stands there needs nothing more."""
SOONEST: Final = timedelta(hours=1)
LATEST: Final = timedelta(days=1)
BLACKLISTED: Final = frozenset(
    {
        ViolationType.FALSE_DOCUMENTS,
        ViolationType.COUNTERFEIT_GOODS,
        ViolationType.SERIOUS_OFFENCE,
    }
)
"""Who is terminated for these does not come back (platform's choice); who broke an agreement may
apply again, with that on record.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One product of one measure; ``error`` is a code. Of `withdrawn` there is no way back."""

    case_id: str
    measure_id: str
    product_id: str
    state: StepState
    error: str | None = None
    at: datetime
    version: int = 1


def measure_of(case: Case, measure_id: str) -> Measure | None:
    """The measure of that id."""
    return next((measure for measure in case.measures if measure.id == measure_id), None)


def action_of(case: Case, measure: Measure) -> Action | None:
    """What is to be done about a measure as its case stands; None if nothing is."""
    on_products = measure.kind in ON_PRODUCTS
    if measure.state is MeasureState.LIFTED:
        return Action.RELEASE if on_products else Action.TAKE_BACK
    begun = measure.state in {MeasureState.ORDERED, MeasureState.FAILED}
    if not on_products:
        return Action.CARRY_OUT if begun else None
    for_good = measure.kind is MeasureKind.PRODUCT_TAKEDOWN and case.state is CaseState.EFFECTIVE
    if for_good and (begun or measure.state is MeasureState.DONE):
        return Action.WITHDRAW
    return Action.HOLD if begun else None


def to_do(case: Case) -> tuple[str, ...]:
    """The measures about which something is to be done."""
    return tuple(measure.id for measure in case.measures if action_of(case, measure) is not None)


def suspension_ended(case: Case, by: str) -> Case:
    """The case once somebody who had no part in it ends the suspension that it decided: that is to
    be taken back. A suspension has no end of its own; a person says when its reason is gone.
    """
    if by in case.parties | {*case.judges, *case.past_judges, case.appeal_judge}:
        raise HadAPartError
    lifted = tuple(
        dataclasses.replace(measure, state=MeasureState.LIFTED)
        if measure.kind is MeasureKind.SUPPLIER_SUSPENSION and measure.state is MeasureState.DONE
        else measure
        for measure in case.measures
    )
    if case.state is not CaseState.EFFECTIVE or lifted == case.measures:
        raise NothingSuspendedError
    return dataclasses.replace(case, measures=lifted, settled=False)


def asked_again_at(since: datetime, now: datetime) -> datetime:
    """When something that failed is asked for again: after an hour, and then each time after as
    long as it waits already, a day at most.
    """
    return now + min(max(now - since, SOONEST), LATEST)


def outcome_of(action: Action, products: tuple[str, ...], steps: Iterable[Step]) -> MeasureOutcome:
    """How a measure on goods stands, from the steps of its products: failed while one did."""
    reached = {step.product_id for step in steps if step.state in REACHED[action]}
    count = len(reached & set(products))
    if count < len(set(products)):
        return MeasureOutcome(state=MeasureState.FAILED, count=count)
    ended = MeasureState.UNDONE if action is Action.RELEASE else MeasureState.DONE
    return MeasureOutcome(state=ended, count=count)


def stepped(step: Step, state: StepState, error: str | None, now: datetime) -> Step:
    """The step once it was taken, or tried again."""
    return dataclasses.replace(step, state=state, error=error, at=now)


def handover_reference(case_id: str) -> str:
    """Under which number the file of a case goes to the authorities."""
    return f"HO-{case_id}"


def hold_reason(case_id: str) -> str:
    """Why goods are held, for those who see the hold."""
    return f"违规案件 {case_id} / violation case {case_id}"
