"""Routes of the assessment context: one module for each group, all on one blueprint."""

from teleshop.assessment.routes import policies, runs, scorecards
from teleshop.assessment.routes.blueprint import api

__all__ = ["api", "policies", "runs", "scorecards"]
