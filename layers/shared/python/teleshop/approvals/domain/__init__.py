"""The rules of approvals: pure functions of their arguments, time included.

| module | decides |
|---|---|
| `approval` | one approval and its life from being asked for to its outcome |
| `rounds` | one round of a process: its approvals, who took part, whether it was withdrawn |
| `delegation` | acting for somebody else between two instants |
| `entitlement` | who may see an approval, who may decide it and in whose name |
"""
