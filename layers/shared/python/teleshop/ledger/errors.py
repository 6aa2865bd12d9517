"""Refusals of the ledger."""

from teleshop.kernel.errors import NotFoundError, Refusal


class BookNotFoundError(NotFoundError):
    """No book of that name."""

    code = "book_not_found"
    zh = "没有名为 {book} 的账簿。"
    en = "There is no book named {book}."


class EntryNotFoundError(NotFoundError):
    """No entry of that id."""

    code = "entry_not_found"
    zh = "未找到该记账凭证，请核对编号。"
    en = "There is no such entry; check its identifier."


class BalanceInsufficientError(Refusal):
    """An account that may not fall below zero does not have what an entry takes from it."""

    code, clause = "balance_insufficient", "6.3.4"
    zh = (
        "科目“{account_zh}”余额不足：可用 {available} 元，需要 {needed} 元；"
        "请先补足资金或减少金额。"
    )
    en = (
        "The account “{account_en}” does not have enough: {available} yuan available, {needed} "
        "yuan needed; bring in money first, or reduce the amount."
    )


class EntryReversedError(Refusal):
    """An entry is taken back once, and an entry that takes another back never."""

    code, clause = "entry_reversed", "6.3.4"
    zh = "该凭证已冲销，或其本身就是冲销凭证，不能再次冲销；如需更正，请另记新凭证。"
    en = (
        "This entry was reversed before, or is a reversal itself, and cannot be reversed; post a "
        "new entry instead."
    )
