"""The automatic check of an application: everything at once."""

import string
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.findings import Finding, FindingKind, refusing
from teleshop.kernel.rules import registered_rules
from teleshop.suppliers.domain import findings as catalogue_of_findings
from teleshop.suppliers.domain.application import (
    KnownSupplier,
    blacklist_subjects,
    check_application,
)
from teleshop.suppliers.domain.blacklist import BlacklistHit
from teleshop.suppliers.domain.catalogue import default_catalogue
from teleshop.suppliers.domain.qualifications import Qualification
from teleshop.suppliers.domain.supplier import Application, Contact, State
from tests.factories.suppliers import (
    TODAY,
    USCC,
    application,
    documents_for,
    qualification,
    yardstick,
)

pytestmark = pytest.mark.clause("3.1.2")

CATALOGUE = default_catalogue()
ALLOWED = sorted(code for code, one in CATALOGUE.categories.items() if not one.forbidden)
FORBIDDEN = sorted(code for code, one in CATALOGUE.categories.items() if one.forbidden)
KINDS = [kind for kind in vars(catalogue_of_findings).values() if isinstance(kind, FindingKind)]


def check(
    of: Application | None = None,
    documents: Sequence[Qualification] | None = None,
    today: date = TODAY,
) -> list[Finding]:
    asked = application() if of is None else of
    on_file = documents_for("general_goods") if documents is None else documents
    return check_application(asked, on_file, yardstick(today))


def places(findings: Sequence[Finding]) -> set[tuple[str, str]]:
    return {(finding.code, finding.pointer) for finding in findings}


def with_document(category: str, **changes: object) -> list[Qualification]:
    """The documents of a category, its last one changed."""
    *others, last = documents_for(category)
    return [*others, replace(last, **changes)]  # type: ignore[arg-type]


@pytest.mark.parametrize("category", ALLOWED)
def test_an_application_with_all_documents_of_its_category_passes(category: str) -> None:
    found = check(application(categories=(category,)), documents_for(category))
    assert refusing(found) == []
    assert {finding.code for finding in found} <= {"category_high_risk"}


@pytest.mark.parametrize("category", ALLOWED)
def test_each_document_a_category_needs_is_missed_when_it_is_not_there(category: str) -> None:
    for requirement in CATALOGUE.categories[category].requirements:
        without = [one for one in documents_for(category) if one.type not in requirement.any_of]
        found = refusing(check(application(categories=(category,)), without))
        assert places(found) == {("document_missing", "/documents")}
        assert found[0].params["types"] == ",".join(requirement.any_of)


@pytest.mark.parametrize("category", ALLOWED)
def test_any_one_of_the_alternatives_satisfies_a_requirement(category: str) -> None:
    for requirement in CATALOGUE.categories[category].requirements:
        rest = [one for one in documents_for(category) if one.type not in requirement.any_of]
        for alternative in requirement.any_of:
            documents = [*rest, qualification(alternative)]
            assert refusing(check(application(categories=(category,)), documents)) == []


def test_a_document_needed_by_two_categories_is_asked_for_once() -> None:
    wanted = application(categories=("prepackaged_food", "health_food", "prepackaged_food"))
    missing = [one for one in refusing(check(wanted)) if one.code == "document_missing"]
    types = [one.params["types"] for one in missing]
    assert len(types) == len(set(types)) == 3


def test_everything_wrong_is_said_at_once() -> None:
    wrong = application(
        legal_name=" ",
        uscc="91330100799653052B",
        legal_representative="",
        registered_address="",
        contacts=(Contact("李四"), Contact("", phone="13800000000")),
        categories=("drugs", "no_such", "ccc_goods"),
        cooperation_intent="",
    )
    documents = [
        qualification("ccc_certificate", valid_to=date(2026, 11, 22)),
        qualification("device_1_filing", number="x", content="rejected"),
        replace(qualification("business_licence"), type="no_such_type"),
    ]
    assert places(refusing(check(wrong, documents))) == {
        ("legal_name_missing", "/legal_name"),
        ("uscc_check_character", "/uscc"),
        ("legal_representative_missing", "/legal_representative"),
        ("registered_address_missing", "/registered_address"),
        ("contact_incomplete", "/contacts/0"),
        ("contact_incomplete", "/contacts/1"),
        ("cooperation_intent_missing", "/cooperation_intent"),
        ("category_forbidden", "/categories/0"),
        ("category_unknown", "/categories/1"),
        ("document_expired", "/documents/0/valid_to"),
        ("number_format", "/documents/1/number"),
        ("document_rejected", "/documents/1/document_id"),
        ("document_type_unknown", "/documents/2/type"),
        ("document_missing", "/documents"),
    }


