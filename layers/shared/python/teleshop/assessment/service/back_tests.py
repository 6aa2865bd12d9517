"""Trying a version of the scorecard policy on quarters that were assessed: who would move."""

from collections.abc import Sequence
from typing import Final

from teleshop.assessment.domain.comparing import Comparison, compare
from teleshop.assessment.domain.facts import facts_of
from teleshop.assessment.domain.policy import ScorecardPolicy
from teleshop.assessment.domain.runs import Run
from teleshop.assessment.errors.policies import (
    BackTestTooLargeError,
    ScorecardPolicyNotFoundError,
)
from teleshop.assessment.ports import RunFiles
from teleshop.assessment.tables.policies import PolicyRepository
from teleshop.assessment.tables.runs import RunRepository
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.findings import FindingKind

SUPPLIERS_AT_MOST: Final = 8_000
"""Scorecards of one request, over all its quarters: four quarters of 2,000 suppliers."""

NOT_ASSESSED: Final = FindingKind(
    code="quarter_not_assessed",
    clause="3.3.1",
    zh="{quarter} 尚无已完成的考核，无法试算；请选择已考核的季度。",
    en="{quarter} has no completed assessment to try it on; choose quarters that have one.",
)
QUARTER_TWICE: Final = FindingKind(
    code="quarter_twice",
    clause="3.3.1",
    zh="{quarter} 重复，请删除其中一个。",
    en="{quarter} is there twice; leave one of them out.",
)


class BackTests:
    """Back-tests; nothing is stored."""

    def __init__(self, policies: PolicyRepository, runs: RunRepository, files: RunFiles) -> None:
        self._policies = policies
        self._runs = runs
        self._files = files

    def try_policy(self, number: int, quarters: Sequence[str]) -> list[Comparison]:
        """What the version would have changed in each quarter, by the frozen figures of its last
        completed run, whatever runs meanwhile.

        Refuses quarters that were not assessed, and more suppliers than one request can score.
        """
        version = self._policies.find(number)
        if version is None:
            raise ScorecardPolicyNotFoundError(version=number)
        runs = self._assessed(quarters)
        suppliers = sum(run.suppliers for run in runs)
        if suppliers > SUPPLIERS_AT_MOST:
            raise BackTestTooLargeError(suppliers=suppliers, most=SUPPLIERS_AT_MOST)
        return [self._compared(run, version.policy) for run in runs]

    def _assessed(self, quarters: Sequence[str]) -> list[Run]:
        found: list[Run] = []
        faults: list[FieldError] = []
        for index, quarter in enumerate(quarters):
            place = f"/quarters/{index}"
            if quarter in quarters[:index]:
                faults.append(QUARTER_TWICE.at(place, quarter=quarter))
                continue
            run = self._runs.completed(quarter)
            if run is None:
                faults.append(NOT_ASSESSED.at(place, quarter=quarter))
            else:
                found.append(run)
        if faults:
            raise InvalidInputError(errors=faults)
        return found

    def _compared(self, run: Run, policy: ScorecardPolicy) -> Comparison:
        frozen = self._files.snapshot(run.folder or "")
        facts = [
            facts_of(one.supplier_id, run.quarter, one.category, one.figures)
            for one in frozen.suppliers
        ]
        return compare(facts, frozen.policy, policy, quarter=run.quarter, run=run.run)
