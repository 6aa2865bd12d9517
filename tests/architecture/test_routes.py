"""Completeness of the HTTP edge: no route without permission, schema, words and a place in the
description.
"""

import importlib
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import inspect

import teleshop
from app import app
from teleshop.kernel.actor import Role
from teleshop.kernel.errors import TeleshopError
from teleshop.kernel.schema import Input
from teleshop.web.blueprint import Operation, operations_of
from teleshop.web.openapi import document
from teleshop.web.permissions import PERMISSIONS, PUBLIC
from teleshop.web.problems import TITLES

ROOT = Path(__file__).parents[2]
OPERATIONS = operations_of(app)
MEANT_FOR_EVERYBODY = {
    ("GET", "/health"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/surveys/{token}"),
    ("POST", "/surveys/{token}/answers"),
    ("POST", "/surveys/{token}/opt-out"),
    ("GET", "/public/satisfaction"),
    ("GET", "/public/products"),
    ("GET", "/public/products/{product_id}"),
    ("GET", "/public/categories"),
    ("GET", "/public/products/{product_id}/price"),
    ("GET", "/public/products/{product_id}/price-history"),
    ("GET", "/public/promotions"),
    ("GET", "/public/promotions/{promotion_id}"),
    ("GET", "/public/delivery-terms"),
    # Proved by the signature of its message.
    ("POST", "/payment-callbacks/{gateway}"),
}
"""A further public route is a decision: it is written here as well as in the table."""
NOT_AT_IMPORT = [
    "aws_lambda_powertools",
    "boto3",
    "botocore",
    "cryptography",
    "itsdangerous",
    "jwt",
    "pynamodb",
    "standardwebhooks",
    "stdnum",
    "urllib3",
]
RESOURCES_OF_A_REST_API = 300


def name(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=name)


def error_classes(kind: type[TeleshopError] = TeleshopError) -> Iterator[type[TeleshopError]]:
    """Every error of the shared package that may be shown to a caller."""
    for module in pkgutil.walk_packages(teleshop.__path__, "teleshop."):
        importlib.import_module(module.name)
    stack = [kind]
    while stack:
        found = stack.pop()
        stack.extend(found.__subclasses__())
        if found.__module__.startswith("teleshop."):
            yield found


def test_every_route_goes_through_the_pipeline() -> None:
    bare = [
        f"{method} {path}"
        for path, entries in app.routes.items()
        for method, entry in entries.items()
        if method != "OPTIONS" and not hasattr(entry.view_function, "operation")
    ]
    assert bare == []


def test_every_path_answers_a_browsers_preflight() -> None:
    assert [path for path, entries in app.routes.items() if "OPTIONS" not in entries] == []


@each_operation
def test_every_route_has_a_row_of_permissions(operation: Operation) -> None:
    assert (operation.method, operation.path) in PERMISSIONS


def test_every_row_of_permissions_has_a_route() -> None:
    routes = {(operation.method, operation.path) for operation in OPERATIONS}
    assert set(PERMISSIONS) - routes == set()


def test_only_what_is_meant_for_everybody_is_public() -> None:
    assert {row for row, access in PERMISSIONS.items() if access is PUBLIC} == MEANT_FOR_EVERYBODY


def test_a_row_names_at_least_one_role_that_a_token_can_carry() -> None:
    for row, access in PERMISSIONS.items():
        if access is not PUBLIC:
            assert access, row
            assert Role.SYSTEM not in access, row


@each_operation
def test_a_route_with_roles_is_behind_the_authorizer(operation: Operation) -> None:
    entry = app.routes[operation.path][operation.method]
    assert (entry.authorizer is None) is (operation.access is PUBLIC)


@each_operation
def test_a_path_is_written_as_the_conventions_say(operation: Operation) -> None:
    assert re.fullmatch(r"(/[a-z0-9]+([-.][a-z0-9]+)*|/\{[a-z_]+\})+", operation.path)


def test_paths_side_by_side_give_one_name_to_their_variable_part() -> None:
    """API Gateway refuses two variable parts of different names below the same parent."""
    names: dict[str, set[str]] = {}
    for path in app.routes:
        parts = path.split("/")
        for index, part in enumerate(parts):
            if part.startswith("{"):
                names.setdefault("/".join(parts[:index]), set()).add(part)
    assert {parent: found for parent, found in names.items() if len(found) > 1} == {}


def test_the_resources_stay_below_the_quota_of_one_rest_api() -> None:
    resources = {
        "/".join(path.split("/")[:depth])
        for path in app.routes
        for depth in range(2, path.count("/") + 2)
    }
    assert len(resources) < RESOURCES_OF_A_REST_API


@each_operation
def test_input_refuses_unknown_fields(operation: Operation) -> None:
    assert issubclass(operation.body, Input)
    assert issubclass(operation.query, Input)
    assert [
        struct.cls for struct in structs(operation.body) if not struct.forbid_unknown_fields
    ] == []


@each_operation
def test_every_text_and_list_of_the_input_has_a_greatest_length(operation: Operation) -> None:
    """Without one, an input within the size of a body could still be more than a row can hold."""
    assert list(unbounded(operation.body)) == []


@each_operation
def test_the_answer_fits_its_status(operation: Operation) -> None:
    assert (operation.answer is None) == (operation.status == 204)
    assert operation.status in {200, 201, 202, 204}
    if operation.location:
        assert operation.status in {201, 202}
        fields = {field.encode_name for field in msgspec.structs.fields(operation.answer)}
        assert set(re.findall(r"{(\w+)}", operation.location)) <= fields


@each_operation
def test_a_summary_is_given_in_both_languages(operation: Operation) -> None:
    zh, en = operation.summary
    assert re.search(r"[\u4e00-\u9fff]", zh)
    assert re.fullmatch(r"[\x20-\x7e]+", en)


def test_operations_have_names_of_their_own() -> None:
    names = Counter(f"{operation.context}_{operation.name}" for operation in OPERATIONS)
    assert [found for found, count in names.items() if count > 1] == []


def test_the_description_shows_every_route_and_nothing_else() -> None:
    shown = {
        (method.upper(), path)
        for path, item in document(OPERATIONS)["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert shown == {(operation.method, operation.path) for operation in OPERATIONS}


def test_every_status_of_an_error_has_a_title() -> None:
    assert {found.status for found in error_classes()} - TITLES.keys() == set()


def test_every_error_speaks_both_languages_with_the_same_parameters() -> None:
    for found in error_classes():
        assert re.search(r"[\u4e00-\u9fff]", found.zh), found
        # A parameter that is itself a word comes as a pair: state_zh, state_en.
        zh = {parameter.removesuffix("_zh") for parameter in re.findall(r"{(\w+)}", found.zh)}
        en = {parameter.removesuffix("_en") for parameter in re.findall(r"{(\w+)}", found.en)}
        assert zh == en, found


def test_a_code_names_one_error() -> None:
    own = Counter(found.code for found in error_classes() if "code" in vars(found))
    assert [code for code, count in own.items() if count > 1] == []


def test_a_refusal_of_content_names_its_field() -> None:
    """422 is about the body: the field comes with the class, or as `errors` of each fault."""
    tells_each = {"invalid_input", "idempotency_key_reused"}
    mute = [
        found.__name__
        for found in error_classes()
        if found.status == 422 and found.pointer is None and found.code not in tells_each
    ]
    assert mute == []


def test_importing_the_application_loads_nothing_heavy() -> None:
    """A cold start pays for every import; what only some requests need is imported by them."""
    program = "import sys, app; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PYTHONPATH": "layers/shared/python:."},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {module.split(".")[0] for module in done.stdout.split()}
    assert loaded & set(NOT_AT_IMPORT) == set()
    assert "chalice" in loaded


def structs(kind: Any) -> Iterator[inspect.StructType]:
    """The structures within a type."""
    yield from (found for found in parts(kind) if isinstance(found, inspect.StructType))


def unbounded(kind: Any) -> Iterator[str]:
    """Where a type has text or a collection without a greatest length; a pattern counts as one if
    it ends.
    """
    for struct in structs(kind):
        for field in struct.fields:
            for found in parts(field.type, into_structs=False):
                limit = getattr(found, "max_length", 0)
                pattern = getattr(found, "pattern", None)
                ends = pattern and pattern.endswith("$") and not re.search(r"[^\\][*+]|,}", pattern)
                if limit is None and not ends:
                    yield f"{struct.cls.__name__}.{field.name}"


def parts(kind: Any, *, into_structs: bool = True) -> Iterator[inspect.Type]:
    """A type and all that it is made of."""
    seen: list[Any] = []
    stack = [kind if isinstance(kind, inspect.Type) else inspect.type_info(kind)]
    while stack:
        found = stack.pop()
        if isinstance(found, inspect.StructType):
            if found.cls in seen:
                continue
            seen.append(found.cls)
            if into_structs or found is kind:
                stack.extend(field.type for field in found.fields)
        inner = (
            getattr(found, name, None) for name in ("type", "item_type", "key_type", "value_type")
        )
        stack.extend(part for part in inner if isinstance(part, inspect.Type))
        stack.extend(getattr(found, "types", ()))
        stack.extend(getattr(found, "item_types", ()))
        yield found
