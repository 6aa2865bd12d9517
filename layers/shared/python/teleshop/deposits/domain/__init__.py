"""The rules of deposits.

| module | of |
|---|---|
| `policy` | the numbers that the platform chooses |
| `deposit` | the deposit of one supplier, and what payments and fines make of it |
| `top_up` | what is asked for while something is missing, and by when |
| `payback` | a deposit that is paid back, all or in part |
| `records` | what is stored beside them |
"""
