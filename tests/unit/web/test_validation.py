"""Every fault of an input at once, each at its pointer, none of them repeating what was sent."""

import json
import sys
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, field

from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.schema import Input, ListQuery, NoBody, Quarter
from teleshop.kernel.unseen import UNSEEN
from teleshop.web.errors import MalformedBodyError
from teleshop.web.validation import MAX_ERRORS, decode_json, pointer_of, read, read_query


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Period(Input, frozen=True, kw_only=True):
    quarter: Quarter


class Contact(Input, frozen=True, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=5)]
    phone: Annotated[
        str,
        Meta(
            pattern="^1[0-9]{10}$",
            extra={
                "code": "invalid_phone",
                "zh": "手机号须为 11 位数字 {x}。",
                "en": "Give 11 digits {x}.",
                "clause": "3.2.1",
            },
        ),
    ]


class Card(Input, frozen=True, kw_only=True, tag_field="kind", tag="card"):
    number: int


class Cash(Input, frozen=True, kw_only=True, tag_field="kind", tag="cash"):
    notes: list[int]


class Order(Input, frozen=True, kw_only=True):
    title: Annotated[str, Meta(min_length=2, max_length=4, pattern="^[a-z]*$")]
    count: Annotated[int, Meta(ge=1, le=9, multiple_of=2)]
    colour: Colour
    contacts: Annotated[list[Contact], Meta(min_length=1, max_length=3)]
    pay: Card | Cash
    share: Annotated[float, Meta(gt=0, lt=1)] = 0.5
    mode: Literal["a", "b", None] = None
    day: date | None = None
    at: Annotated[datetime, Meta(tz=True)] | None = None
    pair: tuple[int, str] = (1, "x")
    labels: Annotated[dict[Annotated[str, Meta(max_length=3)], int], Meta(max_length=2)] = field(
        default_factory=dict
    )
    either: int | str | None = None
    free: Any = None
    flag: bool = False


GOOD: dict[str, Any] = {
    "title": "abc",
    "count": 2,
    "colour": "red",
    "contacts": [{"name": "x", "phone": "13800000000"}],
    "pay": {"kind": "card", "number": 1},
}


def faults(kind: type[Any], value: Any) -> list[FieldError]:
    with pytest.raises(InvalidInputError) as refused:
        read(kind, value)
    return list(refused.value.errors)


def found(change: dict[str, Any]) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in faults(Order, {**GOOD, **change})}


def test_a_good_value_becomes_the_declared_type() -> None:
    order = read(Order, GOOD)
    assert order.colour is Colour.RED
    assert order.contacts[0].name == "x"
    assert order.pay == Card(number=1)


