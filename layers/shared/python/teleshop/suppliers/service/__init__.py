"""Use cases of the suppliers context, by what they are about."""

from dataclasses import dataclass

from teleshop.suppliers.domain.blockade import Blockade
from teleshop.suppliers.domain.supplier import (
    FINAL,
    HoldReason,
    State,
    SuspensionReason,
    TerminationReason,
)
from teleshop.suppliers.domain.traits import SupplierLink
from teleshop.suppliers.service.agreements import Agreements
from teleshop.suppliers.service.applications import Applications, Checked, Shown
from teleshop.suppliers.service.base import account_key
from teleshop.suppliers.service.blacklist import Blacklist
from teleshop.suppliers.service.certificates import certificate_types, check_certificate
from teleshop.suppliers.service.guide import Guide, OfferedCategory
from teleshop.suppliers.service.onboarding import Onboarding, Start
from teleshop.suppliers.service.qualifications import OnFile, Qualifications
from teleshop.suppliers.service.standing import ListingStanding, Standing
from teleshop.suppliers.service.visits import Visits

__all__ = [
    "FINAL",
    "Agreements",
    "Applications",
    "Blacklist",
    "Blockade",
    "Checked",
    "Guide",
    "HoldReason",
    "ListingStanding",
    "OfferedCategory",
    "OnFile",
    "Onboarding",
    "Qualifications",
    "Shown",
    "Standing",
    "Start",
    "State",
    "SupplierLink",
    "Suppliers",
    "SuspensionReason",
    "TerminationReason",
    "Visits",
    "account_key",
    "certificate_types",
    "check_certificate",
]


@dataclass(frozen=True, slots=True)
class Suppliers:
    """The services of this context; stateless, one per process."""

    applications: Applications
    qualifications: Qualifications
    onboarding: Onboarding
    agreements: Agreements
    visits: Visits
    standing: Standing
    blacklist: Blacklist
    guide: Guide
