"""What can be wrong with a file, a row or a cell; each fault says what to do about it.

No text repeats the content of a cell: the supplier has the file, and a report is opened in
spreadsheets.
"""

from dataclasses import dataclass
from typing import Final

from teleshop.kernel.findings import FindingKind

CLAUSE: Final = "2.2.1"
FILE: Final = 0
"""The row of a fault of the file as a whole."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. ``row`` counts from 1 as spreadsheets show it; ``column`` is the name of the
    column, empty for the row as a whole.
    """

    row: int
    column: str
    code: str
    zh: str
    en: str


def fault(kind: FindingKind, row: int, column: str = "", /, **params: str | int) -> Fault:
    """That fault, at that place."""
    found = kind.at("", **params)
    return Fault(row, column, found.code, found.message("zh"), found.message("en"))


def _kind(code: str, zh: str, en: str) -> FindingKind:
    return FindingKind(code, CLAUSE, zh, en)


# -- the file --------------------------------------------------------------------------------------

UNREADABLE: Final = _kind(
    "file_unreadable",
    "文件无法读取，可能已损坏；请用表格软件另存为 XLSX 或 CSV UTF-8 后重新上传。",
    "The file cannot be read and may be damaged; save it again as XLSX or CSV UTF-8 and upload it.",
)
ENCODING: Final = _kind(
    "file_encoding",
    "文件编码无法识别；请另存为 CSV UTF-8（或 GB18030）后重新上传。",
    "The encoding of the file is not known; save it as CSV UTF-8 (or GB18030) and upload it.",
)
SEVERAL_SHEETS: Final = _kind(
    "several_sheets",
    "工作簿有多个有内容的工作表（将被读取的是“{read}”，另有：{others}）；一次只导入一个工作表，"
    "请将其余工作表另存为单独的文件分别导入，或删除后重新上传。",
    "More than one sheet of the workbook has content (“{read}” would be read, besides it: "
    "{others}); one sheet is imported at a time, so save the others as files of their own or "
    "delete them.",
)
EMPTY: Final = _kind(
    "file_empty",
    "文件没有内容；请按模板填写表头和商品后重新上传。",
    "The file is empty; fill in header and products as in the template and upload it.",
)
NO_ROWS: Final = _kind(
    "file_without_rows",
    "文件只有表头，没有商品；请从第 2 行起填写商品。",
    "The file has a header and no products; fill in products from row 2 on.",
)
TOO_MANY_ROWS: Final = _kind(
    "too_many_rows",
    "文件超过 {limit} 行商品；请拆分为多个文件分别导入。",
    "The file has more than {limit} rows of products; split it and import the parts.",
)
SHEET_TOO_LONG: Final = _kind(
    "sheet_too_long",
    "工作表超过 {limit} 行（含空行）；请删除多余的空行或拆分文件。",
    "The sheet has more than {limit} rows, blank ones included; delete blank rows or split it.",
)
TOO_MANY_COLUMNS: Final = _kind(
    "too_many_columns",
    "文件超过 {limit} 列；请删除模板以外的列。",
    "The file has more than {limit} columns; delete those that are not in the template.",
)
UNKNOWN_COLUMN: Final = _kind(
    "unknown_column",
    "第 {number} 列的列名无法识别；请改用以下列名之一，或删除该列：{known}。",
    "The name of column {number} is not known; use one of these or delete the column: {known}.",
)
DUPLICATE_COLUMN: Final = _kind(
    "duplicate_column",
    "第 {number} 列与第 {first} 列是同一列；请只保留一列。",
    "Columns {first} and {number} are the same one; keep one of them.",
)
MISSING_COLUMN: Final = _kind(
    "missing_column",
    "缺少必需的列；请在表头中增加该列。可用的列名：{known}。",
    "A required column is missing; add it to the header. Known columns: {known}.",
)

# -- rows ------------------------------------------------------------------------------------------

UNNAMED: Final = _kind(
    "cell_without_column",
    "第 {number} 列没有列名，但该行有内容；请补充列名或删除内容。",
    "Column {number} has no name, yet this row has content there; name it or delete the content.",
)
NOT_IMPORTED: Final = _kind(
    "product_not_imported",
    "同一商品的第 {row} 行有错误，整个商品未导入；请先修改第 {row} 行。",
    "Row {row} of the same product has faults, so the whole product was left out; correct row "
    "{row} first.",
)
DIFFERS: Final = _kind(
    "differs_within_product",
    "与同一商品的第 {row} 行不一致；请填写相同内容，或在后续行留空。",
    "Differs from row {row} of the same product; write the same, or leave it blank in later rows.",
)
REPEATED: Final = _kind(
    "repeated_in_file",
    "与第 {row} 行重复；该列的值在文件中必须唯一。",
    "Repeats row {row}; values of this column must be unique in the file.",
)
TOO_MANY_OPTIONS: Final = _kind(
    "too_many_options",
    "一行最多 {limit} 个规格项；请减少。",
    "A row has at most {limit} options; give fewer.",
)
TOO_MANY_VARIANTS: Final = _kind(
    "too_many_variants",
    "一个商品最多 {limit} 个规格（行）；请拆分为多个商品编码。",
    "A product has at most {limit} variants (rows); split it into several product codes.",
)

