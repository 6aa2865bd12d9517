"""The rows of the fund table.

| row | pk | sk | by_customer | by_supplier | by_state |
|---|---|---|---|---|---|
| claim | id | `claim` | customer, id | supplier, id | state, id |
| line claimed for | `twin#<order>#<line>#<kind>` | `twin` | | | |
| damages of an order | `damages#<order>#<supplier>#<kind>` | `damages` | | | |
| place in the queue | `waiting` | time of filing, id | | | |
| payment booked | `reference#<kind>#<reference>` | `reference` | | | |
| statement | `statement#<month>` | `statement` | | | |
"""

from collections.abc import Mapping

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.fund.domain.claim import Claim
from teleshop.fund.domain.records import Damages, Twin, UsedReference, Waiting
from teleshop.fund.domain.statement import StatementRecord
from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import (
    DataClass,
    Flag,
    Instant,
    Integer,
    Json,
    Personal,
    Text,
)
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL


class CustomerIndex(GlobalSecondaryIndex["ClaimRow"]):
    """The claims of one customer, in order of filing."""

    class Meta:
        index_name = "by_customer"
        projection = AllProjection()

    customer_key = Text(hash_key=True, data_class=INTERNAL)
    customer_sort = Text(range_key=True, data_class=INTERNAL)


class SupplierIndex(GlobalSecondaryIndex["ClaimRow"]):
    """The claims about the goods of one supplier, in order of filing."""

    class Meta:
        index_name = "by_supplier"
        projection = AllProjection()

    supplier_key = Text(hash_key=True, data_class=INTERNAL)
    supplier_sort = Text(range_key=True, data_class=INTERNAL)


class StateIndex(GlobalSecondaryIndex["ClaimRow"]):
    """The claims of one state, in order of filing."""

    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state_key = Text(hash_key=True, data_class=INTERNAL)
    state_sort = Text(range_key=True, data_class=INTERNAL)


class ClaimRow(TableModel):
    """One claim. What the customer tells and the reasons of decisions may name persons."""

    table = "fund"
    entity = Claim

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    customer_key = Text(data_class=INTERNAL)
    customer_sort = Text(data_class=INTERNAL)
    supplier_key = Text(data_class=INTERNAL)
    supplier_sort = Text(data_class=INTERNAL)
    state_key = Text(data_class=INTERNAL)
    state_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    lines = Json(data_class=INTERNAL)
    currency = Text(data_class=INTERNAL)
    paid_price = Integer(data_class=INTERNAL)
    entitlement = Json(data_class=INTERNAL)
    claimed = Integer(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    filed_by = Text(data_class=INTERNAL)
    by_staff = Flag(data_class=INTERNAL)
    opened_at = Instant(data_class=INTERNAL)
    decision_due = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    case_id = Text(null=True, data_class=INTERNAL)
    loss = Integer(data_class=INTERNAL)
    basis = Text(data_class=INTERNAL)
    evidence = Json(data_class=INTERNAL)
    statement = Personal(null=True)
    round = Integer(data_class=INTERNAL)
    submission = Integer(data_class=INTERNAL)
    stalled = Flag(data_class=INTERNAL)
    assessed_by = Text(null=True, data_class=INTERNAL)
    assessed_at = Instant(null=True, data_class=INTERNAL)
    assessment = Personal(null=True)
    decided_at = Instant(null=True, data_class=INTERNAL)
    decided_by = Text(null=True, data_class=INTERNAL)
    reason = Personal(null=True)
    reason_code = Text(null=True, data_class=INTERNAL)
    evidence_due = Instant(null=True, data_class=INTERNAL)
    payout_due = Instant(null=True, data_class=INTERNAL)
    paid_at = Instant(null=True, data_class=INTERNAL)
    paid_by = Text(null=True, data_class=INTERNAL)
    payment_reference = Text(null=True, data_class=INTERNAL)
    recovery_due = Instant(null=True, data_class=INTERNAL)
    recovered = Integer(data_class=INTERNAL)
    written_off = Integer(data_class=INTERNAL)
    closed_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_customer = CustomerIndex()
    by_supplier = SupplierIndex()
    by_state = StateIndex()

    SK = "claim"

    @classmethod
    def keys_of(cls, entity: Claim) -> Mapping[str, str | None]:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "customer_key": entity.customer_id,
            "customer_sort": entity.id,
            "supplier_key": entity.supplier_id,
            "supplier_sort": entity.id,
            "state_key": entity.state,
            "state_sort": entity.id,
        }


class TwinRow(TableModel):
    """Lets a line be claimed for once at a time."""

    table = "fund"
    entity = Twin

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    key = Text(data_class=INTERNAL)
    claim_id = Text(data_class=INTERNAL)

    SK = "twin"

    @classmethod
    def keys_of(cls, entity: Twin) -> Mapping[str, str | None]:
        return {"pk": cls.key_of(entity.key), "sk": cls.SK}

    @classmethod
    def key_of(cls, key: str) -> str:
        """Where the mark of a line lies."""
        return f"twin#{key}"


class DamagesRow(TableModel):
    """What is claimed as damages of one kind for the goods of a supplier in one order."""

    table = "fund"
    entity = Damages

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    shares = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    SK = "damages"

    @classmethod
    def keys_of(cls, entity: Damages) -> Mapping[str, str | None]:
        return {
            "pk": cls.key_of(entity.order_id, entity.supplier_id, entity.kind),
            "sk": cls.SK,
        }

    @classmethod
    def key_of(cls, order_id: str, supplier_id: str, kind: str) -> str:
        """Where the damages of one kind lie."""
        return f"damages#{order_id}#{supplier_id}#{kind}"


class WaitingRow(TableModel):
    """A place in the one queue for money, in order of filing. Read as it is stored now, so that no
    claim overtakes another.
    """

    table = "fund"
    entity = Waiting

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    claim_id = Text(data_class=INTERNAL)
    opened_at = Instant(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)

    PK = "waiting"

    @classmethod
    def keys_of(cls, entity: Waiting) -> Mapping[str, str | None]:
        return {"pk": cls.PK, "sk": f"{sortable(entity.opened_at)}#{entity.claim_id}"}


class ReferenceRow(TableModel):
    """Lets a payment be booked once."""

    table = "fund"
    entity = UsedReference

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    reference = Text(data_class=INTERNAL)

    SK = "reference"

    @classmethod
    def keys_of(cls, entity: UsedReference) -> Mapping[str, str | None]:
        return {"pk": f"reference#{entity.kind}#{entity.reference}", "sk": cls.SK}


class StatementRow(TableModel):
    """Where the statement of a month is."""

    table = "fund"
    entity = StatementRecord

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    month = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    asked_at = Instant(data_class=INTERNAL)
    made_at = Instant(null=True, data_class=INTERNAL)
    key = Text(null=True, data_class=INTERNAL)
    version_id = Text(null=True, data_class=INTERNAL)
    sha256 = Text(null=True, data_class=INTERNAL)
    size = Integer(data_class=INTERNAL)
    movements = Integer(data_class=INTERNAL)
    balanced = Flag(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    SK = "statement"

    @classmethod
    def keys_of(cls, entity: StatementRecord) -> Mapping[str, str | None]:
        return {"pk": cls.month_key(entity.month), "sk": cls.SK}

    @classmethod
    def month_key(cls, month: str) -> str:
        """Where the statement of a month lies."""
        return f"statement#{month}"
