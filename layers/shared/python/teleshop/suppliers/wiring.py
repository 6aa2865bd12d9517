"""Builds the suppliers context."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.suppliers.adapters import HumanDecisions, OnboardingWorkflow, UploadedFiles
from teleshop.suppliers.service import (
    Agreements,
    Applications,
    Blacklist,
    Guide,
    Onboarding,
    Qualifications,
    Standing,
    Suppliers,
    Visits,
)
from teleshop.suppliers.service.roll_call import RollCall
from teleshop.suppliers.tables import SupplierRepository


@cache
def service() -> Suppliers:
    """The services of this process."""
    parts = (
        SupplierRepository(),
        deadlines(),
        UploadedFiles(documents()),
        HumanDecisions(approvals()),
    )
    return Suppliers(
        applications=Applications(*parts),
        qualifications=Qualifications(*parts),
        onboarding=Onboarding(*parts),
        agreements=Agreements(*parts),
        visits=Visits(*parts),
        standing=Standing(*parts),
        blacklist=Blacklist(*parts),
        guide=Guide(),
    )


@cache
def workflow() -> OnboardingWorkflow:
    """The state machine of applications."""
    return OnboardingWorkflow()


@cache
def roll_call() -> RollCall:
    """Everybody on board, for contexts that go through all suppliers."""
    return RollCall(SupplierRepository())
