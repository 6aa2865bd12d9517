"""What a file may contain, and what the check of its content found (standard 3.1.1, 2.1.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from teleshop.kernel.errors import Language

MEGABYTE = 1024 * 1024


class ContentType(StrEnum):
    """The types that are taken; everything a supplier has can be saved or photographed as one of
    them.
    """

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    CSV = "text/csv"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


IMAGE_TYPES = frozenset({ContentType.JPEG, ContentType.PNG, ContentType.WEBP})
TABLE_TYPES = frozenset({ContentType.CSV, ContentType.XLSX})
PAPER_TYPES = IMAGE_TYPES | {ContentType.PDF}
"""What can be shown and printed as it stands; tables have to be worked with."""

EXTENSIONS = MappingProxyType(
    {
        ContentType.PDF: "pdf",
        ContentType.JPEG: "jpg",
        ContentType.PNG: "png",
        ContentType.WEBP: "webp",
        ContentType.CSV: "csv",
        ContentType.XLSX: "xlsx",
    }
)

_PIXELS = MappingProxyType(
    {ContentType.JPEG: 50_000_000, ContentType.PNG: 50_000_000, ContentType.WEBP: 16_000_000}
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of the check; chosen so that it stays below 512 MB of memory, all libraries
    included.

    ``max_pixels_by_type`` differs because decoders do: WebP keeps four full canvases of four
    bytes a
    pixel, JPEG and PNG at most about six bytes a pixel (measured, see the decision on documents).
    ``pdf_structure_bytes`` bounds what lies outside of streams, ``pdf_table_bytes`` one unpacked
    object or cross-reference stream, ``pdf_page_bytes`` the unpacked content of one page and
    ``pdf_unpacked_bytes`` that of all pages together. ``min_side`` is in pixels and comes from the
    purpose, as does ``public``: everybody will see the content. ``xlsx_ratio`` is how many times
    its packed size a part of more than ``xlsx_small`` bytes may unpack to; ``csv_line`` counts
    characters.
    """

    max_bytes: int = 20 * MEGABYTE
    max_pages: int = 500
    min_side: int = 1
    public: bool = False
    max_pixels_by_type: Mapping[ContentType, int] = field(default_factory=lambda: _PIXELS)
    pdf_objects: int = 100_000
    pdf_structure_bytes: int = 4 * MEGABYTE
    pdf_table_bytes: int = 8 * MEGABYTE
    pdf_page_bytes: int = 32 * MEGABYTE
    pdf_unpacked_bytes: int = 256 * MEGABYTE
    csv_lines: int = 100_000
    csv_line: int = 65_536
    xlsx_entries: int = 2_000
    xlsx_unpacked_bytes: int = 128 * MEGABYTE
    xlsx_ratio: int = 150
    xlsx_small: int = MEGABYTE
    xml_depth: int = 200


