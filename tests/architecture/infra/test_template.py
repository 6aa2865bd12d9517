"""What the template promises for every resource, whoever adds it."""

import json
import re
from typing import Any

import pytest

from infra.build import add_dashboards, homes_of, whole
from infra.tools import functions, http, policies, stacks
from infra.tools.fragments import load_fragments

FRAGMENTS = load_fragments()
TEMPLATE = whole(FRAGMENTS)
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]
TAKES_NO_RESOURCE = {"states:SendTaskSuccess"}
"""Actions for which IAM knows no resource, so that only the star grants them."""


def of_type(kind: str) -> list[str]:
    names = sorted(name for name, resource in RESOURCES.items() if resource["Type"] == kind)
    assert names, f"the template has no {kind}"
    return names


def properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = RESOURCES[name]["Properties"]
    return found


def listed(value: Any) -> list[Any]:
    """A value or list as a list, as an installation on AWS has it."""
    if isinstance(value, dict) and value.get("Fn::If", [None])[0] == "OnAws":
        value = value["Fn::If"][1]
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("table", of_type("AWS::DynamoDB::Table"))
def test_every_table_can_be_restored_is_encrypted_and_streams_its_changes(table: str) -> None:
    settings = properties(table)

    assert settings["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert settings["SSESpecification"]["SSEType"] == "KMS"
    assert settings["SSESpecification"]["KMSMasterKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert settings["StreamSpecification"]["StreamViewType"] in {"NEW_IMAGE", "NEW_AND_OLD_IMAGES"}
    assert settings["BillingMode"] == "PAY_PER_REQUEST"


@pytest.mark.parametrize(
    "table", sorted(set(of_type("AWS::DynamoDB::Table")) - {"IdempotencyTable"})
)
def test_no_business_data_goes_with_the_stack(table: str) -> None:
    assert RESOURCES[table]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert RESOURCES[table]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("bucket", of_type("AWS::S3::Bucket"))
def test_every_bucket_is_private_versioned_encrypted_and_tidied(bucket: str) -> None:
    settings = properties(bucket)

    assert set(settings["PublicAccessBlockConfiguration"].values()) == {True}
    assert settings["VersioningConfiguration"] == {"Status": "Enabled"}
    assert settings["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert settings["LifecycleConfiguration"]["Rules"]
    assert RESOURCES[bucket]["DeletionPolicy"] == "RetainExceptOnCreate"


@pytest.mark.parametrize("bucket", of_type("AWS::S3::Bucket"))
def test_every_bucket_refuses_requests_without_tls(bucket: str) -> None:
    statements = properties(f"{bucket}Policy")["PolicyDocument"]["Statement"]

    refusal = next(statement for statement in statements if statement["Effect"] == "Deny")
    assert refusal["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert refusal["Action"] == "s3:*"
    assert refusal["Principal"] == "*"


def test_audit_anchors_are_locked() -> None:
    assert properties("AuditBucket")["ObjectLockEnabled"] is True
    rule = properties("AuditBucket")["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert rule["Days"] == {"Ref": "AuditRetentionDays"}


@pytest.mark.parametrize("group", of_type("AWS::Logs::LogGroup"))
def test_logs_are_kept_for_180_days_at_least_and_encrypted(group: str) -> None:
    assert properties(group)["RetentionInDays"] == {"Ref": "LogRetentionDays"}
    assert min(TEMPLATE["Parameters"]["LogRetentionDays"]["AllowedValues"]) >= 180
    assert properties(group)["KmsKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}


@pytest.mark.parametrize("function", of_type("AWS::Serverless::Function"))
def test_every_function_has_role_log_group_and_dead_letter_queue_of_its_own(function: str) -> None:
    settings = properties(function)

    assert settings["Role"] == {"Fn::GetAtt": [f"{function}Role", "Arn"]}
    assert settings["LoggingConfig"]["LogGroup"] == {"Ref": f"{function}Logs"}
    queue = settings["DeadLetterQueue"]["TargetArn"]["Fn::GetAtt"][0]
    assert RESOURCES[queue]["Type"] == "AWS::SQS::Queue"


def has_no_star(statement: dict[str, Any]) -> bool:
    actions = listed(statement["Action"])
    everything = "*" in listed(statement["Resource"]) and set(actions) - TAKES_NO_RESOURCE
    return not everything and not [action for action in actions if "*" in action]


@pytest.mark.parametrize("role", of_type("AWS::IAM::Role"))
def test_no_role_has_a_star_for_resource_or_action(role: str) -> None:
    for policy in properties(role).get("Policies", []):
        assert all(map(has_no_star, policy["PolicyDocument"]["Statement"]))


@pytest.mark.parametrize(
    "context", [name for name, fragment in FRAGMENTS.items() if "Api" in fragment]
)
def test_the_routes_of_no_context_have_a_star_and_each_has_what_it_asks_for(context: str) -> None:
    shared = http.shared_statements(FRAGMENTS)
    apart = [
        statement
        for policy in http.access_policies(FRAGMENTS).values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]
    bundles = functions.all_grants(FRAGMENTS)

    asked = functions.granted(context, FRAGMENTS[context]["Api"], bundles)

    assert all(map(has_no_star, asked))
    assert all(statement in shared + apart for statement in asked)


def test_the_policies_of_every_role_and_of_the_api_are_short_enough_for_iam() -> None:
    for role in of_type("AWS::IAM::Role"):
        inline = [policy["PolicyDocument"] for policy in properties(role).get("Policies", [])]
        assert sum(map(policies.characters, inline)) <= policies.INLINE_CHARACTERS, role
    shared = policies.document(http.shared_statements(FRAGMENTS))
    # Half is left for what every function's role has.
    assert policies.characters(shared) <= policies.INLINE_CHARACTERS / 2
    access = http.access_policies(FRAGMENTS)
    for name, policy in access.items():
        size = policies.characters(policy["Properties"]["PolicyDocument"])
        assert size <= policies.MANAGED_CHARACTERS, name
    # X-Ray's policy is attached as well.
    assert len(access) + 1 <= policies.ATTACHED


def test_every_resource_is_in_exactly_one_stack_and_needs_earlier_ones_only() -> None:
    homes = homes_of(FRAGMENTS)
    layer = {stacks.LAYER: {"Type": "AWS::Serverless::LayerVersion"}}

    made = stacks.split(TEMPLATE | {"Resources": RESOURCES | layer}, homes)

    placed = [name for part in made.values() for name in part["Resources"]]
    assert sorted(placed) == sorted(homes)
    known: set[str] = set()
    for part in made.values():
        # Of the first stack these are the platform's own parameters.
        assert set(part["Parameters"]) <= known or not known
        defined = {*part["Parameters"], *part["Resources"]}
        sections = [part["Resources"], part.get("Outputs", {}), part.get("Globals", {})]
        said = {name for name, _ in stacks.references(sections)}
        assert {name for name in said if not name.startswith("AWS::")} <= defined
        known |= {*part["Parameters"], *part.get("Outputs", {})}


def test_only_the_first_stack_speaks_of_its_own_name() -> None:
    homes = homes_of(FRAGMENTS)
    layer = {stacks.LAYER: {"Type": "AWS::Serverless::LayerVersion"}}

    first, *others = stacks.split(TEMPLATE | {"Resources": RESOURCES | layer}, homes).values()

    assert "AWS::StackName" in json.dumps(first)
    assert "AWS::StackName" not in json.dumps(others)


@pytest.mark.parametrize("queue", of_type("AWS::SQS::Queue"))
def test_every_queue_is_encrypted_and_watched(queue: str) -> None:
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]
        for name in of_type("AWS::CloudWatch::Alarm")
        for dimension in properties(name).get("Dimensions", [])
        if dimension["Name"] == "QueueName"
    }

    assert properties(queue)["KmsMasterKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert queue in watched


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_errors_and_throttles_of_every_function_ring_an_alarm(metric: str) -> None:
    watched = {
        dimension["Value"]["Ref"]
        for name in of_type("AWS::CloudWatch::Alarm")
        for part in properties(name).get("Metrics", [])
        if part.get("MetricStat", {}).get("Metric", {}).get("MetricName") == metric
        for dimension in part["MetricStat"]["Metric"]["Dimensions"]
    }

    assert set(of_type("AWS::Serverless::Function")) <= watched


def test_every_alarm_tells_somebody() -> None:
    for name in of_type("AWS::CloudWatch::Alarm"):
        assert properties(name)["AlarmActions"] == [{"Ref": "AlarmsTopic"}]


def test_the_template_works_in_every_partition() -> None:
    text = json.dumps(TEMPLATE)
    hosts = re.findall(r"[\w.${}:-]*amazonaws\.com[\w.]*", text)

    assert "arn:aws" not in text
    # Service principals have the same name in every partition; host names would not.
    principals = {"lambda", "states", "events", "sns", "cloudwatch", "apigateway", "logging.s3"}
    assert {host.removesuffix(".amazonaws.com") for host in hosts} <= principals


def test_everything_that_runs_or_stores_is_on_the_dashboard_of_its_stack() -> None:
    homes = homes_of(FRAGMENTS)
    template = {"Resources": dict(RESOURCES)}

    add_dashboards(template, homes, FRAGMENTS)

    shown = {"AWS::Serverless::Function", "AWS::DynamoDB::Table"}
    for name, resource in RESOURCES.items():
        dashboard = template["Resources"][f"{homes[name].capitalize()}Dashboard"]["Properties"]
        dead_letters = name.endswith("DeadLetters")
        if resource["Type"] in shown or dead_letters:
            said = f"${{{name}.QueueName}}" if dead_letters else f"${{{name}}}"
            assert said in dashboard["DashboardBody"]["Fn::Sub"], name
    names = [
        resource["Properties"]["DashboardName"]["Fn::Sub"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::CloudWatch::Dashboard"
    ]
    assert len(set(names)) == len(names) == len({homes[name] for name in RESOURCES})
