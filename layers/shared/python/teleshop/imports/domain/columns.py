"""The columns of a file: names in Chinese and English, what they hold, and reading a header."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final

from teleshop.imports.domain.faults import (
    DUPLICATE_COLUMN,
    MISSING_COLUMN,
    TOO_MANY_COLUMNS,
    UNKNOWN_COLUMN,
    Fault,
    fault,
)
from teleshop.kernel.unseen import UNSEEN

MAX_COLUMNS: Final = 200
_DECORATION: Final = re.compile(r"\(.*?\)|\[.*?\]|[\s_\-*]")
"""What people add to names of columns: units in brackets, stars at what is required, blanks."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    CODE = "code"
    """A text in which every character counts, such as an article number."""
    GTIN = "gtin"
    DAY = "day"
    COUNT = "count"
    MONEY = "money"
    FLAG = "flag"
    LIST = "list"
    """Several texts in one cell, separated by ; or ； or 、 or line ends."""
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``field`` is the field of the product or variant; ``limit`` the most characters (of an item
    of a list), the largest number, or the largest amount in fen, ``least`` the smallest; ``items``
    the most items of a list. ``form`` is what a text (each item of a list) must look like, as
    ``note_zh`` and ``note_en`` say. ``per_variant`` columns belong to the row, others to the
    product. ``unique``: no two rows of a file share a value.

    The bounds are those of the catalogue's own forms; a test compares.
    """

    field: str
    kind: Kind
    zh: str
    en: str
    limit: int
    least: int = 0
    items: int = 0
    form: re.Pattern[str] | None = None
    aliases: tuple[str, ...] = ()
    required: bool = False
    per_variant: bool = False
    unique: bool = False
    note_zh: str = ""
    note_en: str = ""
    example: str = ""

    @property
    def title(self) -> str:
        """How reports name it."""
        return f"{self.zh} {self.en}"


def _column(field: str, kind: Kind, zh: str, en: str, limit: int, **more: object) -> Column:
    return Column(field=field, kind=kind, zh=zh, en=en, limit=limit, **more)  # type: ignore[arg-type]  # the fields of Column by name


RETURN_CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "七天无理由": "seven_days",
        "定作": "made_to_order",
        "鲜活易腐": "perishable",
        "数字化商品或拆封音像": "digital_or_opened_av",
        "报刊": "newspaper",
        "拆封影响健康安全": "opened_health_safety",
        "激活后价值贬损": "activated_value_loss",
        "临期或瑕疵": "near_expiry_or_flawed",
    }
)
"""The values of the catalogue by their Chinese names; the values themselves are taken too."""
_ARTICLE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_DOCUMENT: Final = re.compile(r"doc_[0-9A-HJKMNP-TV-Z]{26}")
_LIST_ZH, _LIST_EN = "多项用分号分隔", "separate several by semicolons"

COLUMNS: Final = (
    _column(
        "code", Kind.CODE, "商品编码", "product_code", 64,
        aliases=("商品编号", "货品编码", "spu", "code"), required=True,
        note_zh="同一商品的多个规格（行）填写相同编码", example="POT-01",
        note_en="rows with the same code are variants of one product",
    ),
    _column(
        "category_code", Kind.CODE, "类目编码", "category_code", 40,
        aliases=("类目", "商品类目", "category"), required=True, example="kitchen_pots",
    ),
    _column(
        "name", Kind.TEXT, "商品名称", "name", 200,
        aliases=("品名", "名称", "product name", "title"), required=True, example="不锈钢汤锅",
    ),
    _column("brand", Kind.TEXT, "品牌", "brand", 60, example="示例"),
    _column("specification", Kind.TEXT, "规格", "specification", 200, aliases=("spec",)),
    _column("model", Kind.TEXT, "型号", "model", 60),
    _column("unit", Kind.TEXT, "计量单位", "unit", 20, aliases=("单位",), example="件"),
    _column("origin", Kind.TEXT, "产地", "origin", 60, aliases=("原产地",), example="浙江杭州"),
    _column(
        "manufacturer", Kind.TEXT, "生产企业", "manufacturer", 200,
        aliases=("生产厂家", "制造商", "生产者", "maker"),
    ),
    _column(
        "manufacturer_address", Kind.TEXT, "生产地址", "manufacturer_address", 200,
        aliases=("生产企业地址", "厂址"),
    ),
    _column(
        "production_date", Kind.DAY, "生产日期", "production_date", 0, example="2026-10-01"
    ),
    _column(
        "shelf_life_days", Kind.COUNT, "保质期(天)", "shelf_life_days", 100_000,
        least=1, aliases=("保质期天数", "shelf life"),
    ),
    _column(
        "ingredients", Kind.LIST, "配料", "ingredients", 60,
        items=60, aliases=("配料表", "成分"), note_zh=f"按含量从高到低，{_LIST_ZH}",
        note_en=f"largest part first; {_LIST_EN}",
    ),
    _column(
        "description", Kind.TEXT, "商品描述", "description", 4_000, aliases=("描述", "详情")
    ),
    _column(
        "pictures", Kind.LIST, "图片", "pictures", 30,
        items=10, form=_DOCUMENT, aliases=("图片编号", "picture ids"),
        note_zh=f"已上传图片的编号（doc_…），第一张为主图，{_LIST_ZH}",
        note_en=f"ids of uploaded pictures (doc_…), the main one first; {_LIST_EN}",
    ),
    _column(
        "packaging_materials", Kind.LIST, "包装材料", "packaging_materials", 60,
        items=20, note_zh=_LIST_ZH, note_en=_LIST_EN,
    ),
    _column(
        "packaging_standard", Kind.CODE, "包装标准", "packaging_standard", 60,
        aliases=("包装执行标准",),
    ),
    _column(
        "packaging_substances", Kind.LIST, "包装所含物质", "packaging_substances", 60,
        items=40, note_zh=_LIST_ZH, note_en=_LIST_EN,
    ),
    _column(
        "packaging_compliant", Kind.FLAG, "包装合规声明", "packaging_compliant", 0,
        aliases=("包装合规",), note_zh="是或否", note_en="yes or no", example="是",
    ),
    _column(
        "return_class", Kind.CHOICE, "退货类别", "return_class", 0,
        note_zh="、".join(RETURN_CLASSES), note_en=", ".join(RETURN_CLASSES.values()),
        example="七天无理由",
    ),
    _column("return_days", Kind.COUNT, "退货天数", "return_days", 365, example="7"),
    _column(
        "warranty_months", Kind.COUNT, "保修期(月)", "warranty_months", 240,
        aliases=("保修月数", "质保期", "warranty"),
    ),
    _column(
        "warranty_terms", Kind.TEXT, "保修条款", "warranty_terms", 1_000, aliases=("质保条款",)
    ),
    _column("return_address", Kind.TEXT, "退货地址", "return_address", 200),
    _column(
        "repair_contact", Kind.TEXT, "维修联系方式", "repair_contact", 200, aliases=("维修电话",)
    ),
    _column(
        "air_on", Kind.DAY, "计划播出日期", "air_on", 0, aliases=("播出日期", "air date")
    ),
    _column(
        "own_code", Kind.CODE, "货号", "own_code", 40,
        form=_ARTICLE, note_zh="字母、数字和 . _ / -，以字母或数字开头",
        note_en="letters, digits and . _ / -, a letter or digit first",
        aliases=("商家货号", "sku", "sku编码", "article number"), required=True,
        per_variant=True, unique=True, example="POT-01-24",
    ),
    _column(
        "gtin", Kind.GTIN, "条码", "gtin", 14,
        aliases=("商品条码", "条形码", "69码", "ean", "barcode", "bar code"),
        per_variant=True, unique=True, note_zh="请将该列设为“文本”格式",
        note_en="format the column as text", example="6901234567892",
    ),
    _column(
        "supply_price", Kind.MONEY, "供货价(元)", "supply_price", 10**9,
        least=1, aliases=("供货价格", "进价"), per_variant=True, example="120.00",
    ),
    _column(
        "suggested_price", Kind.MONEY, "建议售价(元)", "suggested_price", 10**9,
        least=1, aliases=("建议零售价", "零售价"), per_variant=True, example="199.00",
    ),
)  # fmt: skip
"""Every column but the open ones (:data:`OPEN`)."""

ATTRIBUTE: Final = "attributes"
OPTION: Final = "options"
OPEN: Final[Mapping[str, str]] = MappingProxyType(
    {"属性": ATTRIBUTE, "attribute": ATTRIBUTE, "规格项": OPTION, "option": OPTION}
)
"""Columns named ``属性:<code>`` hold attributes of the category, ``规格项:<name>`` what tells a
variant from its siblings (``规格项:颜色``).
"""
KNOWN: Final = "、".join(column.zh for column in COLUMNS) + "、属性:…、规格项:…"
"""The list of columns that refusals show."""
BY_FIELD: Final[Mapping[str, Column]] = MappingProxyType({one.field: one for one in COLUMNS})


def plain(name: str) -> str:
    """A name of a column as it is compared: without case, width, blanks, units and stars."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", name).casefold())


