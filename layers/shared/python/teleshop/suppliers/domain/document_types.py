"""Data: the types of qualification documents (rules §7).

Where a form or a day in force could not be confirmed in the text of the law, ``confidence`` says
so; what is not ``H`` leads to a warning.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from teleshop.suppliers.domain.qualifications import Confidence, QualificationType
from teleshop.suppliers.domain.registration import (
    LICENCE,
    ORGANISATION_CODE_CERTIFICATE,
    TAX_CERTIFICATE,
)

PROVINCE = "[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕甘青蒙桂宁新藏]"


def _type(
    code: str,
    names: tuple[str, str],
    law: tuple[str, str, date],
    confidence: Confidence,
    pattern: str | None = None,
) -> QualificationType:
    return QualificationType(
        code=code,
        zh=names[0],
        en=names[1],
        source=law[0],
        article=law[1],
        effective_from=law[2],
        confidence=confidence,
        pattern=pattern,
    )


def _expiring(kind: QualificationType, years: int | None = None) -> QualificationType:
    return replace(kind, expiry_required=True, validity_years=years)


_FOOD_TRADE = "食品经营许可和备案管理办法"
_HEALTH_FOOD = "保健食品注册与备案管理办法"
_COSMETICS = "化妆品注册备案管理办法"
_DEVICES = "医疗器械注册与备案管理办法"
_DEVICE_TRADE = "医疗器械经营监督管理办法"


def document_types() -> Iterable[QualificationType]:
    """Every type, once."""
    registration = ("商事主体登记管理条例", "22", date(2022, 3, 1))
    old = ("国办发〔2015〕50号", "2", date(2015, 10, 1))
    # The code itself is checked by registration.py; fifteen digits are the number of a licence of
    # the old form.
    yield _type(LICENCE, ("营业执照", "business licence"), registration, "H")
    yield _type(
        ORGANISATION_CODE_CERTIFICATE,
        ("组织机构代码证", "organisation code certificate"),
        old,
        "M",
        r"[0-9A-Z]{8}-?[0-9X]",
    )
    yield _type(
        TAX_CERTIFICATE,
        ("税务登记证", "tax registration certificate"),
        old,
        "M",
        r"\d{6}[0-9A-Z]{9}|\d{17}[0-9X](\d{2})?",
    )
    yield replace(
        _type(
            "credit_report",
            ("企业信用信息公示报告", "enterprise credit report"),
            ("企业信息公示暂行条例", "6", date(2014, 10, 1)),
            "M",
        ),
        number_required=False,
    )
    yield _expiring(
        _type(
            "quality_management_certificate",
            ("质量管理体系认证证书", "quality management certificate"),
            ("认证认可条例", "GB/T 19001", date(2003, 11, 1)),
            "M",
        ),
        3,
    )
    yield _expiring(
        _type(
            "environmental_certificate",
            ("环境管理体系认证证书", "environmental management certificate"),
            ("认证认可条例", "GB/T 24001", date(2003, 11, 1)),
            "M",
        ),
        3,
    )
    yield from _food_types()
    yield from _cosmetic_and_device_types()
    yield from _other_types()


def _food_types() -> Iterable[QualificationType]:
    trade = date(2023, 12, 1)
    health = date(2016, 7, 1)
    yield _expiring(
        _type(
            "food_business_licence",
            ("食品经营许可证", "food business licence"),
            (_FOOD_TRADE, "2", trade),
            "M",
            r"JY\d{14}",
        ),
        5,
    )
    yield _type(
        "prepackaged_food_filing",
        ("仅销售预包装食品备案", "filing for prepackaged food"),
        (_FOOD_TRADE, "5", trade),
        "M",
        r"YB\d{14}",
    )
    yield _expiring(
        _type(
            "food_production_licence",
            ("食品生产许可证", "food production licence"),
            ("食品生产许可管理办法", "29", date(2015, 10, 1)),
            "H",
            r"SC[12]\d{13}",
        ),
        5,
    )
    yield _expiring(
        _type(
            "overseas_food_producer_registration",
            ("进口食品境外生产企业注册", "registration of the overseas food producer"),
            ("进口食品境外生产企业注册管理规定", "4", date(2022, 1, 1)),
            "L",
        ),
        5,
    )
    yield _expiring(
        _type(
            "health_food_registration",
            ("保健食品注册证书", "health food registration"),
            (_HEALTH_FOOD, "34", health),
            "M",
            r"国食健注[GJ](?P<year>\d{4})\d{4}|国食健字[GJ]\d{8}",
        ),
        5,
    )
    yield _type(
        "health_food_filing",
        ("保健食品备案凭证", "health food filing"),
        (_HEALTH_FOOD, "50", health),
        "M",
        r"食健备[GJ](?P<year>\d{4})\d{8}",
    )
    yield _expiring(
        _type(
            "infant_formula_registration",
            ("婴幼儿配方乳粉产品配方注册证书", "infant formula registration"),
            ("婴幼儿配方乳粉产品配方注册管理办法", "21", date(2016, 10, 1)),
            "M",
            r"国食注字YP(?P<year>\d{4})\d{4}",
        ),
        5,
    )
    yield _expiring(
        _type(
            "special_medical_food_registration",
            ("特殊医学用途配方食品注册证书", "registration of food for special medical purposes"),
            ("特殊医学用途配方食品注册管理办法", "21", date(2016, 7, 1)),
            "M",
            r"国食注字TY(?P<year>\d{4})\d{4}",
        ),
        5,
    )


def _cosmetic_and_device_types() -> Iterable[QualificationType]:
    cosmetics = date(2021, 5, 1)
    devices = date(2021, 10, 1)
    trade = date(2022, 5, 1)
    yield _type(
        "cosmetics_filing",
        ("普通化妆品备案凭证", "filing of an ordinary cosmetic"),
        (_COSMETICS, "37", cosmetics),
        "M",
        rf"{PROVINCE}G妆网备字(?P<year>\d{{4}})\d{{4,6}}|国妆网备[进制]字(\(\S\))?\d{{8,10}}",
    )
    yield _expiring(
        _type(
            "special_cosmetics_registration",
            ("特殊化妆品注册证", "registration of a special cosmetic"),
            (_COSMETICS, "37", cosmetics),
            "M",
            r"国妆特(字|进字|制字)G?(?P<year>\d{4})\d{4,6}",
        ),
        5,
    )
    yield _type(
        "device_1_filing",
        ("第一类医疗器械备案凭证", "filing of a class I medical device"),
        (_DEVICES, "120", devices),
        "H",
        rf"(国|{PROVINCE}\S?)械备(?P<year>\d{{4}})\d{{4}}",
    )
    # An imported device (进, 许) is registered nationally; a province registers domestic ones (准)
    # only.
    yield _expiring(
        _type(
            "device_2_registration",
            ("第二类医疗器械注册证", "registration of a class II medical device"),
            (_DEVICES, "120", devices),
            "H",
            rf"(国械注(准|进|许)|{PROVINCE}械注准)(?P<year>\d{{4}})2\d{{6}}",
        ),
        5,
    )
    yield _type(
        "device_2_seller_filing",
        ("第二类医疗器械经营备案", "seller's filing for class II devices"),
        (_DEVICE_TRADE, "4", trade),
        "M",
    )
    yield _expiring(
        _type(
            "device_3_registration",
            ("第三类医疗器械注册证", "registration of a class III medical device"),
            (_DEVICES, "120", devices),
            "H",
            r"国械注(准|进|许)(?P<year>\d{4})3\d{6}",
        ),
        5,
    )
    yield _expiring(
        _type(
            "device_3_seller_licence",
            ("医疗器械经营许可证", "seller's licence for class III devices"),
            (_DEVICE_TRADE, "4", trade),
            "M",
        ),
        5,
    )


def _other_types() -> Iterable[QualificationType]:
    yield _expiring(
        _type(
            "ccc_certificate",
            ("强制性产品认证证书", "CCC certificate"),
            ("强制性产品认证管理规定", "2", date(2009, 9, 1)),
            "M",
            r"(?P<year>\d{4})\d{12}",
        ),
        5,
    )
    yield _type(
        "jewellery_identification",
        ("珠宝玉石鉴定证书", "jewellery identification certificate"),
        ("产品质量法", "27", date(2018, 12, 29)),
        "M",
    )
    yield _expiring(
        _type(
            "disinfectant_hygiene_licence",
            ("消毒产品生产企业卫生许可证", "hygiene licence of the disinfectant maker"),
            ("消毒管理办法", "20", date(2002, 7, 1)),
            "L",
            r"[\u4e00-\u9fa5]?卫消证字\((?P<year>\d{4})\)第\d{4}号",
        ),
        4,
    )
    yield _type(
        "radio_type_approval",
        ("无线电发射设备型号核准证", "type approval of radio equipment"),
        ("无线电管理条例", "44", date(2016, 12, 1)),
        "L",
        r"(?P<year>\d{4})[A-Z]{2}\d{4,5}",
    )
    yield _expiring(
        _type(
            "pesticide_registration",
            ("农药登记证", "pesticide registration"),
            ("农药管理条例", "7", date(2017, 6, 1)),
            "L",
            r"(PD|WP)\d{8}",
        ),
        5,
    )
    yield _expiring(
        _type(
            "publication_licence",
            ("出版物经营许可证", "publication business licence"),
            ("出版物市场管理规定", "3", date(2016, 6, 1)),
            "M",
        )
    )
    yield _expiring(
        _type(
            "industrial_production_licence",
            ("工业产品生产许可证", "industrial production licence"),
            ("工业产品生产许可证管理条例", "5", date(2005, 9, 1)),
            "L",
            r"XK\d{2}-\d{3}-\d{5}",
        ),
        5,
    )
