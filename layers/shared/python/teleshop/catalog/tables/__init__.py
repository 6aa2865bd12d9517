"""The catalog table: one item collection per product, and rows by which products are found.

| pk | sk | row |
|---|---|---|
| product id | ``product`` | the product, without its content |
| product id | ``revision#000001`` | a revision with its content and check list |
| ``code#<supplier>#<own code>`` | ``own_code`` | the product that a supplier's number belongs to |
| ``mark#<kind>#<value>`` | product id, picture | a trait by which a look-alike is found |
"""

from teleshop.catalog.tables.repository import CatalogRepository
from teleshop.catalog.tables.rows import MarkRow, OwnCodeRow, ProductRow, RevisionRow

__all__ = ["CatalogRepository", "MarkRow", "OwnCodeRow", "ProductRow", "RevisionRow"]
