"""The HTTP application: one blueprint per context is registered here, and nothing else happens."""

from chalice.app import Chalice

from teleshop.analysis.routes import api as analysis
from teleshop.approvals.routes import api as approvals
from teleshop.assessment.routes import api as assessment
from teleshop.audit.routes import api as audit
from teleshop.care.routes import api as care
from teleshop.catalog.routes import api as catalog
from teleshop.categories.routes import api as categories
from teleshop.checkout.routes import api as checkout
from teleshop.deadlines.routes import api as deadlines
from teleshop.deposits.routes import api as deposits
from teleshop.documents.routes import api as documents
from teleshop.fund.routes import api as fund
from teleshop.imports.routes import api as imports
from teleshop.indicators.routes import api as indicators
from teleshop.invoices.routes import api as invoices
from teleshop.ledger.routes import api as ledger
from teleshop.notifications.routes import api as notifications
from teleshop.orders.routes import api as orders
from teleshop.payments.routes import api as payments
from teleshop.pricewatch.routes import api as pricewatch
from teleshop.pricing.routes import api as pricing
from teleshop.promotions.routes import api as promotions
from teleshop.qualitygate.routes import api as qualitygate
from teleshop.roster.routes import api as roster
from teleshop.stock.routes import api as stock
from teleshop.storefront.routes import api as storefront
from teleshop.suppliers.routes import api as suppliers
from teleshop.surveys.routes import api as surveys
from teleshop.timelines.routes import api as timelines
from teleshop.violations.routes import api as violations
from teleshop.waitlist.routes import api as waitlist
from teleshop.web.auth import auth
from teleshop.web.platform_routes import api as platform
from teleshop.wording.routes import api as wording

app = Chalice(app_name="teleshop", configure_logs=False)
app.register_blueprint(auth)
app.register_blueprint(platform)
app.register_blueprint(deadlines)
app.register_blueprint(approvals)
app.register_blueprint(documents)
app.register_blueprint(notifications)
app.register_blueprint(suppliers)
app.register_blueprint(care)
app.register_blueprint(catalog)
app.register_blueprint(analysis)
app.register_blueprint(orders)
app.register_blueprint(pricing)
app.register_blueprint(promotions)
app.register_blueprint(pricewatch)
app.register_blueprint(timelines)
app.register_blueprint(roster)
app.register_blueprint(ledger)
app.register_blueprint(fund)
app.register_blueprint(imports)
app.register_blueprint(surveys)
app.register_blueprint(audit)
app.register_blueprint(categories)
app.register_blueprint(storefront)
app.register_blueprint(wording)
app.register_blueprint(payments)
app.register_blueprint(stock)
app.register_blueprint(waitlist)
app.register_blueprint(checkout)
app.register_blueprint(invoices)
app.register_blueprint(indicators)
app.register_blueprint(violations)
app.register_blueprint(qualitygate)
app.register_blueprint(deposits)
app.register_blueprint(assessment)
