"""JPEG, PNG and WebP: decoded once, completely, within bounded memory."""

import warnings
from dataclasses import dataclass
from io import BytesIO

import dhash
from PIL import Image, ImageOps

from functions.documents.inspection import disclosure
from teleshop.documents.domain import ContentType, Finding, Limits, Reason

_FORMATS = {ContentType.JPEG: "JPEG", ContentType.PNG: "PNG", ContentType.WEBP: "WEBP"}
_JPEG_REDUCTION = 8
_SMALL = (72, 72)
_GRID = (9, 9)
"""Eight comparisons a row and a column: 64 bits each."""
_DEEP_GREY = "I;16"
_SAMPLED = ("P", "PA", "1", "LA", "RGBA")
_SAMPLE = (10 * _SMALL[0], 10 * _SMALL[1])


@dataclass(frozen=True, slots=True)
class ImageReport:
    """Findings and, where they could be read, the size in pixels and the perceptual hash."""

    findings: tuple[Finding, ...]
    width: int | None = None
    height: int | None = None
    perceptual_hash: str | None = None


def inspect(content: bytes, detected: ContentType, limits: Limits) -> ImageReport:
    """What stands against this image; raises MemoryError only.

    A JPEG of several pictures (multi-picture format, as many phones write it: the photograph and a
    preview) is one still picture. Animated PNG and WebP are refused: a reviewer would decide on the
    first frame only.
    """
    try:
        # Our own bound is checked below; the library's warnings about size would only repeat it.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _inspect(content, detected, limits)
    except MemoryError:
        raise
    except Image.DecompressionBombError:
        return ImageReport((_too_large(limits.max_pixels_by_type[detected]),))
    except Exception:
        return ImageReport((Finding(Reason.UNREADABLE),))


def _inspect(content: bytes, detected: ContentType, limits: Limits) -> ImageReport:
    with Image.open(BytesIO(content), formats=(_FORMATS[detected],)) as image:
        width, height = image.size
        findings = _of_size(width, height, limits, limits.max_pixels_by_type[detected])
        if detected is not ContentType.JPEG and getattr(image, "n_frames", 1) > 1:
            findings.append(Finding(Reason.IMAGE_ANIMATED))
        perceptual_hash = None
        if not findings:
            if detected is ContentType.JPEG:
                # All compressed data is decoded, but only every eighth pixel is kept.
                image.draft(
                    "L", (max(1, width // _JPEG_REDUCTION), max(1, height // _JPEG_REDUCTION))
                )
            image.load()
            if limits.public:
                findings += disclosure.inspect(image, content, detected)
            perceptual_hash = _likeness(image)
    return ImageReport(tuple(findings), width, height, perceptual_hash)


def _likeness(image: Image.Image) -> str | None:
    """The difference hash of a picture as it is shown: upright, on white where it is transparent.

    32 hex digits; None for a picture of one tone, which would be like every other such picture.
    """
    if image.mode.startswith(_DEEP_GREY):
        # Conversion would cut 16 bits off at 255 instead of scaling them.
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode in _SAMPLED:
        # Pixels of a palette cannot be averaged as they are, and averaging transparent ones makes a
        # second copy of the whole picture.
        image = image.resize(_SAMPLE, Image.Resampling.NEAREST).convert("RGBA")
    # Small first: what follows costs the same for every picture.
    small = ImageOps.exif_transpose(image.resize(_SMALL, Image.Resampling.BOX))
    if "A" in small.getbands():
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small.convert("RGBA"))
    grey = small.convert("L").resize(_GRID, Image.Resampling.BOX)
    rows, columns = dhash.dhash_row_col(list(grey.tobytes()))
    return str(dhash.format_hex(rows, columns)) if rows or columns else None


def _of_size(width: int, height: int, limits: Limits, max_pixels: int) -> list[Finding]:
    if min(width, height) < limits.min_side:
        return [
            Finding(
                Reason.IMAGE_TOO_SMALL, {"width": width, "height": height, "limit": limits.min_side}
            )
        ]
    if width * height > max_pixels:
        return [_too_large(max_pixels)]
    return []


def _too_large(max_pixels: int) -> Finding:
    return Finding(Reason.IMAGE_TOO_LARGE, {"limit_mp": max_pixels // 1_000_000})
