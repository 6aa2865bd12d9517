"""Rules of the quality gate."""

from teleshop.qualitygate.domain.gate import (
    Gate,
    GateState,
    Letter,
    LetterKind,
    Named,
    Step,
    earliest_hold,
    judged,
    let_go,
    opened,
    reinstated,
)
from teleshop.qualitygate.domain.judgement import Judgement, Level, Reading, judge, window
from teleshop.qualitygate.domain.policy import POLICIES, Check, GatePolicy, Threshold, policy_on

__all__ = [
    "POLICIES",
    "Check",
    "Gate",
    "GatePolicy",
    "GateState",
    "Judgement",
    "Letter",
    "LetterKind",
    "Level",
    "Named",
    "Reading",
    "Step",
    "Threshold",
    "earliest_hold",
    "judge",
    "judged",
    "let_go",
    "opened",
    "policy_on",
    "reinstated",
    "window",
]
