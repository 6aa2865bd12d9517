"""Joining fragments, and what a short function section becomes."""

from pathlib import Path

import pytest

from infra.tools import fragments, functions, state_machines
from infra.tools.fragments import FragmentError
from infra.tools.pieces import allow, get


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_short_tags_are_read_into_their_long_form(tmp_path: Path) -> None:
    write(
        tmp_path,
        "one",
        "Resources: {A: {X: !Ref B, Y: !GetAtt B.Arn.Part, Z: !Sub '${B}', C: !If [D, !Ref E, 1]}}",
    )

    resource = fragments.load_fragments(tmp_path)["one"]["Resources"]["A"]

    assert resource == {
        "X": {"Ref": "B"},
        "Y": {"Fn::GetAtt": ["B", "Arn.Part"]},
        "Z": {"Fn::Sub": "${B}"},
        "C": {"Fn::If": ["D", {"Ref": "E"}, 1]},
    }


def test_two_fragments_must_not_define_the_same_name(tmp_path: Path) -> None:
    write(tmp_path, "one", "Resources: {A: {Type: T}}")
    write(tmp_path, "two", "Resources: {A: {Type: T}}")

    with pytest.raises(FragmentError, match=r"two\.yaml defines Resources\.A a second time"):
        fragments.join(fragments.load_fragments(tmp_path))


def test_a_section_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "one", "Resorces: {}")

    with pytest.raises(FragmentError, match="Resorces"):
        fragments.load_fragments(tmp_path)


def test_broken_yaml_names_the_file(tmp_path: Path) -> None:
    write(tmp_path, "one", "Resources: {")

    with pytest.raises(FragmentError, match=r"one\.yaml is not valid YAML"):
        fragments.load_fragments(tmp_path)


OUTBOX = {
    "Functions": {
        "OutboxPublish": {
            "Handler": "functions/outbox/publish.py",
            "Description": "Publishes.",
            "Grants": ["bundle"],
            "Events": {
                "Rows": {
                    "Type": "DynamoDB",
                    "Properties": {"Stream": "arn", "MaximumRetryAttempts": 3},
                },
                "Minute": {
                    "Type": "Schedule",
                    "Properties": {"Schedule": "rate(1 minute)"},
                },
            },
        }
    }
}
BUNDLE = {"Effect": "Allow", "Action": ["x:Y"], "Resource": "arn:z"}


def expanded() -> fragments.Template:
    return functions.expand({"platform": {"Grants": {"bundle": [BUNDLE]}}, "outbox": OUTBOX})


def test_a_function_gets_its_role_with_bundles_stream_and_queue() -> None:
    role = expanded()["OutboxPublishRole"]["Properties"]
    statements = role["Policies"][0]["PolicyDocument"]["Statement"]

    assert BUNDLE in statements
    assert allow(functions.STREAM_ACTIONS, "arn") in statements
    assert allow(["sqs:SendMessage"], get("OutboxDeadLetters", "Arn")) in statements


def test_events_get_retries_and_dead_letters_where_they_state_none() -> None:
    events = expanded()["OutboxPublish"]["Properties"]["Events"]

    assert events["Rows"]["Properties"]["MaximumRetryAttempts"] == 3
    assert events["Rows"]["Properties"]["BisectBatchOnFunctionError"] is True
    assert events["Rows"]["Properties"]["DestinationConfig"]["OnFailure"]["Type"] == "SQS"
    assert events["Minute"]["Properties"]["RetryPolicy"] == functions.RULE_RETRIES
    assert events["Minute"]["Properties"]["DeadLetterConfig"]


def test_alarms_add_up_ten_functions_at_most() -> None:
    alarms = functions.summed_alarms("Many", "Functions", [f"F{number}" for number in range(23)])

    assert sorted(alarms) == [
        "ManyErrors",
        "ManyErrors2",
        "ManyErrors3",
        "ManyThrottles",
        "ManyThrottles2",
        "ManyThrottles3",
    ]
    sizes = [len(alarms[name]["Properties"]["Metrics"]) - 1 for name in sorted(alarms)]
    assert sizes == [10, 10, 3, 10, 10, 3]


@pytest.mark.parametrize(
    ("short", "complaint"),
    [
        ({"Handler": "functions/no/such.py", "Description": "x"}, "missing file"),
        ({"Handler": "functions/outbox/publish.py", "Descripton": "x"}, "Descripton"),
        (
            {"Handler": "functions/outbox/publish.py", "Description": "x", "Grants": ["no"]},
            "does not have: no",
        ),
    ],
)
def test_a_wrong_function_section_is_named(short: fragments.Template, complaint: str) -> None:
    with pytest.raises(FragmentError, match=complaint):
        functions.expand({"outbox": {"Functions": {"F": short}}})


def test_a_state_machine_needs_its_definition(tmp_path: Path) -> None:
    short = {"Definition": "gone", "Description": "x", "Statements": []}

    with pytest.raises(FragmentError, match=r"gone\.asl\.json cannot be read"):
        state_machines.expand({"one": {"StateMachines": {"Gone": short}}}, tmp_path)


def test_a_state_machine_takes_its_name_from_its_definition(tmp_path: Path) -> None:
    (tmp_path / "walk.asl.json").write_text('{"StartAt": "A"}', encoding="utf-8")
    short = {"Definition": "walk", "Description": "x", "Statements": [BUNDLE]}

    made = state_machines.expand({"one": {"StateMachines": {"Walk": short}}}, tmp_path)

    assert made["Walk"]["Properties"]["StateMachineName"] == {"Fn::Sub": "${AWS::StackName}-walk"}
    assert made["Walk"]["Properties"]["DefinitionString"] == '{"StartAt":"A"}'
    named = {"Definition": "walk", "Name": "stroll", "Description": "x", "Statements": []}
    twin = state_machines.expand({"one": {"StateMachines": {"Stroll": named}}}, tmp_path)
    title = twin["Stroll"]["Properties"]["StateMachineName"]
    assert title == {"Fn::Sub": "${AWS::StackName}-stroll"}
    assert BUNDLE in made["WalkRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
