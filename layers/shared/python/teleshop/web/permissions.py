"""Who may call what: the one table. Ownership of a single record is checked in the service, which
answers 404.

Every route has a row, or nobody may call it (and tests/architecture/test_routes.py fails). Keep a
block per context.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from teleshop.kernel.actor import STAFF_ROLES, Role


class Access(Enum):
    """Routes that need no role."""

    PUBLIC = auto()
    """Anybody, without a token."""


Rule = frozenset[Role] | Access

PUBLIC: Final = Access.PUBLIC
NOBODY: frozenset[Role] = frozenset()
STAFF: frozenset[Role] = frozenset(STAFF_ROLES)
SUPPLIER: frozenset[Role] = frozenset({Role.SUPPLIER})


def roles(*names: Role) -> frozenset[Role]:
    """A set of roles."""
    return frozenset(names)


DECIDERS: frozenset[Role] = roles(
    Role.REVIEWER,
    Role.INSPECTOR,
    Role.LEGAL,
    Role.SIGNATORY,
    Role.MANAGER,
    Role.COMPLIANCE,
    Role.AUDITOR,
)
"""Who decides on suppliers, or examines such decisions."""

SERVICE_DESK: frozenset[Role] = roles(
    Role.AGENT,
    Role.LEAD,
    Role.MANAGER,
    Role.FINANCE,
    Role.COMPLIANCE,
    Role.AUDITOR,
    Role.ADMIN,
)
"""Who serves customers, or examines how they were served."""
PLANNERS: frozenset[Role] = roles(Role.LEAD, Role.MANAGER, Role.ADMIN)
"""Who plans the work of customer service."""
EXAMINERS: frozenset[Role] = roles(Role.COMPLIANCE, Role.AUDITOR)
"""Who examines whether the rules were kept."""

BOOKKEEPERS: frozenset[Role] = roles(Role.FINANCE, Role.MANAGER, Role.COMPLIANCE, Role.AUDITOR)
"""Who sees the books."""
CLAIM_READERS: frozenset[Role] = (
    SUPPLIER | BOOKKEEPERS | roles(Role.CUSTOMER, Role.AGENT, Role.LEAD)
)
"""Who sees claims on the protection fund; customers and suppliers those that concern them."""

CASE_READERS: frozenset[Role] = SUPPLIER | roles(
    Role.COMPLIANCE, Role.LEGAL, Role.MANAGER, Role.AUDITOR, Role.REVIEWER, Role.FINANCE
)
"""Who sees cases against suppliers; suppliers their own, without what staff noted."""

SURVEY_MAKERS: frozenset[Role] = roles(Role.MANAGER, Role.LEAD)
"""Who prepares surveys and reads what was answered."""

INTERVIEWERS: frozenset[Role] = roles(Role.AGENT, Role.LEAD, Role.INSPECTOR)
"""Who asks the questions of a survey by telephone or in person."""

MERCHANTS: frozenset[Role] = roles(Role.MERCHANDISER, Role.MANAGER)
"""Who orders the range of goods."""

PRICE_READERS: frozenset[Role] = roles(
    Role.MERCHANDISER,
    Role.MANAGER,
    Role.FINANCE,
    Role.LEGAL,
    Role.COMPLIANCE,
    Role.AUDITOR,
)
"""Who sees what suppliers charge, and how prices came about."""

CARE: frozenset[Role] = roles(Role.AGENT, Role.LEAD, Role.MANAGER)
"""Who works on the cases of customers."""

STOCK_KEEPERS: frozenset[Role] = roles(Role.WAREHOUSE, Role.MANAGER)
"""Who enters what comes, goes and is counted."""

PERMISSIONS: Mapping[tuple[str, str], Rule] = {
    # platform
    ("GET", "/health"): PUBLIC,
    ("GET", "/openapi.json"): PUBLIC,
    ("GET", "/docs"): PUBLIC,
    # deadlines
    ("GET", "/deadlines"): STAFF,
    # deposits; suppliers see their own
    ("GET", "/suppliers/{supplier_id}/deposit"): SUPPLIER | BOOKKEEPERS | roles(Role.LEGAL),
    ("POST", "/suppliers/{supplier_id}/deposit"): roles(Role.FINANCE),
    # approvals
    ("GET", "/approvals"): STAFF | SUPPLIER,
    ("GET", "/approvals/{id}"): STAFF | SUPPLIER,
    ("POST", "/approvals/{id}/decision"): STAFF,
    ("POST", "/approvals/{id}/withdrawal"): STAFF | SUPPLIER,
    ("GET", "/delegations"): STAFF,
    ("POST", "/delegations"): STAFF,
    ("DELETE", "/delegations/{id}"): STAFF,
    # notifications
    ("GET", "/notifications"): SUPPLIER | STAFF | roles(Role.CUSTOMER),
    ("POST", "/notifications/{id}/read"): SUPPLIER | STAFF | roles(Role.CUSTOMER),
    ("GET", "/webhook-endpoint"): SUPPLIER,
    ("PUT", "/webhook-endpoint"): SUPPLIER,
    ("DELETE", "/webhook-endpoint"): SUPPLIER,
    # documents; which purposes a role brings or reads is data in documents.domain.purposes
    ("POST", "/documents"): SUPPLIER
    | roles(
        Role.REVIEWER,
        Role.INSPECTOR,
        Role.LEGAL,
        Role.COMPLIANCE,
        Role.MANAGER,
        Role.CUSTOMER,
        Role.AGENT,
        Role.LEAD,
        Role.MERCHANDISER,
        Role.FINANCE,
    ),
    ("GET", "/documents"): SUPPLIER | STAFF | roles(Role.CUSTOMER),
    ("GET", "/documents/{id}"): SUPPLIER | STAFF | roles(Role.CUSTOMER),
    ("POST", "/documents/{id}/download-links"): SUPPLIER | STAFF | roles(Role.CUSTOMER),
    # wording
    ("POST", "/text-screenings"): SUPPLIER | STAFF,
    ("GET", "/word-lists"): SUPPLIER | STAFF,
    # audit
    ("GET", "/audit"): roles(Role.AUDITOR, Role.COMPLIANCE, Role.ADMIN),
    ("GET", "/audit/days/{day}"): roles(Role.AUDITOR, Role.COMPLIANCE, Role.ADMIN),
    # suppliers; their people's data is for those who decide on them
    ("GET", "/supplier-categories"): SUPPLIER | STAFF,
    ("GET", "/qualification-types"): SUPPLIER | STAFF,
    ("POST", "/supplier-applications"): SUPPLIER,
    ("GET", "/supplier-applications/{supplier_id}"): SUPPLIER | DECIDERS,
    ("PATCH", "/supplier-applications/{supplier_id}"): SUPPLIER,
    ("POST", "/supplier-applications/{supplier_id}/submission"): SUPPLIER,
    ("POST", "/supplier-applications/{supplier_id}/withdrawal"): SUPPLIER,
    ("GET", "/suppliers"): STAFF,
    ("GET", "/suppliers/{supplier_id}"): SUPPLIER | DECIDERS,
    ("GET", "/suppliers/{supplier_id}/timeline"): SUPPLIER | DECIDERS,
    ("POST", "/suppliers/{supplier_id}/onboarding-restarts"): roles(Role.MANAGER),
    ("GET", "/suppliers/{supplier_id}/documents"): SUPPLIER | DECIDERS,
    ("POST", "/suppliers/{supplier_id}/documents"): SUPPLIER,
    ("DELETE", "/suppliers/{supplier_id}/documents/{qualification_id}"): SUPPLIER,
    ("GET", "/suppliers/{supplier_id}/inspection-reports"): DECIDERS,
    ("POST", "/suppliers/{supplier_id}/inspection-reports"): roles(Role.INSPECTOR),
    ("POST", "/suppliers/{supplier_id}/verifications"): roles(Role.REVIEWER),
    ("GET", "/suppliers/{supplier_id}/agreements"): SUPPLIER | DECIDERS,
    ("POST", "/suppliers/{supplier_id}/agreements"): roles(Role.LEGAL),
    ("POST", "/suppliers/{supplier_id}/agreements/{version}/acceptance"): SUPPLIER,
    ("POST", "/suppliers/{supplier_id}/agreements/{version}/countersignature"): roles(
        Role.SIGNATORY
    ),
    ("POST", "/suppliers/{supplier_id}/suspension"): roles(Role.MANAGER),
    ("POST", "/suppliers/{supplier_id}/restoration"): roles(Role.MANAGER),
    ("POST", "/suppliers/{supplier_id}/termination"): roles(Role.MANAGER),
    ("GET", "/blacklist-entries"): roles(Role.COMPLIANCE, Role.AUDITOR),
    ("POST", "/blacklist-entries"): roles(Role.COMPLIANCE),
    ("DELETE", "/blacklist-entries/{entry_id}"): roles(Role.COMPLIANCE),
    ("POST", "/blacklist-entries/{entry_id}/clearances"): roles(Role.COMPLIANCE),
    # care; a case is for its customer, the supplier of its goods, and the staff of its team
    ("GET", "/service-policies"): SERVICE_DESK,
    ("POST", "/service-policies"): roles(Role.MANAGER),
    ("GET", "/service-policies/{version}/impact"): roles(Role.MANAGER) | EXAMINERS,
    ("POST", "/service-policies/{version}/activation"): roles(Role.MANAGER, Role.COMPLIANCE),
    ("POST", "/complaints"): roles(Role.CUSTOMER) | CARE,
    ("GET", "/complaints"): roles(Role.CUSTOMER, Role.SUPPLIER) | SERVICE_DESK,
    ("GET", "/complaints/{case_id}"): roles(Role.CUSTOMER, Role.SUPPLIER) | SERVICE_DESK,
    ("POST", "/enquiries"): roles(Role.CUSTOMER) | CARE,
    ("GET", "/enquiries"): roles(Role.CUSTOMER, Role.SUPPLIER) | SERVICE_DESK,
    ("GET", "/enquiries/{case_id}"): roles(Role.CUSTOMER, Role.SUPPLIER) | SERVICE_DESK,
    ("GET", "/follow-ups"): roles(Role.CUSTOMER) | SERVICE_DESK,
    ("GET", "/follow-ups/{case_id}"): roles(Role.CUSTOMER) | SERVICE_DESK,
    ("GET", "/cases/{case_id}/messages"): roles(Role.CUSTOMER, Role.SUPPLIER) | SERVICE_DESK,
    ("POST", "/cases/{case_id}/messages"): roles(Role.CUSTOMER, Role.SUPPLIER) | CARE,
    ("POST", "/cases/{case_id}/attachments/{document_id}/download-links"): roles(
        Role.CUSTOMER, Role.SUPPLIER
    )
    | SERVICE_DESK,
    ("POST", "/cases/{case_id}/notes"): CARE | roles(Role.COMPLIANCE),
    ("POST", "/cases/{case_id}/responses"): CARE,
    ("POST", "/cases/{case_id}/answers"): CARE,
    ("POST", "/cases/{case_id}/handling"): CARE,
    ("POST", "/cases/{case_id}/majority"): CARE,
    ("POST", "/cases/{case_id}/classification"): CARE,
    ("POST", "/cases/{case_id}/assignment"): CARE,
    ("POST", "/cases/{case_id}/release"): CARE,
    ("POST", "/cases/{case_id}/transfers"): CARE,
    ("POST", "/cases/{case_id}/promises"): CARE,
    ("POST", "/cases/{case_id}/promises/{promise}/fulfilment"): CARE,
    ("POST", "/cases/{case_id}/supplier-requests"): CARE,
    ("POST", "/cases/{case_id}/carrier-requests"): CARE,
    ("POST", "/cases/{case_id}/requests/{request}/answer"): roles(Role.SUPPLIER) | CARE,
    ("POST", "/cases/{case_id}/tickets"): CARE,
    ("POST", "/cases/{case_id}/tickets/{ticket}/answer"): CARE,
    ("POST", "/cases/{case_id}/merges"): CARE,
    ("POST", "/cases/{case_id}/splits"): CARE,
    ("POST", "/cases/{case_id}/closure"): roles(Role.CUSTOMER) | CARE,
    ("POST", "/cases/{case_id}/reopening"): roles(Role.CUSTOMER) | CARE,
    ("POST", "/cases/{case_id}/clocks/{clock}/explanation"): roles(Role.LEAD, Role.MANAGER),
    ("POST", "/cases/{case_id}/legal-hold"): roles(Role.MANAGER, Role.COMPLIANCE),
    ("POST", "/after-sales-cases"): roles(Role.CUSTOMER) | CARE,
    ("GET", "/after-sales-cases"): roles(Role.CUSTOMER, Role.SUPPLIER) | SERVICE_DESK,
    ("GET", "/after-sales-cases/{case_id}"): roles(Role.CUSTOMER, Role.SUPPLIER) | SERVICE_DESK,
    ("POST", "/after-sales-cases/{case_id}/decision"): CARE,
    ("POST", "/after-sales-cases/{case_id}/withdrawal"): roles(Role.CUSTOMER) | CARE,
    ("POST", "/after-sales-cases/{case_id}/parcels"): roles(Role.CUSTOMER) | CARE,
    ("POST", "/after-sales-cases/{case_id}/receipts"): CARE,
    ("POST", "/after-sales-cases/{case_id}/inspections"): CARE,
    # Who pays money out; care finds what is due, and does not record that it was paid.
    ("POST", "/after-sales-cases/{case_id}/refunds"): roles(Role.FINANCE),
    ("POST", "/after-sales-cases/{case_id}/replacements"): CARE,
    ("POST", "/after-sales-cases/{case_id}/repairs"): CARE,
    ("POST", "/after-sales-cases/{case_id}/repairs/result"): CARE,
    ("POST", "/after-sales-cases/{case_id}/returns-to-customer"): CARE,
    ("POST", "/after-sales-cases/{case_id}/objections"): roles(Role.CUSTOMER) | CARE,
    ("GET", "/return-places/{owner}"): CARE,
    ("PUT", "/return-places/{owner}"): roles(Role.LEAD, Role.MANAGER),
    # analysis; a supplier sees its own figures
    ("GET", "/causes"): SUPPLIER | STAFF,
    ("GET", "/causes/pareto"): PLANNERS | EXAMINERS,
    ("GET", "/causes/{code}/control-chart"): PLANNERS | EXAMINERS,
    ("POST", "/cause-suggestions"): SERVICE_DESK,
    ("GET", "/cause-agreement"): PLANNERS | EXAMINERS,
    ("GET", "/case-statistics"): SUPPLIER | PLANNERS | EXAMINERS,
    ("GET", "/clock-metrics"): SUPPLIER | PLANNERS | EXAMINERS,
    ("GET", "/complaint-bursts"): SERVICE_DESK,
    ("GET", "/complaint-bursts/{burst_id}"): SERVICE_DESK,
    # orders; a supplier sees its own lines, and no customer
    ("POST", "/orders-intake"): roles(Role.AGENT, Role.LEAD, Role.MANAGER, Role.ADMIN),
    ("GET", "/orders"): roles(Role.CUSTOMER, Role.WAREHOUSE) | SERVICE_DESK,
    ("GET", "/orders/{order_id}"): (
        roles(Role.CUSTOMER, Role.SUPPLIER, Role.WAREHOUSE) | SERVICE_DESK
    ),
    ("POST", "/orders/{order_id}/cancellation"): roles(
        Role.CUSTOMER, Role.AGENT, Role.LEAD, Role.MANAGER
    ),
    ("POST", "/orders/{order_id}/release"): roles(Role.LEAD, Role.MANAGER),
    ("POST", "/orders/{order_id}/parcels"): roles(Role.WAREHOUSE),
    ("POST", "/orders/{order_id}/parcels/{parcel_id}/delivery"): roles(
        Role.WAREHOUSE, Role.LEAD, Role.MANAGER
    ),
    ("POST", "/order-searches"): roles(Role.AGENT, Role.LEAD, Role.MANAGER),
    ("GET", "/orders/{order_id}/reports"): PLANNERS | EXAMINERS,
    ("GET", "/orders/{order_id}/reports/{version}"): PLANNERS | EXAMINERS,
    # timelines
    ("GET", "/customers/{customer_id}/timeline"): roles(
        Role.AGENT, Role.LEAD, Role.MANAGER, Role.COMPLIANCE
    ),
    ("GET", "/timeline"): roles(Role.CUSTOMER),
    # roster
    ("GET", "/staff"): PLANNERS | EXAMINERS,
    ("POST", "/staff"): PLANNERS,
    ("GET", "/staff/{subject}"): PLANNERS | EXAMINERS,
    ("PUT", "/staff/{subject}"): PLANNERS,
    ("POST", "/staff/{subject}/trainings"): PLANNERS,
    ("GET", "/shifts"): PLANNERS | EXAMINERS | roles(Role.AGENT),
    ("POST", "/shifts"): PLANNERS,
    ("POST", "/shifts/{shift_id}/cancellation"): PLANNERS,
    ("GET", "/on-duty"): PLANNERS | EXAMINERS | roles(Role.AGENT),
    ("GET", "/cover"): PLANNERS | EXAMINERS,
    ("GET", "/cover-gaps"): PLANNERS | EXAMINERS,
    # ledger
    ("GET", "/ledger-books/{book}/accounts"): BOOKKEEPERS,
    ("GET", "/ledger-books/{book}/entries"): BOOKKEEPERS,
    ("GET", "/ledger-books/{book}/trial-balance"): BOOKKEEPERS,
    # pricing; who may withdraw a request is checked in the service
    ("GET", "/public/products/{product_id}/price"): PUBLIC,
    ("GET", "/public/products/{product_id}/price-history"): PUBLIC,
    ("GET", "/prices"): PRICE_READERS,
    ("POST", "/price-changes"): roles(Role.MERCHANDISER),
    ("GET", "/price-changes"): PRICE_READERS,
    ("GET", "/price-changes/{change_id}"): PRICE_READERS,
    ("POST", "/price-changes/{change_id}/withdrawal"): MERCHANTS,
    ("POST", "/price-changes/{change_id}/review-restarts"): roles(Role.MANAGER),
    ("GET", "/reference-prices"): PRICE_READERS,
    ("POST", "/quotes"): STAFF | roles(Role.CUSTOMER),
    # pricewatch; that nobody verifies an own correction is checked in the service
    ("GET", "/pricing/violations"): PRICE_READERS,
    ("GET", "/pricing/violations/{violation_id}"): PRICE_READERS,
    ("POST", "/pricing/violations/{violation_id}/correction"): MERCHANTS,
    ("POST", "/pricing/violations/{violation_id}/verification"): roles(Role.COMPLIANCE),
    ("POST", "/pricing/violations/{violation_id}/dismissal"): roles(Role.COMPLIANCE),
    ("POST", "/pricing/day-checks"): PRICE_READERS,
    ("GET", "/pricing/day-checks"): PRICE_READERS,
    ("GET", "/pricing/day-checks/{day}"): PRICE_READERS,
    ("POST", "/pricing/violation-records"): PRICE_READERS,
    ("GET", "/pricing/violation-records/{month}"): PRICE_READERS,
    # promotions
    ("POST", "/promotions"): roles(Role.MERCHANDISER),
    ("GET", "/promotions"): PRICE_READERS,
    ("GET", "/promotions/{promotion_id}"): PRICE_READERS,
    ("PUT", "/promotions/{promotion_id}"): roles(Role.MERCHANDISER),
    ("GET", "/promotions/{promotion_id}/checks"): PRICE_READERS,
    ("POST", "/promotions/{promotion_id}/submission"): roles(Role.MERCHANDISER),
    ("POST", "/promotions/{promotion_id}/withdrawal"): MERCHANTS,
    ("POST", "/promotions/{promotion_id}/stop"): MERCHANTS | roles(Role.COMPLIANCE),
    ("POST", "/promotions/{promotion_id}/review-restarts"): roles(Role.MANAGER),
    ("GET", "/public/promotions"): PUBLIC,
    ("GET", "/public/promotions/{promotion_id}"): PUBLIC,
    # fund; whose claim it is is checked in the service
    ("POST", "/fund-claims"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    ("GET", "/fund-claims"): CLAIM_READERS,
    ("GET", "/fund-claims/{claim_id}"): CLAIM_READERS,
    ("POST", "/fund-claims/{claim_id}/withdrawal"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    ("POST", "/fund-claims/{claim_id}/evidence"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    ("POST", "/fund-claims/{claim_id}/assessment"): roles(Role.AGENT, Role.LEAD, Role.FINANCE),
    ("POST", "/fund-claims/{claim_id}/refusal"): roles(Role.FINANCE, Role.MANAGER),
    ("POST", "/fund-claims/{claim_id}/review-restarts"): roles(Role.MANAGER),
    ("POST", "/fund-claims/{claim_id}/payout"): roles(Role.FINANCE),
    ("POST", "/fund-claims/{claim_id}/recoveries"): roles(Role.FINANCE),
    ("POST", "/fund-claims/{claim_id}/write-off"): roles(Role.MANAGER),
    ("POST", "/fund/contributions"): roles(Role.FINANCE),
    ("POST", "/fund/contributions/{entry_id}/reversal"): roles(Role.FINANCE),
    ("GET", "/fund"): BOOKKEEPERS,
    ("POST", "/fund/statements"): roles(Role.FINANCE),
    ("GET", "/fund/statements/{month}"): BOOKKEEPERS,
    # scorecard policies; suppliers those that were approved
    ("POST", "/scorecard-policies"): roles(Role.MANAGER, Role.COMPLIANCE),
    ("GET", "/scorecard-policies"): SUPPLIER | STAFF,
    ("GET", "/scorecard-policies/{version}"): SUPPLIER | STAFF,
    ("POST", "/scorecard-policies/{version}/back-tests"): roles(Role.MANAGER) | EXAMINERS,
    # assessment of suppliers; they see their own scorecards
    ("POST", "/assessment-runs"): roles(Role.MANAGER),
    ("GET", "/assessment-runs"): DECIDERS,
    ("GET", "/assessment-runs/{quarter}"): DECIDERS,
    ("GET", "/suppliers/{supplier_id}/scorecards"): SUPPLIER | DECIDERS,
    ("GET", "/suppliers/{supplier_id}/scorecards/{quarter}"): SUPPLIER | DECIDERS,
    # consequences and reports of scorecards; a supplier's own
    ("POST", "/suppliers/{supplier_id}/scorecards/{quarter}/appeal"): SUPPLIER,
    ("POST", "/suppliers/{supplier_id}/scorecards/{quarter}/improvement-plan"): SUPPLIER,
    ("POST", "/suppliers/{supplier_id}/scorecards/{quarter}/report"): SUPPLIER | DECIDERS,
    ("GET", "/suppliers/{supplier_id}/scorecards/{quarter}/report"): SUPPLIER | DECIDERS,
    # violations; suppliers their own cases
    ("POST", "/violation-cases"): roles(Role.COMPLIANCE, Role.LEGAL, Role.MANAGER),
    ("GET", "/violation-cases"): CASE_READERS,
    ("GET", "/violation-cases/{case_id}"): CASE_READERS,
    ("PATCH", "/violation-cases/{case_id}"): roles(Role.MANAGER),
    ("POST", "/violation-cases/{case_id}/affected-orders"): roles(Role.COMPLIANCE, Role.MANAGER),
    ("POST", "/violation-cases/{case_id}/findings"): roles(Role.COMPLIANCE),
    ("POST", "/violation-cases/{case_id}/statement"): SUPPLIER,
    ("POST", "/violation-cases/{case_id}/appeal"): SUPPLIER,
    ("GET", "/violation-cases/{case_id}/affected-orders"): roles(
        Role.COMPLIANCE, Role.LEGAL, Role.MANAGER, Role.LEAD, Role.AUDITOR
    ),
    # imports; a supplier's own
    ("POST", "/product-imports"): SUPPLIER,
    ("GET", "/product-imports"): SUPPLIER,
    ("GET", "/product-imports/columns"): SUPPLIER | STAFF,
    ("GET", "/product-imports/template"): SUPPLIER | STAFF,
    ("GET", "/product-imports/{import_id}"): SUPPLIER,
    # surveys; what a link opens and what is published is for everybody
    ("POST", "/survey-programmes"): SURVEY_MAKERS,
    ("GET", "/survey-programmes"): STAFF,
    ("GET", "/survey-programmes/{id}"): STAFF,
    ("PUT", "/survey-programmes/{id}/draft"): SURVEY_MAKERS,
    ("POST", "/survey-programmes/{id}/publication"): roles(Role.MANAGER),
    ("POST", "/survey-programmes/{id}/closure"): roles(Role.MANAGER),
    ("GET", "/survey-programmes/{id}/versions"): STAFF,
    ("GET", "/my-surveys"): roles(Role.CUSTOMER),
    ("GET", "/survey-invitations"): INTERVIEWERS | SURVEY_MAKERS,
    ("GET", "/survey-invitations/{id}"): INTERVIEWERS | SURVEY_MAKERS,
    ("POST", "/survey-invitations/{id}/links"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    ("POST", "/survey-invitations/{id}/answers"): INTERVIEWERS,
    ("POST", "/survey-opt-outs"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    ("POST", "/survey-opt-ins"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    ("GET", "/surveys/{token}"): PUBLIC,
    ("POST", "/surveys/{token}/answers"): PUBLIC,
    ("POST", "/surveys/{token}/opt-out"): PUBLIC,
    ("GET", "/survey-answers"): SURVEY_MAKERS | roles(Role.AUDITOR),
    ("GET", "/survey-results"): STAFF,
    ("GET", "/survey-results/trend"): STAFF,
    ("POST", "/survey-results/rebuilds"): roles(Role.MANAGER, Role.ADMIN),
    ("GET", "/survey-frames/{quarter}"): SURVEY_MAKERS | roles(Role.AUDITOR),
    ("POST", "/survey-samples"): roles(Role.MANAGER),
    ("GET", "/survey-samples"): SURVEY_MAKERS | roles(Role.AUDITOR),
    ("GET", "/survey-samples/{id}"): SURVEY_MAKERS | roles(Role.AUDITOR),
    ("GET", "/survey-samples/{id}/members"): roles(Role.MANAGER, Role.AUDITOR),
    ("GET", "/survey-samples/{id}/verification"): SURVEY_MAKERS | roles(Role.AUDITOR),
    ("POST", "/satisfaction-publications"): roles(Role.MANAGER),
    ("GET", "/satisfaction-publications"): STAFF,
    ("GET", "/public/satisfaction"): PUBLIC,
    # categories
    ("GET", "/categories"): SUPPLIER | STAFF,
    ("POST", "/categories"): MERCHANTS,
    ("GET", "/categories/{category_id}"): SUPPLIER | STAFF,
    ("PUT", "/categories/{category_id}"): MERCHANTS,
    ("POST", "/categories/{category_id}/move"): MERCHANTS,
    ("POST", "/categories/{category_id}/merge"): MERCHANTS,
    ("POST", "/categories/{category_id}/retirement"): MERCHANTS,
    # storefront
    ("GET", "/public/products"): PUBLIC,
    ("GET", "/public/products/{product_id}"): PUBLIC,
    ("GET", "/public/categories"): PUBLIC,
    # catalog; whose product it is is checked in the service
    ("POST", "/products"): SUPPLIER,
    ("GET", "/products"): SUPPLIER | STAFF,
    ("GET", "/products/{product_id}"): SUPPLIER | STAFF,
    ("PUT", "/products/{product_id}/content"): SUPPLIER,
    ("PATCH", "/products/{product_id}/content"): SUPPLIER,
    ("POST", "/products/{product_id}/submission"): SUPPLIER,
    ("POST", "/products/{product_id}/withdrawal"): SUPPLIER,
    ("GET", "/products/{product_id}/revisions"): SUPPLIER | STAFF,
    ("GET", "/products/{product_id}/revisions/{number}"): SUPPLIER | STAFF,
    # review and standing of products
    ("GET", "/product-reviews"): roles(Role.REVIEWER, Role.MANAGER, Role.COMPLIANCE, Role.AUDITOR),
    ("GET", "/products/{product_id}/check-list"): SUPPLIER | STAFF,
    ("PUT", "/products/{product_id}/check-list"): roles(Role.REVIEWER, Role.MANAGER),
    ("POST", "/products/{product_id}/review-restarts"): roles(Role.MANAGER),
    ("POST", "/products/{product_id}/hold"): roles(Role.COMPLIANCE, Role.MANAGER),
    ("POST", "/products/{product_id}/release"): roles(Role.COMPLIANCE, Role.MANAGER),
    ("POST", "/products/{product_id}/take-down"): roles(Role.COMPLIANCE, Role.MANAGER),
    # payments; whose payment or refund it is is checked in the service, a callback by its signature
    ("GET", "/payments/{payment_id}"): roles(Role.CUSTOMER) | SERVICE_DESK,
    ("POST", "/payments/{payment_id}/links"): roles(Role.CUSTOMER) | CARE,
    ("POST", "/payment-callbacks/{gateway}"): PUBLIC,
    ("GET", "/refunds"): roles(Role.CUSTOMER) | SERVICE_DESK,
    ("GET", "/refunds/{refund_id}"): roles(Role.CUSTOMER) | SERVICE_DESK,
    ("POST", "/refunds/{refund_id}/settlement"): roles(Role.FINANCE),
    ("POST", "/refunds/{refund_id}/retry"): roles(Role.FINANCE),
    ("GET", "/unexpected-payments"): roles(Role.FINANCE, Role.COMPLIANCE, Role.AUDITOR),
    ("POST", "/unexpected-payments/{movement_id}/settlement"): roles(Role.FINANCE),
    # checkout; customers for themselves, agents for callers: the service looks at the channel
    ("POST", "/orders"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    ("GET", "/public/delivery-terms"): PUBLIC,
    # invoices; whose order or request it is is checked in the service
    ("POST", "/invoice-requests"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    ("GET", "/invoice-requests"): roles(Role.CUSTOMER) | SERVICE_DESK,
    ("GET", "/invoice-requests/{request_id}"): roles(Role.CUSTOMER) | SERVICE_DESK,
    ("POST", "/invoice-requests/{request_id}/withdrawal"): roles(
        Role.CUSTOMER, Role.AGENT, Role.LEAD
    ),
    ("POST", "/invoice-requests/{request_id}/issue"): roles(Role.FINANCE),
    ("POST", "/invoice-requests/{request_id}/refusal"): roles(Role.FINANCE),
    ("POST", "/invoice-requests/{request_id}/correction"): roles(Role.FINANCE),
    ("POST", "/invoice-requests/{request_id}/download-links"): roles(Role.CUSTOMER, Role.FINANCE),
    ("GET", "/orders/{order_id}/receipt"): roles(Role.CUSTOMER) | SERVICE_DESK,
    ("POST", "/orders/{order_id}/receipt"): roles(Role.CUSTOMER) | SERVICE_DESK,
    ("GET", "/supplier-order-lines"): SUPPLIER | PRICE_READERS,
    ("POST", "/supplier-order-exports"): SUPPLIER | PRICE_READERS,
    ("GET", "/supplier-order-exports/{export_id}"): SUPPLIER | PRICE_READERS,
    # stock; suppliers see that of their own articles
    ("GET", "/stock"): STAFF | SUPPLIER,
    ("GET", "/stock/{sku}"): STAFF | SUPPLIER,
    ("GET", "/stock/{sku}/movements"): STAFF,
    ("POST", "/stock/{sku}/movements"): STOCK_KEEPERS,
    ("POST", "/stock/{sku}/counts"): STOCK_KEEPERS,
    ("PUT", "/stock/{sku}/shards"): STOCK_KEEPERS | MERCHANTS,
    ("POST", "/stock/{sku}/rebalancing"): STOCK_KEEPERS | MERCHANTS,
    ("GET", "/stock/{sku}/live"): STAFF,
    # the waiting list; customers for themselves
    ("POST", "/waiting-list"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    ("GET", "/waiting-list"): STAFF | roles(Role.CUSTOMER),
    ("GET", "/waiting-list/{entry_id}"): STAFF | roles(Role.CUSTOMER),
    ("DELETE", "/waiting-list/{entry_id}"): roles(Role.CUSTOMER, Role.AGENT, Role.LEAD),
    # the quality gate; suppliers see their own
    ("GET", "/suppliers/{supplier_id}/quality-gate"): SUPPLIER | STAFF,
    ("POST", "/suppliers/{supplier_id}/quality-gate/reinstatements"): roles(Role.MANAGER),
    # indicators; suppliers see their own figures and the events behind them
    ("GET", "/suppliers/{supplier_id}/indicators"): SUPPLIER | DECIDERS | SERVICE_DESK | MERCHANTS,
    ("POST", "/suppliers/{supplier_id}/indicators"): roles(Role.MANAGER, Role.COMPLIANCE),
    ("GET", "/suppliers/{supplier_id}/indicators/{measure}"): SUPPLIER
    | DECIDERS
    | SERVICE_DESK
    | MERCHANTS,
}


def access_to(method: str, path: str) -> Rule:
    """Who may call a route; nobody, when the table does not name it."""
    return PERMISSIONS.get((method, path), NOBODY)
