"""Which stack each context goes to, and splitting the one joined template into these stacks.

A stack may hold 500 resources; a function with its events takes about twenty. The stacks are
siblings, deployed in the order of the table: what one needs of an earlier one is a parameter that
the earlier one's output fills; what it needs of a later one is called by a name that both can make.
Nobody who writes a fragment has to know of it.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from infra.tools.fragments import FragmentError, Template
from infra.tools.pieces import camel

STACKS: dict[str, tuple[str, ...]] = {
    "base": (
        "platform",
        "audit",
        "outbox",
        "idempotency",
        "deadlines",
        "documents",
        "approvals",
        "notifications",
        "ledger",
        "orders",
        "suppliers",
    ),
    "service": ("roster", "care", "analysis", "fund", "surveys", "timelines"),
    "goods": (
        "wording",
        "categories",
        "catalog",
        "imports",
        "storefront",
        "pricing",
        "promotions",
        "pricewatch",
    ),
    "sales": ("stock", "payments", "waitlist", "checkout", "invoices"),
    "conduct": ("deposits", "violations", "indicators", "assessment", "qualitygate"),
    "api": (),
}
"""The stacks in the order of their deployment, each with its contexts. The first carries the name
of the platform and its parameters; the last holds what Chalice makes of the routes. A new context
goes to the end of a stack that has room (``make build`` shows it), or into a new stack before the
last; it stays there, since CloudFormation moves nothing from stack to stack.
"""
BASE = next(iter(STACKS))
LAST = list(STACKS)[-1]
LAYER = "ManagedLayer"
"""The one resource made by Chalice that every stack needs."""
PLATFORM = "Platform"
"""The parameter of the other stacks that says the platform's name, which is the first one's."""

MADE_NAMES = {
    ("AWS::DynamoDB::Table", None): "TableName",
    ("AWS::DynamoDB::Table", "Arn"): "TableName",
    ("AWS::StepFunctions::StateMachine", None): "StateMachineName",
    ("AWS::StepFunctions::StateMachine", "Arn"): "StateMachineName",
    ("AWS::Logs::LogGroup", None): "LogGroupName",
}
"""What can be said without asking the resource: kind and attribute, and the property that holds the
name."""
MADE_ARNS = {
    "AWS::DynamoDB::Table": "dynamodb:${AWS::Region}:${AWS::AccountId}:table/",
    "AWS::StepFunctions::StateMachine": "states:${AWS::Region}:${AWS::AccountId}:stateMachine:",
}
ARN_BY_REF = {"AWS::StepFunctions::StateMachine"}

STACK_NAME = "AWS::StackName"
IN_TEXT = re.compile(r"\$\{([^!}][^}]*)\}")


def home_of(context: str) -> str:
    """Answer the stack of a context.

    :raises FragmentError: the table does not name it.
    """
    for stack, contexts in STACKS.items():
        if context in contexts:
            return stack
    raise FragmentError(
        f"{context}.yaml: no stack is named for it: add {context!r} to STACKS in "
        "infra/tools/stacks.py, at the end of a stack that has room (`make build` shows it)"
    )


def split(template: Template, homes: dict[str, str]) -> dict[str, Template]:
    """Answer the stacks that together are ``template``, by name, in the order of their deployment;
    empty ones are left out.

    ``homes`` says the stack of each resource.

    :raises FragmentError: a resource has no stack, or refers to something of a later stack whose
        name cannot be made, or to something of another stack that may not exist.
    """
    if homeless := sorted(set(template["Resources"]) - set(homes)):
        raise FragmentError(f"no stack is named for {', '.join(homeless)}")
    used = set(homes.values())
    parts = {name: _Part(name, template, homes) for name in STACKS if name in used | {BASE}}
    for name, resource in template["Resources"].items():
        parts[homes[name]].add_resource(name, resource)
    for name, output in template.get("Outputs", {}).items():
        parts[_home_of_output(output, homes)].add_output(name, output)
    for part in parts.values():
        part.finish()
    for part in parts.values():
        for (earlier, name), value in part.asked.items():
            parts[earlier].offer(name, value)
    said = {name for part in parts.values() for name in part.outputs}
    if taken := sorted(said & set(template.get("Parameters", {}))):
        raise FragmentError(f"outputs have names of parameters: {', '.join(taken)}")
    return {name: part.template() for name, part in parts.items()}


def _home_of_output(output: Template, homes: dict[str, str]) -> str:
    stacks = {homes[name] for name, _ in references(output) if name in homes}
    return max(stacks, key=list(STACKS).index, default=BASE)


@dataclass
class _Part:
    """One stack in the making."""

    stack: str
    whole: Template
    homes: dict[str, str]
    resources: Template = field(default_factory=dict)
    outputs: Template = field(default_factory=dict)
    conditions: Template = field(default_factory=dict)
    mappings: Template = field(default_factory=dict)
    parameters: Template = field(default_factory=dict)
    settings: Template = field(default_factory=dict)
    asked: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What outputs of earlier stacks must say: stack and name, and the value there."""

    def add_resource(self, name: str, resource: Template) -> None:
        own = dict(resource)
        if "DependsOn" in own:
            waits_for = self._waits_for(name, own.pop("DependsOn"))
            own |= {"DependsOn": waits_for} if waits_for else {}
        self.resources[name] = self.rewritten(own, name)
        self._need_condition(resource.get("Condition"))

    def add_output(self, name: str, output: Template) -> None:
        self.outputs[name] = self.rewritten(output, f"output {name}")
        self._need_condition(output.get("Condition"))

    def offer(self, name: str, value: Any) -> None:
        """Have an output that a later stack asks for."""
        if self.outputs.setdefault(name, {"Value": value})["Value"] != value:
            raise FragmentError(f"the output {name} is taken by something else: rename it")

    def finish(self) -> None:
        """Add what the stack takes of the common sections."""
        functions = [r for r in self.resources.values() if r["Type"].startswith("AWS::Serverless")]
        if functions and "Globals" in self.whole:
            self.settings["Globals"] = self.rewritten(self.whole["Globals"], "Globals")
        if self.stack == BASE:
            self.parameters |= self.whole.get("Parameters", {})
        if taken := sorted(set(self.parameters) & set(self.resources)):
            raise FragmentError(f"names that the split needs are taken: {', '.join(taken)}")

    def template(self) -> Template:
        """Answer the stack's template."""
        kept = ("AWSTemplateFormatVersion", "Transform")
        made: Template = {name: self.whole[name] for name in kept if name in self.whole}
        made["Description"] = f"{self.whole.get('Description', PLATFORM)} ({self.stack})"
        sections = {
            "Parameters": self.parameters,
            "Mappings": self.mappings,
            "Conditions": self.conditions,
            "Resources": self.resources,
            "Outputs": self.outputs,
        }
        return made | self.settings | {name: part for name, part in sections.items() if part}

    # -- references --

    def rewritten(self, value: Any, where: str) -> Any:
        """Answer ``value`` as this stack can say it; notes what it needs for that."""
        if isinstance(value, list):
            return [self.rewritten(item, where) for item in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((key, inner),) = value.items()
            match key:
                case "Ref":
                    return self._said(inner, None, where)
                case "Fn::GetAtt":
                    return self._said(inner[0], inner[1], where)
                case "Fn::Sub":
                    return {"Fn::Sub": self._text(inner, where)}
                case "Fn::If":
                    self._need_condition(inner[0])
                case "Fn::FindInMap":
                    self.mappings[inner[0]] = self.whole["Mappings"][inner[0]]
        return {key: self.rewritten(inner, where) for key, inner in value.items()}

    def _text(self, inner: Any, where: str) -> Any:
        text, given = (inner, {}) if isinstance(inner, str) else inner

        def said(found: re.Match[str]) -> str:
            name, _, attribute = found[1].partition(".")
            if name in given:
                return found[0]
            ((key, new),) = self._said(name, attribute or None, where).items()
            if key == "Fn::Sub":
                return str(new)
            return "${" + (new if key == "Ref" else ".".join(new)) + "}"

        text = IN_TEXT.sub(said, text)
        return [text, self.rewritten(given, where)] if given else text

    def _said(self, name: str, attribute: str | None, where: str) -> Template:
        """Answer how this stack says a reference: as it stands, by a parameter, or by a name."""
        asked = {"Fn::GetAtt": [name, attribute]} if attribute else {"Ref": name}
        if name == STACK_NAME and self.stack != BASE:
            return self._parameter(BASE, PLATFORM, asked, "Name of the platform")
        if name.startswith("AWS::") or self.homes.get(name) == self.stack:
            return asked
        if name in self.whole.get("Parameters", {}):
            if self.stack != BASE:
                # Without its default: the deployment gives what the first stack has.
                declared = dict(self.whole["Parameters"][name])
                declared.pop("Default", None)
                self.parameters[name] = declared
            return asked
        if name not in self.homes:
            raise FragmentError(f"{where} refers to {name}, which nothing defines")
        home = self.homes[name]
        if list(STACKS).index(home) > list(STACKS).index(self.stack):
            return self._made_name(name, attribute, where)
        if "Condition" in self.whole["Resources"][name]:
            raise FragmentError(
                f"{where} of stack {self.stack} refers to {name} of stack {home}, which exists "
                "under a condition only: no parameter can stand for it"
            )
        parameter = name + camel((attribute or "").replace(".", "-"))
        return self._parameter(home, parameter, asked, f"{attribute or 'Ref'} of {name}")

    def _parameter(self, home: str, name: str, asked: Template, what: str) -> Template:
        description = f"{what}, from the stack {home}"
        self.parameters[name] = {"Type": "String", "Description": description}
        self.asked[home, name] = asked
        return {"Ref": name}

    def _made_name(self, name: str, attribute: str | None, where: str) -> Template:
        """Answer a name or ARN that both stacks can make of the platform's name."""
        resource = self.whole["Resources"][name]
        kind = resource["Type"]
        if (kind, attribute) not in MADE_NAMES:
            raise FragmentError(
                f"{where} of stack {self.stack} refers to {name} ({kind}) of the later stack "
                f"{self.homes[name]}, whose {attribute or 'Ref'} is not known before it is made: "
                "put what refers to it into that stack, or its context into an earlier one"
            )
        text = resource["Properties"][MADE_NAMES[kind, attribute]]["Fn::Sub"]
        if attribute == "Arn" or kind in ARN_BY_REF:
            text = f"arn:${{AWS::Partition}}:{MADE_ARNS[kind]}{text}"
        return {"Fn::Sub": self._text(text, where)}

    # -- the rest --

    def _waits_for(self, name: str, names: Any) -> list[str]:
        """Answer what of ``DependsOn`` is still to be said: earlier stacks are complete already."""
        listed = [names] if isinstance(names, str) else list(names)
        order = list(STACKS).index
        if later := [n for n in listed if order(self.homes[n]) > order(self.stack)]:
            raise FragmentError(f"{name} depends on a later stack: {', '.join(later)}")
        return [other for other in listed if self.homes[other] == self.stack]

    def _need_condition(self, name: str | None) -> None:
        if name is None or name in self.conditions:
            return
        condition = self.whole["Conditions"][name]
        for inner in _conditions_in(condition):
            self._need_condition(inner)
        self.conditions[name] = self.rewritten(condition, f"condition {name}")


def _conditions_in(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _conditions_in(item)]
    if not isinstance(value, dict):
        return []
    own = [value["Condition"]] if isinstance(value.get("Condition"), str) else []
    return own + [name for item in value.values() for name in _conditions_in(item)]


def references(value: Any) -> list[tuple[str, str | None]]:
    """Answer what ``value`` refers to: names, each with its attribute where one is asked for."""
    if isinstance(value, list):
        return [found for item in value for found in references(item)]
    if not isinstance(value, dict):
        return []
    found: list[tuple[str, str | None]] = []
    for key, inner in value.items():
        if key == "Ref":
            found.append((inner, None))
        elif key == "Fn::GetAtt":
            found.append((inner[0], inner[1]))
        elif key == "Fn::Sub":
            text, given = (inner, {}) if isinstance(inner, str) else inner
            parts = [name.partition(".") for name in IN_TEXT.findall(text)]
            found += [(name, rest or None) for name, _, rest in parts if name not in given]
            found += references(given)
        else:
            found += references(inner)
    return found
