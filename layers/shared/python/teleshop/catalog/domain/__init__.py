"""The rules of products: pure functions of their arguments, time included.

| module | decides |
|---|---|
| `content` | what is said of a product |
| `product`, `revision` | a product and the revisions of its content |
| `life` | how both move from state to state |
| `drafting` | SKUs, sizes, and what editing does to a check list |
| `rulebook`, `papers` | what a product is judged by: category, supplier, files, certificates |
| `admission` with `checks` | every refusal and remark of the automatic check at once |
| `findings` | each of these with clause, rule and texts |
| `difference`, `edits`, `materiality` | what a change says otherwise, and whether it is reviewed |
| `likeness`, `records` | look-alikes, and the traits by which they are found |
| `review`, `inbox` | the check list, and what is looked at first |
| `standing` | whether what is approved may be on sale |
| `policy` | the numbers that are settings, with their defaults |
"""
