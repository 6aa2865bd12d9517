"""Routes of the orders context."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
