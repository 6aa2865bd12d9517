"""Rules carry their law: registered once, in force by date."""

from datetime import date

import pytest

from teleshop.kernel import rules
from teleshop.kernel.rules import RuleMetadata, get_rule, registered_rules, rule


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_registry", {})


def declare(id: str = "T1", to: date | None = date(2026, 12, 31)) -> RuleMetadata:
    @rule(
        id=id,
        clause="1.1",
        source="a law",
        article="1",
        effective_from=date(2026, 1, 1),
        effective_to=to,
        confidence="H",
        last_checked=date(2026, 11, 23),
    )
    def limit(value: int) -> int:
        return value + 1

    assert limit(1) == 2
    return get_rule(id)


@pytest.mark.parametrize(
    ("day", "applies"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_rule_applies_from_its_first_to_its_last_day(day: date, applies: bool) -> None:
    assert declare().in_force(day) is applies


def test_a_rule_without_end_applies_on() -> None:
    assert declare(to=None).in_force(date(2100, 1, 1))


def test_one_id_cannot_mean_two_functions() -> None:
    declare()
    with pytest.raises(ValueError, match="T1 is declared by"):
        rule(
            id="T1",
            clause="1.1",
            source="s",
            article="1",
            effective_from=date(2026, 1, 1),
            confidence="H",
            last_checked=date(2026, 1, 1),
        )(test_a_rule_without_end_applies_on)


def test_rules_are_listed_by_id() -> None:
    declare("T2")
    declare("T1")
    assert [known.id for known in registered_rules()] == ["T1", "T2"]
