"""Which rule answers for which words of the list."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from teleshop.wording.domain import health, selling
from teleshop.wording.domain.absolute import judge_absolute
from teleshop.wording.domain.ruling import Case, Ruling
from teleshop.wording.domain.words import Judge

JUDGES: Mapping[Judge, Callable[[Case], Ruling]] = MappingProxyType(
    {
        Judge.ABSOLUTE: judge_absolute,
        Judge.STATE: selling.state_and_its_organs,
        Judge.WELL_KNOWN: selling.well_known_mark,
        Judge.PROOF: selling.needs_proof,
        Judge.PRICE: selling.price_basis,
        Judge.URGING: selling.urging,
        Judge.TREATMENT: health.treatment,
        Judge.ASSERTION: health.assertion,
        Judge.BLUE_HAT: health.health_function,
        Judge.HEALTH: health.body_function,
        Judge.SHAPING: health.shaping,
        Judge.INVESTMENT: selling.investment,
        Judge.EDUCATION: selling.education,
        Judge.SUPERSTITION: selling.superstition,
        Judge.ORDER: selling.public_order,
        Judge.CITATION: selling.citation,
        Judge.PATENT: selling.patent,
        Judge.BELITTLING: selling.belittling,
        Judge.INFANT: health.instead_of_breast_milk,
        Judge.TOBACCO: health.tobacco,
        Judge.TESTIMONY: selling.testimony,
        Judge.RESTRICTED: health.restricted_for_health_goods,
        Judge.VOID_TERM: selling.void_term,
    }
)


def judge(case: Case) -> Ruling:
    """What the word means in its place."""
    return JUDGES[case.group.judge](case)
