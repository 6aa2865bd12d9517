"""The sample platform that `make run` loads."""

from infra import sample
from tests.e2e.local_site import OnLocalCloud
from tests.factories.onboarding import said


def test_the_sample_has_suppliers_at_several_steps_and_a_desk_at_work(site: OnLocalCloud) -> None:
    sample.load(site.cloud)
    manager = site.person("manager", "manager")
    found = said(manager.get("/suppliers?name_prefix=示例"), 200)["items"]
    status_by_name = {item["legal_name"]: item["status"] for item in found}
    assert status_by_name[sample.ACTIVE.name] == "active"
    assert status_by_name[sample.WAITING.name] == "in_review"
    assert status_by_name[sample.DRAFTING.name] == "draft"
    wang = site.person("customer", "wang")
    [complaint] = said(wang.get("/complaints?customer=me"), 200)["items"]
    assert complaint["state"] == "open"
    [order] = said(wang.get("/orders"), 200)["items"]
    assert order["id"] == complaint["order_id"]
