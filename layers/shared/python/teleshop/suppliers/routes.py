"""Routes of the suppliers context: the supplier's own application, and the work of the platform
on it.
"""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.suppliers.schemas import (
    AcceptanceBody,
    AgreementBody,
    AgreementsView,
    AgreementView,
    ApplicationBody,
    ApplicationChange,
    BlacklistBody,
    BlacklistView,
    CategoriesView,
    ClearanceBody,
    InspectionBody,
    InspectionsView,
    InspectionView,
    ListedView,
    QualificationBody,
    QualificationsView,
    QualificationTypesView,
    QualificationView,
    ReasonBody,
    SuppliersQuery,
    SupplierView,
    TimelineView,
    VerificationBody,
    VerificationView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.suppliers.service import Suppliers

api = ApiBlueprint(__name__)


def _service() -> "Suppliers":
    from teleshop.suppliers.wiring import service

    return service()


def _supplier(supplier: Any) -> Answer:
    return Answer(SupplierView.of(supplier), supplier.version)


def _checked(checked: Any) -> Answer:
    return Answer(SupplierView.of(checked.supplier, checked.findings), checked.supplier.version)


def _shown(shown: Any) -> Answer:
    view = SupplierView.of(shown.supplier, obstacles=shown.obstacles)
    return Answer(view, shown.supplier.version)


def _qualification(on_file: Any) -> QualificationView:
    return QualificationView.of(on_file.record, on_file.current, on_file.findings)


def _entry(record: Any) -> Answer:
    return Answer(BlacklistView.of(record), record.version)


# -- what may be applied for -----------------------------------------------------------------------


@api.get(
    "/supplier-categories",
    answer=CategoriesView,
    present=CategoriesView.of,
    clause="3.1.2",
    summary=("商品类别及所需资质", "List categories of goods and the documents they need"),
)
def list_categories(request: Request[NoBody, NoQuery]) -> Any:
    """Forbidden ones too, with the reason."""
    return _service().guide.list_categories(request.call)


@api.get(
    "/qualification-types",
    answer=QualificationTypesView,
    present=QualificationTypesView.of,
    clause="3.1.2",
    summary=("资质文件类型", "List types of qualification documents"),
)
def list_qualification_types(request: Request[NoBody, NoQuery]) -> Any:
    """With the form of their numbers, as far as it is known."""
    return _service().guide.list_types(request.call)


# -- the application -------------------------------------------------------------------------------


@api.post(
    "/supplier-applications",
    body=ApplicationBody,
    answer=SupplierView,
    status=201,
    present=_supplier,
    versioned=True,
    location="/supplier-applications/{id}",
    clause="3.2.1",
    summary=("起草供应商入驻申请", "Draft an application to become a supplier"),
)
def start_application(request: Request[ApplicationBody, NoQuery]) -> Any:
    """A draft that belongs to the caller."""
    return _service().applications.start_application(request.call, request.body)


@api.get(
    "/supplier-applications/{supplier_id}",
    answer=SupplierView,
    present=_shown,
    versioned=True,
    clause="3.1.3",
    summary=("查看入驻申请", "Show an application"),
)
def show_application(request: Request[NoBody, NoQuery]) -> Any:
    """The application, and where it stands."""
    return _service().applications.show(request.call, request.path["supplier_id"])


@api.patch(
    "/supplier-applications/{supplier_id}",
    body=ApplicationChange,
    answer=SupplierView,
    present=_supplier,
    versioned=True,
    clause="3.2.1",
    summary=("修改草稿或已退回的申请", "Change a draft or a returned application"),
)
def amend_application(request: Request[ApplicationChange, NoQuery]) -> Any:
    """What is absent stays."""
    return _service().applications.amend_application(
        request.call, request.path["supplier_id"], request.body
    )


@api.post(
    "/supplier-applications/{supplier_id}/submission",
    answer=SupplierView,
    present=_checked,
    clause="3.1.3",
    summary=("提交或重新提交申请", "Submit an application, or submit it again"),
)
def submit_application(request: Request[NoBody, NoQuery]) -> Any:
    """Refused with every finding at once; warnings are in the answer's ``findings``."""
    return _service().applications.submit_application(request.call, request.path["supplier_id"])


@api.post(
    "/supplier-applications/{supplier_id}/withdrawal",
    answer=SupplierView,
    present=_supplier,
    clause="3.1.3",
    summary=("撤回申请", "Withdraw an application"),
)
def withdraw_application(request: Request[NoBody, NoQuery]) -> Any:
    """At whatever step it is."""
    return _service().applications.withdraw_application(request.call, request.path["supplier_id"])


# -- suppliers -------------------------------------------------------------------------------------


@api.get(
    "/suppliers",
    query=SuppliersQuery,
    answer=Listing[ListedView],
    present=lambda page: Listing.of(page.map(ListedView.of)),
    clause="3.2.5",
    summary=(
        "按状态、名称前缀或复核到期日查询供应商",
        "List suppliers by status, name prefix or due re-verification",
    ),
)
def list_suppliers(request: Request[NoBody, SuppliersQuery]) -> Any:
    """Exactly one of the three filters."""
    return _service().applications.list_suppliers(request.query)


@api.get(
    "/suppliers/{supplier_id}",
    answer=SupplierView,
    present=_shown,
    versioned=True,
    clause="3.2.4",
    summary=("查看供应商及其不能上架的原因", "Show a supplier and what stops new products"),
)
def show_supplier(request: Request[NoBody, NoQuery]) -> Any:
    """Its own supplier for a supplier, any for staff."""
    return _service().applications.show(request.call, request.path["supplier_id"])


@api.get(
    "/suppliers/{supplier_id}/timeline",
    query=ListQuery,
    answer=Listing[TimelineView],
    present=lambda page: Listing.of(page.map(TimelineView.of)),
    clause="3.1.3",
    summary=("供应商大事记", "What happened to a supplier, newest first"),
)
def show_timeline(request: Request[NoBody, ListQuery]) -> Any:
    """Notes are for staff only."""
    return _service().applications.timeline(
        request.call, request.path["supplier_id"], request.query.page
    )


@api.post(
    "/suppliers/{supplier_id}/onboarding-restarts",
    answer=SupplierView,
    status=202,
    present=_supplier,
    clause="3.1.3",
    summary=("重新启动因技术原因中断的审批流程", "Let a workflow that failed run again"),
)
def restart_onboarding(request: Request[NoBody, NoQuery]) -> Any:
    """Steps that were taken are not taken again."""
    return _service().onboarding.restart(request.call, request.path["supplier_id"])


# -- documents -------------------------------------------------------------------------------------


@api.post(
    "/suppliers/{supplier_id}/documents",
    body=QualificationBody,
    answer=QualificationView,
    status=201,
    present=_qualification,
    clause="2.1.2",
    summary=("登记资质文件", "Put a qualification document on file"),
)
def add_document(request: Request[QualificationBody, NoQuery]) -> Any:
    """A renewal names the older document in ``replaces``; both stay on file."""
    return _service().qualifications.add_document(
        request.call, request.path["supplier_id"], request.body
    )


@api.get(
    "/suppliers/{supplier_id}/documents",
    answer=QualificationsView,
    present=lambda found: QualificationsView(items=[_qualification(item) for item in found]),
    clause="2.1.2",
    summary=("资质文件清单", "List qualification documents, renewed ones too"),
)
def list_documents(request: Request[NoBody, NoQuery]) -> Any:
    """Oldest first."""
    return _service().qualifications.list_documents(request.call, request.path["supplier_id"])


@api.delete(
    "/suppliers/{supplier_id}/documents/{qualification_id}",
    clause="2.1.2",
    summary=("从草稿中移除资质文件", "Take a document out of a draft"),
)
def remove_document(request: Request[NoBody, NoQuery]) -> None:
    """In a draft or a returned application only; ``If-Match`` names the application's version."""
    _service().qualifications.remove_document(
        request.call, request.path["supplier_id"], request.path["qualification_id"]
    )


# -- inspection and verification -------------------------------------------------------------------


@api.post(
    "/suppliers/{supplier_id}/inspection-reports",
    body=InspectionBody,
    answer=InspectionView,
    status=201,
    present=InspectionView.of,
    clause="3.1.3",
    summary=("提交实地考察报告", "Report an on-site inspection"),
)
def report_inspection(request: Request[InspectionBody, NoQuery]) -> Any:
    """Score, report and photos."""
    return _service().visits.report_inspection(
        request.call, request.path["supplier_id"], request.body
    )


@api.get(
    "/suppliers/{supplier_id}/inspection-reports",
    answer=InspectionsView,
    present=lambda found: InspectionsView(items=[InspectionView.of(item) for item in found]),
    clause="3.1.3",
    summary=("实地考察报告清单", "List inspection reports"),
)
def list_inspections(request: Request[NoBody, NoQuery]) -> Any:
    """Newest first."""
    return _service().visits.list_inspections(request.call, request.path["supplier_id"])


@api.post(
    "/suppliers/{supplier_id}/verifications",
    body=VerificationBody,
    answer=VerificationView,
    status=201,
    present=VerificationView.of,
    clause="3.2.4",
    summary=("记录供应商资料复核", "Record a re-verification"),
)
def record_verification(request: Request[VerificationBody, NoQuery]) -> Any:
    """With a verdict on every document in force."""
    return _service().visits.record_verification(
        request.call, request.path["supplier_id"], request.body
    )


# -- the agreement ---------------------------------------------------------------------------------


@api.post(
    "/suppliers/{supplier_id}/agreements",
    body=AgreementBody,
    answer=AgreementView,
    status=201,
    present=AgreementView.of,
    clause="3.2.3",
    summary=("提供合作协议的新版本", "Offer a version of the agreement"),
)
def offer_agreement(request: Request[AgreementBody, NoQuery]) -> Any:
    """Version and hash come from the accepted file."""
    return _service().agreements.offer_agreement(
        request.call, request.path["supplier_id"], request.body
    )


@api.get(
    "/suppliers/{supplier_id}/agreements",
    answer=AgreementsView,
    present=lambda found: AgreementsView(items=[AgreementView.of(item) for item in found]),
    clause="3.2.3",
    summary=("合作协议版本清单", "List the versions of the agreement"),
)
def list_agreements(request: Request[NoBody, NoQuery]) -> Any:
    """Newest first."""
    return _service().agreements.list_agreements(request.call, request.path["supplier_id"])


@api.post(
    "/suppliers/{supplier_id}/agreements/{version}/acceptance",
    body=AcceptanceBody,
    answer=AgreementView,
    present=AgreementView.of,
    clause="3.2.3",
    summary=("供应商按哈希接受协议", "Accept a version by the hash of its text"),
)
def accept_agreement(request: Request[AcceptanceBody, NoQuery]) -> Any:
    """The hash proves which text was read."""
    return _service().agreements.accept_agreement(
        request.call, request.path["supplier_id"], request.path["version"], request.body
    )


@api.post(
    "/suppliers/{supplier_id}/agreements/{version}/countersignature",
    answer=AgreementView,
    present=AgreementView.of,
    clause="3.2.3",
    summary=("平台会签续签协议", "Countersign a renewal"),
)
def countersign_agreement(request: Request[NoBody, NoQuery]) -> Any:
    """Of a supplier on board; the first agreement is countersigned by the approval."""
    return _service().agreements.countersign_agreement(
        request.call, request.path["supplier_id"], request.path["version"]
    )


# -- standing --------------------------------------------------------------------------------------


@api.post(
    "/suppliers/{supplier_id}/suspension",
    body=ReasonBody,
    answer=SupplierView,
    present=_supplier,
    clause="3.2.4",
    summary=("人工暂停供应商", "Put a supplier on hold"),
)
def suspend_supplier(request: Request[ReasonBody, NoQuery]) -> Any:
    """The reason is for staff."""
    return _service().standing.suspend_supplier(
        request.call, request.path["supplier_id"], request.body
    )


@api.post(
    "/suppliers/{supplier_id}/restoration",
    body=ReasonBody,
    answer=SupplierView,
    present=_supplier,
    clause="3.2.4",
    summary=("解除人工暂停", "Lift the hold on a supplier"),
)
def restore_supplier(request: Request[ReasonBody, NoQuery]) -> Any:
    """Other reasons for suspension stay."""
    return _service().standing.restore_supplier(
        request.call, request.path["supplier_id"], request.body
    )


@api.post(
    "/suppliers/{supplier_id}/termination",
    body=ReasonBody,
    answer=SupplierView,
    present=_supplier,
    clause="3.2.4",
    summary=("终止与供应商的合作", "End the cooperation with a supplier"),
)
def terminate_supplier(request: Request[ReasonBody, NoQuery]) -> Any:
    """For good; the enterprise may apply again."""
    return _service().standing.terminate_supplier(
        request.call, request.path["supplier_id"], request.body
    )


# -- blacklist -------------------------------------------------------------------------------------


@api.get(
    "/blacklist-entries",
    query=ListQuery,
    answer=Listing[BlacklistView],
    present=lambda page: Listing.of(page.map(BlacklistView.of)),
    clause="2.1.5",
    summary=("黑名单", "List the blacklist"),
)
def list_blacklist(request: Request[NoBody, ListQuery]) -> Any:
    """Ended entries too, newest first."""
    return _service().blacklist.list_entries(request.query.page)


@api.post(
    "/blacklist-entries",
    body=BlacklistBody,
    answer=BlacklistView,
    status=201,
    present=_entry,
    clause="2.1.5",
    summary=("列入黑名单", "Put an entity or a person on the blacklist"),
)
def add_blacklist_entry(request: Request[BlacklistBody, NoQuery]) -> Any:
    """An entity on board is suspended at once."""
    return _service().blacklist.add_entry(request.call, request.body)


@api.delete(
    "/blacklist-entries/{entry_id}",
    answer=BlacklistView,
    status=200,
    present=_entry,
    clause="2.1.5",
    summary=("结束黑名单记录", "End a blacklist entry"),
)
def end_blacklist_entry(request: Request[NoBody, NoQuery]) -> Any:
    """The entry stays on record."""
    return _service().blacklist.end_entry(request.call, request.path["entry_id"])


@api.post(
    "/blacklist-entries/{entry_id}/clearances",
    body=ClearanceBody,
    answer=BlacklistView,
    present=_entry,
    clause="2.1.5",
    summary=("澄清同名人员", "Say that an entity's people are namesakes"),
)
def clear_namesake(request: Request[ClearanceBody, NoQuery]) -> Any:
    """For entries of persons."""
    return _service().blacklist.clear_namesake(request.call, request.path["entry_id"], request.body)
