"""Use cases of analysis: causes and their suggestion, counters, clock metrics, charts, bursts."""

from teleshop.analysis.domain import Alternative, Cause, Suggestion
from teleshop.analysis.service.causes import Causes

__all__ = ["Alternative", "Cause", "Causes", "Suggestion"]
