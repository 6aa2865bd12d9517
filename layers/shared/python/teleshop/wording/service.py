"""Use cases of the word screen: pure, without a call of anything outside."""

from collections.abc import Mapping
from datetime import datetime

from teleshop.wording.domain.profile import GoodsProfile, Proof, WordingKind
from teleshop.wording.domain.ruling import Verdict
from teleshop.wording.domain.screening import Hit, Screening, screen
from teleshop.wording.domain.script import simplified
from teleshop.wording.domain.word_list import CURRENT
from teleshop.wording.domain.words import Code, Level, WordList

__all__ = [
    "Code",
    "GoodsProfile",
    "Hit",
    "Level",
    "Proof",
    "Screening",
    "Verdict",
    "WordList",
    "Wording",
    "WordingKind",
    "simplified",
]


class Wording:
    """The word screen; stateless, one per process."""

    def __init__(self, words: WordList = CURRENT) -> None:
        self._words = words

    def screen(self, text: str, goods: GoodsProfile, at: datetime) -> Screening:
        """The words of the list that stand in a text about such goods, judged by the rules in force
        at ``at``; positions are of the text as it was given, in code points.
        """
        return screen(text, goods, at, self._words)

    def screen_all(
        self, texts: Mapping[str, str], goods: GoodsProfile, at: datetime
    ) -> dict[str, Screening]:
        """The same for several texts of one product, by key; each stands for itself."""
        return {key: self.screen(text, goods, at) for key, text in texts.items()}

    def word_list(self) -> WordList:
        """The edition that is used now."""
        return self._words
