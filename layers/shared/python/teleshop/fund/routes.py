"""Routes of the fund context."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
