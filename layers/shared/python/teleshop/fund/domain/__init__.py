"""The rules of the protection fund: pure functions of their arguments, time included.

| module | decides |
|---|---|
| `purchase` | what was bought, as far as a claim refers to it |
| `policy` | numbers that the platform chooses, by the day from which they hold |
| `entitlement` | what a customer is entitled to, by which article, with the working |
| `claim` | one claim and its life from filing to recovery |
| `statement` | the monthly statement: opening, movements, closing |
"""
