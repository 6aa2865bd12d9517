"""Routes of the analysis context."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
