"""The rules of invoices: pure functions of their arguments, time included.

| module | decides |
|---|---|
| `policy` | the numbers that are settings, with their defaults |
| `buyer` | whom an invoice is made out to, and what of it must be told |
| `amounts` | what of an order may be invoiced: what was paid and not given back |
| `request` | a request and its life: requested, issued, corrected by red letters |
| `receipt` | the receipt of purchase, and the file that is made of it |
| `supply` | what a supplier sees of an order: its own lines |
| `export` | these lines as a table for a period |
"""
