"""Findings: the remarks that checks make, each with its clause, its rule and its remedy.

A finding is a :class:`~teleshop.kernel.errors.FieldError`: pointer into the input, code,
severity, clause, rule and texts. ``refuse`` stops the step; ``warn`` is for the person who
decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from teleshop.kernel.errors import FieldError

Finding = FieldError
Severity = Literal["refuse", "warn"]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One possible remark; ``zh`` and ``en`` are templates over the parameters given to
    :meth:`at`.
    """

    code: str
    clause: str
    zh: str
    en: str
    rule: str | None = None
    severity: Severity = "refuse"

    def at(self, pointer: str, **params: str | int) -> Finding:
        """The remark at one place."""
        return Finding(
            pointer=pointer,
            code=self.code,
            zh=self.zh,
            en=self.en,
            params=dict(params),
            severity=self.severity,
            clause=self.clause,
            rule=self.rule,
        )


def refusing(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that stop the step."""
    return [finding for finding in findings if finding.severity == "refuse"]
