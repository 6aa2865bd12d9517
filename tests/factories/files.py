"""Real files, good and bad, made from nothing: PDF, images, tables, programs, and mixtures of
them.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Literal

from openpyxl import Workbook  # type: ignore[import-untyped]  # publishes no types
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter

ImageFormat = Literal["JPEG", "PNG", "WEBP"]
Size = tuple[int, int]

LICENCE_TEXT = "营业执照：上海示例电视购物有限公司"
MEGABYTE = 1024 * 1024


def stream_object(data: bytes, entries: bytes = b"") -> bytes:
    """The bytes of a stream object; ``entries`` are more entries of its dictionary."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def pdf(
    text: str = LICENCE_TEXT,
    *,
    pages: int = 1,
    catalog: bytes = b"",
    page: bytes = b"",
    extra: Mapping[int, bytes] | None = None,
    content: bytes | None = None,
) -> bytes:
    """A PDF 1.7 with Chinese text on every page, its cross-reference table exact.

    ``catalog`` and ``page`` are more entries of the catalogue and of the first page; ``extra`` are
    more objects by number, from 100 on; ``content`` replaces the compressed content stream object.
    """
    shown = b"BT /F1 24 Tf 72 700 Td <%b> Tj ET" % text.encode("utf-16-be").hex().encode()
    first = 10
    kids = b" ".join(b"%d 0 R" % (first + index) for index in range(pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
        2: b"<< /Type /Pages /Count %d /Kids [%b] >>" % (pages, kids),
        3: content or stream_object(zlib.compress(shown), b"/Filter /FlateDecode"),
        4: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light "
        b"/Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>",
        5: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 6 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        6: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
        b"/FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    }
    for index in range(pages):
        objects[first + index] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
            b"/Resources << /Font << /F1 4 0 R >> >> %b >>" % (page if index == 0 else b"")
        )
    if pages > 90 and extra:
        raise ValueError("the numbers of pages and of extra objects would overlap")
    return _assembled(objects | dict(extra or {}))


def _assembled(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(objects):
        out += b"%d 1\n%010d 00000 n \n" % (number, offsets[number])
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )
    return bytes(out)


def compressed_pdf(
    extra: Mapping[int, bytes], *, catalog: bytes = b"", announced: int | None = None
) -> bytes:
    """A one-page PDF 1.5 whose objects all lie in one compressed object stream, found by a
    cross-reference stream; ``announced`` replaces the true number of objects in its header.
    """
    inner = {
        1: b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    } | dict(extra)
    index, body = [], b""
    for number, value in inner.items():
        index.append(b"%d %d" % (number, len(body)))
        body += value + b" "
    head = b" ".join(index) + b" "
    count = len(inner) if announced is None else announced
    entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (count, len(head))
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    container, table = max(inner) + 1, max(inner) + 2
    rows = {number: (2, container, position) for position, number in enumerate(inner)}
    rows[0] = (0, 0, 65535)
    rows[container] = (1, len(out), 0)
    out += b"%d 0 obj\n%b\nendobj\n" % (
        container,
        stream_object(zlib.compress(head + body), entries),
    )
    start = len(out)
    rows[table] = (1, start, 0)
    packed = b"".join(
        struct.pack(">BIH", *rows.get(number, (0, 0, 0))) for number in range(table + 1)
    )
    entries = b"/Type /XRef /Size %d /W [1 4 2] /Root 1 0 R /Filter /FlateDecode" % (table + 1)
    out += b"%d 0 obj\n%b\nendobj\n" % (table, stream_object(zlib.compress(packed), entries))
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def encrypted_pdf(
    user_password: str = "", owner_password: str = "owner", algorithm: str = "AES-256"
) -> bytes:
    """An encrypted PDF; with an empty user password it opens for everybody, with permissions
    only.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(user_password, owner_password, algorithm=algorithm)
    return _written(writer)


def pdf_with_attachment(name: str = "payload.bin", data: bytes = b"MZ") -> bytes:
    """A PDF with one embedded file in its name tree."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.add_attachment(name, data)
    return _written(writer)


def pdf_with_script(script: bytes = b"app.alert(1)") -> bytes:
    """A PDF with a script in its name tree, which runs when the file is opened."""
    action = b"<< /S /JavaScript /JS <%b> >>" % script.hex().encode()
    return pdf(catalog=b"/Names << /JavaScript << /Names [(start) %b] >> >>" % action)


def updated_pdf(original: bytes, replaced: Mapping[int, bytes]) -> bytes:
    """``original`` with objects replaced by an incremental update; the old ones stay in the
    file.
    """
    start = int(original.rsplit(b"startxref\n", 1)[1].split(b"\n", 1)[0])
    out, offsets = bytearray(original), {}
    for number, value in replaced.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    position = len(out)
    out += b"xref\n"
    for number in sorted(offsets):
        out += b"%d 1\n%010d 00000 n \n" % (number, offsets[number])
    out += b"trailer\n<< /Size 200 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        start,
        position,
    )
    return bytes(out)


