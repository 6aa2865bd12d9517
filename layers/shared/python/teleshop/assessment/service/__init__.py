"""Use cases of assessment.

| module | of |
|---|---|
| `policies` | versions of the scorecard policy, from proposal to approval |
| `back_tests` | trying a version on past quarters |
| `runs` | the run of a quarter and its steps |
| `scorecards` | what suppliers and staff see |
| `provisional` | where a supplier stands in a quarter that is not over |
"""
