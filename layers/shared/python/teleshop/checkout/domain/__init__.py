"""The rules of placing an order: pure functions of their arguments, time included.

| module | decides |
|---|---|
| `policy` | the numbers that are settings |
| `regions` | the 34 places of the first level of GB/T 2260 |
| `delivery` | where is delivered, by when, for how much |
| `phones` | the form of a telephone number |
| `wish` | what a customer asks for, and what of it cannot be meant |
| `goods` | whether each of the goods may be sold, and with which terms of return |
| `codes` | why a code does nothing |
| `offer` | what the goods cost, in the words of this context |
| `agreement` | the order that comes of it: lines, gifts, discounts, amounts |
"""
