"""The causes: what there is, what a text suggests. Stateless, without any call of AWS."""

from teleshop.analysis.domain import Cause, Suggestion, Taxonomy, suggest
from teleshop.analysis.errors import CauseNotFoundError, CauseUnknownError


class Causes:
    """The taxonomy as other contexts see it."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy

    @property
    def taxonomy(self) -> Taxonomy:
        """All of it, with what is retired."""
        return self._taxonomy

    def suggest(self, text: str) -> Suggestion | None:
        """The cause that the words of ``text`` speak for most; None if they speak for none."""
        return suggest(self._taxonomy, text)

    def require(self, code: str) -> Cause:
        """The cause that a case is about to carry; refuses `cause_unknown` for a code that is none,
        is of the first level or is no longer given.
        """
        cause = self._taxonomy.find(code)
        if cause is None or not cause.is_leaf or not self._taxonomy.is_given(cause):
            raise CauseUnknownError(cause=code[:80])
        return cause

    def get(self, code: str) -> Cause:
        """A cause of any level, retired ones too; refuses `cause_not_found`."""
        cause = self._taxonomy.find(code)
        if cause is None:
            raise CauseNotFoundError
        return cause
