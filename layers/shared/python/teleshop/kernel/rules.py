"""Rules carry their law: a rule is a function plus where it comes from and when it applies.

The registry feeds the answer to "why was this refused" and the clause report alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class RuleMetadata:
    """``clause`` of the operations standard, ``source`` and ``article`` of the law it rests on.

    ``confidence`` is how sure the reading of the law is (high, medium, low); what is not ``H`` is
    a setting. ``effective_to`` is the last day in force, or None.
    """

    id: str
    clause: str
    source: str
    article: str
    effective_from: date
    effective_to: date | None
    confidence: Literal["H", "M", "L"]
    last_checked: date
    function: str

    def in_force(self, day: date) -> bool:
        """Whether the rule applies on that day."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


_registry: dict[str, RuleMetadata] = {}


def rule(
    *,
    id: str,
    clause: str,
    source: str,
    article: str,
    effective_from: date,
    confidence: Literal["H", "M", "L"],
    last_checked: date,
    effective_to: date | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register the decorated function as a rule; the function itself stays as it is."""

    def register(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"
        known = _registry.get(id)
        if known is not None and known.function != name:
            raise ValueError(f"rule {id} is declared by {known.function} and {name}")
        _registry[id] = RuleMetadata(
            id,
            clause,
            source,
            article,
            effective_from,
            effective_to,
            confidence,
            last_checked,
            name,
        )
        return function

    return register


def registered_rules() -> list[RuleMetadata]:
    """Every rule of the modules imported so far, by id."""
    return [_registry[key] for key in sorted(_registry)]


def get_rule(id: str) -> RuleMetadata:
    """The metadata of one rule; KeyError if its module was not imported."""
    return _registry[id]
