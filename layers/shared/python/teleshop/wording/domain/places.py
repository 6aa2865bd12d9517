"""When, where and by whom something is said to have been found: what a statement of rank, sales or
first sale must show (执法指南 6(6), 广告法 11, 广告引证内容执法指南). Over normal forms.
"""

import re

_TIME = re.compile(r"(?:19|20)[0-9]{2}年?|截至|上半年|下半年|第?[一二三四1-4]季度")
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|海南|四川|贵州|"
    "云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_REGION = re.compile(
    f"全国|中国|国内|全球|世界|亚洲|欧洲|北美|华东|华北|华南|华中|西南|西北|东北|京津冀|长三角|"
    f"珠三角|粤港澳|{_PROVINCES}"
)
_MUNICIPALITY = re.compile(r"(?:北京|上海|天津|重庆)市")
_NARROW = re.compile(
    r"(?<![城都超上门])市(?![场值面售占销])|[县镇乡]|街道|商圈|社区|小区|(?<![地大治专片特])区(?![域间分别])|同城|本地"
)
_FACT = re.compile("销量|销售额|销售量|成交额|成交量|占有率|市场份额|第一家|第一个|第一款|排名")
_SOURCE = re.compile("来源|引自|出处|据.{2,}?(?:统计|报告|调查|数据|显示)")


def has_time(sentence: str) -> bool:
    """Whether a period or day is stated."""
    return _TIME.search(sentence) is not None


def has_region(sentence: str) -> bool:
    """Whether a region of at least a province is stated."""
    return _REGION.search(sentence) is not None


def is_narrow(sentence: str) -> bool:
    """Whether the region is smaller than a province: a ranking made to be won (“萝卜坑”)."""
    return _NARROW.search(_MUNICIPALITY.sub("", sentence)) is not None


def is_fact(sentence: str) -> bool:
    """Whether sales, share or an order in time are stated, which can be found out."""
    return _FACT.search(sentence) is not None


def has_source(sentence: str) -> bool:
    """Whether it is stated where the figures come from."""
    return _SOURCE.search(sentence) is not None
