"""Every context has the same files, every function its place in the template and a sample, every
event a schema.
"""

import ast
import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # publishes no types
import msgspec
import pytest

from infra.tools.fragments import load_fragments
from infra.tools.functions import expand
from teleshop.kernel.events import Envelope, EventData
from tools.event_schemas import FOLDER, event_classes, schema_of
from tools.project import PACKAGE, ROOT, contexts

FILES = ("domain", "service", "tables", "schemas", "routes", "wiring", "errors")
HANDLER_LINES = 40
HOW = "a test with the `platform` fixture that causes it writes it: RECORD_EVENTS=1 make test-fast"
PERSONAL_WORDS = {"phone", "mobile", "email", "contact", "contacts", "address", "person"}


@pytest.mark.parametrize("context", contexts())
def test_a_context_has_the_seven_files(context: str) -> None:
    folder = PACKAGE / context
    missing = [
        name
        for name in FILES
        if not (folder / f"{name}.py").is_file() and not (folder / name / "__init__.py").is_file()
    ]
    assert missing == []


def functions() -> list[Path]:
    """Every file below functions/ that has a handler."""
    found = []
    for path in sorted((ROOT / "functions").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "handler" for node in tree.body):
            found.append(path.relative_to(ROOT))
    return found


def declared() -> dict[str, dict[str, Any]]:
    """The expanded resources of the template's functions by path of their file."""
    resources = expand(load_fragments())
    return {
        resource["Properties"]["Handler"].removesuffix(".handler").replace(".", "/") + ".py": {
            **resource["Properties"],
            "LogicalId": name,
            "Resources": resources,
        }
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


each_function = pytest.mark.parametrize("path", functions(), ids=str)


@each_function
def test_a_function_is_in_the_template_with_its_own_role_and_a_dead_letter_queue(
    path: Path,
) -> None:
    found = [known for file, known in declared().items() if str(path).endswith(file)]
    assert len(found) == 1, f"{path} has no entry in infra/{path.parts[1]}.yaml"
    (function,) = found
    assert function["Role"] == {"Fn::GetAtt": [f"{function['LogicalId']}Role", "Arn"]}
    queue = function["DeadLetterQueue"]["TargetArn"]["Fn::GetAtt"][0]
    assert function["Resources"][queue]["Type"] == "AWS::SQS::Queue"


def test_no_role_is_shared() -> None:
    roles = [str(function["Role"]) for function in declared().values()]
    assert len(roles) == len(set(roles))


@each_function
def test_a_function_has_a_sample_of_what_triggers_it(path: Path) -> None:
    sample = ROOT / "events" / path.parts[1] / f"{path.stem}.json"
    assert sample.is_file(), f"no {sample.relative_to(ROOT)}: {HOW}"
    assert json.loads(sample.read_text(encoding="utf-8"))


@each_function
def test_a_handler_fits_on_a_screen(path: Path) -> None:
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= HANDLER_LINES


@each_function
def test_a_function_is_named_by_a_test(path: Path) -> None:
    module = str(path.with_suffix("")).replace("/", ".")
    ways = (module, f"from {module.rpartition('.')[0]} import {path.stem}")
    known = [name for file, name in _logical_ids().items() if str(path).endswith(file)]
    for test in (ROOT / "tests").rglob("test_*.py"):
        text = test.read_text(encoding="utf-8")
        if any(way in text for way in (*ways, *(f'"{name}"' for name in known))):
            return
    pytest.fail(f"no test names {module}")


def _logical_ids() -> dict[str, str]:
    return {file: str(function["LogicalId"]) for file, function in declared().items()}


each_event = pytest.mark.parametrize(
    "kind", event_classes(), ids=lambda kind: f"{kind.context}.{kind.__name__}"
)


@each_event
def test_an_event_has_a_real_sample_that_fits_its_class_and_schema(kind: type[EventData]) -> None:
    path = ROOT / "events" / kind.context / f"{kind.__name__}.json"
    assert path.is_file(), f"no {path.relative_to(ROOT)}: {HOW}"
    sample = json.loads(path.read_text(encoding="utf-8"))
    assert sample["detail-type"] == kind.__name__
    assert sample["source"] == f"teleshop.{kind.context}"
    envelope = msgspec.convert(sample["detail"], Envelope)
    assert (envelope.type, envelope.context) == (kind.__name__, kind.context)
    assert envelope.version == kind.event_version
    facts = envelope.read(kind)
    assert msgspec.to_builtins(facts).keys() == envelope.data.keys(), "the sample shows every fact"
    jsonschema.Draft202012Validator(schema_of(kind)).validate(sample["detail"])


@each_event
def test_an_event_says_what_happened_and_nothing_personal(kind: type[EventData]) -> None:
    assert kind.__doc__
    assert kind.context in contexts()
    words = {word for field in kind.__struct_fields__ for word in field.split("_")}
    assert not words & PERSONAL_WORDS


def test_no_schema_is_left_of_an_event_that_is_gone() -> None:
    present = {path.stem for path in (ROOT / FOLDER).glob("*.json")}
    assert present == {kind.__name__ for kind in event_classes()}


def test_no_sample_is_left_of_an_event_or_function_that_is_gone() -> None:
    wanted = {f"{kind.context}/{kind.__name__}" for kind in event_classes()}
    wanted |= {f"{path.parts[1]}/{path.stem}" for path in functions()}
    present = {
        str(path.relative_to(ROOT / "events").with_suffix(""))
        for path in (ROOT / "events").rglob("*.json")
        if path.parent.name != "schemas"
    }
    assert present - wanted == set()