CATEGORY: Final = _kind(
    "category_unknown",
    "没有该编码的类目；请在 GET /categories 中查询类目编码。",
    "There is no category of that code; look it up in GET /categories.",
)
ATTRIBUTE: Final = _kind(
    "attribute_unknown",
    "该类目没有此属性；可用的属性：{known}。",
    "The category has no such attribute; it has: {known}.",
)

# -- cells -----------------------------------------------------------------------------------------

REQUIRED: Final = _kind("required", "必填；请填写该单元格。", "Required; fill in this cell.")
FORMULA: Final = _kind(
    "formula_cell",
    "单元格是公式，公式不会被计算；请复制后“选择性粘贴为数值”，再重新上传。",
    "The cell is a formula, and formulas are not computed; copy it, paste it as values, and upload "
    "the file again.",
)
ERROR_CELL: Final = _kind(
    "error_cell",
    "单元格是表格软件的错误值（如 #N/A）；请填写正确内容或清空。",
    "The cell is an error of the spreadsheet (such as #N/A); write what is meant, or clear it.",
)
CONTROL: Final = _kind(
    "control_character",
    "含有不可见的控制字符；请清空单元格后重新录入。",
    "Holds invisible control characters; clear the cell and type it again.",
)
TOO_LONG: Final = _kind(
    "too_long",
    "最多 {limit} 个字符，目前为 {length} 个；请缩短。",
    "At most {limit} characters, now {length}; shorten it.",
)
WRONG_FORM: Final = _kind(
    "wrong_form",
    "格式不正确，应为：{note_zh}。",
    "Not of the right form: {note_en}.",
)
TOO_MANY_ITEMS: Final = _kind(
    "too_many_items",
    "最多 {limit} 项；请减少。",
    "At most {limit} items; give fewer.",
)
SCIENTIFIC: Final = _kind(
    "scientific_notation",
    "表格软件把长数字变成了科学计数法（如 6.90E+12），末几位已丢失；"
    "请将该列设为“文本”格式后重新录入完整数字。",
    "The spreadsheet turned a long number into scientific notation (such as 6.90E+12), and its "
    "last digits are lost; format the column as text and type the whole number again.",
)
PRECISION: Final = _kind(
    "digits_lost",
    "数字超过 15 位，表格软件已将末尾变为 0；请将该列设为“文本”格式后重新录入。",
    "The number has more than 15 digits, and the spreadsheet made its end zeros; format the column "
    "as text and type it again.",
)
GTIN_ZEROS: Final = _kind(
    "gtin_leading_zeros",
    "条码只有 {length} 位，开头的 0 可能被表格软件去掉了；请将该列设为“文本”格式后重新录入。",
    "The bar code has {length} digits; the spreadsheet probably dropped zeros at its start. Format "
    "the column as text and type it again.",
)
GTIN_FORM: Final = _kind(
    "gtin_form",
    "条码应为 8、12、13 或 14 位数字；请核对包装上的条码。",
    "A bar code (GTIN) has 8, 12, 13 or 14 digits; compare it with the package.",
)
GTIN_CHECK: Final = _kind(
    "gtin_check_digit",
    "条码校验位不正确；请核对包装上的条码。",
    "The check digit of the bar code does not fit; compare it with the package.",
)
NOT_A_DAY: Final = _kind(
    "not_a_day",
    "不是有效日期；请填写如 2026-11-27 的日期。",
    "Not a day; write it like 2026-11-27.",
)
DAY_SERIAL: Final = _kind(
    "day_as_number",
    "日期被保存成了数字（表格软件的日期序号）；请填写如 2026-11-27 的日期。",
    "The day was saved as a number (the spreadsheet's own count of days); write it like "
    "2026-11-27.",
)
NOT_A_NUMBER: Final = _kind(
    "not_a_whole_number",
    "应为 {low} 到 {high} 的整数，不带单位。",
    "Write a whole number from {low} to {high}, without a unit.",
)
NOT_MONEY: Final = _kind(
    "not_an_amount",
    "应为以元为单位的金额，大于 0，最多两位小数，如 12.80。",
    "Write an amount in yuan above 0 with at most two decimals, such as 12.80.",
)
NOT_A_FLAG: Final = _kind("not_yes_or_no", "请填写“是”或“否”。", "Write yes or no.")
NOT_A_CHOICE: Final = _kind(
    "not_a_choice",
    "请填写以下之一：{choices}。",
    "Write one of: {choices}.",
)
