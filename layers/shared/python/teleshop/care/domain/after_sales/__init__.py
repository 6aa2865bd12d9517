"""After-sales: what the law and the promises of the sale give a customer, as rules.

| module | what |
|---|---|
| `purchase` | the facts of an order that rules need |
| `window`, `exclusions` | return without reason: until when, of what |
| `intactness` | whether goods that came back are intact |
| `defects` | faulty goods: return, exchange, repair, terms, burden of proof |
| `refund`, `freight` | how much goes back, who pays for the way |
| `delay` | by when to refund, and when a delay is deliberate |
| `assess`, `decision` | the answer to a request |
| `policy` | settings |
"""
