"""No change is left out of the fault walk and the budgets: every service method that commits is
registered.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.use_cases import use_cases
from tools.project import PACKAGE, contexts


def sources(context: str) -> list[Path]:
    """The files of a context's service."""
    single, folder = PACKAGE / context / "service.py", PACKAGE / context / "service"
    return [single] if single.is_file() else sorted(folder.rglob("*.py"))


def called(node: ast.AST) -> Iterator[str]:
    """The names of what a function calls or hands on."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Name):
            yield part.id


def committing_methods(context: str) -> set[str]:
    """``context.Class.method`` of every public method that commits, itself or through what it calls
    here.
    """
    functions: dict[str, set[str]] = {}
    public: dict[str, str] = {}
    for path in sources(context):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                functions.setdefault(node.name, set()).update(called(node))
            if isinstance(node, ast.ClassDef):
                for member in node.body:
                    if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
                        public[f"{context}.{node.name}.{member.name}"] = member.name
    committing = {name for name, names in functions.items() if "commit" in names}
    while True:
        more = {name for name, names in functions.items() if names & committing} - committing
        if not more:
            break
        committing |= more
    return {full for full, name in public.items() if name in committing}


@pytest.mark.parametrize("context", contexts())
def test_every_method_that_commits_is_walked_for_faults(context: str) -> None:
    covered = {name for use_case in use_cases() for name in use_case.covers}
    missing = sorted(committing_methods(context) - covered)
    assert missing == [], "add them to tests/harness/registered/<context>.py"


def test_the_register_names_only_methods_that_exist() -> None:
    existing = {name for context in contexts() for name in committing_methods(context)}
    covered = {name for use_case in use_cases() for name in use_case.covers}
    assert covered <= existing


def test_the_search_sees_through_private_methods() -> None:
    assert "deadlines.Deadlines.sweep" in committing_methods("deadlines")
    assert "deadlines.Deadlines.register" not in committing_methods("deadlines")