def test_no_contact_and_no_category_are_refused() -> None:
    found = refusing(check(application(contacts=(), categories=())))
    assert places(found) == {
        ("contact_missing", "/contacts"),
        ("categories_missing", "/categories"),
    }


@pytest.mark.clause("2.1.1")
@pytest.mark.parametrize("category", FORBIDDEN)
def test_goods_banned_from_tv_shopping_are_refused_by_name(category: str) -> None:
    found = refusing(check(application(categories=(category,))))
    assert places(found) == {("category_forbidden", "/categories/0")}
    assert CATALOGUE.categories[category].zh in found[0].message("zh")


@pytest.mark.clause("2.1.2")
def test_without_a_licence_only_the_licence_is_asked_for() -> None:
    found = refusing(check(documents=documents_for("general_goods")[1:]))
    assert [finding.params["types"] for finding in found] == ["business_licence"]
    assert found[0].clause == "2.1.2"


@pytest.mark.clause("2.1.2")
def test_old_certificates_are_kept_as_history_and_prove_nothing_today() -> None:
    old = [
        qualification(number="330100000012345", issued_on=date(2014, 5, 1)),
        qualification(
            "organisation_code_certificate", number="79965305-2", issued_on=date(2014, 5, 1)
        ),
        qualification(
            "tax_registration_certificate", number="330100799653052", issued_on=date(2014, 5, 1)
        ),
    ]
    documents = [*documents_for("general_goods")[1:], *old]
    found = check(documents=documents)
    assert [one.params["types"] for one in refusing(found)] == ["business_licence"]
    assert [one.code for one in found if one.severity == "warn"] == ["old_certificate"] * 3
    assert refusing(check(documents=old, today=date(2017, 12, 31))) == []
    ended = [replace(one, valid_to=date(2017, 12, 30)) for one in old]
    found = refusing(check(documents=ended, today=date(2017, 12, 31)))
    assert [one.code for one in found] == ["document_expired"] * 3


@pytest.mark.clause("2.1.2")
def test_an_old_certificate_needs_its_day_of_issue_and_the_same_organisation_code() -> None:
    old = qualification("organisation_code_certificate", number="70846113-6", issued_on=None)
    late = qualification(
        "tax_registration_certificate", number="330100799653052", issued_on=date(2018, 1, 1)
    )
    found = check(documents=[*documents_for("general_goods"), old, late])
    assert places(found) == {
        ("issue_date_missing", "/documents/4/issued_on"),
        ("old_certificate", "/documents/4"),
        ("old_certificate_number_differs", "/documents/4/number"),
        ("old_certificate_too_late", "/documents/5/issued_on"),
        ("old_certificate", "/documents/5"),
    }


@pytest.mark.clause("2.1.2")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "91440300708461136T"}, "licence_number_differs"),
        ({"issued_on": date(2015, 9, 30)}, "licence_older_than_code"),
        ({"issued_on": None}, "issue_date_missing"),
        ({"valid_to": date(2026, 11, 22)}, "document_expired"),
    ],
)
def test_a_faulty_licence_has_one_finding_and_no_request_for_old_certificates(
    changes: dict[str, object], code: str
) -> None:
    licence, *others = documents_for("general_goods")
    documents = [replace(licence, **changes), *others]  # type: ignore[arg-type]
    assert [finding.code for finding in check(documents=documents)] == [code]


def test_a_document_on_its_last_day_warns_and_the_day_after_refuses() -> None:
    documents = with_document("ccc_goods", valid_to=date(2026, 11, 30))
    wanted = application(categories=("ccc_goods",))
    last_day = check(wanted, documents, date(2026, 11, 30))
    assert [(one.code, one.severity) for one in last_day] == [("document_expiring", "warn")]
    day_after = check(wanted, documents, date(2026, 12, 1))
    assert [(one.code, one.severity) for one in day_after] == [("document_expired", "refuse")]


def test_an_expired_document_that_was_renewed_is_not_held_against_the_applicant() -> None:
    documents = documents_for("ccc_goods")
    expired = qualification("ccc_certificate", id="old", valid_to=date(2025, 1, 1))
    assert check(application(categories=("ccc_goods",)), [expired, *documents]) == []


@pytest.mark.parametrize("state", ["draft", "submitted", "active", "suspended", "returned"])
def test_a_second_application_of_the_same_entity_is_refused(state: State) -> None:
    same = KnownSupplier("sup_secret", USCC.lower(), "另一名称", state)
    found = check_application(
        application(), documents_for("general_goods"), yardstick(), [same, same]
    )
    assert places(found) == {("duplicate_entity", "/uscc")}
    assert "sup_secret" not in repr(found)


