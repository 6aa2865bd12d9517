"""Pictures that look alike have near hashes; others have not."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from functions.documents.inspection import inspect_content
from teleshop.documents.domain import (
    ContentType,
    likeness_bands,
    likeness_distance,
    look_alike,
)
from tests.factories import files

pytestmark = pytest.mark.clause("2.3.3")

TYPES = {"JPEG": ContentType.JPEG, "PNG": ContentType.PNG, "WEBP": ContentType.WEBP}
ORIENTATION = 0x0112
hashes = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")


def hash_of(content: bytes, form: files.ImageFormat = "JPEG") -> str | None:
    result = inspect_content(content, TYPES[form])
    assert result.accepted
    return result.perceptual_hash


def seen(picture: Image.Image, form: files.ImageFormat = "JPEG", **options: object) -> str:
    found = hash_of(files.saved(picture, form, **options), form)
    assert found is not None
    assert len(found) == 32
    return found


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_other_size_format_and_compression_is_the_same_picture(
    seed: int, form: files.ImageFormat
) -> None:
    original = seen(files.scene(seed))
    options = {} if form == "PNG" else {"quality": 50}
    assert look_alike(original, seen(files.scene(seed, (850, 900)), form, **options))


def test_other_pictures_are_far_away() -> None:
    found = [seen(files.scene(seed, (900, 900))) for seed in range(12)]
    for place, one in enumerate(found):
        for other in found[:place]:
            assert likeness_distance(one, other) > 15


def test_picture_is_taken_as_it_is_shown() -> None:
    """Phones store pictures on their side and say so; transparent ones stand on white."""
    upright = files.scene(3)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    lying = files.saved(upright.transpose(Image.Transpose.ROTATE_90), exif=exif)
    assert look_alike(seen(upright), hash_of(lying) or "")
    white = upright.convert("L").point(lambda tone: 255 if tone == 255 else 0)
    cut = Image.new("RGBA", upright.size, (0, 0, 0, 0))
    cut.paste(upright, mask=ImageOps.invert(white))
    assert look_alike(seen(upright), seen(cut, "PNG"))


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "I;16"])
def test_every_kind_of_pixel_is_read(mode: Literal["L", "P", "1", "LA", "I;16"]) -> None:
    grey = files.scene(4).convert("L")
    if mode == "I;16":
        picture = Image.frombytes(
            mode, grey.size, b"".join(bytes((0, tone)) for tone in grey.tobytes())
        )
    else:
        picture = grey.convert(mode)
    assert likeness_distance(seen(grey), seen(picture, "PNG")) <= 20


def test_picture_of_one_tone_is_like_no_other() -> None:
    assert hash_of(files.flat_image("PNG", (900, 900)), "PNG") is None


def test_refused_picture_has_none() -> None:
    assert inspect_content(files.animation("PNG"), ContentType.PNG).perceptual_hash is None


@given(hashes, st.sets(st.integers(0, 127), max_size=7))
def test_near_hashes_share_a_band(one: str, flipped: set[int]) -> None:
    other = f"{int(one, 16) ^ sum(1 << bit for bit in flipped):032x}"
    assert likeness_distance(one, other) == len(flipped)
    assert look_alike(one, other)
    assert set(likeness_bands(one)) & set(likeness_bands(other))


@given(hashes, hashes)
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness_distance(one, other) == likeness_distance(other, one)
    assert (likeness_distance(one, other) == 0) is (one == other)


def test_eight_bits_apart_is_another_picture() -> None:
    assert look_alike("0" * 32, "0" * 30 + "7f")
    assert not look_alike("0" * 32, "0" * 30 + "ff")
