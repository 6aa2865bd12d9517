"""The rows of the payments table.

| row | pk | sk | by_customer | by_list |
|---|---|---|---|---|
| payment | id (derived from the order's) | `payment` | | |
| refund | id | `refund` | customer, id | `refund#<state>`, due instant and id |
| movement | id (of the gateway's number) | `movement` | | `movement#<state>`, time, id; or none |
| reference of what settled | `reference#<gateway or hand>#<reference>` | `reference` | | |

Numbers of gateways and banks are confidential: with them somebody could ask there in our name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Text
from teleshop.kernel.store.table import TableModel
from teleshop.payments.domain.movement import UNEXPECTED, Movement
from teleshop.payments.domain.payment import Payment
from teleshop.payments.domain.refund import Refund

INTERNAL = DataClass.INTERNAL
CONFIDENTIAL = DataClass.CONFIDENTIAL


class CustomerIndex(GlobalSecondaryIndex["RefundRow"]):
    """The refunds of one customer, in order of asking."""

    class Meta:
        index_name = "by_customer"
        projection = AllProjection()

    customer_key = Text(hash_key=True, data_class=INTERNAL)
    customer_sort = Text(range_key=True, data_class=INTERNAL)


class RefundListIndex(GlobalSecondaryIndex["RefundRow"]):
    """The refunds of one state, due first, first."""

    class Meta:
        index_name = "by_list"
        projection = AllProjection()

    list_key = Text(hash_key=True, data_class=INTERNAL)
    list_sort = Text(range_key=True, data_class=INTERNAL)


class MovementListIndex(GlobalSecondaryIndex["MovementRow"]):
    """Unexpected money of one state, by time."""

    class Meta:
        index_name = "by_list"
        projection = AllProjection()

    list_key = Text(hash_key=True, data_class=INTERNAL)
    list_sort = Text(range_key=True, data_class=INTERNAL)


class PaymentRow(TableModel):
    """One payment, with every sum that came in for it."""

    table = "payments"
    entity = Payment

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    method = Text(data_class=INTERNAL)
    opened_at = Instant(data_class=INTERNAL)
    due_at = Instant(null=True, data_class=INTERNAL)
    currency = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    received = Integer(data_class=INTERNAL)
    received_at = Instant(null=True, data_class=INTERNAL)
    refunded = Integer(data_class=INTERNAL)
    closed_at = Instant(null=True, data_class=INTERNAL)
    receipts = Json(data_class=CONFIDENTIAL)
    refunds = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    SK = "payment"

    @classmethod
    def keys_of(cls, entity: Payment) -> Mapping[str, str | None]:
        return {"pk": entity.id, "sk": cls.SK}


class RefundRow(TableModel):
    """One refund."""

    table = "payments"
    entity = Refund

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    customer_key = Text(data_class=INTERNAL)
    customer_sort = Text(data_class=INTERNAL)
    list_key = Text(data_class=INTERNAL)
    list_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    payment_id = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    currency = Text(data_class=INTERNAL)
    method = Text(data_class=INTERNAL)
    reason = Text(data_class=INTERNAL)
    subject = Text(data_class=INTERNAL)
    due_at = Instant(data_class=INTERNAL)
    requested_at = Instant(data_class=INTERNAL)
    gateway = Text(null=True, data_class=INTERNAL)
    number = Text(null=True, data_class=CONFIDENTIAL)
    state = Text(data_class=INTERNAL)
    attempt = Integer(data_class=INTERNAL)
    sent_at = Instant(null=True, data_class=INTERNAL)
    settled_at = Instant(null=True, data_class=INTERNAL)
    settled_by = Text(null=True, data_class=INTERNAL)
    reference = Text(null=True, data_class=CONFIDENTIAL)
    failed_at = Instant(null=True, data_class=INTERNAL)
    failure = Text(null=True, data_class=INTERNAL)
    overdue_at = Instant(null=True, data_class=INTERNAL)
    disputes = Json(data_class=INTERNAL)
    entered = Json(null=True, data_class=CONFIDENTIAL)
    version = Integer(data_class=INTERNAL)

    by_customer = CustomerIndex()
    by_list = RefundListIndex()

    SK = "refund"

    @classmethod
    def keys_of(cls, entity: Refund) -> Mapping[str, str | None]:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "customer_key": entity.customer_id,
            "customer_sort": entity.id,
            "list_key": f"refund#{entity.state}",
            "list_sort": f"{sortable(entity.due_at)}#{entity.id}",
        }


class MovementRow(TableModel):
    """What a gateway told of once; ``list_key`` is absent where all is as expected."""

    table = "payments"
    entity = Movement

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    list_key = Text(null=True, data_class=INTERNAL)
    list_sort = Text(null=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    gateway = Text(data_class=INTERNAL)
    number = Text(data_class=CONFIDENTIAL)
    kind = Text(data_class=INTERNAL)
    told_of = Text(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    currency = Text(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    told_at = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    refund_id = Text(null=True, data_class=INTERNAL)
    reference = Text(null=True, data_class=CONFIDENTIAL)
    settled_at = Instant(null=True, data_class=INTERNAL)
    settled_by = Text(null=True, data_class=INTERNAL)
    entered = Json(null=True, data_class=CONFIDENTIAL)
    version = Integer(data_class=INTERNAL)

    by_list = MovementListIndex()

    SK = "movement"

    @classmethod
    def keys_of(cls, entity: Movement) -> Mapping[str, str | None]:
        listed = entity.state in UNEXPECTED
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "list_key": f"movement#{entity.state}" if listed else None,
            "list_sort": f"{sortable(entity.told_at)}#{entity.id}" if listed else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedReference:
    """A payment that settled a refund, or says what became of unmatched money (``settles``);
    ``source`` is a gateway, or `hand`.
    """

    source: str
    reference: str = field(repr=False)
    settles: str


class ReferenceRow(TableModel):
    """Lets a payment settle one thing."""

    table = "payments"
    entity = UsedReference

    pk = Text(hash_key=True, data_class=CONFIDENTIAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    source = Text(data_class=INTERNAL)
    reference = Text(data_class=CONFIDENTIAL)
    settles = Text(data_class=INTERNAL)

    SK = "reference"

    @classmethod
    def keys_of(cls, entity: UsedReference) -> Mapping[str, str | None]:
        return {"pk": f"reference#{entity.source}#{entity.reference}", "sk": cls.SK}
