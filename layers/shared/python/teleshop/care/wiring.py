"""Builds the care context."""

from functools import cache

from teleshop.analysis.wiring import causes
from teleshop.care.adapters import (
    OrderSales,
    RosterDuty,
    TaxonomyCodes,
    UploadedFiles,
)
from teleshop.care.orders_port import OrderPurchases
from teleshop.care.service import Care
from teleshop.care.service.after_sales import AfterSales, AfterSalesMeans
from teleshop.care.service.assignment import Assignment
from teleshop.care.service.base import Means
from teleshop.care.service.clocks import ClockWatch
from teleshop.care.service.conversation import Conversation
from teleshop.care.service.desk import Desk
from teleshop.care.service.handling import Handling
from teleshop.care.service.opening import Opening
from teleshop.care.service.parties import Parties
from teleshop.care.service.policies import PolicyMeans, ServicePolicies
from teleshop.care.service.reading import Reading
from teleshop.care.service.relations import Relations
from teleshop.care.tables import CaseRepository
from teleshop.care.tables.after_sales import AfterSalesRepository
from teleshop.care.tables.policies import PolicyRepository
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.orders.wiring import service as orders
from teleshop.roster.wiring import service as roster
from teleshop.roster.wiring import staff


@cache
def means() -> Means:
    """What all use cases of this process work with."""
    repository = CaseRepository()
    duty = RosterDuty(roster(), staff())
    files = UploadedFiles(documents())
    return Means(
        desk=Desk(repository, deadlines(), duty, PolicyRepository()),
        repository=repository,
        sales=OrderSales(orders()),
        causes=TaxonomyCodes(causes()),
        roster=duty,
        files=files,
        links=files,
    )


def desk() -> Desk:
    """The desk of this process."""
    return means().desk


@cache
def service() -> Care:
    """The services of this process."""
    parts = means()
    return Care(
        opening=Opening(parts),
        handling=Handling(parts),
        parties=Parties(parts),
        conversation=Conversation(parts),
        assignment=Assignment(parts),
        relations=Relations(parts),
        clocks=ClockWatch(parts),
        reading=Reading(parts, AfterSalesRepository()),
    )


@cache
def after_sales() -> AfterSales:
    """The services of after-sales of this process."""
    return AfterSales(
        AfterSalesMeans(
            care=means(),
            purchases=OrderPurchases(orders()),
            records=AfterSalesRepository(),
        )
    )


@cache
def policies() -> ServicePolicies:
    """The service policy of this process."""
    parts = means()
    return ServicePolicies(
        PolicyMeans(parts.desk, parts.repository, PolicyRepository(), deadlines())
    )
