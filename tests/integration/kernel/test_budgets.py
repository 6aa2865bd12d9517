"""No use case costs more or less than committed, and the sweep's work follows what is due, not what
is open.
"""

import pytest

from tests.harness import budget
from tests.harness.fault_walk import UseCase
from tests.harness.sweep_bench import sweep_cost
from tests.harness.use_cases import use_cases


@pytest.mark.parametrize("use_case", use_cases(), ids=lambda use_case: use_case.name)
def test_a_use_case_costs_what_is_committed(use_case: UseCase) -> None:
    measured, known = budget.cost_of(use_case).to_json(), budget.committed().get(use_case.name)
    assert measured == known, "if meant: make bench UPDATE=1"


def test_budgets_name_no_use_case_that_is_gone() -> None:
    assert set(budget.committed()) <= {use_case.name for use_case in use_cases()}


@pytest.mark.clause("9.1.4")
def test_the_sweep_costs_the_same_with_ten_times_as_many_open_deadlines() -> None:
    few_report, few = sweep_cost(300, 10)
    many_report, many = sweep_cost(3_000, 10)
    assert few_report.told == many_report.told == 10
    assert (few.calls, few.reads, few.writes) == (many.calls, many.reads, many.writes)


@pytest.mark.clause("9.1.4")
def test_the_sweep_writes_once_per_deadline_that_is_due() -> None:
    _, none = sweep_cost(100, 0)
    _, forty = sweep_cost(100, 40)
    assert none.writes == 0
    assert none.calls == {"dynamodb.Query": 8}
    assert forty.calls == {"dynamodb.Query": 8, "dynamodb.TransactWriteItems": 40}
