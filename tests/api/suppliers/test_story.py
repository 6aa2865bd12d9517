"""A supplier comes on board, over HTTP and with everything connected."""

import pytest

from tests.factories.onboarding import Story, said

pytestmark = pytest.mark.clause("3.1.3")


def test_a_supplier_comes_on_board(story: Story) -> None:
    story.until_active()
    shown = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    assert shown["status"] == "active"
    assert shown["obstacles"] == []
    assert shown["new_products_blocked"] is False
