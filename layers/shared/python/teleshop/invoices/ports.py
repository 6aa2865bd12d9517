"""What invoices need of other contexts, in their own words; `wiring.py` connects it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from teleshop.invoices.domain.amounts import Sale
from teleshop.invoices.domain.receipt import MadeFile, Operator, Purchase
from teleshop.invoices.domain.supply import Ordered
from teleshop.kernel.actor import Actor, Call


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works until ``expires_at``."""

    url: str
    expires_at: datetime


class FileLink(Protocol):
    """A link to an uploaded file, as it was committed."""

    @property
    def url(self) -> str:
        """Where the file is."""

    @property
    def expires_at(self) -> datetime:
        """Until when the link works."""


class Sales(Protocol):
    """Orders, those taken here and those reported by another system."""

    def sale(self, order_id: str) -> Sale | None:
        """What was paid for an order, and what went back."""

    def purchase(self, order_id: str) -> Purchase | None:
        """An order as its receipt shows it."""

    def ordered(self, order_id: str) -> Ordered | None:
        """An order as its suppliers see it."""


class Files(Protocol):
    """Files that finance uploads."""

    def content_of(self, document_id: str, actor: Actor) -> str:
        """The hash (SHA-256) of an invoice's file that the actor brought; refuses what is no
        accepted one.
        """

    def link(self, call: Call, document_id: str, request_id: str) -> FileLink:
        """A link to the file for whoever may see the request; committed, with an audit entry."""


class Shelf(Protocol):
    """Where files that are made here are kept."""

    def put(self, name: str, form: str, content: Path) -> MadeFile:
        """Keep a file below ``name``; the same content again is the same file."""

    def url(self, file: MadeFile, name: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save under ``name``."""


class Identity(Protocol):
    """Who runs the platform."""

    def operator(self) -> Operator:
        """As the installation says."""
