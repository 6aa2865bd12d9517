"""Rules of assessment.

| module | of |
|---|---|
| `runs` | the run of a quarter: opened, collected, recorded, finished; its batches |
"""
