"""The rows of the suppliers table and its indexes."""

from collections.abc import Mapping
from typing import Any

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import (
    DataClass,
    Day,
    Flag,
    Instant,
    Integer,
    Json,
    LookupHash,
    Personal,
    Text,
)
from teleshop.kernel.store.table import TableModel
from teleshop.suppliers.domain.blacklist import normalise_name
from teleshop.suppliers.domain.records import (
    AgreementRecord,
    BlacklistPointer,
    BlacklistRecord,
    Claim,
    FileUse,
    InspectionRecord,
    Listed,
    PastClaim,
    PayerAccount,
    QualificationRecord,
    SupplierRecord,
    TimelineEntry,
    Verification,
    WatchedPerson,
)
from teleshop.suppliers.domain.supplier import COOPERATING
from teleshop.suppliers.domain.verification import next_verification

INTERNAL = DataClass.INTERNAL
BLACKLIST = "blacklist"
DUE = "due"
Keys = Mapping[str, str | None]


class ByStatus(GlobalSecondaryIndex[Any]):
    """Suppliers of one state by the time they reached it; blacklist entries under a key of their
    own.
    """

    class Meta:
        index_name = "by_status"
        projection = AllProjection()

    status_key = Text(hash_key=True, data_class=INTERNAL)
    status_sort = Text(range_key=True, data_class=INTERNAL)


class ByName(GlobalSecondaryIndex[Any]):
    """Suppliers by legal name, partitioned by its first character."""

    class Meta:
        index_name = "by_name"
        projection = AllProjection()

    name_key = Text(hash_key=True, data_class=INTERNAL)
    name_sort = Text(range_key=True, data_class=INTERNAL)


class ByReverification(GlobalSecondaryIndex[Any]):
    """Suppliers on board by the last day for their next verification."""

    class Meta:
        index_name = "by_reverification"
        projection = AllProjection()

    reverification_key = Text(hash_key=True, data_class=INTERNAL)
    reverification_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "suppliers"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class SupplierRow(_Row):
    """A supplier from its draft on."""

    entity = SupplierRecord
    SK = "supplier"

    status_key = Text(data_class=INTERNAL)
    status_sort = Text(data_class=INTERNAL)
    name_key = Text(null=True, data_class=INTERNAL)
    name_sort = Text(null=True, data_class=INTERNAL)
    reverification_key = Text(null=True, data_class=INTERNAL)
    reverification_sort = Text(null=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    owner_subject = Text(data_class=INTERNAL)
    legal_name = Text(data_class=INTERNAL)
    uscc = Text(data_class=INTERNAL)
    legal_representative = Personal()
    registered_address = Personal()
    contacts = Personal()
    categories = Json(data_class=INTERNAL)
    cooperation_intent = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    state_since = Instant(data_class=INTERNAL)
    created_at = Instant(data_class=INTERNAL)
    submissions = Integer(data_class=INTERNAL)
    submitted_at = Instant(null=True, data_class=INTERNAL)
    reason = Personal()
    suspensions = Json(data_class=INTERNAL)
    holds = Json(null=True, data_class=INTERNAL)
    featured_until = Instant(null=True, data_class=INTERNAL)
    activated_at = Instant(null=True, data_class=INTERNAL)
    last_verified_on = Day(null=True, data_class=INTERNAL)
    claimed_uscc = Text(null=True, data_class=INTERNAL)
    stalled = Flag(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: SupplierRecord) -> Keys:
        name = normalise_name(entity.legal_name)
        verified = entity.last_verified_on if entity.state in COOPERATING else None
        due = next_verification(verified) if verified else None
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "status_key": entity.state,
            "status_sort": f"{sortable(entity.state_since)}#{entity.id}",
            "name_key": name_key(name) if name else None,
            "name_sort": f"{name}#{entity.id}" if name else None,
            "reverification_key": DUE if due else None,
            "reverification_sort": f"{due}#{entity.id}" if due else None,
        }


def name_key(normalised: str) -> str:
    """The partition of a normalised name: its first character, so that prefixes stay together."""
    return f"name#{normalised[0]}"


