"""The blueprint that the modules of this package add their routes to."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
