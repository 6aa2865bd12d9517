"""Whether a name on a package is that of a substance that may not be in it (2.1.4).

A material is written in many ways: PVC塑料袋, P.V.C, 聚氯乙烯（PVC）. Latin letters count as whole
words, so that PE is not found in PET; Chinese names wherever they stand.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from teleshop.catalog.domain.visible import without_invisible

_DENIED: Final = re.compile(r"(?:不含|不添加|无|非|零|未检出|free of|no|non|without)[\W_]*$")


def named_substances(name: str, forbidden: Iterable[str]) -> dict[str, bool]:
    """Those of ``forbidden`` that stand in ``name``; True where each time it is said not to be
    there (不含 PVC), which a person must believe or not.
    """
    written = _written(name)
    found = {}
    for substance in forbidden:
        at = [match.start() for match in _places(_written(substance), written)]
        if at:
            found[substance] = all(_DENIED.search(written[:start]) for start in at)
    return found


def _places(substance: str, written: str) -> Iterable[re.Match[str]]:
    signs = [sign for sign in substance if sign.isalnum()]
    if not signs:
        return ()
    # Signs and blanks between the characters hide nothing.
    pattern = r"[\W_]*".join(map(re.escape, signs))
    before = r"(?<![a-z0-9])" if signs[0].isascii() else ""
    after = r"(?![a-z0-9])" if signs[-1].isascii() else ""
    return re.finditer(f"{before}{pattern}{after}", written)


def _written(name: str) -> str:
    return without_invisible(unicodedata.normalize("NFKC", name).casefold())
