"""The provinces (and what is equal to them) and their cities: what is looked at of a place of
delivery.

Source: GB/T 2260 (中华人民共和国行政区划代码), the first four digits of a code of six, as the
Ministry of Civil Affairs lists them (国家地名信息库, September 2026). Cities change once in years.
The last two digits, of districts and counties, change every year, and are not looked at: a list of
last year would send those away who live in a new district.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple


class Province(NamedTuple):
    """A place of the first level."""

    zh: str
    en: str


PROVINCES: Final[dict[str, Province]] = {
    "11": Province("北京市", "Beijing"),
    "12": Province("天津市", "Tianjin"),
    "13": Province("河北省", "Hebei"),
    "14": Province("山西省", "Shanxi"),
    "15": Province("内蒙古自治区", "Inner Mongolia"),
    "21": Province("辽宁省", "Liaoning"),
    "22": Province("吉林省", "Jilin"),
    "23": Province("黑龙江省", "Heilongjiang"),
    "31": Province("上海市", "Shanghai"),
    "32": Province("江苏省", "Jiangsu"),
    "33": Province("浙江省", "Zhejiang"),
    "34": Province("安徽省", "Anhui"),
    "35": Province("福建省", "Fujian"),
    "36": Province("江西省", "Jiangxi"),
    "37": Province("山东省", "Shandong"),
    "41": Province("河南省", "Henan"),
    "42": Province("湖北省", "Hubei"),
    "43": Province("湖南省", "Hunan"),
    "44": Province("广东省", "Guangdong"),
    "45": Province("广西壮族自治区", "Guangxi"),
    "46": Province("海南省", "Hainan"),
    "50": Province("重庆市", "Chongqing"),
    "51": Province("四川省", "Sichuan"),
    "52": Province("贵州省", "Guizhou"),
    "53": Province("云南省", "Yunnan"),
    "54": Province("西藏自治区", "Tibet"),
    "61": Province("陕西省", "Shaanxi"),
    "62": Province("甘肃省", "Gansu"),
    "63": Province("青海省", "Qinghai"),
    "64": Province("宁夏回族自治区", "Ningxia"),
    "65": Province("新疆维吾尔自治区", "Xinjiang"),
    "71": Province("台湾省", "Taiwan"),
    "81": Province("香港特别行政区", "Hong Kong"),
    "82": Province("澳门特别行政区", "Macao"),
}
_CITIES: Final = {
    "11": "01",
    "12": "01",
    "13": "01-11",
    "14": "01-11",
    "15": "01-09 22 25 29",
    "21": "01-14",
    "22": "01-08 24",
    "23": "01-12 27",
    "31": "01",
    "32": "01-13",
    "33": "01-11",
    "34": "01-08 10-13 15-18",
    "35": "01-09",
    "36": "01-11",
    "37": "01-11 13-17",
    "41": "01-17 90",
    "42": "01-03 05-13 28 90",
    "43": "01-13 31",
    "44": "01-09 12-20 51-53",
    "45": "01-14",
    "46": "01-04 90",
    "50": "01-02",
    "51": "01 03-11 13-20 32-34",
    "52": "01-06 23 26-27",
    "53": "01 03-09 23 25-26 28-29 31 33-34",
    "54": "01-06 25",
    "61": "01-10",
    "62": "01-12 29-30",
    "63": "01-02 22-23 25-28",
    "64": "01-05",
    "65": "01-02 04-05 23 27-32 40 42-43 90",
}
"""The third and fourth digit of every city; `90` stands for the counties that belong to none."""
_WHOLE_PROVINCE: Final = "0000"
WHOLE: Final = frozenset({"71", "81", "82"})
"""Those of which the list names no places within."""


def _four_digits() -> Iterator[str]:
    for province, numbers in _CITIES.items():
        for run in numbers.split():
            first, _, last = run.partition("-")
            for number in range(int(first), int(last or first) + 1):
                yield f"{province}{number:02d}"


CITIES: Final = frozenset(_four_digits())
"""The first four digits of every place within a province."""


def province_of(region: str) -> Province | None:
    """The province of a code of six digits; None if there is no such province, or no such city in
    it.
    """
    known = region[:2] in WHOLE or region[2:] == _WHOLE_PROVINCE or region[:4] in CITIES
    return PROVINCES.get(region[:2]) if known else None
