"""Routes of the assessment context: one module for each group, all on one blueprint."""

from teleshop.assessment.routes import consequences, policies, reports, runs, scorecards
from teleshop.assessment.routes.blueprint import api

__all__ = ["api", "consequences", "policies", "reports", "runs", "scorecards"]
