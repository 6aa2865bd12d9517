"""The causes themselves. Data: to change it is to raise the version; a code is never removed, only
retired.
"""

from teleshop.analysis.domain.causes.goods import AREAS as GOODS
from teleshop.analysis.domain.causes.service import AREAS as SERVICE
from teleshop.analysis.domain.taxonomy import Taxonomy

__all__ = ["TAXONOMY", "VERSION"]

VERSION = 1

TAXONOMY = Taxonomy(VERSION, (*GOODS, *SERVICE))
