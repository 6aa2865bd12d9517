"""Rules of assessment.

| module | of |
|---|---|
| `runs` | the run of a quarter: opened, collected, recorded, finished; its batches |
| `records` | scorecards as they are kept |
| `facts` | from figures to what a scorecard is made of |
"""
