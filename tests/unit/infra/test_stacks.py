"""Splitting the joined template into sibling stacks."""

from typing import Any

import pytest

from infra.tools import stacks
from infra.tools.fragments import FragmentError, Template

HEAD = {"AWSTemplateFormatVersion": "2010-09-09", "Transform": "AWS::Serverless-2016-10-31"}


def table(name: str) -> Template:
    named = {"TableName": {"Fn::Sub": f"${{AWS::StackName}}-{name}"}}
    return {"Type": "AWS::DynamoDB::Table", "Properties": named}


def asking(**properties: Any) -> Template:
    return {"Type": "AWS::SNS::Topic", "Properties": properties}


def split(template: Template, **homes: str) -> dict[str, Template]:
    return stacks.split(HEAD | template, homes)


def test_each_resource_is_in_exactly_the_stack_of_its_context() -> None:
    made = split(
        {"Resources": {"One": asking(), "Two": asking(), "Three": asking()}},
        One="base",
        Two="service",
        Three="service",
    )

    assert {stack: sorted(part["Resources"]) for stack, part in made.items()} == {
        "base": ["One"],
        "service": ["Three", "Two"],
    }
    assert all(part["Transform"] == HEAD["Transform"] for part in made.values())


def test_a_reference_to_an_earlier_stack_is_a_parameter_that_an_output_fills() -> None:
    made = split(
        {
            "Resources": {
                "Key": asking(),
                "Topic": asking(
                    A={"Ref": "Key"},
                    B={"Fn::GetAtt": ["Key", "Arn"]},
                    C={"Fn::Sub": "${Key.Arn}/${Key}/${!literal}"},
                ),
            }
        },
        Key="base",
        Topic="service",
    )

    assert made["service"]["Resources"]["Topic"]["Properties"] == {
        "A": {"Ref": "Key"},
        "B": {"Ref": "KeyArn"},
        "C": {"Fn::Sub": "${KeyArn}/${Key}/${!literal}"},
    }
    assert made["service"]["Parameters"]["KeyArn"]["Type"] == "String"
    assert made["base"]["Outputs"] == {
        "Key": {"Value": {"Ref": "Key"}},
        "KeyArn": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}},
    }


def test_nothing_is_exported_or_imported() -> None:
    made = split(
        {"Resources": {"Key": asking(), "Topic": asking(A={"Ref": "Key"})}},
        Key="base",
        Topic="api",
    )

    assert "Export" not in str(made)
    assert "ImportValue" not in str(made)


def test_names_are_made_from_the_name_of_the_platform_in_every_stack() -> None:
    made = split(
        {"Resources": {"ATable": table("ATable"), "BTable": table("BTable")}},
        ATable="base",
        BTable="service",
    )

    first = made["base"]["Resources"]["ATable"]["Properties"]["TableName"]
    second = made["service"]["Resources"]["BTable"]["Properties"]["TableName"]
    assert first == {"Fn::Sub": "${AWS::StackName}-ATable"}
    assert second == {"Fn::Sub": "${Platform}-BTable"}
    assert made["base"]["Outputs"]["Platform"] == {"Value": {"Ref": "AWS::StackName"}}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"Fn::GetAtt": ["LateTable", "Arn"]},
            "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"
            "${AWS::StackName}-LateTable",
        ),
        ({"Ref": "LateTable"}, "${AWS::StackName}-LateTable"),
        (
            {"Fn::Sub": "${LateTable.Arn}/index/by_day"},
            "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"
            "${AWS::StackName}-LateTable/index/by_day",
        ),
    ],
)
def test_a_table_of_a_later_stack_is_called_by_the_name_it_will_have(
    asked: Template, said: str
) -> None:
    made = split(
        {"Resources": {"Topic": asking(A=asked), "LateTable": table("LateTable")}},
        Topic="base",
        LateTable="goods",
    )

    assert made["base"]["Resources"]["Topic"]["Properties"]["A"] == {"Fn::Sub": said}
    assert "Outputs" not in made["goods"]


def test_a_state_machine_of_a_later_stack_has_its_arn_made_of_its_name() -> None:
    machine = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {"StateMachineName": {"Fn::Sub": "${AWS::StackName}-walk"}},
    }
    made = split(
        {"Resources": {"Topic": asking(A={"Ref": "Walk"}), "Walk": machine}},
        Topic="service",
        Walk="goods",
    )

    assert made["service"]["Resources"]["Topic"]["Properties"]["A"] == {
        "Fn::Sub": "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:"
        "${Platform}-walk"
    }


def test_what_a_later_stack_names_at_random_cannot_be_referred_to() -> None:
    late = {"Resources": {"Topic": asking(A={"Fn::GetAtt": ["Late", "Arn"]}), "Late": asking()}}

    with pytest.raises(FragmentError, match=r"Topic of stack base refers to Late .* stack goods"):
        split(late, Topic="base", Late="goods")