@pytest.mark.parametrize("state", ["rejected", "withdrawn", "lapsed", "terminated"])
def test_an_entity_may_apply_again_after_its_application_ended(state: State) -> None:
    same = KnownSupplier("sup_2", USCC, "杭州示例商贸有限公司", state)
    assert (
        check_application(application(), documents_for("general_goods"), yardstick(), [same]) == []
    )


def test_the_same_name_under_another_code_is_for_the_reviewer_to_compare() -> None:
    namesake = KnownSupplier("sup_2", "91440300708461136T", "杭州示例商贸 有限公司", "active")
    found = check_application(
        application(), documents_for("general_goods"), yardstick(), [namesake]
    )
    assert [(one.code, one.severity) for one in found] == [("same_legal_name", "warn")]


@pytest.mark.clause("2.1.5")
def test_a_blacklist_hit_refuses_where_it_stands_and_does_not_tell_the_entry() -> None:
    hit = BlacklistHit("blk_secret", "person", "/legal_representative")
    found = check_application(application(), documents_for("general_goods"), yardstick(), (), [hit])
    assert places(refusing(found)) == {("blacklisted", "/legal_representative")}
    assert "blk_secret" not in repr(found)


@pytest.mark.clause("2.1.5")
def test_the_entity_and_every_named_person_are_looked_up() -> None:
    subjects = blacklist_subjects(application(uscc=USCC.lower()), lambda name: f"hash:{name}")
    assert [(one.kind, one.key, one.pointer) for one in subjects] == [
        ("entity", USCC, "/uscc"),
        ("person", "hash:张三", "/legal_representative"),
        ("person", "hash:李四", "/contacts/0/name"),
    ]


def test_missing_advice_documents_warn_and_do_not_refuse() -> None:
    found = check(documents=[qualification("business_licence")])
    assert [(one.code, one.severity) for one in found] == [("document_missing", "warn")] * 3


@given(
    st.lists(st.sampled_from([*ALLOWED, *FORBIDDEN, "other"]), max_size=4),
    st.lists(
        st.builds(
            qualification,
            st.sampled_from(sorted(CATALOGUE.types)),
            number=st.text(max_size=20),
            content=st.sampled_from(["accepted", "checking", "rejected", "expired"]),
            issued_on=st.none() | st.dates(),
            valid_to=st.none() | st.dates(),
            id=st.uuids().map(str),
        ),
        max_size=5,
    ),
    st.text(max_size=20),
)
def test_any_application_gets_findings_with_clause_pointer_and_both_texts(
    categories: list[str], documents: list[Qualification], uscc: str
) -> None:
    wanted = application(categories=tuple(categories), uscc=uscc)
    for finding in check(wanted, documents):
        assert finding.pointer.startswith("/")
        assert finding.clause
        assert finding.message("zh")
        assert finding.message("en")


def test_every_finding_names_a_clause_and_its_rule_is_registered() -> None:
    rules = {rule.id for rule in registered_rules()}
    assert len({kind.code for kind in KINDS}) == len(KINDS) > 40
    for kind in KINDS:
        assert kind.clause
        assert kind.rule is None or kind.rule in rules, kind.code


def test_both_texts_of_a_finding_have_the_same_parameters_but_for_the_language() -> None:
    def names(template: str, language: str) -> set[str]:
        found = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        return {name.removesuffix(language) for name in found}

    for kind in KINDS:
        assert names(kind.zh, "_zh") == names(kind.en, "_en"), kind.code


def test_the_catalogue_refers_to_types_that_exist_and_names_its_sources() -> None:
    requirements = [*CATALOGUE.base]
    for category in CATALOGUE.categories.values():
        assert category.source
        requirements += category.requirements
    for requirement in requirements:
        assert requirement.source
        assert set(requirement.any_of) <= set(CATALOGUE.types)
    for kind in CATALOGUE.types.values():
        assert kind.source
        assert kind.effective_from <= TODAY
        assert kind.expiry_required or kind.validity_years is None


@pytest.mark.clause("6.4.2")
def test_a_printed_application_shows_no_personal_data() -> None:
    asked = application()
    shown = repr(asked)
    assert {one.name for one in fields(Contact)} == {"name", "phone", "email"}
    for secret in ("张三", "李四", "13800000000", "li@example.com", "示例路"):
        assert secret not in shown
        assert secret not in repr(asked.contacts)
