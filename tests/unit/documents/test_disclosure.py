"""Pictures for everybody tell nothing besides themselves; other purposes take them as they are."""

import io
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from functions.documents.inspection import inspect_content
from teleshop.documents.domain import TEXTS, ContentType, Limits, Reason
from tests.factories import files

pytestmark = pytest.mark.clause("2.3.3", "6.4.1")

JPEG, PNG, WEBP = ContentType.JPEG, ContentType.PNG, ContentType.WEBP
FORMS = {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP}
PUBLIC = Limits(public=True)
GPS, EXIF = 0x8825, 0x8769
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
    'syntax-ns#"><rdf:Description xmlns:d="http://purl.org/dc/elements/1.1/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Camera"{0}</rdf:Description>'
    "</rdf:RDF></x:xmpmeta>"
)
HARMLESS_XMP = XMP.format(">").encode()
CREATOR_XMP = XMP.format("><d:creator><rdf:li>张三</rdf:li></d:creator>").encode()
GPS_XMP = XMP.format(' e:GPSLatitude="31,14N">').encode()


def picture(form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((320, 240)).convert("RGB").save(out, form, **options)
    return out.getvalue()


def exif(tags: dict[int, Any], *, gps: bool = False, inner: dict[int, Any] | None = None) -> Any:
    made = Image.Exif()
    made.update(tags)
    if gps:
        made[GPS] = {1: "N", 2: (31.0, 14.0, 0.0), 3: "E", 4: (121.0, 29.0, 0.0)}
    if inner:
        made[EXIF] = inner
    return made


def reasons(content: bytes, declared: ContentType = JPEG, limits: Limits = PUBLIC) -> Any:
    return inspect_content(content, declared, limits).reasons


CAMERA = {0x010F: "Camera", 0x0110: "Model 1", 0x0112: 6, 0x0131: "Software 2.0", 0x010E: " \0"}


@pytest.mark.parametrize("form", FORMS)
def test_camera_and_orientation_stay(form: str) -> None:
    inner = {0x9003: "2026:11:27 10:00:00", 0x9286: b"ASCII\0\0\0   \0"}
    content = picture(form, exif=exif(CAMERA, inner=inner))
    assert reasons(content, FORMS[form]) == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "data",
    [
        exif({}, gps=True),
        exif({0x013B: "张三 13800000000"}),
        exif({0x8298: "(c) Zhang San"}),
        exif({0x010E: "at home"}),
        exif({0x9C9D: "张三".encode("utf-16-le")}),
        exif({}, inner={0x9286: b"ASCII\0\0\0call me"}),
        exif({}, inner={0xA430: "Zhang San"}),
    ],
)
def test_places_and_persons_are_refused(form: str, data: Any) -> None:
    content = picture(form, exif=data)
    assert reasons(content, FORMS[form]) == (Reason.IMAGE_PERSONAL,)
    assert reasons(content, FORMS[form], Limits()) == ()


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_xmp_may_name_the_program_and_no_person(form: str) -> None:
    assert reasons(picture(form, xmp=HARMLESS_XMP), FORMS[form]) == ()
    for packet in (CREATOR_XMP, GPS_XMP):
        assert reasons(picture(form, xmp=packet), FORMS[form]) == (Reason.IMAGE_PERSONAL,)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Software", "GIMP", ()),
        ("XML:com.adobe.xmp", HARMLESS_XMP.decode(), ()),
        ("Author", "张三", (Reason.IMAGE_PERSONAL,)),
        ("exif:GPSLatitude", "31/1", (Reason.IMAGE_PERSONAL,)),
        ("XML:com.adobe.xmp", CREATOR_XMP.decode(), (Reason.IMAGE_PERSONAL,)),
    ],
)
def test_texts_of_a_png(name: str, text: str, found: tuple[Reason, ...]) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt(name, text)
    assert reasons(picture("PNG", pnginfo=info), PNG) == found


def test_comments_and_captions_of_a_jpeg() -> None:
    assert reasons(picture(comment=b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v62)")) == ()
    assert reasons(picture(comment="张三 13800000000".encode())) == (Reason.IMAGE_PERSONAL,)
    iptc = b"\x1c\x02\x50\x00\x06Zhang "
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + len(iptc).to_bytes(4, "big") + iptc
    segment = b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block
    plain = picture()
    assert reasons(plain[:2] + segment + plain[2:]) == (Reason.IMAGE_PERSONAL,)


def test_second_exif_segment_hides_nothing() -> None:
    harmless, telling = picture(exif=exif(CAMERA)), exif({0x013B: "Zhang San"}).tobytes()
    segment = b"\xff\xe1" + (len(telling) + 2).to_bytes(2, "big") + telling
    at = harmless.index(b"\xff\xdb")
    assert reasons(harmless[:at] + segment + harmless[at:]) == (Reason.IMAGE_PERSONAL,)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("more", [b"<script>alert(1)</script>MZ", b"import os\n", b"x"])
def test_nothing_follows_the_end(form: str, more: bytes) -> None:
    content = picture(form)
    assert reasons(content + more, FORMS[form]) == (Reason.IMAGE_TRAILING,)
    assert reasons(content + more, FORMS[form], Limits()) == ()
    assert reasons(content + b"\0\0\n", FORMS[form]) == ()


def test_previews_that_phones_append_are_not_for_everybody() -> None:
    assert reasons(files.phone_photo()) == (Reason.IMAGE_TRAILING,)
    assert reasons(files.phone_photo(), limits=Limits()) == ()


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 4}])
def test_every_kind_of_jpeg_has_its_end_found(options: dict[str, Any]) -> None:
    assert reasons(picture(**options)) == ()
    assert reasons(picture(**options) + b"MZ") == (Reason.IMAGE_TRAILING,)


def test_words_say_how_to_get_rid_of_it() -> None:
    assert "去除照片中的位置与个人信息后上传" in TEXTS[Reason.IMAGE_PERSONAL].zh
    assert "导出" in TEXTS[Reason.IMAGE_TRAILING].zh
    assert "export" in TEXTS[Reason.IMAGE_TRAILING].en
