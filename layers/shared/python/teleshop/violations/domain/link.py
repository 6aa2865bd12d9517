"""What a supplier shares with others of bad record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another supplier, terminated or blacklisted, that shares something with this one: ``shared``
    names what (`legal_representative`, `phone`, `address`, `account`), never the value.
    """

    supplier_id: str
    legal_name: str
    state: str
    shared: tuple[str, ...]
