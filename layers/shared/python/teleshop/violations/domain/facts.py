"""Which facts are the same: nobody is punished twice for one thing.

Facts are the same if they came with the same reference (one complaint, one finding of a sweep, one
letter of an authority, whoever names it), or if they are about the same goods of the same day, by
whatever name the violation goes: one act may break several rules and is punished once
(Administrative Penalty Law, art. 29, says so for fines by the state; the platform holds itself to
it). Facts without goods are told apart by type and day, and are those of a case with goods of that
type and day.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from teleshop.kernel.unseen import without_undrawn
from teleshop.violations.domain.case import FALLEN, Case
from teleshop.violations.errors import FactsTriedError, NewEvidenceNeededError


@dataclass(frozen=True, slots=True, kw_only=True)
class FactMark:
    """Says which case the facts of ``key`` belong to; ``earlier`` are the cases that they belonged
    to before, all of which came to nothing.
    """

    supplier_id: str
    key: str
    case_id: str
    earlier: tuple[str, ...] = ()
    version: int = 1

    @property
    def cases(self) -> tuple[str, ...]:
        """All cases that were ever about these facts, the first one first."""
        return (*self.earlier, self.case_id)


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
    """A reference however it is written: 〔2026〕12号, ［2026］12号, [2026] 12号 are one letter,
    with signs that nobody sees, too.
    """
    seen = without_undrawn(unicodedata.normalize("NFKC", without_undrawn(reference)))
    drawn = seen.translate(_DRAWN_ALIKE)
    return "".join(_ALIKE.get(unicodedata.category(sign), sign) for sign in drawn).casefold()


_ALIKE: Final = {"Ps": "(", "Pe": ")", "Pi": "(", "Pf": ")", "Pd": "-"}
"""Brackets of all forms, and dashes."""
_DRAWN_ALIKE: Final = str.maketrans("<\u226a\u02c2>\u226b\u02c3", "((()))") | dict.fromkeys(
    map(ord, "\u2212\u02d7\u2043\u2500\u2501\u2796\u30fc"), "-"
)
"""Signs that are drawn like brackets and dashes and count as something else: less and greater,
minus, bullets, lines of boxes, the long vowel of kana. The numeral one (\u4e00) stays what it is.
"""


def check_new(
    known: Iterable[Case], evidence: tuple[str, ...], content: Mapping[str, str] | None = None
) -> None:
    """Refuse to open again what other cases, the first one first, are about: while one runs or once
    it took effect; without evidence that none of them had, once all were dismissed or annulled.
    ``content`` tells files apart by what is in them, where that is known.
    """
    cases = tuple(known)
    for case in cases:
        if case.state not in FALLEN:
            raise FactsTriedError(case_id=case.id)
    same = content or {}
    seen = {same.get(one, one) for case in cases for one in evidence_of(case)}
    if cases and not {same.get(one, one) for one in evidence} - seen:
        raise NewEvidenceNeededError(case_id=cases[-1].id)


def evidence_of(case: Case) -> tuple[str, ...]:
    """All files that whoever decided a case had before him."""
    return (*case.evidence, *case.statement_evidence, *case.appeal_evidence)
