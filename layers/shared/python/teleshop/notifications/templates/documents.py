"""What owners of documents are told."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "qualification": Words("资质文件", "qualification document"),
    "identity": Words("身份证件", "identity paper"),
    "inspection_report": Words("考察报告", "inspection report"),
    "inspection_photo": Words("考察照片", "inspection photograph"),
    "agreement": Words("协议", "agreement"),
    "evidence": Words("证据", "evidence"),
    "violation_statement": Words("陈述申辩材料", "material of a statement or an appeal"),
    "case_attachment": Words("服务单附件", "attachment of a case"),
    "product_picture": Words("商品图片", "product picture"),
    "product_document": Words("商品资质文件", "product document"),
    "product_import": Words("商品导入文件", "file of products"),
    "price_research": Words("价格调研材料", "price research"),
    "invoice": Words("发票文件", "invoice"),
    "empty": Words("文件为空", "the file is empty"),
    "too_large": Words("文件过大", "the file is too large"),
    "type_not_allowed": Words("文件类型不允许", "this type of file is not allowed"),
    "type_mismatch": Words("内容与声明的类型不符", "the content is not of the declared type"),
    "second_type": Words("文件同时含另一种类型的内容", "the file is of two types at once"),
    "unreadable": Words("文件损坏，无法读取", "the file is damaged and cannot be read"),
    "too_complex": Words("文件结构过于复杂", "the file is too complex"),
    "pdf_encrypted": Words("PDF 已加密", "the PDF is encrypted"),
    "pdf_script": Words("PDF 含脚本", "the PDF contains a script"),
    "pdf_action": Words("PDF 含自动操作", "the PDF contains an action"),
    "pdf_embedded": Words("PDF 含附件", "the PDF contains embedded files"),
    "pdf_too_many_pages": Words("PDF 页数过多", "the PDF has too many pages"),
    "image_too_small": Words("图片过小", "the image is too small"),
    "image_too_large": Words("图片过大", "the image is too large"),
    "image_personal": Words(
        "照片带有位置或个人信息", "the picture tells where it was taken or names a person"
    ),
    "image_trailing": Words("图片之后还有其他数据", "other data follow the picture"),
    "image_animated": Words("不支持动态图片", "the image is animated"),
    "csv_not_text": Words("CSV 不是纯文本", "the CSV file is not plain text"),
    "csv_too_many_lines": Words("CSV 行数过多", "the CSV file has too many lines"),
    "csv_line_too_long": Words("CSV 有过长的行", "a line of the CSV file is too long"),
    "xlsx_encrypted": Words("表格已加密或为旧版 XLS", "the workbook is encrypted or an old XLS"),
    "xlsx_macro": Words("表格含有宏", "the workbook contains macros"),
    "xlsx_embedded": Words("表格含嵌入对象", "the workbook contains embedded objects"),
    "xlsx_external": Words("表格含外部链接", "the workbook refers to other files"),
    "xlsx_doctype": Words("表格含文档类型声明", "the workbook contains a document type"),
    "object_missing": Words("文件已不在存储中", "the file is no longer in storage"),
    "check_failed": Words("检查未能完成", "the check could not be finished"),
}


def owner(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier; or the person, as long as no supplier stands behind it."""
    supplier = facts["owner_kind"] == "supplier" and facts["owner_id"].startswith("sup_")
    kind = RecipientKind.SUPPLIER if supplier else RecipientKind.PERSON
    return (Recipient(kind, facts["owner_id"]),)


TEMPLATES = (
    Template(
        event="DocumentRejected",
        context="documents",
        recipients=owner,
        subject=Words("您上传的文件未通过检查", "A file you uploaded was not accepted"),
        body=Words(
            "您上传的{purpose:word}（编号 {document_id}）未通过检查：{reasons:word}。"
            "请修正后重新上传。",
            "Your {purpose:word} ({document_id}) was not accepted: {reasons:word}. "
            "Please correct it and upload it again.",
        ),
        words=WORDS,
    ),
)
