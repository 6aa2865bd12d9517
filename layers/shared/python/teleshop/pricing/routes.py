"""Routes of prices."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
