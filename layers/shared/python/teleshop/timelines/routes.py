"""Routes of the timelines context."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
