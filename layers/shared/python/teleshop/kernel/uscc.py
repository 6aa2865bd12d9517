"""The unified social credit code (统一社会信用代码, GB 32100-2015) of every organisation; it is the
taxpayer number too.

``stdnum.cn.uscc.validate`` is stricter than the standard: it refuses letters in the first two
places, which codes issued by the agriculture administration and others carry. So the pattern is
ours and only the check character comes from the library.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from teleshop.kernel.rules import rule

USCC_INTRODUCED = date(2015, 10, 1)

_LENGTH = 18
_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))

UsccFault = Literal["length", "character", "form", "check_character"]


class InvalidUsccError(ValueError):
    """A text is no unified social credit code; ``position`` (from 1) is set for a wrong
    character only.
    """

    def __init__(self, fault: UsccFault, position: int | None = None) -> None:
        self.fault = fault
        self.position = position
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class Uscc:
    """A code whose form and check character are right; made by :func:`parse_uscc` only."""

    value: str

    @property
    def authority(self) -> str:
        """The registering authority; ``9`` is the market regulator, the only one that issues
        licences.
        """
        return self.value[0]

    @property
    def organisation_code(self) -> str:
        """The organisation code (组织机构代码), nine characters, its own check the last."""
        return self.value[8:17]

    @property
    def tax_number(self) -> str:
        """The taxpayer number (纳税人识别号): the code itself."""
        return self.value

    def __str__(self) -> str:
        return self.value


def normalise_code(text: str) -> str:
    """Full-width forms folded (NFKC), upper case, without blanks at the ends and zero-width
    characters.
    """
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE).strip().upper()


@cache
def _form() -> re.Pattern[str]:
    return re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


@rule(
    id="GB32100",
    clause="2.1.2",
    source="GB 32100-2015 法人和其他组织统一社会信用代码编码规则",
    article="5",
    effective_from=USCC_INTRODUCED,
    confidence="H",
    last_checked=date(2026, 11, 23),
)
def parse_uscc(text: str) -> Uscc:
    """The code in ``text`` after :func:`normalise_code`; raises :class:`InvalidUsccError`
    otherwise.
    """
    # Imported here: applications are rare among requests, and the module costs 45 ms.
    from stdnum.cn.uscc import calc_check_digit

    code = normalise_code(text)
    if len(code) != _LENGTH:
        raise InvalidUsccError("length")
    for position, character in enumerate(code, start=1):
        if character not in _ALPHABET:
            raise InvalidUsccError("character", position)
    if not _form().fullmatch(code):
        raise InvalidUsccError("form")
    if code[-1] != calc_check_digit(code[:-1]):
        raise InvalidUsccError("check_character")
    return Uscc(code)
