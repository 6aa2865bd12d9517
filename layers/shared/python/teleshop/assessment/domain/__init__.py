"""Rules of assessment.

| module | of |
|---|---|
| `runs` | the run of a quarter: opened, collected, recorded, finished; its batches |
| `records` | scorecards as they are kept |
| `facts` | from figures to what a scorecard is made of |
| `indicators` | what scorecards can be made of, and a supplier's facts |
| `policy` | what counts how much, against what; the default |
| `peers` | whom suppliers are compared with |
| `scoring`, `card` | from facts to a scorecard |
| `bands` | bands of scores, and where a score stands in its category |
| `moving` | what would lift a supplier into the next band |
| `words` | what scorecards say to people |
| `exact`, `canonical` | numbers and bytes that come out the same everywhere |
"""
