"""The rows of the deposits table.

| row | pk | sk |
|---|---|---|
| deposit | supplier id | `deposit` |
| fine | supplier id | `fine#<case>` |
| payback | supplier id | `payback#<id>` |
| case that blocks paybacks | supplier id | `block#<case>` |
| number of them | supplier id | `blocks` |
| payment booked | `reference#<kind>#<reference>` | `reference` |

A fine, a block and a payback lie beside the deposit, so that one transaction may write several of
them. What changes the deposit is decided by its version, one after another.
"""

from collections.abc import Mapping

from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.domain.payback import Payback
from teleshop.deposits.domain.records import Block, FineRecord, UsedReference
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
Keys = Mapping[str, str | None]


class _Row(TableModel):
    """What all rows of the table share."""

    table = "deposits"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class DepositRow(_Row):
    """The deposit of a supplier."""

    entity = Deposit
    SK = "deposit"

    supplier_id = Text(data_class=INTERNAL)
    required = Integer(data_class=INTERNAL)
    held = Integer(data_class=INTERNAL)
    payable = Integer(data_class=INTERNAL)
    owed = Integer(data_class=INTERNAL)
    due_at = Instant(null=True, data_class=INTERNAL)
    asked = Integer(data_class=INTERNAL)
    overdue = Flag(data_class=INTERNAL)
    ended = Flag(data_class=INTERNAL)
    lifted = Json(null=True, data_class=INTERNAL)
    open_payback = Text(null=True, data_class=INTERNAL)
    lowered_from = Integer(null=True, data_class=INTERNAL)
    paid_in = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Deposit) -> Keys:
        return {"pk": entity.supplier_id, "sk": cls.SK}


class FineRow(_Row):
    """Lets a fine be booked once and annulled once."""

    entity = FineRecord
    PREFIX = "fine#"

    supplier_id = Text(data_class=INTERNAL)
    reference = Text(data_class=INTERNAL)
    entry_id = Text(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    taken = Integer(data_class=INTERNAL)
    owed = Integer(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    annulled_by = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: FineRecord) -> Keys:
        return {"pk": entity.supplier_id, "sk": f"{cls.PREFIX}{entity.reference}"}


class PaybackRow(_Row):
    """A payback. Reasons may name persons."""

    entity = Payback
    PREFIX = "payback#"

    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    required = Integer(data_class=INTERNAL)
    reason = Personal()
    asked_by = Text(data_class=INTERNAL)
    asked_at = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    decided_by = Text(null=True, data_class=INTERNAL)
    decided_at = Instant(null=True, data_class=INTERNAL)
    rests_on = Integer(null=True, data_class=INTERNAL)
    refusal = Personal(null=True)
    reason_code = Text(null=True, data_class=INTERNAL)
    reference = Text(null=True, data_class=INTERNAL)
    paid_at = Instant(null=True, data_class=INTERNAL)
    round = Integer(data_class=INTERNAL)
    stalled = Flag(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Payback) -> Keys:
        return {"pk": entity.supplier_id, "sk": f"{cls.PREFIX}{entity.id}"}


class BlockRow(_Row):
    """A case that must end before anything is paid back."""

    entity = Block
    PREFIX = "block#"

    supplier_id = Text(data_class=INTERNAL)
    case_id = Text(data_class=INTERNAL)
    since = Instant(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Block) -> Keys:
        return {"pk": entity.supplier_id, "sk": f"{cls.PREFIX}{entity.case_id}"}


class BlocksRow(_Row):
    """How many such cases there are: the condition under which money is set aside."""

    SK = "blocks"

    cases = Integer(data_class=INTERNAL)


class ReferenceRow(_Row):
    """Lets a payment be booked once."""

    entity = UsedReference
    SK = "reference"

    kind = Text(data_class=INTERNAL)
    reference = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    entry_id = Text(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: UsedReference) -> Keys:
        return {"pk": cls.key_of(entity.kind, entity.reference), "sk": cls.SK}

    @classmethod
    def key_of(cls, kind: str, reference: str) -> str:
        """Where a payment's reference lies. Banks print it in capitals or not, so that both are
        one.
        """
        return f"reference#{kind}#{reference.casefold()}"
