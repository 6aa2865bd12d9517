"""Who may bring and who may read documents of each purpose."""

import pytest

from teleshop.documents.domain import PURPOSES, Purpose, may_create, may_read
from teleshop.kernel.actor import STAFF_ROLES, SYSTEM_ACTOR, Actor, Role

pytestmark = pytest.mark.clause("6.4.1")

MINE, THEIRS = "sup_mine", "sup_theirs"
SUPPLIER = Actor("supplier-user", frozenset({Role.SUPPLIER}), MINE)

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
def test_neither_customers_nor_administrators_nor_the_system_have_a_need(purpose: Purpose) -> None:
    for actor in (staff(Role.CUSTOMER), staff(Role.ADMIN), SYSTEM_ACTOR):
        assert not may_create(purpose, actor, MINE)
        assert not may_read(purpose, actor, MINE, "somebody")


def test_identity_papers_are_for_those_who_compare_them() -> None:
    assert PURPOSES["identity"].readers == {Role.REVIEWER, Role.LEGAL}


def test_supplier_claim_without_the_role_opens_nothing() -> None:
    customer = Actor("user", frozenset({Role.CUSTOMER}), MINE)
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
