"""Forms of assessment, one module for each group; the events of all of them are here as well."""

from teleshop.assessment.schemas.consequence_events import (
    ConsequenceAppealDecided,
    ConsequenceAppealed,
    ConsequenceDeadlineNear,
    ConsequenceDecided,
    ConsequenceEnded,
    ConsequenceOpened,
    ConsequenceQuestioned,
    ConsequenceReviewRequested,
    ConsequenceStalled,
    ConsequenceTookEffect,
    ImprovementPlanDue,
    ImprovementPlanReviewed,
    ImprovementPlanSubmitted,
)
from teleshop.assessment.schemas.events import (
    AssessmentCompleted,
    AssessmentFailed,
    AssessmentStarted,
    ScorecardIssued,
)
from teleshop.assessment.schemas.policies import ScorecardPolicyDecided, ScorecardPolicyProposed
from teleshop.assessment.schemas.reports import ScorecardReportMade, ScorecardReportRequested

__all__ = [
    "AssessmentCompleted",
    "AssessmentFailed",
    "AssessmentStarted",
    "ConsequenceAppealDecided",
    "ConsequenceAppealed",
    "ConsequenceDeadlineNear",
    "ConsequenceDecided",
    "ConsequenceEnded",
    "ConsequenceOpened",
    "ConsequenceQuestioned",
    "ConsequenceReviewRequested",
    "ConsequenceStalled",
    "ConsequenceTookEffect",
    "ImprovementPlanDue",
    "ImprovementPlanReviewed",
    "ImprovementPlanSubmitted",
    "ScorecardIssued",
    "ScorecardPolicyDecided",
    "ScorecardPolicyProposed",
    "ScorecardReportMade",
    "ScorecardReportRequested",
]
