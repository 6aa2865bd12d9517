"""Every template fits the event it is for: whom it tells, the facts it names, both languages."""

import importlib
import json
import re
import string
from typing import Any, get_args

import msgspec
import pytest

from teleshop.documents.domain import PURPOSES, Reason
from teleshop.kernel.actor import STAFF_ROLES
from teleshop.kernel.errors import Language
from teleshop.kernel.events import EventData
from teleshop.notifications.domain import (
    MissingFactError,
    RecipientKind,
    Template,
    Words,
    catalogue_of,
)
from teleshop.notifications.templates import CATALOGUE
from teleshop.notifications.templates.approvals import WORDS as APPROVAL_WORDS
from teleshop.notifications.templates.documents import WORDS as DOCUMENT_WORDS
from tests.harness.wiring import wiring
from tools.project import ROOT

SCHEMAS = [
    importlib.import_module(f"teleshop.{context}.schemas")
    for context in sorted({template.context for template in CATALOGUE.values()})
]
CLASSES: dict[str, type[EventData]] = {
    name: kind
    for module in SCHEMAS
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, EventData)
}

each_template = pytest.mark.parametrize("template", CATALOGUE.values(), ids=lambda t: t.event)

EXAMPLES: dict[str, Any] = {
    "date": "2027-05-23",
    "date-time": "2026-11-23T04:00:00Z",
    "string": "review",
    "integer": 3,
    "array": ["empty", "unreadable"],
}


def facts_of(template: Template) -> dict[str, Any]:
    """The facts of the event's committed sample; facts made from its class while there is none."""
    kind = CLASSES[template.event]
    sample = ROOT / "events" / kind.context / f"{kind.__name__}.json"
    if sample.is_file():
        found: dict[str, Any] = json.loads(sample.read_text(encoding="utf-8"))["detail"]["data"]
        return found
    (_,), parts = msgspec.json.schema_components([kind])
    properties = parts[kind.__name__]["properties"]
    return {name: _example(schema) for name, schema in properties.items()}


def _example(schema: dict[str, Any]) -> Any:
    for one in schema.get("anyOf", [schema]):
        form = one.get("format", one["type"])
        if form in EXAMPLES:
            return EXAMPLES[form]
    raise AssertionError(schema)


@each_template
def test_a_template_is_for_an_event_of_its_context(template: Template) -> None:
    assert CLASSES[template.event].context == template.context


@each_template
def test_every_fact_that_is_named_is_one_of_the_event(template: Template) -> None:
    assert template.names() <= set(CLASSES[template.event].__struct_fields__)


@each_template
def test_a_template_renders_the_sample_of_its_event(template: Template) -> None:
    facts = facts_of(template)
    zh, en = template.render("zh", facts), template.render("en", facts)
    assert re.search(r"[\u4e00-\u9fff]", zh)
    assert not re.search(r"[\u4e00-\u9fff]", en)
    assert "{" not in zh + en
    assert set(template.named(facts)) == template.names()


@each_template
def test_a_missing_fact_is_an_error_and_not_a_gap(template: Template) -> None:
    for name in template.names():
        facts = {key: value for key, value in facts_of(template).items() if key != name}
        with pytest.raises(MissingFactError):
            [template.render(language, facts) for language in get_args(Language)]


@pytest.mark.clause("6.4.1")
@each_template
def test_a_subject_names_no_fact_and_so_nothing_personal(template: Template) -> None:
    for text in (template.subject.zh, template.subject.en):
        assert [name for _, name, _, _ in string.Formatter().parse(text) if name] == []
    assert template.subject.en.isascii()
    assert len(template.subject.en) < 100


@each_template
def test_somebody_is_told(template: Template) -> None:
    recipients = template.recipients(facts_of(template))
    assert recipients
    assert len(set(recipients)) == len(recipients)


@each_template
def test_roles_that_are_told_exist(template: Template) -> None:
    facts = facts_of(template) | {"role": "reviewer", "from_role": "reviewer", "to_role": "manager"}
    for recipient in template.recipients(facts):
        if recipient.kind is RecipientKind.ROLE:
            assert recipient.id in STAFF_ROLES


def test_a_file_without_a_supplier_is_told_to_the_person_who_brought_it() -> None:
    template = CATALOGUE["DocumentRejected"]
    facts = facts_of(template)
    told = template.recipients(facts | {"owner_kind": "supplier", "owner_id": "some-subject"})
    assert [(r.kind, r.id) for r in told] == [(RecipientKind.PERSON, "some-subject")]


def test_every_reason_and_purpose_of_a_rejected_file_has_words() -> None:
    assert {reason.value for reason in Reason} | set(PURPOSES) <= DOCUMENT_WORDS.keys()


def test_days_instants_and_codes_are_shown_for_people() -> None:
    template = Template(
        event="E",
        context="c",
        recipients=lambda _: (),
        subject=Words("题", "subject"),
        body=Words(
            "{d:day} {t:instant} {w:word} {l:word}", "{d:day} {t:instant} {w:word} {l:word}"
        ),
        words={"a": Words("甲", "first")},
    )
    facts = {"d": "2026-12-01", "t": "2026-11-30T16:05:00Z", "w": "a", "l": ["a", "b"]}
    assert template.render("zh", facts) == "2026年12月1日 2026年12月1日 00:05 甲 甲、b"
    assert template.render("en", facts) == "2026-12-01 2026-12-01 00:05 (China time) first first, b"


def test_an_event_has_one_template() -> None:
    one = CATALOGUE["SupplierActivated"]
    with pytest.raises(ValueError, match="SupplierActivated"):
        catalogue_of([one, one])


def test_the_rules_of_the_template_bring_exactly_the_events_of_the_catalogue() -> None:
    rules = [rule for rule in wiring().rules if rule.target == "NotificationsOnEvent"]
    brought = [
        (template.context, name)
        for rule in rules
        for name, template in CATALOGUE.items()
        if f"teleshop.{template.context}" in rule.pattern["source"]
        and name in rule.pattern["detail-type"]
    ]
    assert sorted(brought) == sorted((t.context, name) for name, t in CATALOGUE.items())
    told = {name for rule in rules for name in rule.pattern["detail-type"]}
    assert told == set(CATALOGUE)


def test_every_step_that_waits_for_a_decision_and_its_roles_have_words() -> None:
    machines = [
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "infra" / "statemachines").glob("*.asl.json"))
    ]
    steps = {step for text in machines for step in re.findall(r'"step": *"(\w+)"', text)}
    roles = {role for text in machines for role in re.findall(r'"role": *"(\w+)"', text)}
    assert {"pricing", "review", "decision"} <= steps
    assert steps | roles | {"agent", "lead", "finance", "manager"} <= set(APPROVAL_WORDS)
