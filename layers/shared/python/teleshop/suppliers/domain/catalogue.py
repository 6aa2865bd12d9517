"""Data: what each category of goods requires (rules §7).

Where a form or a day in force could not be confirmed in the text of the law, ``confidence`` says
so; what is not ``H`` leads to a warning. The functions of this context take the catalogue as an
argument, so that a platform can run on its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from teleshop.kernel.findings import Severity
from teleshop.suppliers.domain.document_types import document_types
from teleshop.suppliers.domain.policy import DEFAULT_POLICY, SupplierPolicy
from teleshop.suppliers.domain.qualifications import Confidence, QualificationType
from teleshop.suppliers.domain.registration import (
    LICENCE,
    ORGANISATION_CODE_CERTIFICATE,
    TAX_CERTIFICATE,
)

_SHOPPING = "广发〔2009〕71号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """At least one document of the types ``any_of`` must be on file."""

    any_of: tuple[str, ...]
    source: str
    clause: str = "3.1.2"
    severity: Severity = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of goods a supplier may apply for; ``forbidden`` ones are named so that the
    answer can say why.
    """

    code: str
    zh: str
    en: str
    source: str
    requirements: tuple[Requirement, ...] = ()
    forbidden: bool = False
    high_risk: bool = False
    confidence: Confidence = "H"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Types and categories by code, and what every supplier needs whatever it sells."""

    types: Mapping[str, QualificationType]
    categories: Mapping[str, Category]
    base: tuple[Requirement, ...]


def _needs(source: str, *groups: tuple[str, ...]) -> tuple[Requirement, ...]:
    return tuple(Requirement(any_of=group, source=source) for group in groups)


def _allowed_categories() -> Iterable[Category]:
    food = "食品安全法 35"
    seller = ("food_business_licence", "prepackaged_food_filing")
    maker = ("food_production_licence", "overseas_food_producer_registration")
    rows: list[tuple[str, str, str, str, tuple[tuple[str, ...], ...]]] = [
        ("general_goods", "一般商品", "General goods", "产品质量法 27", ()),
        ("prepackaged_food", "预包装食品", "Prepackaged food", food, (seller, maker)),
        (
            "health_food",
            "保健食品",
            "Health food",
            "食品安全法 76",
            (seller, maker, ("health_food_registration", "health_food_filing")),
        ),
        (
            "infant_formula",
            "婴幼儿配方乳粉",
            "Infant formula",
            "食品安全法 81",
            (seller, maker, ("infant_formula_registration",)),
        ),
        (
            "special_medical_food",
            "特殊医学用途配方食品",
            "Food for special medical purposes",
            "食品安全法 80",
            (seller, maker, ("special_medical_food_registration",)),
        ),
        (
            "cosmetics_ordinary",
            "普通化妆品",
            "Ordinary cosmetics",
            "化妆品监督管理条例 17",
            (("cosmetics_filing",),),
        ),
        (
            "cosmetics_special",
            "特殊化妆品",
            "Special cosmetics",
            "化妆品监督管理条例 16, 17",
            (("special_cosmetics_registration",),),
        ),
        (
            "medical_device_1",
            "第一类医疗器械",
            "Class I medical devices",
            "医疗器械监督管理条例 13",
            (("device_1_filing",),),
        ),
        (
            "medical_device_2",
            "第二类医疗器械",
            "Class II medical devices",
            "医疗器械监督管理条例 13, 41",
            (("device_2_registration",), ("device_2_seller_filing",)),
        ),
        (
            "medical_device_3",
            "第三类医疗器械",
            "Class III medical devices",
            "医疗器械监督管理条例 13, 42",
            (("device_3_registration",), ("device_3_seller_licence",)),
        ),
        (
            "ccc_goods",
            "强制性认证商品",
            "CCC goods",
            "认证认可条例 27, 66",
            (("ccc_certificate",),),
        ),
        ("jewellery", "珠宝首饰", "Jewellery", "产品质量法 27", (("jewellery_identification",),)),
        (
            "disinfectant",
            "消毒产品",
            "Disinfectants",
            "消毒管理办法 20",
            (("disinfectant_hygiene_licence",),),
        ),
        (
            "radio_device",
            "无线电发射设备",
            "Radio equipment",
            "无线电管理条例 44",
            (("radio_type_approval",),),
        ),
        ("pesticide", "农药", "Pesticides", "农药管理条例 7", (("pesticide_registration",),)),
        ("publications", "出版物", "Publications", "出版管理条例 35", (("publication_licence",),)),
        (
            "licensed_industrial_goods",
            "生产许可证管理商品",
            "Goods under production licence",
            "工业产品生产许可证管理条例 5",
            (("industrial_production_licence",),),
        ),
    ]
    for code, zh, en, source, groups in rows:
        yield Category(code=code, zh=zh, en=en, source=source, requirements=_needs(source, *groups))
    yield Category(
        code="collectibles",
        zh="收藏品",
        en="Collectibles",
        source="2020-12 国家广播电视总局 收藏类电视购物整治",
        requirements=_needs("产品质量法 27", ("jewellery_identification",)),
        high_risk=True,
        confidence="M",
    )


def _forbidden_categories() -> Iterable[Category]:
    for code, zh, en in (
        ("drugs", "药品", "Drugs"),
        ("sexual_health_products", "性保健品", "Sexual health products"),
        ("breast_enhancement", "丰胸产品", "Breast enhancement products"),
        ("slimming_products", "减肥产品", "Slimming products"),
        ("height_increase", "增高产品", "Height increase products"),
        (
            "implant_devices",
            "植入类及须专业人员使用的器械",
            "Implants and devices needing a professional",
        ),
        ("unlabelled_goods", "无名称、厂名、厂址的商品", "Goods without name, maker or address"),
    ):
        yield Category(code=code, zh=zh, en=en, source=_SHOPPING, forbidden=True)


def _base_requirements() -> tuple[Requirement, ...]:
    identity = "电子商务法 27"
    certificates = (LICENCE, ORGANISATION_CODE_CERTIFICATE, TAX_CERTIFICATE)
    advised = ("credit_report", "quality_management_certificate", "environmental_certificate")
    return tuple(
        Requirement(any_of=(kind,), source=identity, clause="2.1.2") for kind in certificates
    ) + tuple(
        Requirement(any_of=(kind,), source="运营规范 3.1.2", severity="warn") for kind in advised
    )


@cache
def default_catalogue() -> Catalogue:
    """The catalogue of this version."""
    categories = [*_allowed_categories(), *_forbidden_categories()]
    return Catalogue(
        types={kind.code: kind for kind in document_types()},
        categories={category.code: category for category in categories},
        base=_base_requirements(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What an application is judged by; ``today`` is the day in China."""

    today: date
    policy: SupplierPolicy = DEFAULT_POLICY
    catalogue: Catalogue = field(default_factory=default_catalogue, repr=False)
