"""The rules of satisfaction surveys: pure functions of their arguments, time included.

| module | decides |
|---|---|
| `policy` | the numbers that are settings, with their defaults |
| `quarter` | quarters of the China calendar |
| `questions` | which sets of questions can be published, which answers are complete |
| `programme` | whom a programme asks, when and how; its versions |
| `invitation` | one invitation and its states; who may be invited again |
| `answer` | what is kept of an answer, and of an anonymous one |
| `statistics` | CSAT, NPS and their intervals, from counts |
| `publication` | what is published and what is withheld |
| `sample` | the closed frame of a quarter and the draw from it |
"""
