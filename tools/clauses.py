"""Shows which tests and which controls keep each clause of the standard; fails where a clause has
none.

Tests name clauses by the marker ``clause``; controls are rules (``kernel.rules``), refusals that
protect a clause, and routes declared for one. The list of clauses is docs/clauses.toml.
"""

import contextlib
import io
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field

import pytest

from teleshop.kernel.errors import TeleshopError
from teleshop.kernel.rules import registered_rules
from tools.project import ROOT, import_everything, subclasses_of

FILE = ROOT / "docs" / "clauses.toml"
STATUSES = {"tests", "process", "planned"}
SHOWN = 3
"""Tests shown per clause; `--all` shows every one."""


@dataclass(frozen=True)
class Clause:
    """One clause of the list."""

    id: str
    zh: str
    en: str
    status: str
    reason: str = ""


@dataclass
class Kept:
    """What keeps a clause."""

    tests: set[str] = field(default_factory=set)
    controls: set[str] = field(default_factory=set)


class Collector:
    """A pytest plugin that notes the clauses of every collected test."""

    def __init__(self) -> None:
        self.tests_by_clause: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Called once, with every test."""
        for item in items:
            name = item.nodeid.split("[")[0]
            for marker in item.iter_markers("clause"):
                for clause in marker.args:
                    self.tests_by_clause[clause].add(name)


def listed() -> list[Clause]:
    """The clauses of docs/clauses.toml; ValueError names what is wrong with an entry."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["clause"]
    clauses = [Clause(**entry) for entry in entries]
    for clause in clauses:
        if clause.status not in STATUSES:
            raise ValueError(f"{clause.id}: status is one of {', '.join(sorted(STATUSES))}")
        if clause.status != "tests" and not clause.reason:
            raise ValueError(f"{clause.id}: status {clause.status} needs a reason")
    return clauses


def collected_tests() -> dict[str, set[str]]:
    """Names of tests by clause, from a collection that runs none of them."""
    collector = Collector()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main(
            ["--collect-only", "-q", "-p", "no:cacheprovider", str(ROOT / "tests")], [collector]
        )
    if code != pytest.ExitCode.OK:
        raise RuntimeError(f"the tests cannot be collected:\n{said.getvalue()[-3000:]}")
    return collector.tests_by_clause


def controls() -> dict[str, set[str]]:
    """Rules, refusals and routes by clause."""
    from app import app
    from teleshop.web.blueprint import operations_of

    import_everything()
    found: dict[str, set[str]] = defaultdict(set)
    for rule in registered_rules():
        found[rule.clause].add(f"rule {rule.id} ({rule.function.removeprefix('teleshop.')})")
    for kind in subclasses_of(TeleshopError):
        for clause in (kind.clause or "").split():
            found[clause].add(f"refusal {kind.code}")
    for operation in operations_of(app):
        for clause in (operation.clause or "").split():
            found[clause].add(f"route {operation.method} {operation.path}")
    return found


def kept_by_clause() -> dict[str, Kept]:
    """What keeps each clause that anything names."""
    found: dict[str, Kept] = defaultdict(Kept)
    for clause, tests in collected_tests().items():
        found[clause].tests |= tests
    for clause, names in controls().items():
        found[clause].controls |= names
    return found


def uncovered(clauses: list[Clause], kept: dict[str, Kept]) -> list[str]:
    """The ids of listed clauses that tests should keep and none does."""
    return [
        clause.id
        for clause in clauses
        if clause.status == "tests" and not kept.get(clause.id, Kept()).tests
    ]


def main(arguments: list[str]) -> int:
    """Print the table; 1 if a clause is uncovered."""
    clauses, kept = listed(), kept_by_clause()
    for clause in clauses:
        own = kept.get(clause.id, Kept())
        print(f"\n{clause.id}  {clause.zh}\n       {clause.en}")
        if clause.reason:
            print(f"       {clause.status}: {clause.reason}")
        _print("controls", sorted(own.controls), "--all" in arguments)
        _print("tests", sorted(own.tests), "--all" in arguments)
    known = {clause.id for clause in clauses}
    others = sorted(set(kept) - known, key=_number)
    if others:
        print(f"\nnamed by tests or controls, not listed yet: {', '.join(others)}")
    missing = uncovered(clauses, kept)
    if missing:
        print(f"\nno test names: {', '.join(missing)}", file=sys.stderr)
    return 1 if missing else 0


def _print(title: str, names: list[str], everything: bool) -> None:
    shown = names if everything else names[:SHOWN]
    more = f" … and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    print(f"       {len(names)} {title}{':' if shown else ''}")
    for name in shown:
        print(f"         {name}")
    if more:
        print(f"        {more}")


def _number(clause: str) -> list[int]:
    return [int(part) for part in clause.split(".") if part.isdigit()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
