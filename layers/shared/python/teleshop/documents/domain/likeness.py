"""Pictures that look alike: how far two perceptual hashes are from each other, and by which keys to
find near ones.

A hash is 32 hex digits: 64 bits for where a 9 by 9 grey copy of the picture gets lighter to the
right, 64 for where it gets lighter downwards ("difference hash"). Another size, format or
compression changes one or two of them; another picture, two dozen and more.
"""

BITS = 128
BANDS = 8
ALIKE = 7
"""Hashes that differ in at most so many bits are of the same picture, as a rule.

Being less than :data:`BANDS`, it means that hashes within it share at least one whole band.
"""


def likeness_distance(one: str, other: str) -> int:
    """In how many of the 128 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def look_alike(one: str, other: str) -> bool:
    """Whether two pictures are the same one, as far as their hashes tell."""
    return likeness_distance(one, other) <= ALIKE


def likeness_bands(perceptual_hash: str) -> tuple[str, ...]:
    """Keys to find near hashes by: those of two hashes that look alike have one in common, so an
    equality look-up of each finds every near picture (and some others).
    """
    width = len(perceptual_hash) // BANDS
    return tuple(
        f"{band}:{perceptual_hash[band * width : (band + 1) * width]}" for band in range(BANDS)
    )
