"""The sample platform: its codes and files pass the checks that everybody's must pass."""

import io

import pytest

from functions.documents.inspection import inspect_content
from infra import sample
from teleshop.documents.domain import ContentType
from teleshop.suppliers.domain.registration import parse_uscc

COMPANIES = (sample.ACTIVE, sample.WAITING, sample.DRAFTING)


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.uscc)
def test_a_code_of_the_sample_is_valid(company: sample.Company) -> None:
    assert parse_uscc(company.uscc).value == company.uscc


def test_the_files_of_the_sample_are_accepted() -> None:
    assert inspect_content(io.BytesIO(sample.page()), ContentType.PDF).accepted
    assert inspect_content(io.BytesIO(sample.picture()), ContentType.PNG).accepted
