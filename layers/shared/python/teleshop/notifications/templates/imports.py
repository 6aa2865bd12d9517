"""What suppliers are told of their imports of products."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "done": Words("已完成", "is done"),
    "refused": Words("未执行（文件无法使用）", "was refused, since the file cannot be used"),
}


def supplier(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier whose products they are."""
    return (Recipient(RecipientKind.SUPPLIER, facts["supplier_id"]),)


TEMPLATES = (
    Template(
        event="ProductImportEnded",
        context="imports",
        recipients=supplier,
        subject=Words("商品批量导入结果", "The result of an import of products"),
        body=Words(
            "导入任务 {import_id} {state:word}：共 {total} 行，新增 {created} 行，"
            "更新 {changed} 行，无变化 {unchanged} 行，未导入 {refused} 行。"
            "请登录平台下载报告，修改后重新导入即可。",
            "The import {import_id} {state:word}: {total} rows, {created} created, {changed} "
            "changed, {unchanged} unchanged, {refused} not imported. The report is on the "
            "platform; correct the rows and import the file again.",
        ),
        words=WORDS,
    ),
    Template(
        event="ProductImportStalled",
        context="imports",
        recipients=supplier,
        subject=Words("商品批量导入中断", "An import of products stopped"),
        body=Words(
            "导入任务 {import_id} 因技术原因中断。请用同一文件重新导入：已导入的商品不会重复，"
            "其余商品将继续导入。",
            "The import {import_id} stopped for a technical reason. Please import the same file "
            "again: nothing is imported twice, and the rest follows.",
        ),
    ),
)
