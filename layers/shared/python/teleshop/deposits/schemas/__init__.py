"""Forms of deposits: what people send, what they see, the events."""

from teleshop.deposits.schemas.bodies import DepositBody
from teleshop.deposits.schemas.events import (
    DepositEvent,
    DepositFineAnnulled,
    DepositFined,
    DepositFreed,
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
from teleshop.deposits.schemas.views import DepositView, PaybackView

__all__ = [
    "DepositBody",
    "DepositEvent",
    "DepositFineAnnulled",
    "DepositFined",
    "DepositFreed",
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
    "DepositView",
    "PaybackView",
]
