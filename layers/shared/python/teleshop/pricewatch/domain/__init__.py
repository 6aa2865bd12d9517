"""The rules of watching prices: pure functions of their arguments, time included.

| module | decides |
|---|---|
| `policy` | the numbers that are settings, with their defaults |
| `violation` | a violation and its life: found, corrected, verified; or dismissed |
| `sales` | what was charged against what was published |
| `promotions` | promotions against the history of prices and deals |
| `record` | the lines of the record for supervision |
"""
