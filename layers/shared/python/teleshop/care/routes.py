"""Routes of the care context."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
