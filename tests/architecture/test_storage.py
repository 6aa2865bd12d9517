"""Every stored attribute says how it must be treated, and rows fit the tables of the template
(8.2.1).
"""

import dataclasses
from typing import Any

import pytest
from pynamodb.indexes import Index

from teleshop.kernel.store.attributes import Classified, DataClass, LookupHash, Personal
from teleshop.kernel.store.table import TableModel
from tests.harness.template import resources_of_type
from tools.project import import_everything, subclasses_of

import_everything()
ROWS = subclasses_of(TableModel)
PERSONAL_WORDS = {"phone", "mobile", "email", "contact", "contacts", "representative", "person"}

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.__name__)


def table_of(row: type[TableModel]) -> dict[str, Any]:
    """The table's properties in infra/."""
    return resources_of_type("AWS::DynamoDB::Table")[f"{row.table.capitalize()}Table"]


@pytest.mark.clause("8.2.1")
@each_row
def test_every_stored_attribute_has_a_data_class(row: type[TableModel]) -> None:
    bare = [
        name
        for name, attribute in row.get_attributes().items()
        if not isinstance(attribute, Classified) or not isinstance(attribute.data_class, DataClass)
    ]
    assert bare == []


@pytest.mark.clause("6.4.1", "8.2.1")
@each_row
def test_a_personal_attribute_is_sealed_and_no_key(row: type[TableModel]) -> None:
    for name, attribute in row.get_attributes().items():
        if isinstance(attribute, Classified) and attribute.data_class is DataClass.PERSONAL:
            assert isinstance(attribute, Personal), f"{name} is personal and would be stored open"
            assert not attribute.is_hash_key
            assert not attribute.is_range_key


@pytest.mark.clause("6.4.1")
@each_row
def test_what_is_named_like_personal_data_is_sealed_or_hashed(row: type[TableModel]) -> None:
    for name, attribute in row.get_attributes().items():
        if PERSONAL_WORDS.intersection(name.split("_")):
            assert isinstance(attribute, Personal | LookupHash), name


@pytest.mark.clause("6.4.1")
@each_row
def test_a_personal_field_does_not_show_in_logs_and_tracebacks(row: type[TableModel]) -> None:
    if row.entity is None:
        return
    fields = {field.name: field for field in dataclasses.fields(row.entity)}
    shown = [
        name
        for name, attribute in row.get_attributes().items()
        if isinstance(attribute, Personal) and name in fields and fields[name].repr
    ]
    assert shown == []


@each_row
def test_a_row_keeps_every_field_of_its_object(row: type[TableModel]) -> None:
    if row.entity is None:
        return
    names = {field.name for field in dataclasses.fields(row.entity)}
    assert names <= set(row.get_attributes())


def keys_of(source: Any) -> dict[str, str]:
    """Names of the key attributes of a row or index by kind of key."""
    found = {}
    for name, attribute in source.get_attributes().items():
        if attribute.is_hash_key:
            found["HASH"] = attribute.attr_name or name
        if attribute.is_range_key:
            found["RANGE"] = attribute.attr_name or name
    return found


def declared_keys(schema: list[dict[str, str]]) -> dict[str, str]:
    """The same of a table or index in the template."""
    return {element["KeyType"]: element["AttributeName"] for element in schema}


def indexes_of(row: type[TableModel]) -> dict[str, Any]:
    """The indexes of a row by name."""
    return {
        value.Meta.index_name: type(value)
        for value in vars(row).values()
        if isinstance(value, Index)
    }


@each_row
def test_keys_and_indexes_are_those_of_the_template(row: type[TableModel]) -> None:
    properties = table_of(row)
    assert keys_of(row) == declared_keys(properties["KeySchema"])
    indexes = {
        index["IndexName"]: declared_keys(index["KeySchema"])
        for index in properties.get("GlobalSecondaryIndexes", [])
    }
    for name, index in indexes_of(row).items():
        keys = {
            "HASH" if attribute.is_hash_key else "RANGE": key
            for key, attribute in vars(index).items()
            if isinstance(attribute, Classified)
        }
        assert keys == indexes[name]


def test_every_table_is_used_and_every_index_by_some_row() -> None:
    used: dict[str, set[str]] = {}
    for row in ROWS:
        names = used.setdefault(f"{row.table.capitalize()}Table", set())
        names.update(indexes_of(row))
    for logical_id, properties in resources_of_type("AWS::DynamoDB::Table").items():
        declared = {i["IndexName"] for i in properties.get("GlobalSecondaryIndexes", [])}
        assert logical_id in used, f"{logical_id} is used by no row"
        assert declared == used[logical_id], f"{logical_id}: indexes nobody reads cost every write"
