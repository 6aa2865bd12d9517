"""What other contexts give to the roster."""

from collections.abc import Sequence

from teleshop.analysis.errors import CauseNotFoundError
from teleshop.analysis.service import Causes
from teleshop.roster.domain import GENERAL


class CauseSkills:
    """Skills are the causes of the first level, and ``general``."""

    def __init__(self, causes: Causes) -> None:
        self._causes = causes

    def unknown(self, skills: Sequence[str]) -> Sequence[str]:
        """Those of the codes that name no skill."""
        return [skill for skill in skills if skill != GENERAL and not self._is_area(skill)]

    def _is_area(self, code: str) -> bool:
        try:
            cause = self._causes.get(code)
        except CauseNotFoundError:
            return False
        return not cause.is_leaf
