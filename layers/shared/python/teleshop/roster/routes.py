"""Routes of the roster context."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
