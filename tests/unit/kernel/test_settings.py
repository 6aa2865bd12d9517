"""A function with an incomplete environment says at once everything that is missing."""

from dataclasses import fields

import pytest

from teleshop.kernel.settings import Settings, SettingsError

COMPLETE = {field.name.upper(): f"value of {field.name}" for field in fields(Settings)}


def test_all_missing_variables_are_named_at_once() -> None:
    environment = {name: value for name, value in COMPLETE.items() if not name.startswith("TOKEN_")}
    environment["EVENT_BUS"] = ""
    with pytest.raises(SettingsError) as failed:
        Settings.from_environment(environment)
    names = str(failed.value).removeprefix("environment variables missing: ").split(", ")
    assert names == sorted([*(name for name in COMPLETE if name.startswith("TOKEN_")), "EVENT_BUS"])


def test_a_complete_environment_is_read_and_cannot_be_changed() -> None:
    settings = Settings.from_environment({**COMPLETE, "UNRELATED": "x"})
    assert settings.table("suppliers") == "value of stack-SuppliersTable"
    with pytest.raises(AttributeError):
        settings.event_bus = "other"  # type: ignore[misc]  # the point of the test


def test_what_has_a_default_may_be_missing() -> None:
    environment = {name: v for name, v in COMPLETE.items() if name not in {"STAGE", "CORS_ORIGIN"}}
    settings = Settings.from_environment(environment)
    assert (settings.stage, settings.cors_origin) == ("api", "")


def test_every_function_gets_every_setting_from_the_template() -> None:
    from tests.harness.template import environment

    Settings.from_environment(environment())
    assert {field.name.upper() for field in fields(Settings)} <= set(environment())


def test_a_table_has_the_name_that_functions_expect() -> None:
    from tests.harness.template import environment, joined_template, physical_name, resolve

    settings = Settings.from_environment(environment())
    tables = [
        (name, resource["Properties"])
        for name, resource in joined_template()["Resources"].items()
        if resource["Type"] == "AWS::DynamoDB::Table"
    ]
    assert tables
    for name, properties in tables:
        short = name.removesuffix("Table").lower()
        assert settings.table(short) == resolve(properties["TableName"]) == physical_name(name)
