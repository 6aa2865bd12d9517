"""Kinds of what is counted: each says which measures it moves, so that the events behind a figure
are found by their kind.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from teleshop.indicators.domain.measures import Measure


class Kind(StrEnum):
    """What one event was for a supplier."""

    ORDER = "order"
    CANCELLATION = "cancellation"
    REFUSAL = "refusal"
    RETURN_FAULT = "return_fault"
    RETURN_OTHER = "return_other"
    RETURN_MIXED = "return_mixed"
    """Some of the goods were faulty."""
    DELIVERY = "delivery"
    DELIVERY_LATE = "delivery_late"
    DELIVERY_WITHOUT_DAY = "delivery_without_day"
    """Nothing had been promised."""
    DELIVERY_BY_PLATFORM = "delivery_by_platform"
    """The platform sent it, and answers for its time."""
    SHIPMENT = "shipment"
    SHIPMENT_LATE = "shipment_late"
    ANSWER = "answer"
    CASE = "case"
    CASE_MERGED = "case_merged"
    COMPLAINT = "complaint"
    """A complaint whose cause is the goods or the supplier."""
    COMPLAINT_TAKEN_BACK = "complaint_taken_back"
    """It was not, or was the same as another one."""
    RESPONSE = "response"
    RESPONSE_LATE = "response_late"
    RESOLUTION = "resolution"
    RESOLUTION_LATE = "resolution_late"
    REPAIR = "repair"
    REPAIR_AGAIN = "repair_again"
    REFUND = "refund"
    REFUND_LATE = "refund_late"
    VIOLATION = "violation"
    DOCUMENT_LAPSE = "document_lapse"
    PRICE_FINDING = "price_finding"
    PRICE_FINDING_DISMISSED = "price_finding_dismissed"


M = Measure
MEASURES: Final = MappingProxyType[Kind, tuple[Measure, ...]](
    {
        Kind.ORDER: (M.ORDERS, M.PIECES_SOLD, M.GROSS),
        Kind.CANCELLATION: (M.CANCELLED,),
        Kind.REFUSAL: (M.REFUSED,),
        Kind.RETURN_FAULT: (M.RETURNED, M.PIECES_RETURNED_FAULT),
        Kind.RETURN_OTHER: (M.RETURNED, M.PIECES_RETURNED_OTHER),
        Kind.RETURN_MIXED: (M.RETURNED, M.PIECES_RETURNED_FAULT, M.PIECES_RETURNED_OTHER),
        Kind.DELIVERY: (M.PIECES_DELIVERED, M.DELIVERIES),
        Kind.DELIVERY_LATE: (M.PIECES_DELIVERED, M.DELIVERIES, M.LATE_DELIVERIES),
        Kind.DELIVERY_WITHOUT_DAY: (M.PIECES_DELIVERED,),
        Kind.DELIVERY_BY_PLATFORM: (M.PIECES_DELIVERED,),
        Kind.SHIPMENT: (M.SHIPMENTS,),
        Kind.SHIPMENT_LATE: (M.SHIPMENTS, M.LATE_SHIPMENTS),
        Kind.ANSWER: (M.ANSWERS, M.ANSWER_POINTS),
        Kind.CASE: (M.CASES,),
        Kind.CASE_MERGED: (M.CASES,),
        Kind.COMPLAINT: (M.COMPLAINTS,),
        Kind.COMPLAINT_TAKEN_BACK: (M.COMPLAINTS,),
        Kind.RESPONSE: (M.RESPONSES, M.RESPONSES_MET),
        Kind.RESPONSE_LATE: (M.RESPONSES,),
        Kind.RESOLUTION: (M.RESOLUTIONS, M.RESOLUTIONS_MET),
        Kind.RESOLUTION_LATE: (M.RESOLUTIONS,),
        Kind.REPAIR: (M.REPAIRS,),
        Kind.REPAIR_AGAIN: (M.REPAIRS, M.REPEAT_REPAIRS),
        Kind.REFUND: (M.REFUNDS,),
        Kind.REFUND_LATE: (M.REFUNDS, M.REFUNDS_LATE),
        Kind.VIOLATION: (M.VIOLATIONS, M.VIOLATION_POINTS),
        Kind.DOCUMENT_LAPSE: (M.DOCUMENT_LAPSES,),
        Kind.PRICE_FINDING: (M.PRICE_FINDINGS, M.PRICE_POINTS),
        Kind.PRICE_FINDING_DISMISSED: (M.PRICE_FINDINGS, M.PRICE_POINTS),
    }
)
TAKES_BACK: Final = frozenset(
    {
        Kind.CASE_MERGED,
        Kind.COMPLAINT_TAKEN_BACK,
        Kind.PRICE_FINDING_DISMISSED,
    }
)
"""What these count was counted before: their amounts are negative."""


def kinds_of(measure: Measure) -> tuple[Kind, ...]:
    """The kinds that move a measure."""
    return tuple(kind for kind, measures in MEASURES.items() if measure in measures)
