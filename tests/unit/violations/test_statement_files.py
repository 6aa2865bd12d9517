"""What a supplier brings to its case is read by those who decide."""

import pytest

from teleshop.documents.domain.owner import owner_for
from teleshop.documents.domain.purposes import PURPOSES, may_create, may_read
from teleshop.kernel.actor import Actor, Role
from tests.factories import violations as f

pytestmark = [pytest.mark.clause("3.4.2"), pytest.mark.clause("6.4.1")]
STATEMENT = PURPOSES["violation_statement"]


def test_everybody_who_decides_on_a_case_reads_it_and_nobody_else_of_the_trade() -> None:
    own = owner_for(f.SELLER)
    for person in (f.MANAGER, f.LEGAL, f.OTHER_COMPLIANCE, f.AUDITOR):
        assert may_read(STATEMENT, person, own, f.SELLER.subject)
    agent = Actor("anna", frozenset({Role.AGENT}))
    assert not may_read(STATEMENT, agent, own, f.SELLER.subject)


def test_only_the_supplier_brings_it_and_no_other_supplier_reads_it() -> None:
    own = owner_for(f.SELLER)
    assert may_create(STATEMENT, f.SELLER, own)
    assert may_read(STATEMENT, f.SELLER, own, f.SELLER.subject)
    assert not may_create(STATEMENT, f.INVESTIGATOR, own)
    assert not may_create(STATEMENT, f.STRANGER, own)
    assert not may_read(STATEMENT, f.STRANGER, own, f.SELLER.subject)
