"""Builds the audit capability."""

from functools import cache

from teleshop.audit.anchors import AnchorStore
from teleshop.audit.service import Audit
from teleshop.audit.tables import AuditRepository
from teleshop.kernel.settings import settings


@cache
def service() -> Audit:
    """The service of this process."""
    return Audit(AuditRepository(), AnchorStore(settings().bucket_audit))
