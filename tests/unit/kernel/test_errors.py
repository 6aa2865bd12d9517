"""Every error that reaches a person has a stable code and both texts, and says no more than it
should.
"""

import importlib
import pkgutil
import string
from collections.abc import Iterator

import pytest

import teleshop
from teleshop.kernel.errors import CalendarUnconfirmedError, FieldError, TeleshopError


def _all(kind: type[TeleshopError]) -> Iterator[type[TeleshopError]]:
    yield kind
    for derived in kind.__subclasses__():
        yield from _all(derived)


def errors_of_the_project() -> list[type[TeleshopError]]:
    for module in pkgutil.walk_packages(teleshop.__path__, "teleshop."):
        if module.name.endswith((".errors", ".transaction", ".refusals")):
            importlib.import_module(module.name)
    found = {kind for kind in _all(TeleshopError) if kind.__module__.startswith("teleshop.")}
    return sorted(found, key=lambda kind: f"{kind.__module__}.{kind.__name__}")


def names(template: str) -> set[str]:
    """The facts a text takes; those given in both languages count as one."""
    return {
        name.removesuffix("_zh").removesuffix("_en")
        for _, name, _, _ in string.Formatter().parse(template)
        if name
    }


@pytest.mark.parametrize("kind", errors_of_the_project(), ids=lambda kind: kind.__name__)
def test_both_texts_exist_and_take_the_same_facts(kind: type[TeleshopError]) -> None:
    assert kind.zh
    assert kind.en
    assert kind.zh != kind.en
    assert names(kind.zh) == names(kind.en)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in kind.zh)
    assert all(ord(letter) < 0x2000 or letter in "–—’“”…" for letter in kind.en)


@pytest.mark.parametrize("kind", errors_of_the_project(), ids=lambda kind: kind.__name__)
def test_code_and_status_are_fit_for_a_client(kind: type[TeleshopError]) -> None:
    assert kind.code.replace("_", "").isalnum()
    assert kind.code == kind.code.lower()
    assert 400 <= kind.status <= 599
    assert kind.__doc__
    assert kind.__name__.endswith("Error") or kind.__name__ == "Refusal"


def test_one_code_means_one_thing() -> None:
    by_code: dict[str, set[str]] = {}
    for kind in errors_of_the_project():
        if "code" in kind.__dict__:
            by_code.setdefault(kind.code, set()).add(kind.__name__)
    assert {code: kinds for code, kinds in by_code.items() if len(kinds) > 1} == {}


def test_texts_are_filled_in_the_asked_language() -> None:
    refusal = CalendarUnconfirmedError(year=2027)
    assert "2027" in refusal.detail("zh")
    assert refusal.detail("en").startswith(
        "The State Council has not published the holidays of 2027"
    )
    fault = FieldError("/a", "too_small", "至少 {min}", "at least {min}", {"min": 3})
    assert (fault.message("zh"), fault.message("en")) == ("至少 3", "at least 3")
