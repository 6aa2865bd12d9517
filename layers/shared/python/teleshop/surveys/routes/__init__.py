"""Routes of the surveys context: one module for each group, all on one blueprint."""

from teleshop.surveys.routes import answering, figures, programmes
from teleshop.surveys.routes.blueprint import api

__all__ = ["answering", "api", "figures", "programmes"]