class Reason(StrEnum):
    """Why content is not accepted; the values are stable codes of the API."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TYPE_NOT_ALLOWED = "type_not_allowed"
    TYPE_MISMATCH = "type_mismatch"
    SECOND_TYPE = "second_type"
    UNREADABLE = "unreadable"
    TOO_COMPLEX = "too_complex"
    PDF_ENCRYPTED = "pdf_encrypted"
    PDF_SCRIPT = "pdf_script"
    PDF_ACTION = "pdf_action"
    PDF_EMBEDDED = "pdf_embedded"
    PDF_TOO_MANY_PAGES = "pdf_too_many_pages"
    IMAGE_TOO_SMALL = "image_too_small"
    IMAGE_TOO_LARGE = "image_too_large"
    IMAGE_ANIMATED = "image_animated"
    IMAGE_PERSONAL = "image_personal"
    IMAGE_TRAILING = "image_trailing"
    CSV_NOT_TEXT = "csv_not_text"
    CSV_TOO_MANY_LINES = "csv_too_many_lines"
    CSV_LINE_TOO_LONG = "csv_line_too_long"
    XLSX_ENCRYPTED = "xlsx_encrypted"
    XLSX_MACRO = "xlsx_macro"
    XLSX_EMBEDDED = "xlsx_embedded"
    XLSX_EXTERNAL = "xlsx_external"
    XLSX_DOCTYPE = "xlsx_doctype"
    OBJECT_MISSING = "object_missing"
    CHECK_FAILED = "check_failed"


@dataclass(frozen=True, slots=True)
class _Text:
    zh: str
    en: str


TEXTS: Mapping[Reason, _Text] = MappingProxyType(
    {
        Reason.EMPTY: _Text(
            "文件为空，请重新选择文件上传。", "The file is empty; choose the file again."
        ),
        Reason.TOO_LARGE: _Text(
            "文件超过 {limit_mb} MB，请压缩或拆分后上传。",
            "The file is larger than {limit_mb} MB; compress or split it.",
        ),
        Reason.TYPE_NOT_ALLOWED: _Text(
            "文件内容不是 PDF、JPEG、PNG、WebP、XLSX 或所申报的 CSV，请转换为其中一种格式后上传。",
            "The content is not PDF, JPEG, PNG, WebP, XLSX or CSV declared as such; convert it to "
            "one of these.",
        ),
        Reason.TYPE_MISMATCH: _Text(
            "文件内容为 {detected}，与申报的 {declared} 不一致，请按实际类型申报。",
            "The content is {detected}, not {declared} as declared; declare the real type.",
        ),
        Reason.SECOND_TYPE: _Text(
            "文件中还藏有另一种格式（{other}）的内容，请重新导出后上传。",
            "The file also carries content of another type ({other}); export it anew.",
        ),
        Reason.UNREADABLE: _Text(
            "文件已损坏或不完整，无法读取，请重新导出或扫描后上传。",
            "The file is damaged or incomplete and cannot be read; export or scan it again.",
        ),
        Reason.TOO_COMPLEX: _Text(
            "文件结构过于复杂，无法检查，请打印为 PDF 或扫描后上传。",
            "The file is too complex to be checked; print it to a new PDF or scan it.",
        ),
        Reason.PDF_ENCRYPTED: _Text(
            "PDF 已加密或设有权限密码，请去除密码后上传。",
            "The PDF is encrypted or has a permission password; remove the password.",
        ),
        Reason.PDF_SCRIPT: _Text(
            "PDF 含有脚本或动态表单，请打印为 PDF 后上传。",
            "The PDF contains a script or a dynamic form; print it to a new PDF.",
        ),
        Reason.PDF_ACTION: _Text(
            "PDF 含有会启动程序、打开其他文件或发送数据的动作，请打印为 PDF 后上传。",
            "The PDF contains an action that starts a program, opens another file or sends data; "
            "print it to a new PDF.",
        ),
        Reason.PDF_EMBEDDED: _Text(
            "PDF 内嵌有附件或多媒体，请将附件单独上传。",
            "The PDF contains attached files or media; upload attachments on their own.",
        ),
        Reason.PDF_TOO_MANY_PAGES: _Text(
            "PDF 共 {pages} 页，超过 {limit} 页，请拆分后上传。",
            "The PDF has {pages} pages, more than {limit}; split it.",
        ),
        Reason.IMAGE_TOO_SMALL: _Text(
            "图片为 {width}×{height} 像素，每边至少 {limit} 像素。",
            "The image has {width}×{height} pixels; each side needs at least {limit}.",
        ),
        Reason.IMAGE_TOO_LARGE: _Text(
            "图片像素过多，最多 {limit_mp} 百万像素，请缩小后上传。",
            "The image has too many pixels; reduce it to at most {limit_mp} megapixels.",
        ),
        Reason.IMAGE_ANIMATED: _Text(
            "图片为动画，请上传单幅静态图片。",
            "The image is animated; upload a single still picture.",
        ),
        Reason.IMAGE_PERSONAL: _Text(
            "图片将公开展示，但含有拍摄位置或作者、说明等个人信息；请去除照片中的位置与个人信息后上传"
            "（如用图片软件“导出”或截图另存）。",
            "The picture will be shown to everybody and tells where or by whom it was taken; "
            "remove location and personal data (author, copyright, description), for example by "
            "exporting it without metadata.",
        ),
        Reason.IMAGE_TRAILING: _Text(
            "图片末尾附有其他数据（如手机附加的预览图、动态照片）；请用图片软件打开后“导出”为单幅"
            " JPEG 或 PNG 再上传。",
            "Other data follow the end of the picture (such as a preview or a live photo that "
            "phones append); open it in an image program, export it as a single JPEG or PNG, and "
            "upload that.",
        ),
        Reason.CSV_NOT_TEXT: _Text(
            "CSV 文件不是 UTF-8、带标记的 UTF-16 或 GB18030 编码的纯文本，或含有控制字符，"
            "请另存为“CSV UTF-8”后上传。",
            "The CSV file is not plain text in UTF-8, UTF-16 with mark or GB18030, or holds "
            'control characters; save it as "CSV UTF-8".',
        ),
        Reason.CSV_TOO_MANY_LINES: _Text(
            "CSV 文件超过 {limit} 行，请拆分后上传。",
            "The CSV file has more than {limit} lines; split it.",
        ),
        Reason.CSV_LINE_TOO_LONG: _Text(
            "CSV 文件第 {line} 行超过 {limit} 个字符，请检查引号与换行后上传。",
            "Line {line} of the CSV file has more than {limit} characters; check its quotes and "
            "line ends.",
        ),
        Reason.XLSX_ENCRYPTED: _Text(
            "表格已加密，或为旧版 XLS 格式，请去除密码并另存为 XLSX 后上传。",
            "The workbook is encrypted or of the old XLS format; remove the password and save it "
            "as XLSX.",
        ),
        Reason.XLSX_MACRO: _Text(
            "表格含有宏，请另存为不含宏的 XLSX 后上传。",
            "The workbook contains macros; save it as XLSX without macros.",
        ),
        Reason.XLSX_EMBEDDED: _Text(
            "表格内嵌有对象、控件或其他文件，请删除后上传。",
            "The workbook contains embedded objects, controls or other files; remove them.",
        ),
        Reason.XLSX_EXTERNAL: _Text(
            "表格引用了外部文件或数据连接，请断开链接并保存数值后上传。",
            "The workbook refers to other files or data connections; break the links and keep the "
            "values.",
        ),
        Reason.XLSX_DOCTYPE: _Text(
            "表格内部的 XML 含有文档类型或实体声明，请用表格软件重新另存后上传。",
            "The workbook's XML declares a document type or entities; save it anew with a "
            "spreadsheet program.",
        ),
        Reason.OBJECT_MISSING: _Text(
            "存储中找不到已上传的文件，请重新申请上传。",
            "The uploaded file is no longer in storage; ask for a new upload.",
        ),
        Reason.CHECK_FAILED: _Text(
            "未能在规定时间内完成文件检查，请重新导出为较简单的文件后再次申请上传。",
            "The check of the file did not end in time; export it in a simpler form and ask for a "
            "new upload.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason with the values of its text; nothing from inside the file ever enters
    ``params``.
    """

    reason: Reason
    params: Mapping[str, str | int] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """The text for a person."""
        text = TEXTS[self.reason]
        return (text.zh if language == "zh" else text.en).format(**self.params)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result of one check of one content; accepted when nothing stands against it.

    ``size`` is in bytes; of a file that is too large, it is only as much as was read, and
    ``sha256``
    (lower-case hex) is None. ``pages`` is of PDF, ``width`` and ``height`` (pixels, as stored) of
    images; None where the check ended before. ``perceptual_hash`` tells pictures that look alike
    (:mod:`teleshop.documents.domain.likeness`); None also for a picture of one tone.
    """

    size: int
    sha256: str | None
    detected_type: ContentType | None = None
    findings: tuple[Finding, ...] = ()
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    perceptual_hash: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether the content may be relied on."""
        return not self.findings

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The codes of the findings, in the order found."""
        return tuple(finding.reason for finding in self.findings)
