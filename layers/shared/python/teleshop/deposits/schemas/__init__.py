"""Forms of deposits: what people send, what they see, the events."""

from teleshop.deposits.schemas.events import (
    DepositEvent,
    DepositFineAnnulled,
    DepositFined,
    DepositOverdue,
    DepositPaidBack,
    DepositPaidIn,
    DepositPaybackAsked,
    DepositPaybackDecided,
    DepositPaybackStalled,
    DepositPaymentReversed,
    DepositRequired,
    DepositRestored,
    DepositShort,
)

__all__ = [
    "DepositEvent",
    "DepositFineAnnulled",
    "DepositFined",
    "DepositOverdue",
    "DepositPaidBack",
    "DepositPaidIn",
    "DepositPaybackAsked",
    "DepositPaybackDecided",
    "DepositPaybackStalled",
    "DepositPaymentReversed",
    "DepositRequired",
    "DepositRestored",
    "DepositShort",
]
