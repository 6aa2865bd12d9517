"""Use cases of assessment.

| module | of |
|---|---|
| `runs` | the run of a quarter and its steps |
| `scorecards` | what suppliers and staff see |
| `provisional` | where a supplier stands in a quarter that is not over |
"""
