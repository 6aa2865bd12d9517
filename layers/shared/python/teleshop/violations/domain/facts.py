"""Which facts are the same: nobody is punished twice for one thing.

Facts are the same if they came with the same reference (one complaint, one finding of a sweep, one
letter of an authority), or if they are about the same goods of the same day, by whatever name the
violation goes: one act may break several rules and is punished once (Administrative Penalty Law,
art. 29, says so for fines by the state; the platform holds itself to it). Facts without goods are
told apart by type and day.
"""

from dataclasses import dataclass
from datetime import date

from teleshop.violations.domain.case import FALLEN, Case, Source, ViolationType
from teleshop.violations.errors import FactsTriedError, NewEvidenceNeededError


@dataclass(frozen=True, slots=True, kw_only=True)
class FactMark:
    """Says which case the facts of ``key`` belong to."""

    supplier_id: str
    key: str
    case_id: str
    version: int = 1


def keys_of(
    type: ViolationType,
    source: Source,
    reference: str | None,
    happened_on: date,
    products: tuple[str, ...],
) -> tuple[str, ...]:
    """The keys under which the facts are known, each once, in order."""
    day = happened_on.isoformat()
    by_goods = [f"day#{day}#product#{product}" for product in products]
    by_type = [] if products else [f"day#{day}#type#{type.value}"]
    by_reference = [f"reference#{source.value}#{_plain(reference)}"] if reference else []
    return tuple(sorted({*by_goods, *by_type, *by_reference}))


def keys_of_case(case: Case) -> tuple[str, ...]:
    """The same of a case."""
    return keys_of(case.type, case.source, case.reference, case.happened_on, case.products)


def _plain(reference: str) -> str:
    return "".join(reference.split()).casefold()


def check_new(known: Case, evidence: tuple[str, ...]) -> None:
    """Refuse to open again what another case is about: while that runs or once it took effect;
    without evidence that it did not have, once it was dismissed or annulled.
    """
    if known.state not in FALLEN:
        raise FactsTriedError(case_id=known.id)
    seen = {*known.evidence, *known.statement_evidence, *known.appeal_evidence}
    if not set(evidence) - seen:
        raise NewEvidenceNeededError(case_id=known.id)
