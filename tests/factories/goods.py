"""A product that is complete, and what it is judged by: without any AWS, for the rules alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from teleshop.catalog.domain.admission import Facts
from teleshop.catalog.domain.content import (
    AfterSales,
    Content,
    Packaging,
    ProductDocument,
    Variant,
)
from teleshop.catalog.domain.papers import PaperType
from teleshop.catalog.domain.rulebook import (
    Attribute,
    CategoryRules,
    File,
    GoodsProfile,
    Hit,
    RequiredDocument,
    SupplierStanding,
)
from teleshop.kernel.findings import Finding
from teleshop.suppliers.service import certificate_types, check_certificate

TODAY = date(2026, 11, 23)
SUPPLIER = "sup_01M85DHGV7QFY5FSZEG4Y45BFB"
CATEGORY = "cat_01M85DHGV7QFY5FSZEG4Y45BFC"
PICTURES = tuple(f"doc_01M85DHGV7QFY5FSZEG4Y45P0{n}" for n in range(3))
CCC, REPORT = "doc_01M85DHGV7QFY5FSZEG4Y45CCC", "doc_01M85DHGV7QFY5FSZEG4Y45REP"
GTINS = ("6901234567892", "6921456789018", "6937890123455")
POTS = CategoryRules(
    id=CATEGORY,
    zh="电压力锅",
    en="Electric pressure cookers",
    path=("cat_01M85DHGV7QFY5FSZEG4Y45BF0", CATEGORY),
    attributes=(
        Attribute(code="capacity", zh="容量", en="Capacity", kind="integer", unit="ml"),
        Attribute(
            code="colour",
            zh="颜色",
            en="Colour",
            kind="choice",
            choices=("红", "白"),
            required=True,
            material=False,
        ),
        Attribute(code="dishwasher", zh="可机洗", en="Dishwasher safe", kind="flag"),
        Attribute(code="style", zh="风格", en="Style", material=False),
    ),
    required_documents=(
        RequiredDocument(any_of=("ccc_certificate",), source="认证认可条例 27"),
        RequiredDocument(any_of=("test_report",), source="产品质量法 33"),
    ),
    forbidden_substances=frozenset({"PVC", "铅"}),
    durable=True,
    goods_kind="electronics",
    supplier_category="ccc_goods",
)


class Certificates:
    """The suppliers' rules on certificates."""

    def type_of(self, code: str) -> PaperType | None:
        """The type of that code, if there is one."""
        found = certificate_types().get(code)
        return PaperType(found.code, found.zh, found.en) if found else None

    def check(self, document: ProductDocument, today: date, pointer: str) -> list[Finding]:
        """Remarks on one certificate."""
        if document.type not in certificate_types():
            return []
        return check_certificate(
            document.type,
            number=document.number or "",
            issued_on=document.issued_on,
            valid_to=document.valid_to,
            today=today,
            pointer=pointer,
        )


def screen(text: str, goods: GoodsProfile) -> tuple[Hit, ...]:
    """A screen that knows two words: one may not stand, one is to be looked at."""
    found = []
    for word, verdict in (("最佳", "fail"), ("金牌", "warn")):
        at = text.find(word)
        if at >= 0 and word not in goods.own_names:
            found.append(
                Hit(
                    start=at,
                    end=at + len(word),
                    text=word,
                    code="ABS_ZUI",
                    verdict="fail" if verdict == "fail" else "warn",
                    zh="绝对化用语",
                    en="an absolute term",
                    rule="AD-9.3",
                    source="广告法 9(3)",
                )
            )
    return tuple(found)


def variant(number: int = 0, **changes: Any) -> Variant:
    """One article."""
    known = Variant(
        sku=f"sku_{number}",
        own_code=f"POT-{number}",
        gtin=GTINS[number] if number < len(GTINS) else None,
        options={"尺寸": f"{number + 3}升"},
        supply_price=129_00,
        suggested_price=199_00,
    )
    return replace(known, **changes)


def content(**changes: Any) -> Content:
    """A content that meets every requirement."""
    known = Content(
        category_id=CATEGORY,
        name="云栖智能电压力锅双胆家用款",
        brand="云栖",
        specification="5升，双内胆",
        model="YQ-500",
        unit="台",
        origin="中国浙江",
        manufacturer="杭州云栖电器有限公司",
        manufacturer_address="浙江省杭州市西湖区云栖路 1 号",
        production_date=date(2026, 10, 1),
        description="预约烹饪，一键排气，操作简单。锅体保温效果稳定，适合三口之家日常使用。",
        attributes={"capacity": 5000, "colour": "红", "dishwasher": True, "style": "简约"},
        variants=(variant(0), variant(1)),
        pictures=PICTURES,
        documents=(
            ProductDocument(
                document_id=CCC,
                type="ccc_certificate",
                number="2024010717123456",
                issued_on=date(2024, 5, 1),
                valid_to=date(2028, 4, 30),
            ),
            ProductDocument(
                document_id=REPORT,
                type="test_report",
                number="R-2026-17",
                issued_on=date(2026, 3, 1),
                laboratory="浙江省质量检测研究院",
            ),
        ),
        packaging=Packaging(materials=("瓦楞纸箱",), standard="GB/T 6543", compliant=True),
        after_sales=AfterSales(
            warranty_months=12,
            warranty_terms="整机保修一年",
            return_address="浙江省杭州市西湖区云栖路 2 号",
            repair_contact="400-800-0000",
        ),
        air_on=date(2026, 12, 20),
    )
    return replace(known, **changes)


def picture(id: str, **changes: Any) -> File:
    """A picture that passed its check."""
    known = File(
        id=id,
        supplier_id=SUPPLIER,
        purpose="product_picture",
        accepted=True,
        content_type="image/jpeg",
        width=1200,
        height=1200,
    )
    return replace(known, **changes)


def paper(id: str, **changes: Any) -> File:
    """A document that passed its check."""
    known = File(id=id, supplier_id=SUPPLIER, purpose="product_document", accepted=True)
    return replace(known, **changes)


FILES = {id: picture(id) for id in PICTURES} | {id: paper(id) for id in (CCC, REPORT)}


def facts(**changes: Any) -> Facts:
    """What a product of an active supplier is judged by."""
    known = Facts(
        today=TODAY,
        supplier_id=SUPPLIER,
        supplier=SupplierStanding(
            active=True, new_products=True, categories=frozenset({"ccc_goods", "general_goods"})
        ),
        category=POTS,
        papers=Certificates(),
        screen=screen,
        files=FILES,
    )
    return replace(known, **changes)


Defect = Callable[[Content], Content]


def without(name: str) -> Defect:
    """The content with one field as it is before anybody filled it in."""
    return lambda known: replace(known, **{name: getattr(Content(), name)})
