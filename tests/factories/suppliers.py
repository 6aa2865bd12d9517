"""Suppliers, applications and documents that pass every check; tests change one field each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from teleshop.suppliers.domain.agreement import (
    Agreement,
    Signature,
    Terms,
    accept_agreement,
    countersign_agreement,
    offer_agreement,
)
from teleshop.suppliers.domain.catalogue import Yardstick, default_catalogue
from teleshop.suppliers.domain.inspection import InspectionReport
from teleshop.suppliers.domain.qualifications import Qualification
from teleshop.suppliers.domain.supplier import (
    Application,
    Contact,
    State,
    Supplier,
    activate,
    move,
    pass_automatic_check,
    pass_inspection,
    start_application,
    submit,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
USCC = "91330100799653052A"
SHA256 = "ab" * 32

NUMBERS = {
    "business_licence": USCC,
    "quality_management_certificate": "00126Q30001R0M",
    "environmental_certificate": "00126E30001R0M",
    "food_business_licence": "JY13301060123456",
    "prepackaged_food_filing": "YB13301060123456",
    "food_production_licence": "SC11834020305037",
    "overseas_food_producer_registration": "CNZL0001",
    "health_food_registration": "国食健注G20160001",
    "health_food_filing": "食健备G201633000001",
    "infant_formula_registration": "国食注字YP20170001",
    "special_medical_food_registration": "国食注字TY20170001",
    "cosmetics_filing": "浙G妆网备字2023000001",
    "special_cosmetics_registration": "国妆特字G20230001",
    "device_1_filing": "浙杭械备20230001",
    "device_2_registration": "粤械注准20232140123",
    "device_2_seller_filing": "浙杭食药监械经营备20230001号",
    "device_3_registration": "国械注准20243090123",
    "device_3_seller_licence": "浙杭食药监械经营许20230001号",
    "ccc_certificate": "2016010901123456",
    "jewellery_identification": "NGTC20230001",
    "disinfectant_hygiene_licence": "浙卫消证字(2023)第0001号",
    "radio_type_approval": "2023AP1234",
    "pesticide_registration": "PD20230001",
    "publication_licence": "新出发浙零字第00001号",
    "industrial_production_licence": "XK16-204-00001",
}


def application(**changes: Any) -> Application:
    """A complete application for general goods."""
    complete = Application(
        legal_name="杭州示例商贸有限公司",
        uscc=USCC,
        legal_representative="张三",
        registered_address="浙江省杭州市示例路 1 号",
        contacts=(Contact("李四", phone="13800000000", email="li@example.com"),),
        categories=("general_goods",),
        cooperation_intent="家居用品，长期合作",
    )
    return replace(complete, **changes)


def qualification(type: str = "business_licence", **changes: Any) -> Qualification:
    """An accepted document of that type, issued two years ago, valid for three years in all."""
    expires = default_catalogue().types[type].expiry_required
    document = Qualification(
        id=f"qua_{type}",
        type=type,
        number=NUMBERS.get(type, ""),
        document_id=f"doc_{type}",
        content="accepted",
        issued_on=date(2024, 11, 24),
        valid_to=date(2027, 11, 23) if expires else None,
    )
    return replace(document, **changes)


def documents_for(category: str) -> list[Qualification]:
    """One document per requirement of the category and of every supplier, advice included."""
    catalogue = default_catalogue()
    types = ["business_licence", "credit_report"]
    types += ["quality_management_certificate", "environmental_certificate"]
    types += [requirement.any_of[0] for requirement in catalogue.categories[category].requirements]
    return [qualification(type) for type in dict.fromkeys(types)]


def yardstick(today: date = TODAY) -> Yardstick:
    """The default policy and catalogue on a day."""
    return Yardstick(today=today)


def offered(version_after: Agreement | None = None, **changes: Any) -> Agreement:
    """An agreement on offer from today for a year."""
    terms = Terms(
        document_id="doc_agreement",
        sha256=SHA256,
        valid_from=TODAY,
        valid_to=date(2027, 11, 22),
    )
    return offer_agreement(
        version_after,
        replace(terms, **changes),
        id="agr_1",
        supplier_id="sup_1",
        offered=Signature("legal-1", NOW),
    )


def countersigned(**changes: Any) -> Agreement:
    """An agreement signed by both sides."""
    accepted = accept_agreement(offered(**changes), sha256=SHA256, by="supplier-1", now=NOW)
    return countersign_agreement(accepted, by="manager-1", now=NOW)


def report(**changes: Any) -> InspectionReport:
    """A report that passes."""
    complete = InspectionReport(
        id="ins_1",
        supplier_id="sup_1",
        inspector="inspector-1",
        inspected_on=TODAY,
        score=80,
        report_document="doc_report",
        photo_documents=("doc_photo",),
    )
    return replace(complete, **changes)


def draft(**changes: Any) -> Supplier:
    """A draft made an hour ago."""
    return start_application("sup_1", application(**changes), NOW - timedelta(hours=1))


def active() -> Supplier:
    """A supplier that went through every step."""
    checked = pass_automatic_check(submit(draft(), NOW), [], NOW)
    inspected = pass_inspection(move(checked, "approve_review", NOW), report(), NOW)
    return activate(inspected, countersigned(), [], NOW)


def in_state(state: State) -> Supplier:
    """A supplier put into any state, for tests of what that state allows."""
    return replace(active(), state=state)