def test_all_faults_of_a_value_are_told_at_once() -> None:
    bad = {
        "title": "A",
        "count": 11,
        "contacts": [{"name": ""}, "x"],
        "pay": {"kind": "cash", "notes": [1, "2"], "~/extra": 1},
        "surplus": 1,
    }
    assert {(fault.pointer, fault.code) for fault in faults(Order, bad)} == {
        ("/title", "too_short"),
        ("/title", "wrong_format"),
        ("/count", "too_large"),
        ("/count", "not_a_multiple"),
        ("/colour", "missing"),
        ("/contacts/0/name", "too_short"),
        ("/contacts/0/phone", "missing"),
        ("/contacts/1", "wrong_type"),
        ("/pay/notes/1", "wrong_type"),
        ("/pay/~0~1extra", "unknown_field"),
        ("/surplus", "unknown_field"),
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": 5}, {("/title", "wrong_type")}),
        ({"title": "abcde"}, {("/title", "too_long")}),
        ({"count": True}, {("/count", "wrong_type")}),
        ({"count": "2"}, {("/count", "wrong_type")}),
        ({"count": 2.0}, {("/count", "wrong_type")}),
        ({"count": 0}, {("/count", "too_small")}),
        ({"colour": "green"}, {("/colour", "not_allowed")}),
        ({"colour": None}, {("/colour", "not_allowed")}),
        ({"contacts": []}, {("/contacts", "too_short")}),
        ({"contacts": GOOD["contacts"] * 4}, {("/contacts", "too_long")}),
        ({"contacts": {}}, {("/contacts", "wrong_type")}),
        ({"pay": {"number": 1}}, {("/pay/kind", "missing")}),
        ({"pay": {"kind": "coin"}}, {("/pay/kind", "not_allowed")}),
        ({"pay": {"kind": []}}, {("/pay/kind", "not_allowed")}),
        ({"pay": 5}, {("/pay", "wrong_type")}),
        ({"share": 1}, {("/share", "too_large")}),
        ({"share": 0.0}, {("/share", "too_small")}),
        ({"mode": "c"}, {("/mode", "not_allowed")}),
        ({"day": "2026-02-30"}, {("/day", "wrong_type")}),
        ({"day": []}, {("/day", "wrong_type")}),
        ({"at": "2026-11-23T09:00:00"}, {("/at", "offset_required")}),
        ({"at": "yesterday"}, {("/at", "wrong_type")}),
        ({"pair": [1]}, {("/pair", "wrong_length")}),
        ({"pair": ["1", 2]}, {("/pair/0", "wrong_type"), ("/pair/1", "wrong_type")}),
        ({"pair": "x"}, {("/pair", "wrong_type")}),
        ({"labels": {"long": 1}}, {("/labels/long", "invalid_key")}),
        ({"labels": {"a": "x"}}, {("/labels/a", "wrong_type")}),
        ({"labels": {"a": 1, "b": 1, "c": 1}}, {("/labels", "too_long")}),
        ({"labels": 1}, {("/labels", "wrong_type")}),
        ({"either": []}, {("/either", "wrong_type")}),
        ({"flag": 1}, {("/flag", "wrong_type")}),
    ],
)
def test_each_kind_of_fault_has_its_place_and_code(
    change: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    assert found(change) == expected


class Rare(Input, frozen=True, kw_only=True):
    raw: Annotated[bytes, Meta(max_length=2)] = b""
    local: Annotated[datetime, Meta(tz=False)] | None = None
    over: Annotated[int, Meta(gt=3)] = 4
    below: Annotated[int, Meta(lt=3)] = 2
    either: Annotated[str, Meta(min_length=2, extra={"code": "own_code"})] | int = 1
    open: Any | None = None
    many: set[int] = field(default_factory=set)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"raw": "YWJj"}, ("/raw", "too_long")),
        ({"raw": "?"}, ("/raw", "wrong_type")),
        ({"local": "2026-11-23T09:00:00+08:00"}, ("/local", "offset_not_allowed")),
        ({"over": 3}, ("/over", "too_small")),
        ({"below": 3}, ("/below", "too_large")),
        ({"either": "x"}, ("/either", "own_code")),
        ({"either": 1.5}, ("/either", "wrong_type")),
        ({"open": [1, {}], "many": [1, "x"]}, ("/many/1", "wrong_type")),
    ],
)
def test_rarer_types_are_checked_as_well(change: dict[str, Any], expected: tuple[str, str]) -> None:
    assert [(fault.pointer, fault.code) for fault in faults(Rare, change)] == [expected]


def test_the_words_of_a_field_replace_the_bare_pattern_and_name_the_clause() -> None:
    [fault] = faults(Contact, {"name": "x", "phone": "12"})
    assert (fault.code, fault.clause) == ("invalid_phone", "3.2.1")
    assert fault.message("zh") == "手机号须为 11 位数字 {x}。"
    assert fault.message("en") == "Give 11 digits {x}."


def test_words_that_say_all_limits_of_a_field_are_said_once() -> None:
    [fault] = faults(Period, {"quarter": "2026-Q3"})
    assert (fault.pointer, fault.code) == ("/quarter", "quarter_form")


class Told(Input, frozen=True, kw_only=True):
    reason: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=20,
            pattern=r"\S",
            extra={"code": "reason_missing", "zh": "请填写理由。", "en": "Give a reason."},
        ),
    ]


@pytest.mark.parametrize("text", ["\u200b", "\u3164\u3164", " \u2800 ", "\u200b\n", "\u0301"])
def test_a_text_of_signs_that_nobody_sees_says_nothing(text: str) -> None:
    [fault] = faults(Told, {"reason": text})
    assert (fault.pointer, fault.code) == ("/reason", "reason_missing")
    assert {fault.code for fault in faults(Contact, {"name": text, "phone": "13800138000"})} == {
        "nothing_to_see"
    }


@pytest.mark.parametrize("text", ["因", "a\u200bb", "👨\u200d👩\u200d👧", "é", "\U00020bb7"])
def test_invisible_signs_beside_what_is_seen_are_no_fault(text: str) -> None:
    assert read(Told, {"reason": text}).reason == text


