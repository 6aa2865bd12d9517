"""Use cases of suppliers on the table of the template: ownership, lists, what is stored."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import NotFoundError, StaleVersionError
from teleshop.kernel.paging import PageRequest
from teleshop.suppliers.errors import RequirementsNotMetError
from teleshop.suppliers.schemas import ApplicationBody, ApplicationChange, SuppliersQuery
from teleshop.suppliers.service import Suppliers
from teleshop.suppliers.wiring import service
from tests.factories.onboarding import application
from tests.harness.fault_walk import Injector
from tests.harness.wire import wire

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
APPLICANT = Actor("applicant", frozenset({Role.SUPPLIER}))
PERSONAL = ("张三", "李四", "13800000000", "li@example.com", "示例路")


def at(delta: timedelta = timedelta(), actor: Actor = APPLICANT) -> Call:
    return Call(actor, NOW + delta, "request", "correlation")


def body(**changes: Any) -> ApplicationBody:
    return msgspec.convert(application(**changes), ApplicationBody)


def drafts(own: Suppliers, names: list[str]) -> list[str]:
    return [
        own.applications.start_application(at(timedelta(seconds=n)), body(legal_name=name)).id
        for n, name in enumerate(names)
    ]


@pytest.mark.clause("6.4.1", "8.2.1")
def test_nothing_personal_is_stored_published_or_audited_in_the_clear(aws: Any) -> None:
    made = service().applications.start_application(at(), body())
    shown = service().applications.show(at(), made.id)
    assert shown.supplier.application.contacts[0].phone == "13800000000"
    for table in ("SuppliersTable", "OutboxTable", "AuditTable", "DeadlinesTable"):
        stored = json.dumps(aws.items(table), ensure_ascii=False, default=repr)
        assert not [text for text in PERSONAL if text in stored]


def test_a_change_of_a_version_that_is_not_current_is_refused(aws: Any) -> None:
    made = service().applications.start_application(at(), body())
    change = ApplicationChange(cooperation_intent="另一意向")
    seen = replace(at(), expected_version=made.version)
    after = service().applications.amend_application(seen, made.id, change)
    assert after.version == made.version + 1
    with pytest.raises(StaleVersionError):
        service().applications.amend_application(seen, made.id, change)


@pytest.mark.clause("3.2.5")
def test_the_claim_of_a_supplier_id_gives_access_and_another_one_does_not(aws: Any) -> None:
    made = service().applications.start_application(at(), body())
    colleague = Actor("colleague", frozenset({Role.SUPPLIER}), made.id)
    assert service().applications.show(at(actor=colleague), made.id).supplier.id == made.id
    foreign = Actor("foreign", frozenset({Role.SUPPLIER}), "sup_01KAXXXXXXXXXXXXXXXXXXXXXX")
    customer = Actor("applicant", frozenset({Role.CUSTOMER}))
    for actor in (foreign, customer):
        with pytest.raises(NotFoundError):
            service().applications.show(at(actor=actor), made.id)


@pytest.mark.clause("3.2.5")
def test_a_list_by_name_prefix_is_paged_in_order_of_names(aws: Any) -> None:
    drafts(service(), ["杭州乙", "杭州甲", "杭州丙", "上海甲", "杭州 甲 乙"])
    query = SuppliersQuery(name_prefix="杭州", limit=2)
    names: list[str] = []
    for _ in range(3):
        page = service().applications.list_suppliers(query)
        names += [item.legal_name for item in page.items]
        if page.next is None:
            break
        query = SuppliersQuery(name_prefix="杭州", limit=2, cursor=page.next)
    assert names == sorted(["杭州乙", "杭州甲", "杭州丙", "杭州 甲 乙"], key=_normal)


def _normal(name: str) -> str:
    return name.replace(" ", "")


def test_a_list_by_status_opens_nothing_sealed(aws: Any, monkeypatch: Any) -> None:
    drafts(service(), ["甲", "乙"])
    from teleshop.kernel import personal

    def refuse(*_: object, **__: object) -> bytes:
        raise AssertionError("a list opened a sealed value")

    monkeypatch.setattr(personal.PersonalCipher, "open", refuse)
    page = service().applications.list_suppliers(SuppliersQuery(status="draft"))
    assert [item.legal_name for item in page.items] == ["甲", "乙"]


@pytest.mark.clause("3.2.5")
@pytest.mark.parametrize(
    "query",
    [
        SuppliersQuery(status="draft", limit=3),
        SuppliersQuery(name_prefix="甲", limit=3),
        SuppliersQuery(reverification_due_before=date(2099, 1, 1), limit=3),
    ],
    ids=["status", "name", "verification"],
)
def test_a_page_of_a_list_is_one_query_however_many_there_are(
    aws: Any, query: SuppliersQuery
) -> None:
    drafts(service(), [f"甲{number}" for number in range(12)])
    calls = Injector()
    with wire(calls):
        service().applications.list_suppliers(query)
    assert [name for name in calls.names if name.startswith("dynamodb")] == ["dynamodb.Query"]


def test_a_list_by_due_verification_is_empty_for_applications(aws: Any) -> None:
    drafts(service(), ["甲"])
    query = SuppliersQuery(reverification_due_before=date(2099, 1, 1))
    assert service().applications.list_suppliers(query).items == []


@pytest.mark.clause("3.1.2")
def test_every_finding_is_told_at_once(aws: Any) -> None:
    made = service().applications.start_application(at(), ApplicationBody())
    with pytest.raises(RequirementsNotMetError) as refused:
        service().applications.submit_application(at(), made.id)
    assert {error.pointer for error in refused.value.errors} >= {
        "/legal_name",
        "/uscc",
        "/legal_representative",
        "/registered_address",
        "/contacts",
        "/categories",
        "/cooperation_intent",
        "/documents",
    }


def test_the_timeline_of_a_draft_is_empty(aws: Any) -> None:
    made = service().applications.start_application(at(), body())
    assert service().applications.timeline(at(), made.id, PageRequest()).items == []
