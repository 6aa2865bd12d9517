"""What people and parties may do with a case, and what time does to it.

Every action takes the file of a case and answers a new one, or refuses; ``now`` is when it happens
and ``by`` the subject of whoever does it. Nothing here pauses a clock, and nothing undoes a breach.
"""

from teleshop.care.domain.actions.others import (
    MERGED_KINDS,
    answer_ticket,
    ask_party,
    merge,
    party_answered,
    receive_ticket,
    split,
)
from teleshop.care.domain.actions.passing import (
    breach,
    change_policy,
    escalate,
    late_party,
    with_breaches,
)
from teleshop.care.domain.actions.work import (
    PROMISE_AT_MOST,
    answer,
    assign,
    classify,
    close,
    explain,
    give_back,
    handle,
    keep_promise,
    lift_hold,
    promise,
    raise_to_major,
    reopen,
    respond,
    set_hold,
    transfer,
)

__all__ = [
    "MERGED_KINDS",
    "PROMISE_AT_MOST",
    "answer",
    "answer_ticket",
    "ask_party",
    "assign",
    "breach",
    "change_policy",
    "classify",
    "close",
    "escalate",
    "explain",
    "give_back",
    "handle",
    "keep_promise",
    "late_party",
    "lift_hold",
    "merge",
    "party_answered",
    "promise",
    "raise_to_major",
    "receive_ticket",
    "reopen",
    "respond",
    "set_hold",
    "split",
    "transfer",
    "with_breaches",
]
