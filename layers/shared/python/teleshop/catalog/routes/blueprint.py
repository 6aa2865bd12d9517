"""The blueprint that the modules of this package add their routes to."""

from typing import TYPE_CHECKING

from teleshop.web.blueprint import ApiBlueprint

if TYPE_CHECKING:
    from teleshop.catalog.service import Catalog

api = ApiBlueprint(__name__)


def services() -> "Catalog":
    """The services of this process; imported at the first request."""
    from teleshop.catalog.wiring import service

    return service()
