"""The rules of violation cases: pure functions of their arguments, time included.

| module | decides |
|---|---|
| `case` | one case and its life, from the first facts to measures that have taken effect |
| `measures` | what may be ordered against a supplier, and how far it is carried out |
| `policy` | points, least measures, bounds of fines, times: what the platform chooses |
| `points` | what earlier cases still count: decay, repeat offences |
| `facts` | which facts are the same, so that nobody is punished for them twice |
"""
