"""The list of clauses is well formed, every rule and refusal names a clause, and what is listed as
tested is.
"""

import re

import pytest

from teleshop.kernel.errors import TeleshopError
from teleshop.kernel.rules import registered_rules
from tools import clauses
from tools.project import ROOT, import_everything, subclasses_of

CLAUSE = re.compile(r"[1-9]\d*(\.[1-9]\d*){1,3}")


def test_a_clause_is_listed_once_in_both_languages() -> None:
    listed = clauses.listed()
    assert len({clause.id for clause in listed}) == len(listed)
    for clause in listed:
        assert CLAUSE.fullmatch(clause.id)
        assert clause.zh != clause.en


def test_what_rules_and_refusals_name_are_clauses() -> None:
    import_everything()
    named = [rule.clause for rule in registered_rules()]
    for kind in subclasses_of(TeleshopError):
        named += (kind.clause or "").split()
    assert named
    assert [clause for clause in named if not CLAUSE.fullmatch(clause)] == []


def test_every_listed_clause_has_a_test(request: pytest.FixtureRequest) -> None:
    kinds = {item.path.relative_to(ROOT / "tests").parts[0] for item in request.session.items}
    if not kinds >= {"api", "e2e", "integration", "unit"}:
        pytest.skip("only a run of all tests sees every marker; `make clauses` does as well")
    collector = clauses.Collector()
    collector.pytest_collection_modifyitems(request.session.items)
    kept = {name: clauses.Kept(tests) for name, tests in collector.tests_by_clause.items()}
    assert clauses.uncovered(clauses.listed(), kept) == []


def test_a_clause_without_a_test_is_found() -> None:
    clause = clauses.Clause("1.1", "一", "one", "tests")
    planned = clauses.Clause("1.2", "二", "two", "planned", "later")
    assert clauses.uncovered([clause, planned], {}) == ["1.1"]
    assert clauses.uncovered([clause, planned], {"1.1": clauses.Kept({"test"})}) == []
