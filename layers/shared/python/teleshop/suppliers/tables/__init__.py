"""The suppliers table: one item collection per supplier, and rows found by code, file or person.

| pk | sk | row |
|---|---|---|
| supplier id | ``supplier`` | the application and supplier itself |
| supplier id | ``document#…`` | a qualification document |
| supplier id | ``agreement#000001`` | a version of the agreement |
| supplier id | ``inspection#…`` | an inspection report |
| supplier id | ``verification#…`` | a re-verification |
| supplier id | ``event#…`` | what happened, for the timeline |
| supplier id | ``account#…`` (keyed hash) | an account that paid its deposit |
| ``uscc#…`` | ``claim`` | who holds a code now |
| ``uscc#…`` | supplier id | who ever submitted it |
| ``file#…`` | ``use`` | the document behind which a file stands |
| ``person#…`` (keyed hash) | supplier id | what belongs to a supplier of bad record |
| ``blacklist#…`` | entry id | an entry; its id leads to it from ``blacklist-entry#…`` |
"""

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
from teleshop.suppliers.tables.repository import SupplierRepository
from teleshop.suppliers.tables.rows import (
    AgreementRow,
    BlacklistPointerRow,
    BlacklistRow,
    ClaimRow,
    FileUseRow,
    InspectionRow,
    PastClaimRow,
    PayerAccountRow,
    QualificationRow,
    SupplierRow,
    TimelineRow,
    VerificationRow,
    WatchRow,
)

__all__ = [
    "AgreementRecord",
    "AgreementRow",
    "BlacklistPointer",
    "BlacklistPointerRow",
    "BlacklistRecord",
    "BlacklistRow",
    "Claim",
    "ClaimRow",
    "FileUse",
    "FileUseRow",
    "InspectionRecord",
    "InspectionRow",
    "Listed",
    "PastClaim",
    "PastClaimRow",
    "PayerAccount",
    "PayerAccountRow",
    "QualificationRecord",
    "QualificationRow",
    "SupplierRecord",
    "SupplierRepository",
    "SupplierRow",
    "TimelineEntry",
    "TimelineRow",
    "Verification",
    "VerificationRow",
    "WatchRow",
    "WatchedPerson",
]
