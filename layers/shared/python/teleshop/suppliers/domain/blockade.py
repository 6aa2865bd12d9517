"""What stands against a supplier at the entries of the platform: nothing of a suspended one goes
on, nothing new of one on hold is taken (standard 2.1.5, 3.3.3, 3.4.2).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from teleshop.kernel.rules import rule
from teleshop.suppliers.domain.supplier import (
    HOLD_NAMES,
    STATE_NAMES,
    SUSPENSION_NAMES,
    HoldReason,
    State,
    SuspensionReason,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockade:
    """``suspended``: nothing goes on, since the supplier is suspended, gone or not on board; else
    it is on hold, and what is new is not taken. ``why_zh`` and ``why_en`` say why, for staff and
    the supplier itself.
    """

    suspended: bool
    why_zh: str
    why_en: str


@rule(
    id="P3.4.2-blockade",
    clause="3.4.2",
    source="电视购物平台运营服务规范",
    article="3.3.3; 3.4.2",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def blockade_of(
    state: State,
    suspensions: Collection[SuspensionReason],
    holds: Collection[HoldReason],
) -> Blockade | None:
    """What stands against it now; None for an active supplier on no hold."""
    if state != "active":
        zh, en = STATE_NAMES[state]
        kinds = sorted({reason.kind for reason in suspensions}) if state == "suspended" else []
        named = [SUSPENSION_NAMES[kind] for kind in kinds]
        return Blockade(suspended=True, why_zh=_zh(zh, named), why_en=_en(en, named))
    if holds:
        held = [HOLD_NAMES[kind] for kind in sorted({reason.kind for reason in holds})]
        return Blockade(suspended=False, why_zh=_zh("暂缓新增", held), why_en=_en("on hold", held))
    return None


def _zh(state: str, reasons: list[tuple[str, str]]) -> str:
    return f"{state}（{'、'.join(zh for zh, _ in reasons)}）" if reasons else state


def _en(state: str, reasons: list[tuple[str, str]]) -> str:
    return f"{state} ({', '.join(en for _, en in reasons)})" if reasons else state
