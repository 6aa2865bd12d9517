"""The catalogue of what people are told. One file per publishing context holds its `TEMPLATES`; a
new one is added to :data:`CATALOGUE` and its events to the rule in infra/notifications.yaml.
"""

from teleshop.notifications.domain import Catalogue, catalogue_of
from teleshop.notifications.templates import approvals, documents, suppliers

CATALOGUE: Catalogue = catalogue_of(
    [*suppliers.TEMPLATES, *approvals.TEMPLATES, *documents.TEMPLATES]
)