def test_who_writes_too_much_is_not_told_that_there_is_nothing() -> None:
    [fault] = faults(Told, {"reason": "字" * 21})
    assert (fault.pointer, fault.code) == ("/reason", "too_long")
    assert all("20" in fault.message(language) for language in ("zh", "en"))
    assert [fault.code for fault in faults(Told, {"reason": " "})] == ["reason_missing"]


def test_no_message_repeats_what_was_sent() -> None:
    secret = "Li Lei 13812345678"
    sent = {**GOOD, "title": secret, "colour": secret, "day": secret, "pay": {"kind": secret}}
    for fault in faults(Order, sent):
        assert secret not in fault.message("zh") + fault.message("en") + fault.pointer


@pytest.mark.parametrize("value", [None, 1, "x", [], True])
def test_a_body_that_is_no_object_is_one_fault_at_the_root(value: Any) -> None:
    assert [(fault.pointer, fault.code) for fault in faults(Order, value)] == [("", "wrong_type")]


def test_an_action_without_body_takes_no_fields() -> None:
    assert read(NoBody, {}) == NoBody()
    assert [fault.pointer for fault in faults(NoBody, {"a": 1})] == ["/a"]


def test_a_flood_of_faults_is_cut() -> None:
    assert len(faults(NoBody, {str(number): 1 for number in range(1000)})) == MAX_ERRORS


def test_a_refusal_of_the_type_itself_is_told_without_its_text() -> None:
    class Between(Input, frozen=True, kw_only=True):
        low: int
        high: int

        def __post_init__(self) -> None:
            if self.low > self.high:
                raise ValueError("internal words")

    class Outer(Input, frozen=True, kw_only=True):
        ranges: list[Between]

    [fault] = faults(Outer, {"ranges": [{"low": 1, "high": 2}, {"low": 2, "high": 1}]})
    assert (fault.pointer, fault.code) == ("/ranges/1", "invalid")
    assert "internal" not in fault.message("en")


def test_query_text_becomes_numbers_and_flags() -> None:
    class Search(ListQuery, frozen=True, kw_only=True):
        flag: bool = False
        status: list[Colour] = field(default_factory=list)

    parameters = {"limit": ["5"], "flag": ["true"], "status": ["red"]}
    assert read_query(Search, parameters) == Search(limit=5, flag=True, status=[Colour.RED])
    assert read_query(Search, {"status": ["red", "blue"]}).status == [Colour.RED, Colour.BLUE]


def test_a_good_choice_among_types_is_no_fault_beside_another() -> None:
    class Search(ListQuery, frozen=True, kw_only=True):
        page_size: int | None = None

    with pytest.raises(InvalidInputError) as refused:
        read_query(Search, {"page_size": ["null"], "limit": ["0"]})
    assert [fault.pointer for fault in refused.value.errors] == ["/limit"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"limit": ["0"]}, ("/limit", "too_small")),
        ({"limit": ["101"]}, ("/limit", "too_large")),
        ({"limit": ["ten"]}, ("/limit", "wrong_type")),
        ({"limit": ["1", "2"]}, ("/limit", "wrong_type")),
        ({"limits": ["1"]}, ("/limits", "unknown_field")),
    ],
)
def test_a_query_is_checked_like_a_body(
    parameters: dict[str, list[str]], expected: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_query(ListQuery, parameters)
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [expected]


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"nul", b"\xff\xfe", b'"\xff"', b'"\\ud800"', b"[" * 200_000, b"NaN", b"{} {}"],
)
def test_what_is_no_json_is_refused_as_such(raw: bytes) -> None:
    with pytest.raises(MalformedBodyError):
        decode_json(raw)


def test_deep_nesting_is_refused_not_fatal() -> None:
    class Node(Input, frozen=True, kw_only=True):
        child: "Node | None" = None

    globals()["Node"] = Node
    value: dict[str, Any] = {"other": 1}
    for _ in range(5000):
        value = {"child": value}
    assert faults(Node, value)


@pytest.mark.parametrize(
    ("path", "pointer"),
    [("$", ""), ("$.a.b", "/a/b"), ("$.a[0].b", "/a/0/b"), ("$[...].a", ""), ("$.a[...]", "/a")],
)
def test_a_path_of_msgspec_becomes_a_pointer(path: str, pointer: str) -> None:
    assert pointer_of(path) == pointer


leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
)
names = st.sampled_from([*Order.__struct_fields__, "name", "phone", "kind", "number", "notes", "?"])
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=6),
    max_leaves=20,
)
good_parts = st.fixed_dictionaries(
    {}, optional={name: st.just(part) for name, part in GOOD.items()}
)


