"""Builds assessment."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.assessment.adapters import (
    AssessmentWorkflow,
    CountedFigures,
    SuppliersOnBoard,
)
from teleshop.assessment.consequence_adapters import (
    ConsequenceDecisions,
    ConsequenceWorkflow,
    ScorecardReports,
    SupplierCooperation,
    UploadedAttachments,
)
from teleshop.assessment.policy_adapters import ApprovedPolicies, ScorecardPolicyWorkflow
from teleshop.assessment.run_files import BucketRunFiles
from teleshop.assessment.service.appeals import Appeals
from teleshop.assessment.service.back_tests import BackTests
from teleshop.assessment.service.consequence_reviews import ConsequenceReviews
from teleshop.assessment.service.consequences import Consequences
from teleshop.assessment.service.plans import Plans
from teleshop.assessment.service.policies import ScorecardPolicies
from teleshop.assessment.service.provisional import Provisional
from teleshop.assessment.service.reports import Reports
from teleshop.assessment.service.runs import Runs
from teleshop.assessment.service.scorecards import Scorecards
from teleshop.assessment.tables.consequences import ConsequenceRepository
from teleshop.assessment.tables.policies import PolicyRepository
from teleshop.assessment.tables.reports import ReportRepository
from teleshop.assessment.tables.runs import RunRepository
from teleshop.assessment.tables.scorecards import ScorecardRepository
from teleshop.deadlines.service import Deadlines
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.indicators.wiring import event_queue, indicators
from teleshop.suppliers.wiring import roll_call
from teleshop.suppliers.wiring import service as suppliers

# -- runs and scorecards ---------------------------------------------------------------------------


@cache
def runs() -> Runs:
    """The runs of quarters, of this process."""
    return Runs(
        RunRepository(),
        board=SuppliersOnBoard(roll_call()),
        figures=CountedFigures(indicators()),
        counting=event_queue(),
        policies=policies(),
        files=BucketRunFiles(),
        executions=AssessmentWorkflow(),
    )


@cache
def scorecards() -> Scorecards:
    """Scorecards, of this process."""
    return Scorecards(
        ScorecardRepository(),
        RunRepository(),
        BucketRunFiles(),
        figures=CountedFigures(indicators()),
    )


@cache
def provisional() -> Provisional:
    """Scores of the running quarter, of this process."""
    return Provisional(
        RunRepository(),
        board=SuppliersOnBoard(roll_call()),
        figures=CountedFigures(indicators()),
        policies=policies(),
        files=BucketRunFiles(),
    )


# -- consequences ----------------------------------------------------------------------------------

Parts = tuple[ConsequenceRepository, Deadlines, SupplierCooperation, ConsequenceDecisions]


def _parts() -> Parts:
    return (
        ConsequenceRepository(),
        deadlines(),
        SupplierCooperation(suppliers().standing),
        ConsequenceDecisions(approvals()),
    )


@cache
def consequences() -> Consequences:
    """What follows from scorecards, and by time."""
    return Consequences(*_parts(), scorecards=ScorecardRepository())


@cache
def consequence_reviews() -> ConsequenceReviews:
    """What people decide on it."""
    return ConsequenceReviews(*_parts(), scorecards=ScorecardRepository())


@cache
def appeals() -> Appeals:
    """Appeals of suppliers."""
    return Appeals(
        *_parts(),
        scorecards=ScorecardRepository(),
        attachments=UploadedAttachments(documents()),
    )


@cache
def plans() -> Plans:
    """Improvement plans of suppliers."""
    return Plans(*_parts(), scorecards=ScorecardRepository())


@cache
def consequence_workflow() -> ConsequenceWorkflow:
    """The state machine of consequences."""
    return ConsequenceWorkflow()


@cache
def reports() -> Reports:
    """Reports of scorecards as files."""
    return Reports(ReportRepository(), ScorecardRepository(), ScorecardReports())


# -- scorecard policies ----------------------------------------------------------------------------


@cache
def policies() -> ScorecardPolicies:
    """The scorecard policy, of this process."""
    return ScorecardPolicies(PolicyRepository(), ApprovedPolicies(approvals()))


@cache
def back_tests() -> BackTests:
    """Back-tests, of this process."""
    return BackTests(PolicyRepository(), RunRepository(), BucketRunFiles())


@cache
def policy_workflow() -> ScorecardPolicyWorkflow:
    """The state machine of scorecard policies."""
    return ScorecardPolicyWorkflow()
