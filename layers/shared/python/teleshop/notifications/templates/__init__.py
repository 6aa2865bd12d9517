"""The catalogue of what people are told. One file per publishing context holds its `TEMPLATES`; a
new one is added to :data:`CATALOGUE` and its events to the rule in infra/notifications.yaml.
"""

from teleshop.notifications.domain import Catalogue, catalogue_of
from teleshop.notifications.templates.after_sales import TEMPLATES as AFTER_SALES
from teleshop.notifications.templates.analysis import TEMPLATES as ANALYSIS
from teleshop.notifications.templates.approvals import TEMPLATES as APPROVALS
from teleshop.notifications.templates.assessment import TEMPLATES as ASSESSMENT
from teleshop.notifications.templates.care import TEMPLATES as CARE
from teleshop.notifications.templates.catalog import TEMPLATES as CATALOG
from teleshop.notifications.templates.deposits import TEMPLATES as DEPOSITS
from teleshop.notifications.templates.documents import TEMPLATES as DOCUMENTS
from teleshop.notifications.templates.fund import TEMPLATES as FUND
from teleshop.notifications.templates.imports import TEMPLATES as IMPORTS
from teleshop.notifications.templates.invoices import TEMPLATES as INVOICES
from teleshop.notifications.templates.orders import TEMPLATES as ORDERS
from teleshop.notifications.templates.payments import TEMPLATES as PAYMENTS
from teleshop.notifications.templates.pricewatch import TEMPLATES as PRICEWATCH
from teleshop.notifications.templates.pricing import TEMPLATES as PRICING
from teleshop.notifications.templates.promotions import TEMPLATES as PROMOTIONS
from teleshop.notifications.templates.qualitygate import TEMPLATES as QUALITYGATE
from teleshop.notifications.templates.roster import TEMPLATES as ROSTER
from teleshop.notifications.templates.scorecard_policies import (
    TEMPLATES as SCORECARD_POLICIES,
)
from teleshop.notifications.templates.suppliers import TEMPLATES as SUPPLIERS
from teleshop.notifications.templates.surveys import TEMPLATES as SURVEYS
from teleshop.notifications.templates.violations import TEMPLATES as VIOLATIONS
from teleshop.notifications.templates.waitlist import TEMPLATES as WAITLIST

CATALOGUE: Catalogue = catalogue_of(
    [
        *CARE,
        *AFTER_SALES,
        *SUPPLIERS,
        *APPROVALS,
        *DOCUMENTS,
        *SURVEYS,
        *ROSTER,
        *FUND,
        *ANALYSIS,
        *IMPORTS,
        *CATALOG,
        *PROMOTIONS,
        *PRICING,
        *PRICEWATCH,
        *PAYMENTS,
        *WAITLIST,
        *INVOICES,
        *ORDERS,
        *QUALITYGATE,
        *DEPOSITS,
        *ASSESSMENT,
        *SCORECARD_POLICIES,
        *VIOLATIONS,
    ]
)
