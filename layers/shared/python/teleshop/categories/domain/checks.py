"""What is wrong with a category or with its place in the tree: every fault at once."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from teleshop.categories.domain.category import (
    MAX_ATTRIBUTES,
    MAX_FILTERABLE,
    Attribute,
    AttributeKind,
    Category,
    Definition,
)
from teleshop.categories.domain.resolved import attributes_of, same_kind
from teleshop.categories.domain.tree import Tree
from teleshop.kernel.errors import FieldError
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.rules import rule

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
_ZH = re.compile(r"[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9、]*[\u3400-\u9fffA-Za-z0-9]")
_EN = re.compile(r"[A-Z][A-Za-z0-9']*(?:(?:[ -]|, )[A-Za-z0-9']+)*")
ZH_LENGTH, EN_LENGTH = (2, 20), (2, 60)
VAGUE = frozenset(
    {"其他", "其它", "综合", "杂项", "杂货", "未分类", "other", "others", "misc", "miscellaneous"}
    | {"various", "general"}
)
"""Names that do not say what is in the category."""

_CLAUSE = "2.3.2"
CODE_FORM = FindingKind(
    "category_code_form",
    _CLAUSE,
    "代码由 2 至 40 个小写字母、数字或下划线组成，以字母开头，例如 air_fryers。",
    "A code has 2 to 40 lower-case letters, digits or underscores and begins with a letter, for "
    "example air_fryers.",
)
CODE_TAKEN = FindingKind(
    "category_code_taken",
    _CLAUSE,
    "该代码已被类目 {holder} 使用，代码不重复；请更换。",
    "This code belongs to category {holder} and is given once; choose another.",
)
NAME_FORM = FindingKind(
    "category_name_form",
    _CLAUSE,
    "中文名称为 2 至 20 个字，以汉字开头，只含汉字、字母、数字和顿号，不含其他符号和空格。",
    "The Chinese name has 2 to 20 characters, begins with a Chinese one and has no symbols or "
    "spaces but the enumeration comma.",
)
NAME_FORM_EN = FindingKind(
    "category_name_form",
    _CLAUSE,
    "英文名称为 2 至 60 个字符，以大写字母开头，只含字母、数字、单个空格、连字符、撇号和逗号。",
    "The English name has 2 to 60 characters, begins with a capital letter and has only letters, "
    "digits, single spaces, hyphens, apostrophes and commas.",
)
NAME_VAGUE = FindingKind(
    "category_name_vague",
    _CLAUSE,
    "名称应说明类目包含何种商品，例如“其他厨具”，不能只写“其他”“综合”。",
    "A name says what goods it stands for, for example Other kitchenware, not just Other.",
)
NAME_TAKEN = FindingKind(
    "category_name_taken",
    _CLAUSE,
    "同一上级下已有同名类目 {holder}；请更换名称，或使用该类目。",
    "Category {holder} below the same parent has this name; choose another or use that category.",
)
ATTRIBUTE_TWICE = FindingKind(
    "attribute_twice",
    _CLAUSE,
    "属性代码 {code} 重复，请合并为一项。",
    "The attribute {code} is given more than once; keep one.",
)
ATTRIBUTE_CHOICES = FindingKind(
    "attribute_choices",
    _CLAUSE,
    "选择型属性需列出至少一个不重复的选项，其他类型不填选项。",
    "A choice needs at least one choice and none twice; other kinds have none.",
)
ATTRIBUTE_UNIT = FindingKind(
    "attribute_unit",
    _CLAUSE,
    "只有整数型属性有计量单位，请去掉 unit 或改为 integer。",
    "Only whole numbers have a unit; leave the unit out or make the attribute an integer.",
)
ATTRIBUTE_FILTER = FindingKind(
    "attribute_filter",
    _CLAUSE,
    "文本型属性不能用于筛选；请改为选择型，或去掉 filterable。",
    "Free text cannot be filtered by; make it a choice or leave filterable out.",
)
ATTRIBUTE_CLASH = FindingKind(
    "attribute_clash",
    _CLAUSE,
    "属性 {code} 在类目 {category} 中的类型或单位与上级类目不同；请统一。",
    "The attribute {code} of category {category} differs in kind or unit from the one above it; "
    "make them equal.",
)
TOO_MANY_ATTRIBUTES = FindingKind(
    "too_many_attributes",
    _CLAUSE,
    "类目 {category} 连同继承共有 {count} 个属性，最多 {limit} 个；请减少。",
    "Category {category} has {count} attributes with those it inherits, {limit} at most; take some "
    "away.",
)
TOO_MANY_FILTERS = FindingKind(
    "too_many_filters",
    _CLAUSE,
    "类目 {category} 连同继承共有 {count} 个可筛选属性，最多 {limit} 个；请减少。",
    "Category {category} has {count} filterable attributes with those it inherits, {limit} at "
    "most; take some away.",
)
DOCUMENT_UNKNOWN = FindingKind(
    "document_type_unknown",
    "2.1.3",
    "文件类型 {type} 不存在；请从 GET /qualification-types 选择，或填 test_report。",
    "There is no document type {type}; choose from GET /qualification-types, or test_report.",
)
SUPPLIER_CATEGORY_UNKNOWN = FindingKind(
    "supplier_category_unknown",
    "2.1.2",
    "供应商类目 {code} 不存在；请从 GET /supplier-categories 选择。",
    "There is no supplier category {code}; choose from GET /supplier-categories.",
)
SUPPLIER_CATEGORY_FORBIDDEN = FindingKind(
    "supplier_category_forbidden",
    "2.1.1",
    "供应商类目 {code} 禁止经营，对应的商品类目须标记 forbidden。",
    "Nobody may sell goods of {code}, so their category must be marked forbidden.",
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a category may refer to: types of documents, and the codes of the suppliers' catalogue
    with those that nobody is admitted for; ``required_of`` are the documents that the law asks for
    goods of a code, each as the types that will do.
    """

    document_types: frozenset[str]
    supplier_categories: frozenset[str]
    forbidden_categories: frozenset[str]
    required_of: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


