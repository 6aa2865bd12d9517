"""Traditional characters as simplified ones, for texts in which people look something up."""

from functools import cache


def simplified(text: str) -> str:
    """The text with each traditional character replaced; everything else stays as it is."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    # Imported here: the table is read once, by those who need it.
    from teleshop.wording.domain.simplified import SIMPLIFIED, TRADITIONAL

    pairs = zip(TRADITIONAL, SIMPLIFIED, strict=True)
    return {ord(traditional): plain for traditional, plain in pairs}
