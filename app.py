"""The HTTP application: one blueprint per context is registered here, and nothing else happens."""

from chalice.app import Chalice

from teleshop.approvals.routes import api as approvals
from teleshop.audit.routes import api as audit
from teleshop.deadlines.routes import api as deadlines
from teleshop.documents.routes import api as documents
from teleshop.notifications.routes import api as notifications
from teleshop.suppliers.routes import api as suppliers
from teleshop.web.auth import auth
from teleshop.web.platform_routes import api as platform

app = Chalice(app_name="teleshop", configure_logs=False)
app.register_blueprint(auth)
app.register_blueprint(platform)
app.register_blueprint(deadlines)
app.register_blueprint(approvals)
app.register_blueprint(documents)
app.register_blueprint(notifications)
app.register_blueprint(suppliers)
app.register_blueprint(audit)
