"""Instants and proofs as people read them."""

from datetime import datetime

from teleshop.kernel.clock import CHINA
from teleshop.kernel.money import yuan
from teleshop.promotions.domain.facts import Allowed


def moment(at: datetime) -> str:
    """An instant in China."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def proof_of(known: Allowed) -> str:
    """The rows that a reference price rests on, in a line."""
    rows = []
    for row in known.rows:
        when = row.kind
        if row.day is not None:
            when = row.day.isoformat()
        elif row.since is not None:
            when = moment(row.since)
        rows.append(f"{when} {yuan(row.amount)}")
    return ", ".join(rows) or "-"
