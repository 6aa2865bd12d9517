"""Whether goods that came back are intact (R1.7-R1.9)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.care.domain.after_sales.intactness import (
    COUNTS_FOR,
    INSPECTION_ONLY,
    Finding,
    Verdict,
    judge,
)

pytestmark = pytest.mark.clause("6.3.1")


def found(*findings: Finding) -> frozenset[Finding]:
    return frozenset(findings)


@pytest.mark.parametrize(
    ("kind", "findings", "verdict", "codes"),
    [
        ("textile", found(Finding.LABEL_CUT), "not_intact", ("NOT_INTACT_LABEL_CUT",)),
        ("cosmetics", found(Finding.PACKAGE_OPENED), "intact", ()),
        ("cosmetics", found(Finding.SEAL_BROKEN), "not_intact", ("NOT_INTACT_SEAL_BROKEN",)),
        ("electronics", found(Finding.PACKAGE_OPENED, Finding.TESTED), "intact", ()),
        ("electronics", found(Finding.DATA_LEFT), "not_intact", ("NOT_INTACT_DATA_LEFT",)),
        ("electronics", found(Finding.SEAL_BROKEN), "intact", ()),
        ("other", found(Finding.STAINED), "intact", ()),
        ("other", found(Finding.PARTS_MISSING), "not_intact", ("NOT_INTACT_PARTS_MISSING",)),
        ("other", found(), "intact", ()),
        (
            "textile",
            found(Finding.STAINED, Finding.LABEL_CUT, Finding.PACKAGE_OPENED),
            "not_intact",
            ("NOT_INTACT_LABEL_CUT", "NOT_INTACT_STAINED"),
        ),
    ],
)
def test_what_counts_depends_on_the_kind_of_goods(
    kind: str, findings: frozenset[Finding], verdict: str, codes: tuple[str, ...]
) -> None:
    judged = judge(1, kind, findings, shown=True)
    assert (judged.verdict, judged.codes) == (verdict, codes)


def test_without_evidence_nothing_is_held_against_the_customer() -> None:
    judged = judge(3, "textile", found(Finding.LABEL_CUT), shown=False)
    assert judged.verdict is Verdict.UNPROVEN
    assert [reason.line for reason in judged.reasons] == [3]


@given(
    kind=st.sampled_from([*COUNTS_FOR, "other", "never seen"]),
    findings=st.frozensets(st.sampled_from(Finding)),
    shown=st.booleans(),
)
@settings(max_examples=100)
def test_opening_and_trying_changes_no_verdict_and_every_refusal_names_what_was_found(
    kind: str, findings: frozenset[Finding], shown: bool
) -> None:
    judged = judge(1, kind, findings, shown=shown)
    assert judge(1, kind, findings | INSPECTION_ONLY, shown=shown).verdict is judged.verdict
    assert (judged.verdict is Verdict.INTACT) == (not judged.reasons)
    assert len(judged.reasons) + len(judged.ignored) == len(findings)
    if not shown:
        assert judged.verdict is not Verdict.NOT_INTACT
