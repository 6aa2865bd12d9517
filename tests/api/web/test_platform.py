"""What the assembled application says of itself."""

import base64
import hashlib
import re

from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from tests.api.client import ApiClient


def test_health_answers_anybody(api: ApiClient) -> None:
    answer = api.get("/health")
    assert (answer.status, answer.json) == (200, {"status": "ok"})


def test_the_description_is_valid_openapi(api: ApiClient) -> None:
    answer = api.get("/openapi.json")
    assert answer.status == 200
    validate(answer.json, cls=OpenAPIV31SpecValidator)


def test_the_description_holds_on_every_stage(api: ApiClient) -> None:
    assert api.get("/openapi.json").json["servers"] == [{"url": "."}]


def test_the_page_needs_nothing_from_elsewhere(api: ApiClient) -> None:
    page = api.get("/docs").body
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#)""", page)
    assert "http://" not in page
    assert "https://" not in page
    assert "innerHTML" not in page


def test_the_page_may_run_its_own_script_and_nothing_else(api: ApiClient) -> None:
    answer = api.get("/docs")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        [content] = re.findall(f"<{tag}>(.*?)</{tag}>", answer.body, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.findall(r"""\son\w+\s*=|\sstyle\s*=""", answer.body.split("<script>")[0])
