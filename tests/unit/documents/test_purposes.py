"""Who may bring and who may read documents of each purpose."""

import pytest

from teleshop.documents.domain import (
    IMAGE_TYPES,
    PURPOSES,
    TABLE_TYPES,
    ContentType,
    Owner,
    OwnerKind,
    Purpose,
    is_owner,
    may_create,
    may_read,
    owner_for,
    owners_for,
    supplier,
)
from teleshop.kernel.actor import STAFF_ROLES, SYSTEM_ACTOR, Actor, Role

pytestmark = pytest.mark.clause("6.4.1")

MINE = supplier("sup_01KASY2D7V3M7T1QZ9N3D6W8XR")
THEIRS = supplier("sup_01KASY2D7V3M7T1QZ9N3D6W8XS")
SUPPLIER = Actor("supplier-user", frozenset({Role.SUPPLIER}), MINE.id)
APPLICANT = Actor("applicant", frozenset({Role.SUPPLIER}))

every_purpose = pytest.mark.parametrize(
    "purpose", PURPOSES.values(), ids=lambda purpose: purpose.code
)


def staff(*roles: Role) -> Actor:
    return Actor("staff-user", frozenset(roles))


@every_purpose
def test_nothing_of_another_supplier_is_brought_or_read(purpose: Purpose) -> None:
    assert not may_create(purpose, SUPPLIER, THEIRS)
    assert not may_read(purpose, SUPPLIER, THEIRS, "somebody")


@every_purpose
def test_owner_reads_what_the_purpose_says(purpose: Purpose) -> None:
    assert may_read(purpose, SUPPLIER, MINE, "somebody") is purpose.owner_reads


@every_purpose
def test_only_named_roles_of_staff_create(purpose: Purpose) -> None:
    for role in STAFF_ROLES:
        assert may_create(purpose, staff(role), MINE) is (role in purpose.creators)


@every_purpose
def test_only_named_roles_of_staff_read(purpose: Purpose) -> None:
    for role in STAFF_ROLES:
        assert may_read(purpose, staff(role), MINE, "somebody") is (role in purpose.readers)


@every_purpose
def test_neither_customers_nor_administrators_nor_the_system_have_a_need_for_those_of_suppliers(
    purpose: Purpose,
) -> None:
    for actor in (staff(Role.CUSTOMER), staff(Role.ADMIN), SYSTEM_ACTOR):
        assert not may_create(purpose, actor, MINE)
        assert not may_read(purpose, actor, MINE, "somebody")


def test_customers_bring_and_read_attachments_of_their_own_only() -> None:
    attachment = PURPOSES["case_attachment"]
    ann, bob = Actor("ann", frozenset({Role.CUSTOMER})), Actor("bob", frozenset({Role.CUSTOMER}))
    own = owner_for(ann)
    assert own == Owner(OwnerKind.CUSTOMER, "ann")
    assert may_create(attachment, ann, own)
    assert may_read(attachment, ann, own, "ann")
    assert not may_create(attachment, bob, own)
    assert not may_read(attachment, bob, own, "ann")
    assert may_read(attachment, staff(Role.AGENT), own, "ann")
    assert not may_create(PURPOSES["evidence"], ann, own)


def test_identity_papers_are_for_those_who_compare_them() -> None:
    assert PURPOSES["identity"].readers == {Role.REVIEWER, Role.LEGAL}


def test_supplier_claim_without_the_role_opens_nothing() -> None:
    customer = Actor("user", frozenset({Role.CUSTOMER}), MINE.id)
    assert not may_create(PURPOSES["qualification"], customer, MINE)
    assert not may_read(PURPOSES["qualification"], customer, MINE, "somebody")


def test_who_uploaded_reads_it_only_while_holding_the_role() -> None:
    report = PURPOSES["evidence"]
    creator = Actor("staff-user", frozenset({Role.COMPLIANCE}))
    assert may_read(report, creator, MINE, "staff-user")
    assert not may_read(report, Actor("staff-user", frozenset({Role.AGENT})), MINE, "staff-user")


