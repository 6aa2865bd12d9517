"""The check of tables: plain text as CSV, workbooks of values and formulas as XLSX."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]  # publishes no types
from openpyxl.comments import Comment  # type: ignore[import-untyped]  # publishes no types
from openpyxl.drawing.image import Image as Drawing  # type: ignore[import-untyped]  # publishes no types

from functions.documents.inspection import inspect_content
from teleshop.documents.domain import ContentType, Limits, Reason
from tests.factories import files

pytestmark = pytest.mark.clause("2.3.3")

CSV, XLSX, PDF = ContentType.CSV, ContentType.XLSX, ContentType.PDF
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def reasons(
    content: bytes, declared: ContentType = XLSX, limits: Limits | None = None
) -> tuple[Reason, ...]:
    return inspect_content(content, declared, limits).reasons


def relation(kind: str, mode: str = "External", target: str = "file:///c:/prices.xlsx") -> str:
    mark = f' TargetMode="{mode}"' if mode else ""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"{mark}/>'
        "</Relationships>"
    )


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
    def test_text_in_the_usual_encodings(self, encoding: str) -> None:
        result = inspect_content(files.csv_text().encode(encoding), CSV)
        assert result.accepted
        assert result.detected_type is CSV

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_line_end_counts(self, end: str) -> None:
        content = end.join(["a,b"] * 3).encode()
        assert reasons(content, CSV, Limits(csv_lines=3)) == ()
        assert reasons(content + end.encode(), CSV, Limits(csv_lines=3)) == ()
        assert reasons(content, CSV, Limits(csv_lines=2)) == (Reason.CSV_TOO_MANY_LINES,)

    def test_longest_line_at_and_above_the_bound(self) -> None:
        content = "a\n一二三四\n".encode()
        assert reasons(content, CSV, Limits(csv_line=4)) == ()
        result = inspect_content(content, CSV, Limits(csv_line=3))
        assert result.reasons == (Reason.CSV_LINE_TOO_LONG,)
        assert result.findings[0].params == {"line": 2, "limit": 3}

    @pytest.mark.parametrize(
        "content",
        [
            files.csv_text().encode("utf-16-le"),
            files.csv_text().encode("utf-16")[:-1],
            (files.csv_text() + "\0").encode("utf-16"),
            b"\xff\xfe\x00\xd8",
            files.csv_text().encode() + b"\0",
            files.csv_text().encode() + b"\x1b[31m",
            b"a,b\x7f",
            "a,b\u0085c".encode(),
            "a,b\ufffe".encode(),
            b"a,\xff\xff",
            files.program(),
        ],
    )
    def test_what_is_no_plain_text(self, content: bytes) -> None:
        assert reasons(content, CSV) == (Reason.CSV_NOT_TEXT,)

    def test_formulas_and_tabs_are_text(self) -> None:
        assert reasons(b'=1+1\t"=cmd"\n', CSV) == ()

    def test_other_types_declared_as_csv(self) -> None:
        assert reasons(files.pdf(), CSV) == (Reason.TYPE_MISMATCH,)
        assert reasons(files.workbook(), CSV) == (Reason.TYPE_MISMATCH,)
        assert reasons(b"a,b\n%PDF-1.7\n", CSV) == (Reason.SECOND_TYPE,)

    def test_text_declared_as_something_else(self) -> None:
        for declared in (XLSX, PDF):
            assert reasons(files.csv_text().encode(), declared) == (Reason.TYPE_NOT_ALLOWED,)

    @given(st.binary(min_size=1, max_size=300))
    def test_any_bytes_get_a_verdict(self, content: bytes) -> None:
        assert isinstance(reasons(content, CSV), tuple)

    @given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1))
    def test_any_text_is_taken(self, text: str) -> None:
        assert reasons(f"列,{text}".encode(), CSV) == ()


class TestXlsxAccepted:
    def test_real_workbook(self) -> None:
        result = inspect_content(files.workbook(), XLSX)
        assert result.accepted
        assert result.detected_type is XLSX

    def test_formulas_links_comments_and_pictures(self) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet["A1"] = '=HYPERLINK("https://example.com")'
        sheet["A2"] = "site"
        sheet["A2"].hyperlink = "https://example.com"
        sheet["A3"].comment = Comment("见附件", "供应商")
        sheet.add_image(Drawing(io.BytesIO(files.image("PNG"))), "C3")
        out = io.BytesIO()
        book.save(out)
        assert reasons(out.getvalue()) == ()

    def test_ten_thousand_like_rows_are_no_bomb(self) -> None:
        rows = [["A1", "保温杯", "500ml", "不锈钢", "12.50"]] * 10_000
        assert reasons(files.workbook(rows)) == ()

    def test_setting_of_a_printer(self) -> None:
        content = files.workbook_of_parts({"xl/printerSettings/printerSettings1.bin": b"\0\1"})
        assert reasons(content) == ()

    def test_stored_parts(self) -> None:
        assert reasons(files.workbook_of_parts(packed=False)) == ()


class TestXlsxRefused:
    @pytest.mark.parametrize(
        ("part", "reason"),
        [
            ("xl/vbaProject.bin", Reason.XLSX_MACRO),
            ("xl/VBAPROJECT.BIN", Reason.XLSX_MACRO),
            ("xl/macrosheets/sheet1.xml", Reason.XLSX_MACRO),
            ("customUI/customUI14.xml", Reason.XLSX_MACRO),
            ("xl/embeddings/oleObject1.bin", Reason.XLSX_EMBEDDED),
            ("xl/embeddings/other.xlsx", Reason.XLSX_EMBEDDED),
            ("xl/activeX/activeX1.xml", Reason.XLSX_EMBEDDED),
            ("xl/ctrlProps/ctrlProp1.xml", Reason.XLSX_EMBEDDED),
            ("payload.exe", Reason.XLSX_EMBEDDED),
            ("docProps/thumbnail", Reason.XLSX_EMBEDDED),
            ("xl/externalLinks/externalLink1.xml", Reason.XLSX_EXTERNAL),
            ("xl/connections.xml", Reason.XLSX_EXTERNAL),
            ("xl/queryTables/queryTable1.xml", Reason.XLSX_EXTERNAL),
        ],
    )
    def test_parts_that_act_or_lead_elsewhere(self, part: str, reason: Reason) -> None:
        assert reasons(files.workbook_of_parts({part: "<a/>"})) == (reason,)

    def test_content_types_of_a_macro_workbook(self) -> None:
        types = (
            "<Types><Override PartName='/xl/workbook.xml' ContentType="
            "'application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Types>"
        )
        assert reasons(files.workbook_of_parts({"[Content_Types].xml": types})) == (
            Reason.XLSX_MACRO,
        )

    @pytest.mark.parametrize("mode", ["External", "external"])
    def test_relation_that_is_followed_unasked(self, mode: str) -> None:
        parts = {"xl/_rels/workbook.xml.rels": relation("externalLinkPath", mode)}
        assert reasons(files.workbook_of_parts(parts)) == (Reason.XLSX_EXTERNAL,)
        image = {"xl/drawings/_rels/drawing1.xml.rels": relation("image", mode, "http://a.cn/x")}
        assert reasons(files.workbook_of_parts(image)) == (Reason.XLSX_EXTERNAL,)

    @pytest.mark.parametrize(("kind", "mode"), [("hyperlink", "External"), ("image", "")])
    def test_relation_to_click_on_or_inside(self, kind: str, mode: str) -> None:
        parts = {"xl/worksheets/_rels/sheet1.xml.rels": relation(kind, mode)}
        assert reasons(files.workbook_of_parts(parts)) == ()

    @pytest.mark.parametrize(
        "declared",
        [
            '<!DOCTYPE a [<!ENTITY x "xx">]><a>&x;</a>',
            '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_document_type_in_whatever_encoding(self, declared: str, encoding: str) -> None:
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        part = {"xl/sharedStrings.xml": (head + declared).encode(encoding)}
        assert reasons(files.workbook_of_parts(part)) == (Reason.XLSX_DOCTYPE,)

    def test_every_reason_is_told_at_once(self) -> None:
        content = files.workbook_of_parts(
            {
                "xl/vbaProject.bin": b"x",
                "xl/embeddings/a.bin": b"x",
                "xl/connections.xml": "<a/>",
                "xl/a.xml": "<!DOCTYPE a><a/>",
            }
        )
        assert reasons(content) == (
            Reason.XLSX_MACRO,
            Reason.XLSX_EMBEDDED,
            Reason.XLSX_EXTERNAL,
            Reason.XLSX_DOCTYPE,
        )

    def test_encrypted_or_old_workbook(self) -> None:
        compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
        assert reasons(compound) == (Reason.XLSX_ENCRYPTED,)
        assert reasons(compound, PDF) == (Reason.TYPE_NOT_ALLOWED,)

    def test_encrypted_parts(self) -> None:
        content = bytearray(files.workbook_of_parts())
        at = content.find(b"PK\x01\x02")
        while at >= 0:
            content[at + 8] |= 1
            at = content.find(b"PK\x01\x02", at + 1)
        assert reasons(bytes(content)) == (Reason.XLSX_ENCRYPTED,)

    def test_archive_of_something_else(self) -> None:
        assert reasons(files.archive()) == (Reason.TYPE_NOT_ALLOWED,)
        assert reasons(files.archive(["word/document.xml"])) == (Reason.TYPE_NOT_ALLOWED,)

    @pytest.mark.parametrize("missing", ["xl/worksheets/sheet1.xml"])
    def test_parts_that_are_missing(self, missing: str) -> None:
        assert reasons(files.workbook_of_parts({missing: None})) == (Reason.UNREADABLE,)

    @pytest.mark.parametrize("name", ["../x.xml", "/x.xml", "xl/../../x.xml", "XL/workbook.xml"])
    def test_names_out_of_place_or_given_twice(self, name: str) -> None:
        assert reasons(files.workbook_of_parts({name: "<a/>"})) == (Reason.UNREADABLE,)

    def test_second_archive_in_front(self) -> None:
        assert reasons(files.workbook() + files.workbook()) == (Reason.UNREADABLE,)

    def test_broken_xml_and_nesting_without_end(self) -> None:
        assert reasons(files.workbook_of_parts({"xl/a.xml": "<a>"})) == (Reason.UNREADABLE,)
        deep = {"xl/a.xml": "<a>" * 300 + "</a>" * 300}
        assert reasons(files.workbook_of_parts(deep)) == (Reason.TOO_COMPLEX,)

    @pytest.mark.parametrize("share", [0.5, 0.9])
    def test_truncated(self, share: float) -> None:
        content = files.truncated(files.workbook_of_parts(packed=False), share)
        assert reasons(content) in {(Reason.UNREADABLE,), (Reason.TYPE_NOT_ALLOWED,)}


class TestBombs:
    def test_part_that_unpacks_to_far_more_than_it_holds(self) -> None:
        content = files.workbook_of_parts({"xl/a.xml": "<a>" + " " * 3_000_000 + "</a>"})
        assert len(content) < 10_000
        assert reasons(content) == (Reason.TOO_COMPLEX,)

    def test_parts_that_are_too_much_together(self) -> None:
        size = sum(len(part) for part in files.WORKBOOK_PARTS.values())
        content = files.workbook_of_parts()
        assert reasons(content, limits=Limits(xlsx_unpacked_bytes=size)) == ()
        assert reasons(content, limits=Limits(xlsx_unpacked_bytes=size - 1)) == (
            Reason.TOO_COMPLEX,
        )

    def test_too_many_parts(self) -> None:
        content = files.workbook_of_parts({f"xl/a{number}.xml": "<a/>" for number in range(6)})
        assert reasons(content, limits=Limits(xlsx_entries=10)) == ()
        assert reasons(content, limits=Limits(xlsx_entries=9)) == (Reason.TOO_COMPLEX,)

    def test_part_that_announces_less_than_it_holds(self) -> None:
        """The announced size is where unpacking ends; the checksum then does not fit."""
        content = bytearray(files.workbook_of_parts({"xl/a.xml": "<a/>" + " " * 5_000_000}))
        at = content.rfind(b"PK\x01\x02")
        assert content[at + 46 : at + 54] == b"xl/a.xml"
        struct.pack_into("<I", content, at + 24, 4)
        assert reasons(bytes(content)) == (Reason.UNREADABLE,)


@settings(max_examples=60, deadline=None)
@given(
    damage=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6),
    packed=st.booleans(),
)
def test_damaged_workbook_gets_a_verdict(damage: list[tuple[float, int]], packed: bool) -> None:
    content = bytearray(files.workbook_of_parts(packed=packed))
    for place, value in damage:
        content[int(place * len(content))] = value
    result = inspect_content(bytes(content), XLSX)
    assert result.accepted == (result.reasons == ())


def test_lack_of_memory_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_args: object, **_kwargs: object) -> None:
        raise MemoryError

    monkeypatch.setattr(zipfile, "ZipFile", starved)
    with pytest.raises(MemoryError):
        inspect_content(files.workbook(), XLSX)


def test_limits_of_a_purpose_change_nothing_for_tables() -> None:
    assert reasons(files.workbook(), limits=replace(Limits(), min_side=800)) == ()