def test_what_may_not_exist_cannot_be_referred_to_from_another_stack() -> None:
    maybe = {
        "Conditions": {"Sometimes": {"Fn::Equals": ["a", "b"]}},
        "Resources": {
            "Maybe": asking() | {"Condition": "Sometimes"},
            "Topic": asking(A={"Ref": "Maybe"}),
        },
    }

    with pytest.raises(FragmentError, match="exists under a condition only"):
        split(maybe, Maybe="base", Topic="service")


def test_a_stack_declares_the_parameters_and_conditions_it_uses_without_defaults() -> None:
    made = split(
        {
            "Parameters": {
                "Stage": {"Type": "String", "Default": "x", "AllowedValues": ["x", "y"]},
                "Other": {"Type": "String"},
            },
            "Conditions": {
                "First": {"Fn::Equals": [{"Ref": "Stage"}, "x"]},
                "Second": {"Fn::Not": [{"Condition": "First"}]},
                "Third": {"Fn::Equals": [{"Ref": "Other"}, "x"]},
            },
            "Resources": {
                "One": asking(A={"Ref": "Other"}),
                "Two": asking(A={"Fn::If": ["Second", 1, 2]}),
            },
        },
        One="base",
        Two="service",
    )

    assert sorted(made["base"]["Parameters"]) == ["Other", "Stage"]
    assert made["service"]["Parameters"] == {
        "Stage": {"Type": "String", "AllowedValues": ["x", "y"]}
    }
    assert sorted(made["service"]["Conditions"]) == ["First", "Second"]
    assert "Conditions" not in made["base"]


def test_the_settings_of_functions_work_in_every_stack_that_has_functions() -> None:
    function = {"Type": "AWS::Serverless::Function", "Properties": {}}
    variables = {"STACK": {"Ref": "AWS::StackName"}, "KEY": {"Fn::GetAtt": ["Key", "Arn"]}}
    made = split(
        {
            "Globals": {"Function": {"Environment": {"Variables": variables}}},
            "Resources": {"Key": asking(), "F": function, "Plain": asking()},
        },
        Key="base",
        F="service",
        Plain="goods",
    )

    said = made["service"]["Globals"]["Function"]["Environment"]["Variables"]
    assert said == {"STACK": {"Ref": "Platform"}, "KEY": {"Ref": "KeyArn"}}
    assert "Globals" not in made["base"]
    assert "Globals" not in made["goods"]


def test_waiting_for_an_earlier_stack_needs_no_words_and_for_a_later_one_is_refused() -> None:
    def waiting(**homes: str) -> dict[str, Template]:
        resources = {"A": asking(), "B": asking(), "C": asking() | {"DependsOn": ["A", "B"]}}
        return split({"Resources": resources}, **homes)

    assert waiting(A="base", B="service", C="service")["service"]["Resources"]["C"][
        "DependsOn"
    ] == ["B"]
    assert "DependsOn" not in waiting(A="base", B="base", C="api")["api"]["Resources"]["C"]
    with pytest.raises(FragmentError, match="C depends on a later stack: B"):
        waiting(A="base", B="goods", C="service")


def test_an_output_lies_where_what_it_tells_of_lies() -> None:
    made = split(
        {
            "Resources": {"A": asking(), "B": asking()},
            "Outputs": {"OfA": {"Value": {"Ref": "A"}}, "OfB": {"Value": {"Ref": "B"}}},
        },
        A="base",
        B="api",
    )

    assert sorted(made["base"]["Outputs"]) == ["OfA"]
    assert sorted(made["api"]["Outputs"]) == ["OfB"]


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ({"Resources": {"Topic": asking(A={"Ref": "Gone"})}}, "Topic refers to Gone"),
        (
            {
                "Resources": {"Key": asking(), "Topic": asking(A={"Ref": "Key"})},
                "Outputs": {"Key": {"Value": "else"}},
            },
            "the output Key is taken",
        ),
        (
            {
                "Resources": {"Key": asking(), "KeyArn": asking()}
                | {"Topic": asking(A={"Fn::GetAtt": ["Key", "Arn"]})},
            },
            "names that the split needs are taken: KeyArn",
        ),
        (
            {
                "Parameters": {"Key": {"Type": "String"}},
                "Resources": {"K": asking()},
                "Outputs": {"Key": {"Value": {"Ref": "K"}}},
            },
            "outputs have names of parameters: Key",
        ),
    ],
)
def test_what_cannot_be_split_is_named(template: Template, complaint: str) -> None:
    homes = {name: "base" if name in {"Key", "K"} else "service" for name in template["Resources"]}

    with pytest.raises(FragmentError, match=complaint):
        split(template, **homes)


def test_a_resource_of_no_stack_is_named() -> None:
    with pytest.raises(FragmentError, match="no stack is named for Stray"):
        split({"Resources": {"Stray": asking()}})


def test_a_context_of_no_stack_is_told_where_to_go() -> None:
    with pytest.raises(FragmentError, match=r"novelty\.yaml: .* add 'novelty' to STACKS in infra"):
        stacks.home_of("novelty")


def test_every_context_has_one_stack() -> None:
    named = [context for contexts in stacks.STACKS.values() for context in contexts]

    assert len(named) == len(set(named))
    assert {stacks.home_of(context) for context in named} == set(stacks.STACKS) - {stacks.LAST}
