"""The check of content: what is accepted, what is refused and why, and what is a failure of
ours.
"""

import hashlib
import zlib
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from functions.documents.inspection import inspect_content, pdf
from teleshop.documents.domain import TEXTS, ContentType, Limits, Reason
from tests.factories import files

pytestmark = pytest.mark.clause("2.1.2", "3.1.1")

PDF, JPEG, PNG, WEBP = ContentType.PDF, ContentType.JPEG, ContentType.PNG, ContentType.WEBP


def reasons(
    content: bytes, declared: ContentType = PDF, limits: Limits | None = None
) -> tuple[Reason, ...]:
    return inspect_content(content, declared, limits).reasons


class TestAccepted:
    def test_pdf_with_chinese_text(self) -> None:
        content = files.pdf(pages=3)
        result = inspect_content(content, PDF)
        assert result.accepted
        assert result.findings == ()
        assert result.pages == 3
        assert result.size == len(content)
        assert result.sha256 == hashlib.sha256(content).hexdigest()
        assert result.detected_type is PDF

    def test_pdf_made_of_compressed_objects(self) -> None:
        assert inspect_content(files.compressed_pdf({}), PDF).pages == 1

    @pytest.mark.parametrize(("form", "declared"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
    def test_images_tell_their_size(self, form: files.ImageFormat, declared: ContentType) -> None:
        result = inspect_content(files.image(form, (641, 333)), declared)
        assert result.accepted
        assert (result.width, result.height) == (641, 333)

    @pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
    def test_jpeg_in_every_usual_colour_space(self, mode: str) -> None:
        assert reasons(files.image("JPEG", mode=mode), JPEG) == ()

    def test_one_pixel(self) -> None:
        assert reasons(files.image("PNG", (1, 1)), PNG) == ()

    def test_phone_photo_of_several_pictures_is_one_jpeg(self) -> None:
        result = inspect_content(files.phone_photo(), JPEG)
        assert result.accepted
        assert (result.width, result.height) == (320, 240)

    def test_exactly_the_limit_of_bytes(self) -> None:
        content = files.pdf()
        assert reasons(content, limits=Limits(max_bytes=len(content))) == ()
        assert reasons(content, limits=Limits(max_bytes=len(content) - 1)) == (Reason.TOO_LARGE,)

    def test_exactly_the_limit_of_pages(self) -> None:
        assert reasons(files.pdf(pages=4), limits=Limits(max_pages=4)) == ()

    @pytest.mark.parametrize(
        "entry",
        [
            b"/OpenAction [10 0 R /Fit]",
            b"/OpenAction << /S /GoTo /D [10 0 R /Fit] >>",
            b"/OpenAction << /S /Named /N /FirstPage >>",
            b"/OpenAction 99 0 R",
            b"/AcroForm << /Fields [] /SigFlags 3 >>",
        ],
    )
    def test_what_ordinary_producers_write_into_the_catalogue(self, entry: bytes) -> None:
        assert reasons(files.pdf(catalog=entry)) == ()

    def test_a_link_that_a_person_may_click(self) -> None:
        action = b"<< /S /URI /URI (https://example.com) >>"
        link = b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A %b >>]" % action
        assert reasons(files.pdf(page=link)) == ()

    def test_a_stream_is_read_like_bytes(self) -> None:
        class Body:
            def __init__(self, content: bytes) -> None:
                self.rest = content

            def read(self, size: int, /) -> bytes:
                part, self.rest = self.rest[: min(size, 7)], self.rest[min(size, 7) :]
                return part

        content = files.pdf()
        assert inspect_content(Body(content), PDF) == inspect_content(content, PDF)


class TestType:
    def test_empty(self) -> None:
        result = inspect_content(b"", PDF)
        assert result.reasons == (Reason.EMPTY,)
        assert result.size == 0

    def test_program_named_pdf(self) -> None:
        result = inspect_content(files.program(), PDF)
        assert result.reasons == (Reason.TYPE_NOT_ALLOWED,)
        assert result.detected_type is None

    @pytest.mark.parametrize(
        "content", [files.archive(), b"<html></html>", b"GIF89a" + b"\0" * 20, b"%!PS-Adobe"]
    )
    def test_other_types(self, content: bytes) -> None:
        assert reasons(content) == (Reason.TYPE_NOT_ALLOWED,)

    @pytest.mark.parametrize("declared", [PDF, JPEG, WEBP])
    def test_declared_differs(self, declared: ContentType) -> None:
        result = inspect_content(files.image("PNG"), declared)
        assert result.reasons == (Reason.TYPE_MISMATCH,)
        assert result.detected_type is PNG
        assert result.findings[0].params == {"detected": "image/png", "declared": declared.value}

    def test_pdf_that_begins_later(self) -> None:
        assert reasons(b"<script>\n" + files.pdf()) == (Reason.TYPE_NOT_ALLOWED,)

    @pytest.mark.parametrize(
        "good", [files.pdf(), files.image("PNG"), files.image("JPEG"), files.image("WEBP")]
    )
    def test_archive_behind_a_good_file(self, good: bytes) -> None:
        declared = inspect_content(good, PDF).detected_type
        assert declared is not None
        result = inspect_content(good + files.archive(), declared)
        assert result.reasons == (Reason.SECOND_TYPE,)
        assert result.findings[0].params == {"other": "ZIP"}

    def test_archive_with_a_comment_behind_it(self) -> None:
        assert reasons(files.image("PNG") + files.archive() + b"\n" * 500, PNG) == (
            Reason.SECOND_TYPE,
        )

    def test_pdf_inside_an_image(self) -> None:
        jpeg = files.image("JPEG")
        comment = b"\xff\xfe" + (len(files.pdf()) + 2).to_bytes(2, "big") + files.pdf()
        assert reasons(jpeg[:2] + comment + jpeg[2:], JPEG) == (Reason.SECOND_TYPE,)

    def test_mark_of_an_archive_by_chance_is_none(self) -> None:
        assert reasons(files.image("PNG") + b"PK\x05\x06" + b"\x01" * 40, PNG) == ()


class TestSize:
    def test_21_megabytes(self) -> None:
        result = inspect_content(files.oversized(), PDF)
        assert result.reasons == (Reason.TOO_LARGE,)
        assert result.sha256 is None
        assert "20 MB" in result.findings[0].message("en")

    def test_reading_ends_soon_after_the_limit(self) -> None:
        class Endless:
            given = 0

            def read(self, size: int, /) -> bytes:
                self.given += size
                return b"\0" * size

        source = Endless()
        assert inspect_content(source, PDF).reasons == (Reason.TOO_LARGE,)
        assert source.given <= Limits().max_bytes + 1024 * 1024


class TestPdf:
    @pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
    def test_truncated(self, share: float) -> None:
        assert reasons(files.truncated(files.pdf(), share)) == (Reason.UNREADABLE,)

    def test_header_and_end_with_nothing_between(self) -> None:
        assert reasons(b"%PDF-1.7\nnothing\n%%EOF\n") == (Reason.UNREADABLE,)

    def test_no_page(self) -> None:
        assert reasons(files.pdf(pages=0)) == (Reason.UNREADABLE,)

    def test_page_whose_content_cannot_be_unpacked(self) -> None:
        broken = files.stream_object(b"\x07 not compressed at all", b"/Filter /FlateDecode")
        assert reasons(files.pdf(content=broken)) == (Reason.UNREADABLE,)

    def test_page_that_is_blank(self) -> None:
        blank = files.stream_object(zlib.compress(b""), b"/Filter /FlateDecode")
        assert reasons(files.pdf(content=blank)) == ()

    @pytest.mark.parametrize("password", ["", "secret"])
    @pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
    def test_encrypted(self, password: str, algorithm: str) -> None:
        content = files.encrypted_pdf(password, algorithm=algorithm)
        assert reasons(content) == (Reason.PDF_ENCRYPTED,)

    def test_unknown_encryption(self) -> None:
        content = files.pdf().replace(
            b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Own /V 99 >>"
        )
        assert reasons(content) == (Reason.PDF_ENCRYPTED,)

    def test_script_in_the_name_tree(self) -> None:
        assert reasons(files.pdf_with_script()) == (Reason.PDF_SCRIPT,)

    def test_attachment(self) -> None:
        assert reasons(files.pdf_with_attachment()) == (Reason.PDF_EMBEDDED,)

    @pytest.mark.parametrize(
        ("entry", "reason"),
        [
            (b"/OpenAction << /S /JavaScript /JS (x) >>", Reason.PDF_SCRIPT),
            (b"/OpenAction << /S /J#61vaScript >>", Reason.PDF_SCRIPT),
            (b"/AA << /WC << /S /JavaScript /JS (x) >> >>", Reason.PDF_SCRIPT),
            (b"/AcroForm << /XFA [] >>", Reason.PDF_SCRIPT),
            (b"/Names << /EmbeddedFiles << /Names [] >> >>", Reason.PDF_EMBEDDED),
            (b"/AF [<< /Type /Filespec /F (a) /EF << /F 99 0 R >> >>]", Reason.PDF_EMBEDDED),
            (b"/Collection << >>", Reason.PDF_EMBEDDED),
            (b"/OpenAction << /S /Launch /F (cmd.exe) >>", Reason.PDF_ACTION),
            (b"/OpenAction << /S /GoToR /F (//host/share) >>", Reason.PDF_ACTION),
            (b"/OpenAction << /S /URI /URI (https://example.com) >>", Reason.PDF_ACTION),
            (b"/OpenAction << /S /GoTo /D [] /Next << /S /URI /URI (x) >> >>", Reason.PDF_ACTION),
            (b"/OpenAction << /S /GoTo /D [] /Next [<< /S /Named >>] >>", Reason.PDF_ACTION),
            (b"/AA << /DP << /S /SubmitForm /F (x) >> >>", Reason.PDF_ACTION),
        ],
    )
    def test_catalogue_that_acts(self, entry: bytes, reason: Reason) -> None:
        assert reason in reasons(files.pdf(catalog=entry))

    @pytest.mark.parametrize("action", [b"/Launch", b"/ImportData", b"/GoToE"])
    def test_action_behind_a_click(self, action: bytes) -> None:
        link = b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S %b /F (x) >> >>]" % action
        assert reasons(files.pdf(page=link)) == (Reason.PDF_ACTION,)

    def test_action_kind_behind_a_reference(self) -> None:
        content = files.pdf(
            catalog=b"/OpenAction 100 0 R", extra={100: b"<< /S 101 0 R >>", 101: b"/Laun#63h"}
        )
        assert reasons(content) == (Reason.PDF_ACTION,)

    def test_object_that_nothing_refers_to(self) -> None:
        content = files.pdf(extra={100: b"<< /S /JavaScr#69pt /JS (x) >>"})
        assert reasons(content) == (Reason.PDF_SCRIPT,)

    def test_script_in_a_compressed_object(self) -> None:
        content = files.compressed_pdf(
            {4: b"<< /S /JavaScript /JS (x) >>"}, catalog=b"/OpenAction 4 0 R"
        )
        assert b"JavaScript" not in content
        assert Reason.PDF_SCRIPT in reasons(content)

    def test_script_in_an_earlier_revision(self) -> None:
        first = files.pdf(extra={100: b"<< /S /JavaScript >>"})
        assert reasons(files.updated_pdf(first, {100: b"<< /S /GoTo >>"})) == (Reason.PDF_SCRIPT,)

    def test_script_added_by_a_later_revision(self) -> None:
        content = files.updated_pdf(files.pdf(), {100: b"<< /S /JavaScript >>"})
        assert reasons(content) == (Reason.PDF_SCRIPT,)

    def test_actions_that_lead_to_each_other(self) -> None:
        ring = {100: b"<< /S /GoTo /Next 101 0 R >>", 101: b"<< /S /GoTo /Next 100 0 R >>"}
        assert reasons(files.pdf(catalog=b"/OpenAction 100 0 R", extra=ring)) == (
            Reason.PDF_ACTION,
        )

    def test_every_reason_is_told_at_once(self) -> None:
        content = files.pdf(
            catalog=b"/OpenAction << /S /Launch >> /AcroForm << /XFA [] >>", pages=2
        )
        found = reasons(content, limits=Limits(max_pages=1))
        assert found == (Reason.PDF_SCRIPT, Reason.PDF_ACTION, Reason.PDF_TOO_MANY_PAGES)

    def test_too_many_pages(self) -> None:
        result = inspect_content(files.pdf(pages=5), PDF, Limits(max_pages=4))
        assert result.reasons == (Reason.PDF_TOO_MANY_PAGES,)
        assert result.findings[0].params == {"pages": 5, "limit": 4}
        assert result.pages == 5

    def test_page_that_unpacks_to_far_more_than_it_holds(self) -> None:
        bomb = files.stream_object(zlib.compress(b"\0" * 40_000_000), b"/Filter /FlateDecode")
        content = files.pdf(content=bomb)
        assert len(content) < 60_000
        assert reasons(content) == (Reason.TOO_COMPLEX,)

    def test_pages_that_are_too_much_together(self) -> None:
        page = files.stream_object(zlib.compress(b" " * 5000), b"/Filter /FlateDecode")
        content = files.pdf(content=page, pages=3)
        assert reasons(content, limits=Limits(pdf_unpacked_bytes=15_000)) == ()
        assert reasons(content, limits=Limits(pdf_unpacked_bytes=14_999)) == (Reason.TOO_COMPLEX,)

    def test_object_stream_that_announces_too_many_objects(self) -> None:
        assert reasons(files.compressed_pdf({}, announced=2_000_000)) == (Reason.TOO_COMPLEX,)

    def test_object_stream_that_unpacks_to_far_more_than_it_holds(self) -> None:
        assert reasons(files.compressed_pdf({4: b"(" + b"a" * 9_000_000 + b")"})) == (
            Reason.TOO_COMPLEX,
        )

    def test_too_many_objects(self) -> None:
        content = files.pdf(extra=dict.fromkeys(range(100, 130), b"null"))
        assert reasons(content, limits=Limits(pdf_objects=30)) == (Reason.TOO_COMPLEX,)
        assert reasons(content, limits=Limits(pdf_objects=37)) == ()

    def test_array_that_would_not_fit_into_memory(self) -> None:
        content = files.pdf(extra={100: b"[" + b"1 " * 3_000_000 + b"]"})
        assert reasons(content) == (Reason.TOO_COMPLEX,)

    def test_nesting_without_end(self) -> None:
        assert reasons(files.pdf(extra={100: b"[" * 50_000})) == (Reason.UNREADABLE,)


