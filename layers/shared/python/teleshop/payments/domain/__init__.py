"""The rules of payments; pure.

| module | of |
|---|---|
| `payment` | what is due for an order, and what came in for it |
| `refund` | money on its way back to the customer, and its clock |
| `movement` | what a gateway told of, each sum once |
| `notices` | what a gateway says, in our words |
| `policy` | times, which are settings and no law |
"""