def pdf_of_size(size: int) -> bytes:
    """A good PDF of about ``size`` bytes: an uncompressed stream fills it up."""
    return pdf(extra={100: stream_object(b"\0" * size)})


def image(form: ImageFormat = "PNG", size: Size = (640, 480), mode: str = "RGB") -> bytes:
    """A real picture: a gradient, so that it is neither empty nor large."""
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def scene(seed: int = 1, size: Size = (1000, 1000)) -> Image.Image:
    """A picture as of goods: a few coloured bodies on white; another seed is another picture."""
    dice = random.Random(seed)
    picture = Image.new("RGB", (1000, 1000), "white")
    pen = ImageDraw.Draw(picture)
    for _ in range(6):
        x, y = dice.randrange(200, 700), dice.randrange(200, 700)
        box = (x, y, x + dice.randrange(50, 250), y + dice.randrange(50, 250))
        pen.ellipse(box, fill=tuple(dice.randrange(256) for _ in range(3)))
    return picture.resize(size)


def saved(picture: Image.Image, form: ImageFormat = "JPEG", **options: object) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def flat_image(form: ImageFormat, size: Size) -> bytes:
    """A one-coloured picture: many pixels in few bytes."""
    out = io.BytesIO()
    Image.new("1" if form == "PNG" else "L", size).save(out, form)
    return out.getvalue()


def animation(form: Literal["PNG", "WEBP"], frames: int = 3) -> bytes:
    """An animated PNG or WebP."""
    pictures = [Image.new("RGB", (32, 32), (index * 80, 0, 0)) for index in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, form, save_all=True, append_images=pictures[1:], duration=100)
    return out.getvalue()


def phone_photo() -> bytes:
    """A JPEG of several pictures, as phones write it: the photograph and a preview."""
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "navy").save(
        out, "MPO", save_all=True, append_images=[Image.new("RGB", (160, 120), "navy")]
    )
    return out.getvalue()


def png_with_header(size: Size, data: bytes = b"") -> bytes:
    """A PNG that announces ``size`` and holds ``data``, whatever that is, as its compressed
    pixels.
    """
    header = struct.pack(">IIBBBBB", *size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, body) for kind, body in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def truncated(content: bytes, share: float = 0.6) -> bytes:
    """The first part of a file, as a broken transfer leaves it."""
    return content[: int(len(content) * share)]


def program() -> bytes:
    """The beginning of a Windows program, enough for every tool to know it as one."""
    header = bytearray(b"MZ" + b"\0" * 126)
    header[60:64] = struct.pack("<I", 128)
    return bytes(header) + b"PE\0\0\x64\x86" + b"\0" * 512


def archive(names: Iterable[str] = ("payload.exe",)) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in names:
            target.writestr(name, program())
    return out.getvalue()


WORKBOOK_PARTS: Mapping[str, str] = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    ),
    "xl/workbook.xml": "<workbook><sheets/></workbook>",
    "xl/worksheets/sheet1.xml": "<worksheet><sheetData/></worksheet>",
}
"""The least parts of a workbook; enough for a check that looks at parts and not at cells."""


def workbook(rows: Iterable[Iterable[str | int]] = (("自编货号", "品名"), ("A1", "锅"))) -> bytes:
    """A real XLSX, as a spreadsheet library writes it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_of_parts(
    changed: Mapping[str, str | bytes | None] | None = None, *, packed: bool = True
) -> bytes:
    """An archive with the least parts of a workbook, some added, replaced, or (None) left out."""
    parts: dict[str, str | bytes | None] = {**WORKBOOK_PARTS, **(changed or {})}
    out = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", kind) as target:
        for name, content in parts.items():
            if content is not None:
                target.writestr(name, content)
    return out.getvalue()


def csv_text(rows: int = 2) -> str:
    """A list of goods as CSV with a header."""
    return "自编货号,品名,价格\r\n" + "".join(f"A{row},锅，大号,12.50\r\n" for row in range(rows))


def oversized(size: int = 21 * MEGABYTE) -> bytes:
    """A readable PDF above the limit of 20 MB."""
    return pdf_of_size(size)


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
