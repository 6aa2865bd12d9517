"""Carriers by their code, and what their waybills usually look like.

The forms are hearsay of the trade and change without notice: they make a remark and refuse nothing.
"""

import re
from typing import Final, NamedTuple


class Carrier(NamedTuple):
    """``form`` is the usual form of its waybills."""

    zh: str
    en: str
    form: re.Pattern[str]


CARRIERS: Final[dict[str, Carrier]] = {
    code: Carrier(zh, en, re.compile(form))
    for code, zh, en, form in (
        ("sf", "顺丰速运", "SF Express", r"SF[A-Z0-9]\d{12}|\d{12}"),
        ("yto", "圆通速递", "YTO Express", r"YT\d{13}"),
        ("zto", "中通快递", "ZTO Express", r"7[3-68]\d{12}"),
        ("sto", "申通快递", "STO Express", r"(77|43)\d{12,15}"),
        ("yunda", "韵达快递", "Yunda Express", r"[34]\d{14}|5\d{12}"),
        ("jd", "京东物流", "JD Logistics", r"JD[A-Z0-9]{2}\d{11}"),
        ("jt", "极兔速递", "J&T Express", r"JT\d{13}"),
        ("deppon", "德邦快递", "Deppon", r"DPK\d{12}"),
        ("ems", "邮政特快专递", "EMS", r"[981]\d{12}|P[A-Z]\d{11}"),
        ("post", "中国邮政", "China Post", r"[A-Z]{2}\d{9}CN"),
    )
}


def looks_unusual(carrier: str, waybill: str) -> bool:
    """Whether a known carrier's waybills usually look otherwise: worth a second look."""
    known = CARRIERS.get(carrier)
    return known is not None and known.form.fullmatch(waybill) is None
