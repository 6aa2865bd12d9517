"""Builds promotions."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.pricing.wiring import service as pricing
from teleshop.promotions.adapters import (
    HumanDecisions,
    PricedReferences,
    PromotionWorkflow,
    ScreenedWords,
    SuppliersOnBoard,
    UploadedProofs,
)
from teleshop.promotions.service import (
    PastPromotions,
    Plans,
    Promotions,
    PublicPromotions,
    Reviews,
    Runs,
)
from teleshop.promotions.service.facts import FactFinder
from teleshop.promotions.tables import PromotionRepository
from teleshop.suppliers.wiring import service as suppliers
from teleshop.wording.wiring import service as wording


@cache
def service() -> Promotions:
    """The services of this process."""
    repository, prices = PromotionRepository(), pricing().prices
    facts = FactFinder(
        prices,
        PricedReferences(pricing().references),
        ScreenedWords(wording()),
        SuppliersOnBoard(suppliers().standing),
    )
    parts = (repository, prices, facts)
    clocks, decisions = deadlines(), HumanDecisions(approvals())
    public = PublicPromotions(repository, prices)
    return Promotions(
        plans=Plans(
            *parts, deadlines=clocks, decisions=decisions, files=UploadedProofs(documents())
        ),
        reviews=Reviews(*parts, deadlines=clocks, decisions=decisions),
        runs=Runs(*parts, deadlines=clocks, decisions=decisions),
        public=public,
        past=PastPromotions(public),
    )


@cache
def workflow() -> PromotionWorkflow:
    """The state machine of promotions."""
    return PromotionWorkflow()
