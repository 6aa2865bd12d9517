"""Which facts are the same: nobody is punished twice for one thing.

Facts are the same if they came with the same reference (one complaint, one finding of a sweep, one
letter of an authority, whoever names it), or if they are about the same goods of the same day, by
whatever name the violation goes: one act may break several rules and is punished once
(Administrative Penalty Law, art. 29, says so for fines by the state; the platform holds itself to
it). Facts without goods are told apart by type and day, and are those of a case with goods of that
type and day.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from teleshop.violations.domain.case import FALLEN, Case
from teleshop.violations.errors import FactsTriedError, NewEvidenceNeededError


@dataclass(frozen=True, slots=True, kw_only=True)
class FactMark:
    """Says which case the facts of ``key`` belong to."""

    supplier_id: str
    key: str
    case_id: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKeys:
    """The facts of a case are known under ``marks``; they are those of another case that is known
    under one of ``asked``, or under a key that begins with ``begins`` (None: no such).
    """

    marks: tuple[str, ...]
    asked: tuple[str, ...]
    begins: str | None = None


def keys_of(case: Case) -> FactKeys:
    """The keys of a case, each once, in order.

    Goods of their own tell two cases of a day apart; a case that names none is about all of its
    type and day, so that leaving goods out makes no new facts.
    """
    day = f"day#{case.happened_on.isoformat()}"
    of_type = f"{day}#type#{case.type.value}"
    told = {f"{day}#product#{product}" for product in case.products}
    if case.reference:
        told.add(f"reference#{_plain(case.reference)}")
    if not case.products:
        told.add(of_type)
        return FactKeys(
            marks=tuple(sorted(told)), asked=tuple(sorted(told)), begins=f"{of_type}#goods#"
        )
    return FactKeys(
        marks=tuple(sorted({*told, f"{of_type}#goods#{case.id}"})),
        asked=tuple(sorted({*told, of_type})),
    )


def _plain(reference: str) -> str:
    """A reference however it is written: 〔2026〕12号, ［2026］12号, [2026] 12号 are one letter."""
    return "".join(_sign(sign) for sign in unicodedata.normalize("NFKC", reference)).casefold()


def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in _BLANK:
        return ""
    return _ALIKE.get(category, sign)


_BLANK: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_ALIKE: Final = {"Ps": "(", "Pe": ")", "Pi": "(", "Pf": ")", "Pd": "-"}
"""Brackets of all forms, and dashes."""


def check_new(known: Case, evidence: tuple[str, ...]) -> None:
    """Refuse to open again what another case is about: while that runs or once it took effect;
    without evidence that it did not have, once it was dismissed or annulled.
    """
    if known.state not in FALLEN:
        raise FactsTriedError(case_id=known.id)
    seen = {*known.evidence, *known.statement_evidence, *known.appeal_evidence}
    if not set(evidence) - seen:
        raise NewEvidenceNeededError(case_id=known.id)