@every_purpose
def test_key_of_the_table_is_the_code(purpose: Purpose) -> None:
    assert PURPOSES[purpose.code] is purpose
    assert purpose.content_types
    assert purpose.creators
    assert purpose.readers


def test_applicant_without_an_id_owns_under_its_subject() -> None:
    owner = owner_for(APPLICANT)
    assert owner == Owner(OwnerKind.SUPPLIER, "applicant")
    qualification = PURPOSES["qualification"]
    assert may_create(qualification, APPLICANT, owner)
    assert may_read(qualification, APPLICANT, owner, "applicant")
    assert not may_read(qualification, SUPPLIER, owner, "applicant")


def test_once_the_token_names_the_supplier_both_belong_to_the_same_person() -> None:
    later = Actor("applicant", frozenset({Role.SUPPLIER}), MINE.id)
    assert owner_for(later) == MINE
    assert owners_for(later) == (MINE, owner_for(APPLICANT))
    assert owners_for(APPLICANT) == (owner_for(APPLICANT),)


def test_subject_that_looks_like_a_supplier_opens_nothing() -> None:
    impostor = Actor(THEIRS.id, frozenset({Role.SUPPLIER}), None)
    assert not is_owner(impostor, THEIRS)
    assert owners_for(Actor(THEIRS.id, frozenset({Role.SUPPLIER}), MINE.id)) == (MINE,)
    assert not may_create(PURPOSES["qualification"], impostor, owner_for(impostor))


@every_purpose
def test_staff_names_the_supplier_where_the_purpose_is_about_one(purpose: Purpose) -> None:
    for role in purpose.creators - {Role.SUPPLIER, Role.CUSTOMER}:
        own = owner_for(staff(role))
        assert own.kind is OwnerKind.STAFF
        assert may_create(purpose, staff(role), own) is not purpose.names_supplier
        assert not may_create(purpose, staff(role), Owner(OwnerKind.STAFF, "somebody-else"))
        assert not may_create(purpose, staff(role), supplier("applicant"))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CUSTOMER])
def test_own_documents_need_the_role_and_the_subject(role: Role) -> None:
    owner = owner_for(Actor("user", frozenset({role})))
    assert is_owner(Actor("user", frozenset({role})), owner)
    assert not is_owner(Actor("other", frozenset({role})), owner)
    assert not is_owner(Actor("user", frozenset({Role.SUPPLIER})), owner)


@pytest.mark.clause("2.3.3")
def test_pictures_of_goods_are_large_and_the_only_documents_for_everybody() -> None:
    assert {purpose.code for purpose in PURPOSES.values() if purpose.public} == {"product_picture"}
    assert {purpose.code for purpose in PURPOSES.values() if purpose.min_side > 1} == {
        "product_picture"
    }
    picture = PURPOSES["product_picture"]
    assert picture.min_side == 800
    assert picture.content_types == IMAGE_TYPES


@pytest.mark.clause("2.3.3", "4.2.1")
def test_tables_are_taken_for_imports_and_research_only() -> None:
    taking = {purpose.code for purpose in PURPOSES.values() if purpose.content_types & TABLE_TYPES}
    assert taking == {"product_import", "price_research"}
    assert PURPOSES["product_import"].content_types == TABLE_TYPES
    assert PURPOSES["price_research"].content_types == frozenset(ContentType)


@pytest.mark.clause("4.2.1")
def test_price_research_is_of_the_platform_and_not_for_suppliers() -> None:
    research = PURPOSES["price_research"]
    merchandiser = staff(Role.MERCHANDISER)
    assert may_create(research, merchandiser, owner_for(merchandiser))
    assert may_create(research, merchandiser, MINE)
    assert not may_create(research, SUPPLIER, MINE)
    assert not may_read(research, SUPPLIER, MINE, "somebody")