def converts(value: Any) -> bool:
    try:
        msgspec.convert(value, Order)
    except msgspec.ValidationError:
        return False
    return True


@given(anything, good_parts)
def test_whatever_is_sent_is_either_converted_or_told_at_least_one_fault(
    value: Any, good: dict[str, Any]
) -> None:
    sent = {**value, **good} if isinstance(value, dict) else value
    if converts(sent):
        assert isinstance(read(Order, sent), Order)
        return
    told = faults(Order, sent)
    assert 1 <= len(told) <= MAX_ERRORS
    for fault in told:
        assert fault.message("zh")
        assert fault.message("en")


@given(st.dictionaries(names, anything, max_size=3))
def test_a_fault_in_one_field_points_into_that_field(change: dict[str, Any]) -> None:
    sent = {**GOOD, **change}
    if converts(sent):
        return
    for fault in faults(Order, sent):
        assert fault.pointer.split("/")[1] in change


@given(st.sampled_from(sorted(GOOD)), anything)
def test_exactly_the_wrong_fields_are_named(name: str, part: Any) -> None:
    """One field at a time: it is faulty alone if and only if it is faulty among the others."""
    alone = {**GOOD, name: part}
    both = {**GOOD, name: part, "count": "wrong"}
    if converts(alone) or name == "count":
        return
    assert {fault.pointer for fault in faults(Order, both)} == {
        *(fault.pointer for fault in faults(Order, alone)),
        "/count",
    }


@given(st.binary(max_size=40))
def test_any_bytes_are_json_or_refused(raw: bytes) -> None:
    try:
        decode_json(raw)
    except MalformedBodyError:
        return


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        (b'{"name": "ok\\u0000"}', {"/name"}),
        (b'{"name": "\\b", "tags": ["a", "b\\f"]}', {"/name", "/tags/1"}),
        ('{"name": "pay \u202eslaog\u202c"}'.encode(), {"/name"}),
        ('{"name": "\u0085", "a/b": "\u2067"}'.encode(), {"/name", "/a~1b"}),
        (b'["\\u202E"]', {"/0"}),
        (b'"\\uFEFF"', {""}),
        (b'["\\uFFFE", "\\ufddF", "\\uD83F\\uDFFE", "\\udbff\\udfff"]', {"/0", "/1", "/2", "/3"}),
        ('["\ufdd0", "\uffff", "\U0001ffff", "\U0010fffe"]'.encode(), {"/0", "/1", "/2", "/3"}),
    ],
)
def test_characters_that_nobody_sees_are_refused_at_their_place(
    raw: bytes, places: set[str]
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        decode_json(raw)
    found = {(error.pointer, error.code) for error in refused.value.errors}
    assert found == {(place, "character_not_allowed") for place in places}


@pytest.mark.parametrize("escaped", [False, True])
def test_every_one_of_them_is_seen_in_raw_text(escaped: bool) -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1)]
    for sign in filter(UNSEEN.match, signs):
        raw = json.dumps([sign], ensure_ascii=escaped).encode()
        with pytest.raises(InvalidInputError):
            decode_json(raw)


@pytest.mark.parametrize(
    "text", ["多行\n文本\r\n", "tab\t", "a\\u0000b", "👩‍👩‍👧 ok", "é ü ñ 　全角"]
)
def test_ordinary_text_passes(text: str) -> None:
    assert decode_json(msgspec.json.encode({"text": text})) == {"text": text}


def test_a_query_is_read_with_the_same_eyes() -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_query(NoBody, {"name": ["a\u202eb"]})
    assert [error.pointer for error in refused.value.errors] == ["/name"]


def test_a_last_line_end_does_not_pass_a_pattern() -> None:
    class Numbered(Input, frozen=True, kw_only=True):
        number: Annotated[str, Meta(pattern=r"^[0-9]{3}$")]
        others: list[Annotated[str, Meta(pattern=r"^[0-9]{3}$")]]
        text: Annotated[str, Meta(pattern=r"\S")]

    with pytest.raises(InvalidInputError) as refused:
        read(Numbered, {"number": "123\n", "others": ["123", "456\n"], "text": "a line\n"})
    found = [(error.pointer, error.code) for error in refused.value.errors]
    assert found == [("/number", "wrong_format"), ("/others/1", "wrong_format")]
    assert read(Numbered, {"number": "123", "others": [], "text": "a line\n"}).text == "a line\n"