def normalised(name: str) -> str:
    """A name as it is compared: full-width forms, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


@rule(
    id="S2.3.2-names",
    clause=_CLAUSE,
    source="GB/T 24661",
    article="商品类目名称",
    # The form of names is the platform's own reading of the standard's "clear, complete, standard".
    effective_from=date(2010, 3, 1),
    confidence="L",
    last_checked=date(2026, 11, 27),
)
def check_names(definition: Definition, siblings: Iterable[Category]) -> list[FieldError]:
    """Names are clear, complete and of the standard form, and differ among siblings."""
    faults = []
    names = (
        ("/zh", definition.zh, _ZH, ZH_LENGTH, NAME_FORM),
        ("/en", definition.en, _EN, EN_LENGTH, NAME_FORM_EN),
    )
    known = list(siblings)
    for pointer, name, form, (least, most), wrong in names:
        if not (least <= len(name) <= most and form.fullmatch(name)):
            faults.append(wrong.at(pointer))
        elif normalised(name) in VAGUE:
            faults.append(NAME_VAGUE.at(pointer))
    taken = {normalised(one.definition.zh): one.code for one in known}
    taken_en = {normalised(one.definition.en): one.code for one in known}
    for pointer, name, held in (("/zh", definition.zh, taken), ("/en", definition.en, taken_en)):
        if normalised(name) in held:
            faults.append(NAME_TAKEN.at(pointer, holder=held[normalised(name)]))
    return faults


def check_definition(definition: Definition, words: Vocabulary) -> list[FieldError]:
    """Faults within what a category says, whatever its place in the tree."""
    faults = [*_attribute_faults(definition.attributes)]
    for row, document in enumerate(definition.required_documents):
        for column, kind in enumerate(document.any_of):
            if kind not in words.document_types:
                pointer = f"/required_documents/{row}/any_of/{column}"
                faults.append(DOCUMENT_UNKNOWN.at(pointer, type=kind))
    code = definition.supplier_category
    if code is not None and code not in words.supplier_categories:
        faults.append(SUPPLIER_CATEGORY_UNKNOWN.at("/supplier_category", code=code))
    elif code in words.forbidden_categories and not definition.forbidden:
        faults.append(SUPPLIER_CATEGORY_FORBIDDEN.at("/forbidden", code=str(code)))
    return faults


def _attribute_faults(attributes: Sequence[Attribute]) -> list[FieldError]:
    faults = []
    times = Counter(attribute.code for attribute in attributes)
    for row, attribute in enumerate(attributes):
        at = f"/attributes/{row}"
        if not CODE.fullmatch(attribute.code):
            faults.append(CODE_FORM.at(f"{at}/code"))
        if times[attribute.code] > 1:
            faults.append(ATTRIBUTE_TWICE.at(f"{at}/code", code=attribute.code))
        choice = attribute.kind is AttributeKind.CHOICE
        distinct = len(set(attribute.choices)) == len(attribute.choices)
        if choice != bool(attribute.choices) or not distinct:
            faults.append(ATTRIBUTE_CHOICES.at(f"{at}/choices"))
        if attribute.unit is not None and attribute.kind is not AttributeKind.INTEGER:
            faults.append(ATTRIBUTE_UNIT.at(f"{at}/unit"))
        if attribute.filterable and attribute.kind is AttributeKind.TEXT:
            faults.append(ATTRIBUTE_FILTER.at(f"{at}/filterable"))
    return faults


def check_inheritance(tree: Tree, category_id: str, pointer: str) -> list[FieldError]:
    """Faults of what the category and all below it inherit, in a tree as it would become.

    ``pointer`` is the field that is changed: what does not fit there is told of it.
    """
    faults = []
    for category in tree.below(category_id):
        chain = [one.definition for one in tree.chain(category.id)]
        above = {one.code: one for one in attributes_of(chain[:-1])}
        for attribute in category.definition.attributes:
            inherited = above.get(attribute.code)
            if inherited is not None and not same_kind(inherited, attribute):
                faults.append(
                    ATTRIBUTE_CLASH.at(pointer, code=attribute.code, category=category.code)
                )
        everything = attributes_of(chain)
        filters = sum(one.filterable for one in everything)
        for count, limit, kind in (
            (len(everything), MAX_ATTRIBUTES, TOO_MANY_ATTRIBUTES),
            (filters, MAX_FILTERABLE, TOO_MANY_FILTERS),
        ):
            if count > limit:
                faults.append(kind.at(pointer, category=category.code, count=count, limit=limit))
    return faults


def what_changed(before: Definition, after: Definition) -> list[str]:
    """The names of what a category says differently now; ``names`` for the names."""
    fields = [
        name
        for name in Definition.__dataclass_fields__
        if name not in {"zh", "en"} and getattr(before, name) != getattr(after, name)
    ]
    named = (before.zh, before.en) != (after.zh, after.en)
    return ["names", *fields] if named else fields
