"""Routes of the surveys context."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