class ListedRow(_Row):
    """The same items read for a list, without their sealed attributes."""

    entity = Listed

    status_key = Text(data_class=INTERNAL)
    status_sort = Text(data_class=INTERNAL)
    name_key = Text(null=True, data_class=INTERNAL)
    name_sort = Text(null=True, data_class=INTERNAL)
    reverification_key = Text(null=True, data_class=INTERNAL)
    reverification_sort = Text(null=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    legal_name = Text(data_class=INTERNAL)
    uscc = Text(data_class=INTERNAL)
    categories = Json(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    state_since = Instant(data_class=INTERNAL)
    last_verified_on = Day(null=True, data_class=INTERNAL)
    suspensions = Json(data_class=INTERNAL)
    holds = Json(null=True, data_class=INTERNAL)
    featured_until = Instant(null=True, data_class=INTERNAL)
    stalled = Flag(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_status = ByStatus()
    by_name = ByName()
    by_reverification = ByReverification()


class QualificationRow(_Row):
    """A qualification document."""

    entity = QualificationRecord
    PREFIX = "document#"

    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    type = Text(data_class=INTERNAL)
    number = Text(data_class=INTERNAL)
    document_id = Text(data_class=INTERNAL)
    content = Text(data_class=INTERNAL)
    issuer = Text(data_class=INTERNAL)
    issued_on = Day(null=True, data_class=INTERNAL)
    valid_from = Day(null=True, data_class=INTERNAL)
    valid_to = Day(null=True, data_class=INTERNAL)
    replaces = Text(null=True, data_class=INTERNAL)
    added_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: QualificationRecord) -> Keys:
        return {"pk": entity.supplier_id, "sk": f"{cls.PREFIX}{entity.id}"}


class AgreementRow(_Row):
    """A version of the agreement."""

    entity = AgreementRecord
    PREFIX = "agreement#"

    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    document_id = Text(data_class=INTERNAL)
    sha256 = Text(data_class=INTERNAL)
    valid_from = Day(data_class=INTERNAL)
    valid_to = Day(data_class=INTERNAL)
    offered = Json(data_class=INTERNAL)
    acceptance = Json(null=True, data_class=INTERNAL)
    countersignature = Json(null=True, data_class=INTERNAL)
    superseded_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def sort_key(cls, number: int) -> str:
        """The sort key of a version; six digits, so that versions sort by number."""
        return f"{cls.PREFIX}{number:06d}"

    @classmethod
    def keys_of(cls, entity: AgreementRecord) -> Keys:
        return {"pk": entity.supplier_id, "sk": cls.sort_key(entity.number)}


class InspectionRow(_Row):
    """An inspection report."""

    entity = InspectionRecord
    PREFIX = "inspection#"

    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    round = Integer(data_class=INTERNAL)
    inspector = Text(data_class=INTERNAL)
    inspected_on = Day(data_class=INTERNAL)
    score = Integer(data_class=INTERNAL)
    outcome = Text(data_class=INTERNAL)
    report_document = Text(data_class=INTERNAL)
    photo_documents = Json(data_class=INTERNAL)
    remarks = Personal()
    reported_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: InspectionRecord) -> Keys:
        return {"pk": entity.supplier_id, "sk": f"{cls.PREFIX}{entity.id}"}


class VerificationRow(_Row):
    """A re-verification."""

    entity = Verification
    PREFIX = "verification#"

    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    verified_on = Day(data_class=INTERNAL)
    verified_by = Text(data_class=INTERNAL)
    confirmed = Json(data_class=INTERNAL)
    faulty = Json(data_class=INTERNAL)
    note = Personal()
    recorded_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Verification) -> Keys:
        return {"pk": entity.supplier_id, "sk": f"{cls.PREFIX}{entity.id}"}


class TimelineRow(_Row):
    """One thing that happened."""

    entity = TimelineEntry
    PREFIX = "event#"

    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    type = Text(data_class=INTERNAL)
    by_role = Text(data_class=INTERNAL)
    facts = Json(data_class=INTERNAL)
    note = Personal()

    @classmethod
    def keys_of(cls, entity: TimelineEntry) -> Keys:
        return {"pk": entity.supplier_id, "sk": f"{cls.PREFIX}{sortable(entity.at)}#{entity.id}"}


class ClaimRow(_Row):
    """The one holder of a code."""

    entity = Claim
    SK = "claim"

    uscc = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Claim) -> Keys:
        return {"pk": f"uscc#{entity.uscc}", "sk": cls.SK}


class PastClaimRow(_Row):
    """A supplier that submitted a code; kept for good."""

    entity = PastClaim

    uscc = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    since = Instant(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: PastClaim) -> Keys:
        return {"pk": f"uscc#{entity.uscc}", "sk": entity.supplier_id}


class FileUseRow(_Row):
    """What a file is used for."""

    entity = FileUse
    SK = "use"

    document_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    qualification_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: FileUse) -> Keys:
        return {"pk": f"file#{entity.document_id}", "sk": cls.SK}


class WatchRow(_Row):
    """A person, telephone, address or account of a supplier of bad record."""

    entity = WatchedPerson

    key = LookupHash()
    supplier_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: WatchedPerson) -> Keys:
        return {"pk": f"person#{entity.key}", "sk": entity.supplier_id}


class PayerAccountRow(_Row):
    """An account from which a supplier paid its deposit."""

    entity = PayerAccount
    PREFIX = "account#"

    supplier_id = Text(data_class=INTERNAL)
    key = LookupHash()

    @classmethod
    def keys_of(cls, entity: PayerAccount) -> Keys:
        return {"pk": entity.supplier_id, "sk": f"{cls.PREFIX}{entity.key}"}


class BlacklistRow(_Row):
    """An entry of the blacklist, filed under whom it names."""

    entity = BlacklistRecord

    status_key = Text(data_class=INTERNAL)
    status_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    key = LookupHash()
    shown = Text(data_class=INTERNAL)
    reason = Personal()
    since = Instant(data_class=INTERNAL)
    until = Instant(null=True, data_class=INTERNAL)
    cleared = Json(data_class=INTERNAL)
    id_number_key = LookupHash(null=True)
    added_by = Text(data_class=INTERNAL)
    added_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_status = ByStatus()

    @classmethod
    def partition(cls, kind: str, key: str) -> str:
        """Where the entries on somebody lie."""
        return f"blacklist#{kind}#{key}"

    @classmethod
    def keys_of(cls, entity: BlacklistRecord) -> Keys:
        return {
            "pk": cls.partition(entity.kind, entity.key),
            "sk": entity.id,
            "status_key": BLACKLIST,
            "status_sort": f"{sortable(entity.added_at)}#{entity.id}",
        }


class BlacklistPointerRow(_Row):
    """Where an entry lies, by its id."""

    entity = BlacklistPointer
    SK = "pointer"

    id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    key = LookupHash()

    @classmethod
    def keys_of(cls, entity: BlacklistPointer) -> Keys:
        return {"pk": f"blacklist-entry#{entity.id}", "sk": cls.SK}
