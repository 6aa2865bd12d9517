"""Refusals of assessment, one module for each part of it.

| module | of |
|---|---|
| `runs` | runs and scorecards |
| `policies` | scorecard policies and back-tests |
| `consequences` | what follows from a scorecard: decision, appeal, improvement plan, reports |
"""