class TestImages:
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_truncated(self, form: files.ImageFormat, share: float) -> None:
        declared = {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP}[form]
        content = files.truncated(files.image(form), share)
        assert reasons(content, declared) == (Reason.UNREADABLE,)

    def test_damaged_in_the_middle(self) -> None:
        content = bytearray(files.image("PNG"))
        content[len(content) // 2] ^= 0xFF
        assert reasons(bytes(content), PNG) == (Reason.UNREADABLE,)

    @pytest.mark.parametrize(("form", "declared"), [("PNG", PNG), ("JPEG", JPEG), ("WEBP", WEBP)])
    def test_pixels_at_and_above_the_bound(
        self, form: files.ImageFormat, declared: ContentType
    ) -> None:
        limits = Limits(max_pixels_by_type=dict.fromkeys(ContentType, 10_000))
        assert reasons(files.image(form, (100, 100)), declared, limits) == ()
        assert reasons(files.image(form, (100, 101)), declared, limits) == (Reason.IMAGE_TOO_LARGE,)

    @pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
    def test_bomb_is_refused_before_it_is_unpacked(self, side: int) -> None:
        content = files.png_with_header((side, side), zlib.compress(b"\0" * 1000))
        assert reasons(content, PNG) == (Reason.IMAGE_TOO_LARGE,)

    def test_bomb_that_is_a_true_image(self) -> None:
        content = files.flat_image("PNG", (12_000, 12_000))
        assert len(content) < 100_000
        assert reasons(content, PNG) == (Reason.IMAGE_TOO_LARGE,)

    def test_too_small_where_a_least_side_is_set(self) -> None:
        limits = replace(Limits(), min_side=50)
        assert reasons(files.image("PNG", (49, 500)), PNG, limits) == (Reason.IMAGE_TOO_SMALL,)
        assert reasons(files.image("PNG", (50, 50)), PNG, limits) == ()

    def test_no_pixels(self) -> None:
        assert not inspect_content(files.png_with_header((0, 0)), PNG).accepted

    @pytest.mark.parametrize(("form", "declared"), [("PNG", PNG), ("WEBP", WEBP)])
    def test_animated(self, form: Literal["PNG", "WEBP"], declared: ContentType) -> None:
        assert reasons(files.animation(form), declared) == (Reason.IMAGE_ANIMATED,)


class TestFailuresOfOurs:
    def test_error_while_reading_is_raised(self) -> None:
        class Broken:
            def read(self, _size: int, /) -> bytes:
                raise OSError("connection reset")

        with pytest.raises(OSError, match="connection reset"):
            inspect_content(Broken(), PDF)

    @pytest.mark.parametrize(
        ("module", "name", "content", "declared"),
        [(pdf, "PdfReader", files.pdf(), PDF), (Image, "open", files.image("PNG"), PNG)],
    )
    def test_lack_of_memory_is_raised(
        self,
        monkeypatch: pytest.MonkeyPatch,
        module: object,
        name: str,
        content: bytes,
        declared: ContentType,
    ) -> None:
        def starved(*_args: object, **_kwargs: object) -> None:
            raise MemoryError

        monkeypatch.setattr(module, name, starved)
        with pytest.raises(MemoryError):
            inspect_content(content, declared)


class TestAnyDamage:
    """Whatever happens to a file on its way, the check ends with a verdict and never with a
    parser's error.
    """

    @settings(max_examples=60, deadline=None)
    @given(
        good=st.sampled_from(
            [
                (files.pdf(), PDF),
                (files.compressed_pdf({}), PDF),
                (files.image("PNG", (40, 30)), PNG),
                (files.image("JPEG", (40, 30)), JPEG),
                (files.image("WEBP", (40, 30)), WEBP),
            ]
        ),
        damage=st.lists(
            st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8
        ),
        keep=st.floats(0.05, 1),
    )
    def test_verdict(
        self, good: tuple[bytes, ContentType], damage: list[tuple[float, int]], keep: float
    ) -> None:
        content, declared = bytearray(good[0]), good[1]
        for place, value in damage:
            content[int(place * len(content))] = value
        result = inspect_content(files.truncated(bytes(content), keep), declared)
        assert result.accepted == (result.reasons == ())
        assert all(finding.message("zh") and finding.message("en") for finding in result.findings)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_both_texts(reason: Reason) -> None:
    assert TEXTS[reason].zh.isascii() is False
    assert TEXTS[reason].en
