"""What the platform asks of its invoices; all of it data.

The law sets no number here: invoices are given on request (Consumer Protection Law, art. 22;
E-Commerce Law, art. 14). These are the platform's own choices.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePolicy:
    """Own choices, each of them a setting.

    ``years``: an invoice may be requested to the end of that many calendar years after the year of
    the payment. ``issue_within`` and ``correct_within`` are the clocks of finance from the request,
    and from the moment goods or money went back; people are warned when ``warn_before`` of either
    is left. ``file_within``: an export or receipt that is not made by then has failed; by then the
    function that makes it has been repeated as often as it is.
    """

    years: int = 1
    issue_within: timedelta = timedelta(hours=72)
    correct_within: timedelta = timedelta(days=5)
    warn_before: timedelta = timedelta(hours=24)
    file_within: timedelta = timedelta(hours=1)


DEFAULT_POLICY = InvoicePolicy()
