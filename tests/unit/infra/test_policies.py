"""How long policies are, and spreading statements over several."""

import json

from infra.tools import limits, policies
from infra.tools.pieces import allow, get, role
from tests.harness.wiring import wiring

TABLE = get("CareTable", "Arn")


def test_a_table_counts_with_the_longest_arn_that_it_can_have() -> None:
    arn = "arn:aws-cn:dynamodb:cn-northwest-1:123456789012:table/platform-of-20-chars-CareTable"
    statement = {"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": arn}
    expected = policies.characters(policies.document([statement]))

    for said in (TABLE, {"Ref": "CareTableArn"}, {"Fn::Sub": "${CareTable.Arn}"}):
        statements = [allow(["dynamodb:GetItem"], said)]
        assert policies.characters(policies.document(statements)) == expected


def test_white_space_does_not_count() -> None:
    assert policies.characters({"a": "b c"}) == len('{"a":"bc"}')


def test_of_a_choice_the_longer_counts() -> None:
    assert policies.characters({"Fn::If": ["X", ["a"], ["aaa", "b"]]}) == len('["aaa","b"]')


def test_a_contexts_statements_stay_together_and_in_order_while_they_fit() -> None:
    one = [allow([f"s3:Get{letter}"], TABLE) for letter in "AB"]
    two = [allow([f"s3:Put{letter}"], TABLE) for letter in "CD"]
    room_for_three = policies.characters(policies.document([*one, *two[:1]]))
    room_for_four = policies.characters(policies.document([*one, *two]))

    assert policies.spread({"one": one, "none": [], "two": two}, room_for_four) == [[*one, *two]]
    assert policies.spread({"one": one, "two": two}, room_for_three) == [one, two]


def test_more_statements_of_a_context_than_fit_into_one_policy_go_into_several() -> None:
    many = [allow([f"s3:Get{number}"], TABLE) for number in range(100)]

    spread = policies.spread({"one": many})

    assert [statement for policy in spread for statement in policy] == many
    sizes = [policies.characters(policies.document(policy)) for policy in spread]
    assert max(sizes) <= policies.FULL < policies.MANAGED_CHARACTERS
    assert len(sizes) == -(-sum(sizes) // policies.FULL)


def test_nothing_to_allow_makes_no_policy() -> None:
    assert policies.spread({"one": [], "two": []}) == []


def test_the_nearest_policies_are_reported_beside_their_limits() -> None:
    long = [allow(["s3:GetObject"] * 40, TABLE)]
    resources = {
        "Short": role("lambda", []),
        "Long": role("lambda", long, [{"Ref": "Apart"}]),
        "Apart": policies.managed("x", long),
    }
    inline = policies.characters(resources["Long"]["Properties"]["Policies"][0]["PolicyDocument"])
    apart = policies.characters(policies.document(long))

    assert limits.policy_shares(resources) == [
        ("inline policies, Long", inline, 10240, "characters"),
        ("managed policy, Apart", apart, 6144, "characters"),
        ("policies attached, Long", 2, 10, "policies"),
    ]


def test_each_limit_is_measured_for_its_stack_and_a_full_policy_is_no_alarm() -> None:
    many = [allow([f"dynamodb:Get{number}"], TABLE) for number in range(28)]
    functions = {"Environment": {"Variables": {"STAGE": "test"}}}
    template = {
        "Parameters": {"Stage": {"Type": "String"}},
        "Globals": {"Function": functions},
        "Resources": {"Full": policies.managed("x", many)},
        "Outputs": {"A": {"Value": "a"}, "B": {"Value": "b"}},
    }

    shares = {share.what: share for share in limits.shares_of_stack("goods", template)}

    assert shares["goods: resources"].value == 1
    assert shares["goods: parameters"].value == 1
    assert shares["goods: outputs"].value == 2
    assert shares["goods: environment of a function"].value == 9 / 1024
    assert shares["goods: managed policy, Full"].part > limits.HALF
    assert [share.what for share in shares.values() if not share.watched] == [
        "goods: managed policy, Full"
    ]


def test_the_longest_pattern_is_reported_beside_what_eventbridge_takes() -> None:
    function = {"Events": {"Told": {"Properties": {"Pattern": {"source": ["a"] * 30}}}}}
    resources = {"Teller": {"Properties": function}, "Silent": {"Properties": {}}}
    [(what, size, limit, unit)] = limits.pattern_share(resources)
    assert (what, limit, unit) == ("pattern, TellerTold", 2_048, "characters")
    assert size == len('{"source":[' + ",".join(['"a"'] * 30) + "]}")
    assert limits.pattern_share({"Silent": {"Properties": {}}}) == []


def test_no_rule_of_the_platform_has_a_pattern_that_eventbridge_refuses() -> None:
    sizes = [len(json.dumps(rule.pattern, separators=(",", ":"))) for rule in wiring().rules]
    assert max(sizes) <= 2_048
