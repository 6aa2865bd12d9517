"""What goods may consist of. Of a declared composition only materials count: `有效 100%` is a
promise in the place of one. Over normal forms.
"""

import re

_LONGEST = 12
_MATERIAL = re.compile(
    "(?:棉|麻|丝|毛|绒|革|皮|纤维|纶|莫代尔|粘胶|莱赛尔|铜氨|尼龙|聚酯|"
    "钢|铁|铝|铜|钛|银|合金|瓷|陶|玻璃|硅胶|橡胶|乳胶|塑料|聚[乙丙]烯|树脂|木|竹|藤|纸|蜡|石|"
    "汁|粉|油|乳|奶|蜜|茶|米|麦|豆|花生|芝麻|肉|鱼|虾|果|莓|枣|橙|苹|梨|葡萄|柠檬|糖|盐|酒|酱|浆|"
    "籽|仁|咖啡|可可|椰|参|燕窝|胶原|蛋白|cotton|wool|silk|linen|polyester|nylon)$"
)
_PROMISE = re.compile(
    "效|满意|放心|安全|健康|正品|好评|退|赔|保|结果|成果|治|愈|成功|绿色|环保|无|零|纯天然"
)


def is_material(form: str) -> bool:
    """Whether a name is that of a material and promises nothing."""
    return (
        len(form) <= _LONGEST
        and _MATERIAL.search(form) is not None
        and _PROMISE.search(form) is None
    )
