"""What other contexts give to the roster."""

import re
from collections.abc import Sequence

from teleshop.roster.domain import GENERAL

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class AnySkill:
    """Every code is a skill, as long as no taxonomy says which there are."""

    def unknown(self, skills: Sequence[str]) -> Sequence[str]:
        """Those that are no code at all."""
        return [skill for skill in skills if skill != GENERAL and not _CODE.fullmatch(skill)]