_BY_NAME: Final[Mapping[str, Column]] = MappingProxyType(
    {plain(name): column for column in COLUMNS for name in (column.zh, column.en, *column.aliases)}
)


@dataclass(frozen=True)
class Header:
    """The columns of a file by their position; None for one without a name. What each row asks of
    them is worked out once.
    """

    columns: tuple[Column | None, ...]

    @cached_property
    def named(self) -> tuple[Column, ...]:
        """The columns with a name."""
        return tuple(column for column in self.columns if column is not None)

    @cached_property
    def of_product(self) -> tuple[Column, ...]:
        """Those that belong to the product and not to its row."""
        return tuple(column for column in self.named if not column.per_variant)

    @cached_property
    def unique(self) -> tuple[Column, ...]:
        """Those in which no two rows share a value."""
        return tuple(column for column in self.named if column.unique)

    @cached_property
    def in_every_row(self) -> tuple[Column, ...]:
        """Those that no row may leave blank. What belongs to the product is said once."""
        return tuple(
            column
            for column in self.named
            if column.required and (column.per_variant or column.field == "code")
        )

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The fields of what tells a variant from its siblings."""
        return tuple(one.field for one in self.named if one.field.startswith(f"{OPTION}."))


def column_named(name: str) -> Column | None:
    """The column of that name, or None."""
    known = _BY_NAME.get(plain(name))
    if known is not None:
        return known
    kind, colon, rest = unicodedata.normalize("NFKC", name).partition(":")
    target, own = OPEN.get(plain(kind)), rest.strip()
    if not colon or target is None or not own or len(own) > _OPEN_NAME[target]:
        return None
    if UNSEEN.search(own):
        return None
    return Column(
        field=f"{target}.{own}",
        kind=Kind.TEXT,
        zh=f"{'属性' if target == ATTRIBUTE else '规格项'}:{own}",
        en=f"{'attribute' if target == ATTRIBUTE else 'option'}:{own}",
        limit=_OPEN_VALUE[target],
        per_variant=target == OPTION,
    )


_OPEN_NAME: Final = {ATTRIBUTE: 64, OPTION: 20}
_OPEN_VALUE: Final = {ATTRIBUTE: 200, OPTION: 40}


def read_header(names: Sequence[str], row: int) -> tuple[Header, list[Fault]]:
    """The columns that a header names, in any order, and everything wrong with it at once."""
    shown = list(names)
    while shown and not shown[-1].strip():
        shown.pop()
    if len(shown) > MAX_COLUMNS:
        return Header(()), [fault(TOO_MANY_COLUMNS, row, limit=MAX_COLUMNS)]
    columns = tuple(column_named(name) if name.strip() else None for name in shown)
    return Header(columns), list(_faults(shown, columns, row))


def _faults(names: Sequence[str], columns: Sequence[Column | None], row: int) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for number, (name, column) in enumerate(zip(names, columns, strict=True), 1):
        if column is None:
            if name.strip():
                yield fault(UNKNOWN_COLUMN, row, number=number, known=KNOWN)
        elif column.field in first:
            earlier = first[column.field]
            yield fault(DUPLICATE_COLUMN, row, column.title, number=number, first=earlier)
        else:
            first[column.field] = number
    for column in COLUMNS:
        if column.required and column.field not in first:
            yield fault(MISSING_COLUMN, row, column.title, known=KNOWN)
