"""What a picture for everybody would tell besides itself: where and by whom it was taken, and bytes
behind its end. The accepted object is served as it was uploaded, so nothing is cut out of it.

Camera, orientation, colours and the time of the photograph are harmless.
"""

import re
import struct
from collections.abc import Iterator, Mapping

from PIL import Image

from teleshop.documents.domain import ContentType, Finding, Reason

_GPS, _EXIF = 0x8825, 0x8769
_PERSON = frozenset(
    {
        0x010E,  # ImageDescription
        0x013B,  # Artist
        0x013C,  # HostComputer
        0x8298,  # Copyright
        0x9286,  # UserComment
        0x9C9B,  # XPTitle
        0x9C9C,  # XPComment
        0x9C9D,  # XPAuthor
        0x9C9E,  # XPKeywords
        0x9C9F,  # XPSubject
        0xA430,  # CameraOwnerName
        0xA431,  # BodySerialNumber
        0xA435,  # LensSerialNumber
    }
)
_CODE_LENGTH = 8
"""A user comment begins with the name of its character code."""
_CODES = (b"ASCII\0\0\0", b"UNICODE\0", b"JIS\0\0\0\0\0", b"\0" * _CODE_LENGTH)
_XMP = re.compile(
    rb"[\w-]:(?:GPS\w+|creator|rights|description|title|subject|Owner|OwnerName|Artist|Copyright|"
    rb"UserComment|ImageDescription|Credit|Source|City|State|Country|Location\w*|LocationCreated|"
    rb"CaptionWriter|AuthorsPosition|Instructions|Headline|PersonInImage\w*|CreatorContactInfo|"
    rb"CameraOwnerName|SerialNumber|BodySerialNumber|LensSerialNumber|Regions|WebStatement|"
    rb"UsageTerms|author|Author)(?=[\s=>/])"
)
"""Names of properties, whatever prefix their schema was given."""
_IPTC = re.compile(rb"\x1c\x02[\x05\x19\x50\x55\x5a\x5c\x5f\x65\x6e\x73\x74\x76\x78\x7a](?!\0\0)")
"""Title, key words, by-line, places, contact, caption and their like, with content."""
_HARMLESS_TEXT = re.compile(
    r"Software|Creation Time|(?:date|create|modify)[:\-]?\w*|XML:com\.adobe\.xmp|"
    r"Raw profile type exif|icc:\w+|png:\S+",
    re.IGNORECASE,
)
_TOOLS = re.compile(
    rb"\s*(?:CREATOR: gd-jpeg|Lavc|Optimized by JPEGmini|LEAD Technologies|Intel\(R\) JPEG|"
    rb"File (?:written|source)|Created with (?:GIMP|The GIMP)|Compressed by jpeg-recompress)"
)
"""What programs leave as comments."""
_PADDING = b"\0\t\r\n "
_SCAN_END = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_MARK, _APP1, _APP13, _COMMENT = 0xFF, 0xE1, 0xED, 0xFE
_SOS, _EOI, _LONE = 0xDA, 0xD9, (0x01, *range(0xD0, 0xD8))


def inspect(image: Image.Image, content: bytes, detected: ContentType) -> list[Finding]:
    """What stands against showing this picture to everybody; it must have been loaded. Raises
    whatever broken structure raises.
    """
    findings = []
    if _tells_persons(image, content, detected):
        findings.append(Finding(Reason.IMAGE_PERSONAL))
    if content[_end(content, detected) :].strip(_PADDING):
        findings.append(Finding(Reason.IMAGE_TRAILING))
    return findings


def _tells_persons(image: Image.Image, content: bytes, detected: ContentType) -> bool:
    if _exif_tells(image.getexif()):
        return True
    if any(_XMP.search(packet.replace(b"\0", b"")) for packet in _packets(image)):
        return True
    if detected is ContentType.JPEG:
        return any(
            _segment_tells(marker, content[start:end]) for marker, start, end in _segments(content)
        )
    texts: Mapping[str, str] = getattr(image, "text", {})
    return any(
        str(text).strip() and not _HARMLESS_TEXT.fullmatch(name) for name, text in texts.items()
    )


def _exif_tells(exif: Image.Exif) -> bool:
    if any(_says(value) for value in exif.get_ifd(_GPS).values()):
        return True
    tags = {**exif, **exif.get_ifd(_EXIF)}
    return any(_says(tags[tag]) for tag in _PERSON & tags.keys())


def _says(value: object) -> bool:
    """Whether there is content: many cameras write such fields and leave them blank."""
    if isinstance(value, str):
        return bool(value.strip("\0 \t\r\n"))
    if isinstance(value, bytes):
        text = value[_CODE_LENGTH:] if value[:_CODE_LENGTH] in _CODES else value
        return bool(text.strip(_PADDING))
    return value is not None


def _packets(image: Image.Image) -> Iterator[bytes]:
    for name in ("xmp", "XML:com.adobe.xmp"):
        packet = image.info.get(name)
        if isinstance(packet, str):
            yield packet.encode("utf-8", "surrogatepass")
        elif isinstance(packet, bytes):
            yield packet


def _segment_tells(marker: int, data: bytes) -> bool:
    """Segments of a JPEG, every one of them: programs differ in which of two they read."""
    if marker == _APP1 and data.startswith(b"Exif\0"):
        exif = Image.Exif()
        exif.load(data)
        return _exif_tells(exif)
    if marker == _APP1:
        return _XMP.search(data.replace(b"\0", b"")) is not None
    if marker == _APP13:
        return _IPTC.search(data) is not None
    return marker == _COMMENT and bool(data.strip(_PADDING)) and _TOOLS.match(data) is None


def _end(content: bytes, detected: ContentType) -> int:
    """Where the picture ends."""
    if detected is ContentType.PNG:
        return _end_of_png(content)
    if detected is ContentType.WEBP:
        (size,) = struct.unpack_from("<I", content, 4)
        return 8 + int(size) + int(size) % 2
    return _end_of_jpeg(content)


def _end_of_png(content: bytes) -> int:
    at = 8
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        at += 12 + int(length)
        if kind == b"IEND":
            return at


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Markers of a JPEG with start and end of the data of their segments, the end of the picture
    last; scans are passed over.
    """
    at = 2
    while True:
        while content[at] == _MARK == content[at + 1]:
            at += 1
        marker = content[at + 1]
        if content[at] != _MARK or marker == 0:
            raise ValueError("no marker where one must be")
        at += 2
        length = 0
        if marker != _EOI and marker not in _LONE:
            (length,) = struct.unpack_from(">H", content, at)
        yield marker, min(at + 2, at + length), at + length
        if marker == _EOI:
            return
        at += length
        if marker == _SOS:
            at = _after_scan(content, at)


def _after_scan(content: bytes, at: int) -> int:
    found = _SCAN_END.search(content, at)
    if found is None:
        raise ValueError("a scan without an end")
    return found.end() - 2


def _end_of_jpeg(content: bytes) -> int:
    return max(end for _, _, end in _segments(content))
