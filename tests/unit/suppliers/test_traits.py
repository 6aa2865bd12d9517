"""What suppliers have in common: values are compared in one form, and what is too short is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.suppliers.domain.blockade import blockade_of
from teleshop.suppliers.domain.supplier import (
    HOLD_NAMES,
    STATES,
    SUSPENSION_NAMES,
    Contact,
    HoldReason,
    State,
    SuspensionReason,
)
from teleshop.suppliers.domain.traits import (
    Trait,
    normalise_account,
    normalise_address,
    normalise_phone,
    traits_of,
)
from tests.factories.suppliers import application

pytestmark = pytest.mark.clause("2.1.5", "3.4.1")


@pytest.mark.parametrize(
    "written",
    [
        "浙江省杭州市示例路1号",
        "浙江省 杭州市 示例路 １ 号",
        "中国浙江省杭州市示例路1号。",
        "中华人民共和国浙江省杭州市示例路1号",
        "杭州市示例路1号",
        "浙江杭州市示例路一号",
    ],
)
def test_one_address_has_one_form(written: str) -> None:
    assert normalise_address(written) == "杭州市示例路1号"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京市朝阳区示例路十二号", "北京北京市朝阳区示例路12号"),
        ("广西壮族自治区南宁市示例路5号三楼", "南宁市示例路5号3楼"),
        ("上海市示例路88弄二十号一〇一室", "上海示例路88弄20号101室"),
        ("内蒙古自治区包头市示例路一百零五号", "内蒙古包头市示例路105号"),
    ],
)
def test_what_is_written_otherwise_is_one_address(one: str, other: str) -> None:
    assert normalise_address(one) == normalise_address(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("浙江路100号示例园5栋", "江苏路100号示例园5栋"),
        ("杭州市五一路示例园1号", "杭州市51路示例园1号"),
        ("杭州市示例路十号二楼", "杭州市示例路12楼"),
    ],
)
def test_other_streets_and_houses_are_other_addresses(one: str, other: str) -> None:
    assert normalise_address(one) != normalise_address(other)


@pytest.mark.parametrize(
    "written",
    [
        "0571-88888888",
        "+86 571 8888 8888",
        "0086-571-88888888",
        "+86 (0)571 88888888",
        "86 571 88888888",
        "(0571) 88888888 转 801",
        "０５７１－８８８８８８８８ ext. 801",
    ],
)
def test_one_telephone_has_one_form(written: str) -> None:
    assert normalise_phone(written) == "57188888888"


@pytest.mark.parametrize("number", ["86123456", "13886868686", "2012345678"])
def test_a_number_that_only_looks_like_the_country_code_stays(number: str) -> None:
    assert normalise_phone(number) == number


@pytest.mark.parametrize("short", ["", "杭州市", "中国浙江省杭州市", "-- --"])
def test_a_town_alone_is_no_address(short: str) -> None:
    assert normalise_address(short) == ""


@pytest.mark.parametrize("written", ["6222 0210 0100 1234", "６２２２-0210-0100-1234"])
def test_one_account_has_one_form(written: str) -> None:
    assert normalise_account(written) == "6222021001001234"


@given(st.text(max_size=40) | st.text("086 +浙江省中国杭州市一十号北京", max_size=40))
def test_normal_forms_stay_as_they_are(text: str) -> None:
    for form in (normalise_address, normalise_account, normalise_phone):
        once = form(text)
        assert form(once) in {once, ""}


def test_every_trait_is_named_once_with_its_place() -> None:
    twice = (Contact("李四", phone="13800000000"), Contact("王五", phone="+86 138 0000 0000"))
    found = traits_of(application(contacts=twice), lambda kind, value: f"{kind}:{value}")
    assert found == [
        Trait("legal_representative", "legal_representative:张三", "/legal_representative"),
        Trait("phone", "phone:13800000000", "/contacts/0/phone"),
        Trait("address", "address:杭州市示例路1号", "/registered_address"),
    ]
    bare = application(legal_representative="", registered_address="", contacts=())
    assert traits_of(bare, lambda kind, value: value) == []


@pytest.mark.clause("3.3.3", "3.4.2")
@pytest.mark.parametrize("state", STATES)
def test_only_an_active_supplier_on_no_hold_is_not_blocked(state: State) -> None:
    held = HoldReason("deposit_overdue", "deposit")
    for holds in ((), (held,)):
        found = blockade_of(state, (), holds)
        assert (found is None) is (state == "active" and not holds)
        if found is not None:
            assert found.suspended is (state != "active")


@pytest.mark.clause("3.3.3", "3.4.2")
def test_every_reason_is_named_once_in_both_languages() -> None:
    holds = [HoldReason(kind, n) for kind in HOLD_NAMES for n in "ab"]
    found = blockade_of("active", (), holds)
    assert found is not None
    for zh, en in HOLD_NAMES.values():
        assert (found.why_zh.count(zh), found.why_en.count(en)) == (1, 1)
    reasons = [SuspensionReason(kind, "a") for kind in SUSPENSION_NAMES]
    found = blockade_of("suspended", reasons, holds)
    assert found is not None
    for zh, en in SUSPENSION_NAMES.values():
        assert zh in found.why_zh
        assert en in found.why_en
