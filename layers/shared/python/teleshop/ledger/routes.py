"""Routes of the ledger context."""

from teleshop.web.blueprint import ApiBlueprint

api = ApiBlueprint(__name__)
