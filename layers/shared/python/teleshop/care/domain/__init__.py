"""Service cases: what customers ask, complain about or send back, and by when it must be answered.

| module | what |
|---|---|
| `events` | what happens in a case; the only source of its state and clocks |
| `case` | the head of a case, projected from its events |
| `policy` | the limits of clocks, versioned; never laxer than the standard |
| `clocks` | the state of all clocks as a pure function of events and policies |
| `actions` | what people and parties may do with a case |
| `duties` | what a case owes, and what stands against closing it |
| `tickets` | what authorities send, and by when it is answered |
| `severity` | which words make a complaint a major one |
| `after_sales` | return, exchange, repair: the rules of law |
"""
