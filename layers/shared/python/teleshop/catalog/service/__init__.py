"""Use cases of the catalog, by what they are about."""

from dataclasses import dataclass

from teleshop.catalog.service.base import Desk, Sources

__all__ = ["Catalog", "Desk", "Sources"]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The services of this context; stateless, one per process."""
